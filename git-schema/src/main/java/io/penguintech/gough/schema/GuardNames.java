package io.penguintech.gough.schema;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the queries that hosts name as their guards: those of the host's own Fleet, which is the one that can ask it. */
final class GuardNames {
    private static final String FIELD = "guards";
    private static final String DEFAULT_FLEET = "default";

    private final List<Document> queries;

    GuardNames(List<Document> queries) {
        this.queries = List.copyOf(queries);
    }

    /** Notes what is wrong with the guards of {@code host}. */
    void check(MergedHost host, Problems problems) {
        var fleet = fleet(host);
        var seen = new HashSet<String>();
        for (var item : new Fields(host.spec()).items(FIELD))
            Fields.text(item)
                    .filter(name -> !name.contains(Placeholders.OPENING)) // a placeholder that was refused already
                    .ifPresent(name -> {
                        check(fleet, name, item.place(), problems);
                        if (!seen.add(name))
                            problems.warning(
                                    "Guard listed twice",
                                    "Guard \"%s\" is listed before; it is asked once.".formatted(name),
                                    item.place());
                    });
    }

    private void check(String fleet, String name, Place place, Problems problems) {
        var found = named(fleet, name);
        if (found.isEmpty()) problems.error("Unknown guard", unknown(fleet, name), place);
        var texts = new HashSet<String>();
        found.forEach(query -> texts.add(sql(query)));
        if (texts.size() > 1)
            problems.error(
                    "Ambiguous guard",
                    "Queries of fleet %s that are called \"%s\" stand at %s and at %s, and they ask different things. Give one of them another name."
                            .formatted(
                                    fleet,
                                    name,
                                    found.getFirst().namePlace(),
                                    found.getLast().namePlace()),
                    place);
    }

    private String unknown(String fleet, String name) {
        var elsewhere = queries.stream()
                .filter(query -> query.name().equals(name))
                .map(GuardNames::fleet)
                .findFirst();
        if (elsewhere.isPresent())
            return "Query \"%s\" is for fleet %s, but the host is in fleet %s, which is asked. Declare the query there too."
                    .formatted(name, elsewhere.get(), fleet);
        var names = new TreeSet<String>();
        for (var query : queries) if (fleet(query).equals(fleet)) names.add(query.name());
        return "No document of kind Query is called \"%s\"%s".formatted(name, Suggestion.clause(name, names));
    }

    /** The guards of a host without problems, in the order they are declared. */
    List<Guard> of(MergedHost host) {
        var fleet = fleet(host);
        var guards = new LinkedHashSet<Guard>();
        for (var name : new Fields(host.spec()).texts(FIELD))
            named(fleet, name)
                    .forEach(query ->
                            guards.add(new Guard(new BackendName(fleet), new QueryName(query.name()), sql(query))));
        return List.copyOf(guards);
    }

    private List<Document> named(String fleet, String name) {
        return queries.stream()
                .filter(query -> query.name().equals(name) && fleet(query).equals(fleet))
                .toList();
    }

    private static String sql(Document query) {
        return new Fields(query.spec()).text("query").orElse("");
    }

    private static String fleet(MergedHost host) {
        return fleet(new Fields(host.spec()).text("fleet"));
    }

    private static String fleet(Document query) {
        return fleet(new Fields(query.spec()).text("fleet"));
    }

    private static String fleet(Optional<String> declared) {
        return declared.orElse(DEFAULT_FLEET);
    }
}
