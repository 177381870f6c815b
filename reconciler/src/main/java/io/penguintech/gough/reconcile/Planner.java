package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.schema.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what is declared with what is observed and remembered. Pure and deterministic: equal inputs give equal
 * plans, whatever order the maps were filled in; no clock, no I/O, no ages.
 *
 * <p>A plan is about subjects that nothing is under way for: whoever has a started change in flight follows it with
 * {@link Journey} and leaves that subject's part of a fresh plan alone (a busy machine is blocked here as waiting).
 */
public final class Planner {
    private Planner() {}

    /**
     * What Gough would do, what it must not do, and what only a person can decide.
     *
     * @param desired what is declared
     * @param observed what was found; a backend that is absent was not read yet, and its subjects wait
     * @param records what Gough remembers of what it manages
     * @param rules the rules of the last accepted revision
     */
    public static Plan plan(Desired desired, Observed observed, Records records, Rules rules) {
        var draft = new Draft();
        rules(desired, rules, draft);
        var promised = things(desired, observed, records, rules, draft);
        hosts(desired, observed, records, rules, promised, draft);
        inFleets(desired, observed, records, rules, draft);
        return draft.finish();
    }

    private static void rules(Desired desired, Rules rules, Draft draft) {
        var repository = desired.inventory().repository();
        var before = RulesDigest.of(rules.accepted());
        var after = RulesDigest.of(repository);
        if (before.equals(after)) {
            draft.unchanged();
            return;
        }
        draft.change(
                new Change.AcceptRules(
                        new Subject.OfRules(),
                        before,
                        after,
                        RulesDigest.changes(rules.accepted(), repository),
                        rules.raised("rules", Risk.DESTRUCTIVE),
                        "gough.yaml says other rules than those in force"),
                "");
    }

    /** Plans what machines stand on, and answers what it will add to each region. */
    private static Map<BackendName, Promised> things(
            Desired desired, Observed observed, Records records, Rules rules, Draft draft) {
        Map<BackendName, List<Thing>> declared = new TreeMap<>();
        for (var thing : desired.inventory().things())
            declared.computeIfAbsent(thing.region(), ignored -> new ArrayList<>())
                    .add(thing);
        Map<BackendName, Promised> promised = new TreeMap<>();
        observed.regions().forEach((name, region) -> {
            var planning = new ThingPlanning(
                    new RegionThings(name, region), declared.getOrDefault(name, List.of()), records, rules, draft);
            planning.plan();
            promised.put(name, planning.promised());
        });
        declared.forEach((region, things) -> {
            if (!observed.regions().containsKey(region))
                things.forEach(thing -> draft.wait(
                        Subject.OfThing.of(thing),
                        "MAAS region %s is not observed yet. Gough looks again by itself; if this stays, check the region's settings and that it answers."
                                .formatted(region)));
        });
        new OlderImages(desired, records, draft).find(observed.regions());
        return promised;
    }

    private static void hosts(
            Desired desired,
            Observed observed,
            Records records,
            Rules rules,
            Map<BackendName, Promised> promised,
            Draft draft) {
        var regions = new TreeMap<BackendName, MachineIndex>();
        observed.regions()
                .forEach((name, region) ->
                        regions.put(name, new MachineIndex(region, promised.getOrDefault(name, Promised.NOTHING))));
        var identified = new Identification(desired, records, regions).all();
        var planning = new HostPlanning(desired, rules, draft, new Composing(identified));
        identified.forEach(answer -> planning.plan(answer.host(), answer.which()));
        new Orphans(desired, draft).find(regions, identified, records);
    }

    private static void inFleets(Desired desired, Observed observed, Records records, Rules rules, Draft draft) {
        Map<BackendName, List<FleetObject>> declared = new TreeMap<>();
        for (var object : desired.inventory().inFleets())
            declared.computeIfAbsent(object.fleet(), ignored -> new ArrayList<>())
                    .add(object);
        // Both must want it: an unaccepted revision cannot switch pruning on, and may switch it off.
        boolean prune =
                rules.accepted().prune() && desired.inventory().repository().prune();
        observed.fleets().forEach((fleet, server) -> {
            var hosts = LabelHosts.in(server, desired.inventory(), observed, records);
            var found = declared.getOrDefault(fleet, List.of()).stream()
                    .map(hosts::find)
                    .toList();
            var objects = found.stream().map(LabelHosts.Listed::object).toList();
            var labels = new FleetLabels(fleet, server, records, found);
            for (var kind : FleetKind.values())
                new FleetPlanning(kind, fleet, server, labels, records, rules, draft)
                        .plan(objects.stream().filter(o -> o.kind() == kind).toList(), prune);
        });
        declared.forEach((fleet, objects) -> {
            if (!observed.fleets().containsKey(fleet)) unread(fleet, objects, draft);
        });
    }

    private static void unread(BackendName fleet, List<FleetObject> objects, Draft draft) {
        var why =
                "Fleet %s is not observed yet. Gough looks again by itself; if this stays, check the Fleet's settings and that it answers."
                        .formatted(fleet);
        objects.forEach(object -> draft.wait(Subject.OfFleet.of(object), why));
    }
}
