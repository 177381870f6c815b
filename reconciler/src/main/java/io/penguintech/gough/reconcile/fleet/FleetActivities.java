package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.FleetKind;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads Fleet's log of what people did (facts: {@code GET /activities}): its pages, or what is about queries and policies in it. */
final class FleetActivities {
    private static final int NEWEST = 100;
    /** The kinds of activities, by the word that the names of their types end with; Fleet may rename queries. */
    private static final Map<String, FleetKind> KINDS =
            Map.of("saved_query", FleetKind.QUERY, "report", FleetKind.QUERY, "policy", FleetKind.POLICY);

    private final FleetCalls calls;

    FleetActivities(FleetCalls calls) {
        this.calls = calls;
    }

    /** Everything, whatever it is about. An entry that this version cannot read says so, and is counted like any other. */
    Fleet.LogPage page(int number) throws Refused {
        int size = calls.settings().pageSize();
        var answer = list(number, size);
        var all = answer.path("activities");
        var entries = all.valueStream()
                .filter(entry -> entry.path("id").isIntegralNumber())
                .map(entry -> new Fleet.Logged(entry.path("id").asLong(), ActivityReader.logged(entry)))
                .toList();
        boolean more = answer.path("meta").path("has_next_results").asBoolean(all.size() == size);
        return new Fleet.LogPage(entries, !more || all.isEmpty());
    }

    private JsonNode list(int page, int size) throws Refused {
        var path = "activities?page=%d&per_page=%d&order_key=id&order_direction=desc".formatted(page, size);
        return calls.read("list-activities", path, "tell who changed what");
    }

    List<Fleet.Noted> newest() throws Refused {
        return list(0, NEWEST)
                .path("activities")
                .valueStream()
                .flatMap(FleetActivities::noted)
                .toList()
                .reversed();
    }

    private static Stream<Fleet.Noted> noted(JsonNode activity) {
        var type = activity.path("type").asString("");
        var kind = KINDS.entrySet().stream()
                .filter(known -> type.endsWith("_" + known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        var at = moment(activity.path("created_at").asString(""));
        if (kind.isEmpty() || at.isEmpty() || activity.path("fleet_initiated").asBoolean(false)) return Stream.empty();
        var details = activity.path("details");
        var all = Stream.of("specs", "policies", "query_ids", "report_ids")
                .flatMap(list -> details.path(list).valueStream())
                .toList();
        return (all.isEmpty() ? Stream.of(details) : all.stream())
                .map(one -> noted(activity, kind.get(), at.get(), one));
    }

    /** One activity may be about many: each is an id, or an object with a name. */
    private static Fleet.Noted noted(JsonNode activity, FleetKind kind, Instant at, JsonNode one) {
        var word = kind == FleetKind.QUERY ? List.of("query", "report") : List.of("policy");
        var details = activity.path("details");
        return new Fleet.Noted(
                at,
                first(activity, "actor_full_name", "actor_email").orElse("Somebody"),
                activity.path("actor_email").asString(""),
                activity.path("type").asString("").replace('_', ' '),
                kind,
                one.isNumber() ? one.asLong() : id(one, word),
                first(details, "fleet_name", "team_name").orElse(""),
                word.stream()
                        .flatMap(name -> first(one, name + "_name").stream())
                        .findFirst()
                        .or(() -> first(one, "name"))
                        .orElse(""));
    }

    private static long id(JsonNode one, List<String> words) {
        return words.stream()
                .mapToLong(word -> one.path(word + "_id").asLong(0))
                .filter(id -> id > 0)
                .findFirst()
                .orElse(0);
    }

    private static Optional<String> first(JsonNode node, String... keys) {
        return Stream.of(keys)
                .map(key -> node.path(key).asString(""))
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException notOne) {
            return Optional.empty();
        }
    }
}
