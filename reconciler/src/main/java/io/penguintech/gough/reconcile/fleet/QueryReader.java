package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.ObservedQuery;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads queries from Fleet's JSON. Lenient: what is missing or null has Fleet's default. */
final class QueryReader {
    private QueryReader() {}

    /** The query; empty when it has no id and so is none. */
    static Optional<ObservedQuery> read(JsonNode json) {
        long id = json.path("id").asLong(0);
        if (id <= 0) return Optional.empty();
        return Optional.of(new ObservedQuery(
                id,
                text(json, "name"),
                text(json, "description"),
                text(json, "query"),
                Arrays.stream(text(json, "platform").split(","))
                        .map(String::strip)
                        .filter(platform -> !platform.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new)),
                Duration.ofSeconds(json.path("interval").asLong(0)),
                text(json, "logging").isEmpty() ? "snapshot" : text(json, "logging"),
                text(json, "min_osquery_version"),
                json.path("automations_enabled").asBoolean(false),
                json.path("observer_can_run").asBoolean(false),
                json.path("discard_data").asBoolean(false)));
    }

    /** Whether it belongs to no team (new: fleet) of Fleet's. */
    static boolean global(JsonNode json) {
        return json.path("fleet_id").asLong(0) == 0 && json.path("team_id").asLong(0) == 0;
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asString("");
    }
}
