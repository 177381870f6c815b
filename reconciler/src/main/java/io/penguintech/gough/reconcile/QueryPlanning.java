package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetNames;
import io.penguintech.gough.schema.Query;
import io.penguintech.gough.schema.QueryName;
import io.penguintech.gough.schema.Risk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Compares the declared queries of one Fleet with what it has: by the remembered id, and by name only to adopt. */
final class QueryPlanning {
    private final BackendName fleet;
    private final Observed.FleetServer server;
    private final Records records;
    private final Rules rules;
    private final Draft draft;
    private final Map<String, List<ObservedQuery>> byName = new HashMap<>();
    private final Map<String, List<Query>> declared = new HashMap<>();
    private final Map<Long, List<Query>> claimed = new HashMap<>();
    private final Set<QueryName> usedNames = new HashSet<>();

    QueryPlanning(BackendName fleet, Observed.FleetServer server, Records records, Rules rules, Draft draft) {
        this.fleet = fleet;
        this.server = server;
        this.records = records;
        this.rules = rules;
        this.draft = draft;
        server.queries()
                .values()
                .forEach(query -> byName.merge(FleetNames.key(query.name()), List.of(query), QueryPlanning::joined));
    }

    /** Plans every query of this Fleet, then what is left over. */
    void plan(List<Query> queries, boolean prune) {
        for (var query : queries) {
            usedNames.add(query.name());
            declared.merge(FleetNames.key(query.name().value()), List.of(query), QueryPlanning::joined);
        }
        for (var query : queries)
            remembered(query).forEach(id -> claimed.merge(id, List.of(query), QueryPlanning::joined));
        queries.forEach(this::plan);
        leftOver(prune);
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private Subject.OfQuery subject(QueryName name) {
        return new Subject.OfQuery(fleet, name);
    }

    /** Ids remembered under its name and, for a rename, under its earlier names that no document uses any more. */
    private List<Long> remembered(Query query) {
        var ids = new ArrayList<Long>();
        Optional.ofNullable(records.queries().get(subject(query.name()))).ifPresent(ids::add);
        for (var former : query.formerly()) {
            var id = usedNames.contains(former) ? null : records.queries().get(subject(former));
            if (id != null && !ids.contains(id)) ids.add(id);
        }
        return ids;
    }

    private void plan(Query query) {
        var subject = subject(query.name());
        var ids = remembered(query);
        var doubt = doubt(query, ids);
        if (doubt.isPresent()) {
            draft.block(subject, doubt.get());
            return;
        }
        var ours = ids.stream().findFirst().map(id -> server.queries().get(id));
        if (ours.isPresent()) keep(subject, query, ours.get());
        else appear(subject, query, !ids.isEmpty());
    }

    private Optional<String> doubt(Query query, List<Long> ids) {
        var alike = declared.getOrDefault(FleetNames.key(query.name().value()), List.of());
        if (alike.size() > 1)
            return Optional.of(
                    "Fleet takes the names %s for one: it ignores case and accents. Give them names that differ in more than that."
                            .formatted(quoted(alike)));
        if (ids.size() > 1)
            return Optional.of(
                    "Gough remembers it as Fleet's queries %s. Remove from formerly the name that is another query."
                            .formatted(ids));
        var rivals = ids.isEmpty() ? List.<Query>of() : claimed.getOrDefault(ids.getFirst(), List.of());
        if (rivals.size() > 1)
            return Optional.of(
                    "Documents %s all claim Fleet's query %d. Leave its earlier name in the formerly of one of them."
                            .formatted(quoted(rivals), ids.getFirst()));
        return Optional.empty();
    }

    /** A query of ours: what differs? */
    private void keep(Subject.OfQuery subject, Query query, ObservedQuery is) {
        var fields = QueryFields.differences(query, is);
        if (fields.isEmpty()) {
            draft.unchanged();
            return;
        }
        if (isAnother(query, is)) {
            draft.block(
                    subject,
                    "Gough remembers it as Fleet's query %d, but that is now called \"%s\" and asks something else: a restored Fleet, or somebody rewrote it. Nothing is done to it. Rename it back in Fleet, or add \"%s\" to formerly if it is this query."
                            .formatted(is.id(), is.name(), is.name()));
            return;
        }
        var taken = taken(query, is.id());
        if (taken.isPresent()) {
            draft.block(subject, taken.get());
            return;
        }
        var risk = QueryFields.risk(fields);
        var because = switch (risk) {
            case DESTRUCTIVE -> "Fleet has other values than declared; changing them deletes stored results";
            case NONE, NOTICE, DISRUPTIVE -> "Fleet has other values than declared";
        };
        update(subject, query, is.id(), false, fields, risk, because);
    }

    /** Neither name nor SQL is what it was: the id may have been given to something else. */
    private static boolean isAnother(Query query, ObservedQuery is) {
        var key = FleetNames.key(is.name());
        boolean named = Stream.concat(Stream.of(query.name()), query.formerly().stream())
                .anyMatch(name -> FleetNames.key(name.value()).equals(key));
        return !named && !query.sql().strip().equals(is.sql().strip());
    }

    private Optional<String> taken(Query query, long id) {
        return byName.getOrDefault(FleetNames.key(query.name().value()), List.of()).stream()
                .filter(other -> other.id() != id)
                .findFirst()
                .map(other ->
                        "Fleet already has a query \"%s\" (id %d) of somebody else, and takes a name once, regardless of case and accents. Rename or delete that one, or choose another name."
                                .formatted(other.name(), other.id()));
    }

    /** A query Fleet does not have as ours. */
    private void appear(Subject.OfQuery subject, Query query, boolean vanished) {
        var alike = Stream.concat(Stream.of(query.name()), query.formerly().stream())
                .filter(name -> name.equals(query.name()) || !usedNames.contains(name))
                .flatMap(name -> byName.getOrDefault(FleetNames.key(name.value()), List.of()).stream())
                .distinct()
                .toList();
        if (alike.size() > 1 && query.adopt()) {
            draft.block(
                    subject,
                    "Fleet has more than one query it could adopt: %s. Remove from formerly the names that are other queries."
                            .formatted(alike.stream()
                                    .map(q -> "\"%s\" (id %d)".formatted(q.name(), q.id()))
                                    .toList()));
        } else if (alike.size() == 1 && query.adopt()) {
            adopt(subject, query, alike.getFirst());
        } else if (taken(query, -1).isPresent()) {
            draft.block(
                    subject,
                    "%s If it shall become ours, set adopt: true at %s."
                            .formatted(taken(query, -1).get(), query.place()));
        } else {
            draft.change(
                    new Change.CreateQuery(
                            subject,
                            query,
                            QueryFields.created(query),
                            rules.raised("create", Risk.NONE),
                            vanished ? "somebody deleted it in Fleet" : "Fleet does not have it yet"),
                    "");
        }
    }

    private void adopt(Subject.OfQuery subject, Query query, ObservedQuery is) {
        if (isRemembered(is.id())) {
            draft.block(
                    subject,
                    "Fleet's query \"%s\" (id %d) already belongs to another document of this repository. Add its earlier name to formerly instead of adopting it."
                            .formatted(is.name(), is.id()));
            return;
        }
        var fields = QueryFields.differences(query, is);
        if (fields.isEmpty()) {
            draft.unchanged(); // and remembered without a write: Adoptions
            return;
        }
        update(
                subject,
                query,
                is.id(),
                true,
                fields,
                QueryFields.risk(fields),
                "adopt is true: Fleet's query is taken over");
    }

    private boolean isRemembered(long id) {
        return claimed.containsKey(id);
    }

    private void update(
            Subject.OfQuery subject,
            Query query,
            long id,
            boolean adopts,
            List<FieldChange> fields,
            Risk risk,
            String because) {
        var verb = adopts ? "adopt" : "update";
        draft.change(new Change.UpdateQuery(subject, id, query, adopts, fields, rules.raised(verb, risk), because), "");
    }

    /** Remembered queries that no document claims. */
    private void leftOver(boolean prune) {
        records.queries().forEach((subject, id) -> {
            if (!subject.fleet().equals(fleet) || claimed.containsKey(id) || usedNames.contains(subject.query()))
                return;
            var is = server.queries().get(id);
            if (is != null) orphan(subject, is, prune);
        });
    }

    private void orphan(Subject.OfQuery subject, ObservedQuery is, boolean prune) {
        boolean sure =
                FleetNames.key(is.name()).equals(FleetNames.key(subject.query().value()));
        if (prune && sure) {
            draft.change(
                    new Change.DeleteQuery(
                            subject,
                            is.id(),
                            QueryFields.deleted(is),
                            rules.raised("delete", Risk.DESTRUCTIVE),
                            "its document vanished and prune is true"),
                    "");
            return;
        }
        draft.find(
                new Subject.OfOrphan(fleet, subject.query().value()),
                "orphan",
                "Fleet's query \"%s\" (id %d) is ours and its document vanished. It is kept. Bring the document back, delete it in Fleet, or set prune: true in gough.yaml%s."
                        .formatted(
                                is.name(),
                                is.id(),
                                sure
                                        ? ""
                                        : " (not while its name differs from the remembered \"%s\")"
                                                .formatted(subject.query())),
                Long.toString(is.id()));
    }

    private static String quoted(List<Query> queries) {
        return queries.stream()
                .map(query -> "\"%s\" (%s)".formatted(query.name(), query.place()))
                .toList()
                .toString();
    }
}
