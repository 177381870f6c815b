package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.Label;
import io.penguintech.gough.schema.LabelName;
import io.penguintech.gough.schema.Policy;
import io.penguintech.gough.schema.PolicyName;
import io.penguintech.gough.schema.Query;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.TeamName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Declared policies, labels and queries for tests, and plans of them. */
final class FleetSamples {
    private FleetSamples() {}

    static Policy policy(String name, String sql, String... includeAny) {
        return policy(name, sql, Optional.empty(), false, false, includeAny);
    }

    static Policy policy(
            String name, String sql, Optional<String> team, boolean critical, boolean adopt, String... includeAny) {
        return new Policy(
                new PolicyName(name),
                new TreeMap<>(),
                Given.FLEET,
                team.map(TeamName::new),
                List.of(),
                "why",
                sql,
                "do it",
                new TreeSet<>(List.of("linux")),
                critical,
                Optional.empty(),
                Optional.empty(),
                names(includeAny),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                adopt,
                Given.query("q", "x").place());
    }

    static Label label(String name, String sql, String... formerly) {
        return label(name, new Label.Membership.Dynamic(sql, "ubuntu"), formerly);
    }

    static Label label(String name, Label.Membership membership, String... formerly) {
        return new Label(
                new LabelName(name),
                new TreeMap<>(),
                Given.FLEET,
                Optional.empty(),
                Arrays.stream(formerly).map(LabelName::new).toList(),
                "some hosts",
                membership,
                false,
                Given.query("q", "x").place());
    }

    static Label adopting(Label label) {
        return new Label(
                label.name(),
                label.labels(),
                label.fleet(),
                label.team(),
                label.formerly(),
                label.description(),
                label.membership(),
                true,
                label.place());
    }

    static Query query(String name, String sql, String... includeAny) {
        var plain = Given.query(name, sql);
        return new Query(
                plain.name(),
                plain.labels(),
                plain.fleet(),
                plain.formerly(),
                plain.description(),
                plain.sql(),
                plain.platforms(),
                plain.interval(),
                plain.logging(),
                plain.minOsqueryVersion(),
                plain.automationsEnabled(),
                plain.observerCanRun(),
                plain.discardData(),
                plain.adopt(),
                plain.place(),
                Optional.empty(),
                names(includeAny),
                new TreeSet<>());
    }

    private static SortedSet<LabelName> names(String... labels) {
        var names = new TreeSet<LabelName>();
        for (var label : labels) names.add(new LabelName(label));
        return names;
    }

    /** One of each kind. */
    static List<FleetObject> all() {
        return List.of(query("q", "SELECT 1"), policy("p", "SELECT 2"), label("l", "SELECT 3"));
    }

    static Desired desired(Repository repository, Collection<? extends FleetObject> objects) {
        var queries = new ArrayList<Query>();
        var policies = new ArrayList<Policy>();
        var labels = new ArrayList<Label>();
        for (var object : objects)
            switch (object) {
                case Query query -> queries.add(query);
                case Policy policy -> policies.add(policy);
                case Label label -> labels.add(label);
            }
        var plain = Given.desired(repository, List.of(), queries);
        var inventory = new Inventory(
                Optional.empty(),
                repository,
                new TreeMap<>(),
                queries,
                new TreeMap<>(),
                new TreeSet<>(),
                policies,
                labels);
        return new Desired(inventory, plain.userData(), plain.releasable(), plain.repositoryId());
    }

    static Plan plan(Collection<? extends FleetObject> objects, Collection<ObservedObject> has, Records records) {
        return plan(false, objects, has, records);
    }

    static Plan plan(
            boolean prune, Collection<? extends FleetObject> objects, Collection<ObservedObject> has, Records records) {
        var repository = Given.repository(prune, Duration.ofHours(72));
        return Planner.plan(
                desired(repository, objects), Given.observed(List.of(), has), records, Rules.of(repository));
    }

    /** Everything is remembered by the id it is observed with. */
    static Records remembering(Collection<ObservedObject> ours) {
        var records = new TreeMap<Subject.OfFleet, Long>();
        ours.forEach(is -> records.put(FleetLabels.subject(Given.FLEET, is), is.id()));
        return new Records(new TreeMap<>(), records);
    }
}
