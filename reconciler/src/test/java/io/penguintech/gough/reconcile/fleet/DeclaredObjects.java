package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Label;
import io.penguintech.gough.schema.LabelName;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Policy;
import io.penguintech.gough.schema.PolicyName;
import io.penguintech.gough.schema.TeamName;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Policies and labels to declare in tests. */
final class DeclaredObjects {
    private DeclaredObjects() {}

    static Policy policy(String name, String sql, String... labels) {
        return policy(name, sql, Optional.empty(), labels);
    }

    static Policy policy(String name, String sql, Optional<String> team, String... labels) {
        var names = new TreeSet<LabelName>();
        for (var label : labels) names.add(new LabelName(label));
        return new Policy(
                new PolicyName(name),
                new TreeMap<>(),
                new BackendName("default"),
                team.map(TeamName::new),
                List.of(),
                "what it tells",
                sql,
                "do it",
                new TreeSet<>(List.of("darwin", "linux")),
                false,
                Optional.empty(),
                Optional.empty(),
                names,
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                false,
                Place.ofFile("queries/test.yaml"));
    }

    /** With hosts as Fleet has them. */
    static Label listing(String name, List<String> hosts) {
        return label(name, new Label.Membership.Manual(Optional.of(new TreeSet<>(hosts))));
    }

    static Label label(String name, String sql) {
        return label(name, new Label.Membership.Dynamic(sql, ""));
    }

    private static Label label(String name, Label.Membership membership) {
        return new Label(
                new LabelName(name),
                new TreeMap<>(),
                new BackendName("default"),
                Optional.empty(),
                List.of(),
                "what it tells",
                membership,
                false,
                Place.ofFile("queries/test.yaml"));
    }
}
