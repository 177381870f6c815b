package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RevisionUnavailable;
import io.penguintech.gough.reconcile.Adoptions;
import io.penguintech.gough.reconcile.BackendIdentity;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Desired;
import io.penguintech.gough.reconcile.HostRequest;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Planner;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Rules;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Revision;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares what a revision declares with what was seen, under the guards. Calls no backend. */
final class Outlook {
    private final Stores stores;
    private final World world;
    private final Revisions revisions;
    private final Clock clock;

    Outlook(Stores stores, World world, Revisions revisions, Clock clock) {
        this.clock = clock;
        this.stores = stores;
        this.world = world;
        this.revisions = revisions;
    }

    /** What came of comparing. */
    sealed interface View {
        /** The revision cannot be used. */
        record Invalid(Declarations.Declared.Invalid why) implements View {}

        /** Nothing of the world is known yet. */
        record NotYet(String why) implements View {}

        /** Something looks like an accident. */
        record Halted(List<Guards.Tripped> guards, Compared anyway) implements View {}

        /** Compared. */
        record Clear(Compared compared) implements View {}
    }

    /** A revision beside the world. */
    record Compared(Declarations.Declared.Valid declared, Observed observed, Plan plan) {}

    View of(ServedRepository served, RepositoryRow row, Revision revision) {
        return switch (revisions.declared(served, revision)) {
            case Declarations.Declared.Invalid invalid -> new View.Invalid(invalid);
            case Declarations.Declared.Valid valid -> compare(served, row, valid);
        };
    }

    /** The hosts that {@code revision} declared; none when that cannot be told any more, as after its branch was replaced. */
    SortedMap<HostName, Host> hosts(ServedRepository served, Optional<Revision> revision) {
        try {
            return revision.map(known -> revisions.declared(served, known))
                    .filter(Declarations.Declared.Valid.class::isInstance)
                    .map(known ->
                            ((Declarations.Declared.Valid) known).inventory().hosts())
                    .orElseGet(TreeMap::new);
        } catch (RevisionUnavailable gone) {
            return new TreeMap<>();
        }
    }

    private View compare(ServedRepository served, RepositoryRow row, Declarations.Declared.Valid valid) {
        var observed = world.snapshot();
        if (observed.regions().isEmpty() && observed.fleets().isEmpty() && declared(valid) > 0)
            return new View.NotYet("No backend was read yet.");
        var records = remembered(served, observed);
        world.follow(served.id().value(), valid.inventory(), records);
        var compared = new Compared(valid, observed, plan(served, memory(served, row, records), valid, observed));
        var guards = guards(served, row, observed, records);
        return guards.isEmpty() ? new View.Clear(compared) : new View.Halted(guards, compared);
    }

    /** What is remembered, with what was seen to be no longer so forgotten first; what is under way keeps its own books. */
    private Records remembered(ServedRepository served, Observed observed) {
        var records = stores.records().all(served.id());
        var outdated = records.outdatedBy(observed);
        if (outdated.isEmpty()) return records;
        var busy = busy(served);
        var now = outdated.stream()
                .filter(record -> !busy.contains(new Subject.OfHost(record.host())))
                .toList();
        if (now.isEmpty()) return records;
        stores.together(() -> now.forEach(record -> stores.records().put(served.id(), record)));
        return stores.records().all(served.id());
    }

    private Set<Subject> busy(ServedRepository served) {
        return stores.journal().inFlight(served.id()).stream()
                .map(Intent::change)
                .map(Change::subject)
                .collect(Collectors.toSet());
    }

    /** The plan of {@code valid} with what is known right now: for a last look before a start. */
    Plan again(ServedRepository served, RepositoryRow row, Declarations.Declared.Valid valid) {
        return plan(served, memory(served, row), valid, world.snapshot());
    }

    /**
     * What a plan is made of besides files and what was seen, at one moment.
     *
     * @param requests what people asked for
     */
    record Memory(RepositoryRow row, Records records, SortedMap<HostName, HostRequest> requests) {}

    /** What is remembered now. */
    Memory memory(ServedRepository served, RepositoryRow row) {
        return memory(served, row, stores.records().all(served.id()));
    }

    private Memory memory(ServedRepository served, RepositoryRow row, Records records) {
        return new Memory(row, records, stores.hostRequests().planned(served.id(), clock.instant()));
    }

