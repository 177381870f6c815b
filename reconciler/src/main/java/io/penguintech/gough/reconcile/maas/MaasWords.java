package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.Redaction;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns the body of a refusal into words: MAAS answers form errors as JSON, single messages as text, proxies HTML. */
final class MaasWords {
    private static final int LONGEST = 600;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private MaasWords() {}

    /** MAAS's own message, one line, without secrets; empty when there is none worth showing. Never call it for a 401. */
    static String of(Exchange.Answered answered, Redaction redaction) {
        var body = answered.body().strip();
        if (answered.contentType().startsWith("text/html") && body.startsWith("<")) return "";
        var text = body.startsWith("{") ? fields(body) : body;
        var line = redaction.clean(text).replaceAll("\\s+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    private static String fields(String body) {
        try {
            return JSON.readTree(body).properties().stream()
                    .map(field -> field.getKey().equals("__all__")
                            ? messages(field.getValue())
                            : field.getKey() + ": " + messages(field.getValue()))
                    .collect(Collectors.joining("; "));
        } catch (JacksonException notJson) {
            return body;
        }
    }

    private static String messages(JsonNode node) {
        return node.isArray()
                ? node.values().stream().map(MaasWords::messages).collect(Collectors.joining(" "))
                : node.isString() ? node.stringValue() : node.toString();
    }
}
