package io.penguintech.gough.bot.intake;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** The body of a call, as far as it matters. */
final class WebhookBody {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private WebhookBody() {}

    /**
     * The full name of the branch that was pushed, which all three forges call ref; empty text for any other event. Empty when
     * the body is no object of JSON. Nothing else of it is kept.
     */
    static Optional<String> ref(byte[] body) {
        try (var json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) return Optional.empty();
            var ref = ref(json);
            return json.nextToken() == null ? Optional.of(ref) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static String ref(JsonParser json) {
        var ref = "";
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isRef = "ref".equals(json.currentName());
            if (json.nextToken() == JsonToken.VALUE_STRING && isRef) ref = json.getString();
            json.skipChildren();
        }
        return ref;
    }
}
