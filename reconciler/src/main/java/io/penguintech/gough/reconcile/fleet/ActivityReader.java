package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.FleetNews;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Reads what somebody did, from a webhook and from the log alike (fleetdm/fleet server/service/activities.go makes both of the same
 * details and the same moment, which its database cuts or rounds to whole seconds or microseconds). The log has an id and, since the
 * renaming, both names of a team; a webhook has neither.
 */
final class ActivityReader {
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]{1,79}");
    private static final int LONGEST = 120;
    private static final int MOST_DETAILS = 6;

    private ActivityReader() {}

    /** Whether it is a word that Fleet may name a deed by. */
    static boolean isType(String text) {
        return TYPE.matcher(text).matches();
    }

    /** What a webhook says. */
    static FleetNews.Activity heard(JsonNode json) {
        return read(json, "timestamp");
    }

    /** What an entry of the log says. */
    static FleetNews.Activity logged(JsonNode json) {
        return read(json, "created_at");
    }

    private static FleetNews.Activity read(JsonNode json, String moment) {
        var type = json.path("type").asString("");
        var details = json.path("details");
        var user = json.path("actor_id");
        return new FleetNews.Activity(
                isType(type) ? type : "unknown",
                first(json, "actor_full_name", "actor_email").orElse("Fleet itself"),
                moment(json.path(moment).asString("")),
                about(details),
                user.isIntegralNumber() && user.canConvertToLong()
                        ? OptionalLong.of(user.asLong())
                        : OptionalLong.empty(),
                digest(renamed(type) + " " + canonical(details)));
    }

    private static String about(JsonNode details) {
        return details.properties().stream()
                .filter(detail ->
                        detail.getValue().isString() || detail.getValue().isIntegralNumber())
                .limit(MOST_DETAILS)
                .map(detail -> "%s: %s"
                        .formatted(line(detail.getKey()), line(detail.getValue().asString(""))))
                .collect(Collectors.joining(", "));
    }

    /** The same text for the same details, whatever order and generation of names they are written in, and whether null or left out. */
    private static String canonical(JsonNode node) {
        if (node.isObject()) {
            var fields = new TreeMap<String, String>();
            node.properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .forEach(field -> fields.put(renamed(field.getKey()), canonical(field.getValue())));
            return fields.entrySet().stream().map(ActivityReader::field).collect(Collectors.joining(",", "{", "}"));
        }
        if (node.isArray())
            return node.valueStream().map(ActivityReader::canonical).collect(Collectors.joining(",", "[", "]"));
        return node.isMissingNode() || node.isNull() ? "{}" : node.toString();
    }

    private static String field(Map.Entry<String, String> field) {
        return field.getKey() + ":" + field.getValue();
    }

    private static String renamed(String name) {
        return name.replace("team", "fleet").replace("saved_query", "report");
    }

    /** The first of these that says anything, as one short line. */
    static Optional<String> first(JsonNode node, String... keys) {
        return Stream.of(keys)
                .map(key -> line(node.path(key).asString("")))
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException notOne) {
            return Optional.empty();
        }
    }

    /** One short line. */
    static String line(String text) {
        var line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
