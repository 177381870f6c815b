package io.penguintech.gough.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Checks who may ask hosts live questions, and which tables they name. */
final class QuestionChecks {
    private static final List<String> RANKS = List.of(Repository.Role.values()).stream()
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .toList();

    private final Problems problems;

    QuestionChecks(Problems problems) {
        this.problems = problems;
    }

    void check(Document document) {
        var spec = new Fields(document.spec());
        var people = new TreeSet<String>();
        for (var person : spec.items("people"))
            if (person instanceof Tree.Mapping map) new Fields(map).text("name").ifPresent(people::add);
        var own = Set.copyOf(spec.texts(RepositoryDecoder.OSQUERY_TABLES));
        var roles = spec.inner("questions").inner("roles");
        for (var role : roles.map().entries()) {
            var grant = roles.inner(role.key());
            people(role, grant, people);
            var seen = new HashSet<String>();
            for (var table : grant.items("tables"))
                Fields.text(table).filter(seen::add).ifPresent(name -> table(name, own, table.place()));
        }
    }

    private void people(Tree.Entry role, Fields grant, Set<String> known) {
        var listed = grant.items("people");
        if (Questions.rank(role.key()).isPresent()) {
            if (!listed.isEmpty())
                problems.error(
                        "Role with people of its own",
                        "Role %s is had by whom people above say. Leave people out here, or give the role another name."
                                .formatted(role.key()),
                        grant.place("people"));
            return;
        }
        if (listed.isEmpty())
            problems.error(
                    "Role without people",
                    "Nobody has the role \"%s\": list its people%s"
                            .formatted(role.key(), Suggestion.clause(role.key(), RANKS)),
                    role.keyPlace());
        for (var person : listed)
            Fields.text(person)
                    .filter(name -> !known.contains(name))
                    .ifPresent(name -> problems.error(
                            "Unknown person",
                            "Nobody in people is called \"%s\"%s".formatted(name, Suggestion.clause(name, known)),
                            person.place()));
    }

    private void table(String name, Set<String> own, Place place) {
        var never = LiveTables.never(name);
        boolean others = own.contains(name) || OsqueryTables.OF_FLEET.contains(name);
        if (never.isPresent())
            problems.error(
                    "Table is never asked for",
                    "Table \"%s\" %s; no role may ask for it live.".formatted(name, never.get()),
                    place);
        else if (others) return; // what it reads, nobody here knows: it must be named
        else if (OsqueryTables.get().table(name).isEmpty()) problems.error("Unknown table", unknown(name), place);
        else if (LiveTables.named(name).isEmpty())
            problems.notice(
                    "Table needs no role",
                    "Everybody who may ask may read table \"%s\"; it need not be named.".formatted(name),
                    place);
    }

    private static String unknown(String name) {
        var names = OsqueryTables.get().names(List.of(OsqueryPlatform.values()));
        return "osquery has no table \"%s\"%s If an extension of your agents has it, list it in osqueryTables."
                .formatted(name, Suggestion.clause(name, names));
    }
}
