package io.penguintech.gough.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compiles the SQL of every query, policy and label, and says where in their files it is wrong. */
final class FleetSql {
    private static final String SQL = "query";

    private final Draft draft;
    private final Problems problems;
    private final Set<String> extensions;
    private final Map<Asked, List<SqlFinding>> known = new HashMap<>();

    private FleetSql(Draft draft, Problems problems) {
        this.draft = draft;
        this.problems = problems;
        this.extensions = draft.repository()
                .map(document -> Set.copyOf(new Fields(document.spec()).texts(RepositoryDecoder.OSQUERY_TABLES)))
                .orElse(Set.of());
    }

    private record Asked(String sql, Set<String> platforms) {}

    /** Notes all that is wrong. Without any SQL nothing is loaded. */
    static void check(Draft draft, Problems problems) {
        var check = new FleetSql(draft, problems);
        try {
            for (var document : draft.ofFleet()) check.check(document);
        } catch (SqlDatabase.SqlUnavailable e) {
            problems.warning(
                    "SQL is not checked",
                    "SQLite cannot be loaded on this machine: %s. It needs a folder for temporary files that programs may be loaded from."
                            .formatted(e.getMessage()),
                    Place.ofFile("queries"));
        }
    }

    private void check(Document document) throws SqlDatabase.SqlUnavailable {
        if (!(document.spec().get(SQL).orElse(null) instanceof Tree.Scalar scalar)
                || !(scalar.value() instanceof String sql)
                || TextRule.SQL.objection(sql).isPresent()
                || sql.contains(Placeholders.OPENING)
                || problems.has(FleetVariables.NOT_HERE, scalar.place())) return; // said already
        var asked = new Asked(sql, platforms(document));
        var findings = known.get(asked);
        if (findings == null) {
            findings = SqlCheck.of(sql, asked.platforms(), extensions);
            known.put(asked, findings);
        }
        for (var finding : findings)
            problems.add(new Diagnostic(
                    finding.severity(), finding.summary(), finding.detail(), place(scalar, finding.offset())));
    }

    private Place place(Tree.Scalar scalar, int offset) {
        var text = draft.texts().get(scalar.place().file());
        return text == null ? scalar.place() : ScalarPlaces.of(text.get(), scalar, offset);
    }

    /** Where it is asked. Of a label Fleet names the distribution. */
    private static Set<String> platforms(Document document) {
        var spec = new Fields(document.spec());
        var platforms = new HashSet<>(spec.texts("platforms"));
        if (document.kind() == Kind.LABEL)
            spec.text("platform")
                    .map(word -> word.equals("ubuntu") || word.equals("centos") ? "linux" : word)
                    .ifPresent(platforms::add);
        return Set.copyOf(platforms);
    }
}