    /** Remembers what is adopted as it is, so that it is missed when it goes. Writes to no backend. */
    void adopt(ServedRepository served, RepositoryRow row, Compared compared) {
        var records = stores.records().all(served.id());
        var desired = desired(served, memory(served, row, records), compared.declared(), compared.observed());
        Adoptions.unrecorded(desired, compared.observed(), records)
                .forEach(record -> stores.together(() -> stores.records().put(served.id(), record)));
        var busy = busy(served);
        Adoptions.toldAsDeclared(desired, compared.observed(), records).stream()
                .filter(record -> !busy.contains(new Subject.OfHost(record.host())))
                .forEach(record -> stores.together(() -> stores.records().put(served.id(), record)));
        Adoptions.unrecordedThings(desired, compared.observed(), records)
                .forEach((thing, id) -> stores.together(
                        () -> stores.records().things(served.id()).put(thing, id)));
        Adoptions.unlearntKeys(desired, compared.observed(), records)
                .forEach((thing, key) -> stores.records().things(served.id()).learn(thing, key));
        Adoptions.unrecordedInFleets(desired, compared.observed(), records)
                .forEach((object, id) -> stores.together(
                        () -> stores.records().inFleets(served.id()).adopt(object, id)));
    }

    /** The plan of {@code valid}. Writes nothing, and calls nobody. */
    Plan plan(ServedRepository served, Memory memory, Declarations.Declared.Valid valid, Observed observed) {
        return Planner.plan(
                desired(served, memory, valid, observed),
                observed,
                memory.records(),
                Rules.of(InForce.of(served, memory.row()).rules()));
    }

    private Desired desired(
            ServedRepository served, Memory memory, Declarations.Declared.Valid valid, Observed observed) {
        return new Desired(
                valid.inventory(),
                valid.userData(),
                releasable(memory, valid, observed),
                served.id().value(),
                memory.requests(),
                stores.guards().accepted(served.id(), isAccepted(memory.row(), valid)));
    }

    /** Whether what is brought about is what was accepted: then what came before is the revision accepted before that. */
    static boolean isAccepted(RepositoryRow row, Declarations.Declared.Valid valid) {
        return row.accepted().isPresent()
                && row.accepted().equals(valid.inventory().revision());
    }

    /** Hosts whose protection was off before the revision that is brought about. */
    private static SortedSet<HostName> releasable(Memory memory, Declarations.Declared.Valid valid, Observed observed) {
        var row = memory.row();
        var before = (isAccepted(row, valid) ? row.releasable() : row.unprotected())
                .stream().map(Unprotected::parse).toList();
        return Unprotected.releasable(before, valid.inventory(), observed, memory.records());
    }

    private List<Guards.Tripped> guards(
            ServedRepository served, RepositoryRow row, Observed observed, Records records) {
        var identities = Guards.identities(observed, world.identityChanged());
        var pins = pins(served, identities);
        var found = Guards.world(observed, identities, pins, records, leaving(served), row.confirmed());
        var tag = "gough-" + served.id();
        var all = new ArrayList<>(found);
        Guards.outdated(
                        tag,
                        observed,
                        Math.max(row.highestStamp(), stores.journal().highest()),
                        row.confirmed())
                .ifPresent(all::add);
        return List.copyOf(all);
    }

    /** The pins, with backends seen for the first time pinned now. */
    private Map<String, BackendIdentity> pins(ServedRepository served, Map<String, BackendIdentity> identities) {
        var pins = new HashMap<>(stores.backends().pins(served.id()));
        identities.forEach((backend, identity) -> {
            if (pins.putIfAbsent(backend, identity) == null) stores.backends().pin(served.id(), backend, identity);
        });
        return pins;
    }

    /** Hosts that are being given up: their machines are expected to go. */
    private Set<HostName> leaving(ServedRepository served) {
        return stores.journal().inFlight(served.id()).stream()
                .map(Intent::change)
                .filter(Change.Release.class::isInstance)
                .map(change -> ((Change.Release) change).subject().host())
                .collect(Collectors.toSet());
    }

    /** How much a revision declares. */
    static int declared(Declarations.Declared.Valid valid) {
        var inventory = valid.inventory();
        return inventory.hosts().size()
                + inventory.inFleets().size()
                + inventory.things().size();
    }

    /** Hosts whose protection is off. */
    static List<String> unprotected(Declarations.Declared.Valid valid) {
        return Unprotected.in(valid.inventory()).stream().map(Unprotected::text).toList();
    }
}
