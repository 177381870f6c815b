package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.FleetHost;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads hosts from Fleet's JSON. Lenient: what is missing or null is unknown. A list is read host by host: of the several
 * kilobytes of each, a few hundred bytes are kept.
 */
final class HostReader {
    /** What follows a host is the next one, and no rubbish behind it. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What Fleet writes for never: the year 1 or 2000 (facts; fleetdm/fleet server.NeverTimestamp). */
    private static final Instant NEVER = Instant.parse("2001-01-01T00:00:00Z");

    private HostReader() {}

    /** The hosts of one answer; a missing list is empty (facts). */
    static List<FleetHost> list(InputStream body) throws IOException {
        var hosts = new ArrayList<FleetHost>();
        try (var parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) throw new IOException("this is no answer of Fleet");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean these = parser.currentName().equals("hosts");
                boolean list = parser.nextToken() == JsonToken.START_ARRAY;
                if (!these || !list) parser.skipChildren();
                else
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        JsonNode host = JSON.readTree(parser);
                        read(host).ifPresent(hosts::add);
                    }
            }
        } catch (JacksonException malformed) {
            // Its own message quotes the source.
            throw new IOException("this is not Fleet's JSON of hosts", malformed);
        }
        return hosts;
    }

    /** One host; empty when it has no id and so is none. */
    static Optional<FleetHost> read(JsonNode host) {
        long id = host.path("id").asLong(0);
        if (id <= 0) return Optional.empty();
        return Optional.of(new FleetHost(
                id,
                host.path("hostname").asString(""),
                text(host, "hardware_serial"),
                text(host, "uuid"),
                text(host, "primary_mac"),
                host.path("status").asString(""),
                time(host, "seen_time"),
                time(host, "last_enrolled_at"),
                time(host, "policy_updated_at"),
                text(host, "fleet_name").or(() -> text(host, "team_name")).orElse(""),
                host.path("issues").path("failing_policies_count").asInt(0),
                host.path("osquery_version").asString("")));
    }

    private static Optional<String> text(JsonNode host, String field) {
        return Optional.of(host.path(field).asString("")).filter(text -> !text.isBlank());
    }

    private static Optional<Instant> time(JsonNode host, String field) {
        try {
            return text(host, field).map(Instant::parse).filter(at -> at.isAfter(NEVER));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
