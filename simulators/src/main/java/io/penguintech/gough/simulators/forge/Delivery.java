package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.fault.Bytes;
import java.util.Map;

/**
 * One delivery to the address of the hook, byte for byte, so that it can be sent again.
 *
 * @param event what it tells, as its header says
 * @param headers with the signature
 * @param body raw
 * @param status what was answered; 0 for no answer
 */
public record Delivery(String event, Map<String, String> headers, Bytes body, int status) {
    /** Copies the headers. */
    public Delivery {
        headers = Map.copyOf(headers);
    }

    Delivery answered(int answer) {
        return new Delivery(event, headers, body, answer);
    }

    /** The event only: headers hold a signature. */
    @Override
    public String toString() {
        return "Delivery[%s, answered %d]".formatted(event, status);
    }
}
