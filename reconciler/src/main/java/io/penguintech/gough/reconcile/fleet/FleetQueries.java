package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.ObservedQuery;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.reconcile.http.Request.Effect;
import io.penguintech.gough.schema.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads and writes global queries by id. Never by the bulk calls that go by name: they overwrite a stranger's query. */
final class FleetQueries {
    /** A list that does not end is no list. */
    private static final int MOST_PAGES = 1000;

    private final FleetCalls calls;

    FleetQueries(FleetCalls calls) {
        this.calls = calls;
    }

    /** Every global query, by id. */
    SortedMap<Long, ObservedQuery> all() throws Refused {
        return pages("", "list queries");
    }

    /** The query with this id. */
    Optional<ObservedQuery> one(long id) throws Refused {
        var doing = "show query " + id;
        try {
            var answer = calls.read("query", calls.dialect().collection() + "/" + id, doing);
            return Optional.of(QueryReader.read(Dialect.one(answer))
                    .orElseThrow(() -> new Refused(calls.failures().unreadable(Effect.READ, doing))));
        } catch (Refused refused) {
            if (refused.status() == 404) return Optional.empty();
            throw refused;
        }
    }

    Outcome create(Step.CreateQuery step) throws Refused {
        var query = step.query();
        var doing = "create query " + query.name();
        var namesake = named(query.name().value());
        if (namesake.isPresent())
            throw new Refused(calls.failures()
                    .changed(
                            doing,
                            "it has a query '%s' already (id %d)."
                                    .formatted(
                                            namesake.get().name(),
                                            namesake.get().id())));
        var answer = calls.write(
                "create-query", "POST", calls.dialect().collection(), body(query, List.of(QueryField.values())), doing);
        // Whatever it did not take shows in the next plan; its id must be known first.
        return QueryReader.read(Dialect.one(answer))
                .<Outcome>map(made -> new Outcome.Done(Optional.of(Long.toString(made.id()))))
                .orElseThrow(() -> new Refused(calls.failures().unreadable(Effect.WRITE, doing)));
    }

    Outcome update(Step.UpdateQuery step) throws Refused {
        var doing = "update query %s (id %d)".formatted(step.query().name(), step.id());
        var fields = fields(step, doing);
        if (fields.isEmpty()) return new Outcome.Done(Optional.of(Long.toString(step.id())));
        var answer = calls.write(
                "update-query",
                "PATCH",
                calls.dialect().collection() + "/" + step.id(),
                body(step.query(), fields),
                doing);
        var got = QueryReader.read(Dialect.one(answer))
                .orElseThrow(() -> new Refused(calls.failures().unreadable(Effect.WRITE, doing)));
        var untaken = fields.stream()
                .filter(field -> !field.taken(step.query(), got))
                .map(field -> "%s is '%s'".formatted(field.word(), field.observed(got)))
                .collect(Collectors.joining("; "));
        if (!untaken.isEmpty()) throw new Refused(calls.failures().untaken(doing, untaken));
        return new Outcome.Done(Optional.of(Long.toString(step.id())));
    }

    Outcome delete(Step.DeleteQuery step) throws Refused {
        var doing = "delete query " + step.id();
        try {
            calls.write("delete-query", "DELETE", calls.dialect().collection() + "/id/" + step.id(), Map.of(), doing);
        } catch (Refused refused) {
            if (!(refused.failure() instanceof Failure.WorldChanged) || refused.status() != 404) throw refused;
        }
        return new Outcome.Done(Optional.empty());
    }

    private List<QueryField> fields(Step.UpdateQuery step, String doing) throws Refused {
        var unknown = new TreeSet<String>();
        var fields = new TreeSet<QueryField>();
        for (var word : step.fields()) QueryField.named(word).ifPresentOrElse(fields::add, () -> unknown.add(word));
        if (!unknown.isEmpty()) throw new Refused(calls.failures().human(doing, "Gough sets no " + unknown + "."));
        return List.copyOf(fields);
    }

    private static Map<String, Object> body(Query query, Collection<QueryField> fields) {
        var body = new LinkedHashMap<String, Object>();
        for (var field : fields) body.put(field.wire(), field.declared(query));
        return body;
    }

    /** The query Fleet's database takes for the same name: it ignores case and accents (facts, inferred). */
    private Optional<ObservedQuery> named(String name) throws Refused {
        var search = "&query=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        return pages(search, "look up query " + name).values().stream()
                .filter(query -> folded(query.name()).equals(folded(name)))
                .findFirst();
    }

    private static String folded(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }

    private SortedMap<Long, ObservedQuery> pages(String search, String doing) throws Refused {
        SortedMap<Long, ObservedQuery> found = new TreeMap<>();
        var size = calls.settings().pageSize();
        for (int page = 0; page < MOST_PAGES; page++) {
            var path = "%s?page=%d&per_page=%d&order_key=id&order_direction=asc%s"
                    .formatted(calls.dialect().collection(), page, size, search);
            var answer = calls.read("list-queries", path, doing);
            var items = Dialect.list(answer);
            items.valueStream()
                    .filter(QueryReader::global)
                    .forEach(item -> QueryReader.read(item).ifPresent(query -> found.put(query.id(), query)));
            if (last(answer.path("meta").path("has_next_results").asBoolean(items.size() == size), items.size()))
                return found;
        }
        throw new Refused(calls.failures().human(doing, "its list has more than " + MOST_PAGES + " pages."));
    }

    /** Some servers send no {@code meta}: then a short page is the last one; an empty page always is. */
    private static boolean last(boolean more, int items) {
        return !more || items == 0;
    }
}
