package io.penguintech.gough.simulators.slack;

import io.penguintech.gough.simulators.fault.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request to the app, byte for byte, so that it can be sent again.
 *
 * @param kind what it tells the app
 * @param headers with the signature, if it has one
 * @param body raw
 */
public record Sent(Kind kind, Map<String, String> headers, Bytes body) {

    /** What a delivery tells the app. */
    public enum Kind {
        /** Someone typed a slash command. */
        COMMAND,
        /** Someone pressed a button. */
        CLICK,
        /** Something happened in a channel. */
        EVENT,
        /** Slack asks whether the address is the app's. */
        URL_VERIFICATION,
        /** Slack looks at the certificate. */
        SSL_CHECK
    }

    /** Copies the headers. */
    public Sent {
        headers = Map.copyOf(headers);
    }

    Sent with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Sent(kind, more, body);
    }

    /** The kind only: headers hold a signature, bodies what people wrote. */
    @Override
    public String toString() {
        return "Sent[" + kind + "]";
    }
}
