package io.penguintech.gough.bot.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** The body of a call, as far as it matters. */
final class WebhookBody {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PIECE = 8 << 10;

    private WebhookBody() {}

    /**
     * Reads all of it, or one piece more than {@code most} bytes at most.
     *
     * @throws IOException when it breaks off, or has not ended after {@code within} however steadily it drips
     */
    static byte[] read(InputStream in, int most, Duration within) throws IOException {
        var body = new ByteArrayOutputStream();
        var piece = new byte[PIECE];
        long begin = System.nanoTime();
        while (body.size() <= most) {
            int length = in.read(piece);
            if (length < 0) break;
            body.write(piece, 0, length);
            if (System.nanoTime() - begin > within.toNanos()) throw new InterruptedIOException("too slow");
        }
        return body.toByteArray();
    }

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
