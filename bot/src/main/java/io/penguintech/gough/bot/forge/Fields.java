package io.penguintech.gough.bot.forge;

import io.penguintech.gough.schema.Revision;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads an answer of a forge field by field; what is missing or of another form is {@link Malformed}. */
final class Fields {
    private Fields() {}

    /** The answer is not what such a forge sends. Never leaves the adapter. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String field) {
            super("its answer holds no usable \"" + field + "\"", null, false, false);
        }
    }

    static long number(JsonNode node, String field) {
        var value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) throw new Malformed(field);
        return value.asLong();
    }

    static String text(JsonNode node, String field) {
        var value = node.path(field);
        if (!value.isString()) throw new Malformed(field);
        return value.asString();
    }

    /** A text that may be missing or null. */
    static String words(JsonNode node, String field) {
        var value = node.path(field);
        return value.isString() ? value.asString() : "";
    }

    static Revision revision(JsonNode node, String field) {
        return maybeRevision(node, field).orElseThrow(() -> new Malformed(field));
    }

    static Optional<Revision> maybeRevision(JsonNode node, String field) {
        try {
            var id = words(node, field);
            return id.isEmpty() ? Optional.empty() : Optional.of(new Revision(id));
        } catch (IllegalArgumentException notACommit) {
            return Optional.empty();
        }
    }

    /** A time with any offset, as Gitea sends them in the server's own. */
    static Instant time(JsonNode node, String field) {
        return maybeTime(node, field).orElseThrow(() -> new Malformed(field));
    }

    static Optional<Instant> maybeTime(JsonNode node, String field) {
        try {
            var text = words(node, field);
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    static URI address(JsonNode node, String field) {
        return maybeAddress(node, field).orElseThrow(() -> new Malformed(field));
    }

    /** An http(s) address; anything else is none. */
    static Optional<URI> maybeAddress(JsonNode node, String field) {
        try {
            return Optional.of(words(node, field))
                    .filter(text -> text.matches("https?://.*"))
                    .map(URI::create);
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
