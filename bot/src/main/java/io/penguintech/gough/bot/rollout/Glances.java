package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.ObservedThing;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.ThingKind;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Fresh looks at exactly what changes are about, in few calls: one per backend, however many changes. */
final class Glances {
    private final World world;
    private final Clock clock;

    Glances(World world, Clock clock) {
        this.world = world;
        this.clock = clock;
    }

    /** What a look showed. */
    sealed interface Glance {
        /** A host's machine; empty is proof of absence. */
        record AtMachine(Seen<Optional<Machine>> seen) implements Glance {}

        /** All that a Fleet has. */
        record AtFleet(Seen<Observed.FleetServer> seen) implements Glance {}

        /** All of a region's things of the kind. */
        record AtThings(Seen<SortedMap<String, ObservedThing>> seen) implements Glance {}

        /** Nothing to look at: the rules. */
        record AtNothing() implements Glance {}

        /** The backend does not answer. */
        record Missed(Failure failure) implements Glance {}
    }

    /** Looks at what one change is about. */
    Glance at(Change change) {
        return Objects.requireNonNull(at(List.of(change)).get(change));
    }

    /** Looks at what {@code changes} are about. */
    Map<Change, Glance> at(Collection<? extends Change> changes) {
        var glances = new HashMap<Change, Glance>();
        var known = new TreeMap<BackendName, Map<Change, SystemId>>();
        var absent = new TreeMap<BackendName, Map<Change, Set<MacAddress>>>();
        var made = new TreeMap<BackendName, Map<Change, Change.Identity.Virtual>>();
        var fleets = new TreeMap<BackendName, Set<Change>>();
        var things = new TreeMap<BackendName, Set<Change.OfThing>>();
        for (var change : changes) {
            var unknown = unknown(change);
            if (unknown.isPresent()) {
                glances.put(change, new Glance.Missed(unknown.get()));
                continue;
            }
            switch (change) {
                case Change.OfHost host -> {
                    switch (host.machine()) {
                        case Change.Identity.Known(var id) ->
                            known.computeIfAbsent(host.region(), r -> new HashMap<>())
                                    .put(change, id);
                        case Change.Identity.Virtual virtual ->
                            made.computeIfAbsent(host.region(), r -> new HashMap<>())
                                    .put(change, virtual);
                        case Change.Identity.Absent(var macs) ->
                            absent.computeIfAbsent(host.region(), r -> new HashMap<>())
                                    .put(change, macs);
                    }
                }
                case Change.OfFleet object ->
                    fleets.computeIfAbsent(object.subject().fleet(), f -> new java.util.HashSet<>())
                            .add(change);
                case Change.OfThing thing ->
                    things.computeIfAbsent(thing.subject().region(), r -> new java.util.HashSet<>())
                            .add(thing);
                case Change.AcceptRules rules -> glances.put(rules, new Glance.AtNothing());
            }
        }
        known.forEach((region, ids) -> glances.putAll(byId(region, ids)));
        absent.forEach((region, macs) -> glances.putAll(byAddress(region, macs)));
        made.forEach((region, virtual) -> glances.putAll(byName(region, virtual)));
        fleets.forEach((fleet, all) -> glances.putAll(inFleet(fleet, all)));
        things.forEach((region, all) -> glances.putAll(things(region, all)));
        return glances;
    }

    /** Somebody may take a backend out of the server settings while something is under way there. */
    private Optional<Failure> unknown(Change change) {
        boolean known = switch (change) {
            case Change.OfHost host -> world.regionNames().contains(host.region());
            case Change.OfThing thing ->
                world.regionNames().contains(thing.subject().region());
            case Change.OfFleet object ->
                world.fleetNames().contains(object.subject().fleet());
            case Change.AcceptRules _ -> true;
        };
        return known
                ? Optional.empty()
                : Optional.of(new Failure.NeedsHuman(
                        "The server settings know no backend %s any more.".formatted(Intent.backend(change))));
    }

    private Map<Change, Glance> byId(BackendName region, Map<Change, SystemId> ids) {
        var reading = world.refresh(region, new TreeSet<>(ids.values()));
        var glances = new HashMap<Change, Glance>();
        ids.forEach((change, id) -> glances.put(
                change,
                switch (reading) {
                    case Reading.Got<Map<SystemId, Seen<Optional<Machine>>>>(var machines) ->
                        new Glance.AtMachine(Objects.requireNonNull(machines.get(id)));
                    case Reading.Missed<Map<SystemId, Seen<Optional<Machine>>>>(var failure) ->
                        new Glance.Missed(failure);
                }));
        return glances;
    }

    private Map<Change, Glance> byAddress(BackendName region, Map<Change, Set<MacAddress>> wanted) {
        var all = new TreeSet<MacAddress>();
        wanted.values().forEach(all::addAll);
        var reading = world.lookUp(region, all);
        var glances = new HashMap<Change, Glance>();
        wanted.forEach((change, macs) -> glances.put(
                change,
                switch (reading) {
                    case Reading.Got<Seen<List<Machine>>>(var seen) ->
                        new Glance.AtMachine(new Seen<>(having(macs, seen.value()), seen.at()));
                    case Reading.Missed<Seen<List<Machine>>>(var failure) -> new Glance.Missed(failure);
                }));
        return glances;
    }

    private Map<Change, Glance> byName(BackendName region, Map<Change, Change.Identity.Virtual> wanted) {
        var names = new TreeSet<String>();
        wanted.values().forEach(virtual -> names.add(virtual.hostname()));
        var reading = world.lookUpNamed(region, names);
        var glances = new HashMap<Change, Glance>();
        wanted.forEach((change, virtual) -> glances.put(
                change,
                switch (reading) {
                    case Reading.Got<Seen<List<Machine>>>(var seen) ->
                        new Glance.AtMachine(new Seen<>(
                                seen.value().stream().filter(virtual::is).findFirst(), seen.at()));
                    case Reading.Missed<Seen<List<Machine>>>(var failure) -> new Glance.Missed(failure);
                }));
        return glances;
    }

    private Map<Change, Glance> inFleet(BackendName fleet, Set<Change> changes) {
        var at = clock.instant();
        Glance glance = switch (world.look(fleet, relisted(changes))) {
            case Reading.Got<Observed.FleetServer>(var server) -> new Glance.AtFleet(new Seen<>(server, at));
            case Reading.Missed<Observed.FleetServer>(var failure) -> new Glance.Missed(failure);
        };
        var glances = new HashMap<Change, Glance>();
        changes.forEach(change -> glances.put(change, glance));
        return glances;
    }

    /** The labels whose hosts are being written: of others it need not be read who carries them. */
    private static Set<Long> relisted(Set<Change> changes) {
        return changes.stream()
                .filter(Change.UpdateInFleet.class::isInstance)
                .map(Change.UpdateInFleet.class::cast)
                .filter(update -> update.subject().kind() == FleetKind.LABEL)
                .map(Change.UpdateInFleet::id)
                .collect(Collectors.toSet());
    }

    /** One look for each kind that is asked for. */
    private Map<Change, Glance> things(BackendName region, Set<Change.OfThing> changes) {
        var kinds = EnumSet.noneOf(ThingKind.class);
        changes.forEach(change -> kinds.add(change.subject().kind()));
        var reading = world.things(region, kinds);
        var glances = new HashMap<Change, Glance>();
        for (var change : changes)
            glances.put(
                    change,
                    switch (reading) {
                        case Reading.Got<Seen<SortedMap<ThingKind, SortedMap<String, ObservedThing>>>>(var seen) ->
                            at(change, seen);
                        case Reading.Missed<Seen<SortedMap<ThingKind, SortedMap<String, ObservedThing>>>>(
                                var failure) -> new Glance.Missed(failure);
                    });
        return glances;
    }

    private static Glance at(Change.OfThing change, Seen<SortedMap<ThingKind, SortedMap<String, ObservedThing>>> seen) {
        var kind = change.subject().kind();
        var all = seen.value().get(kind);
        if (all != null) return new Glance.AtThings(new Seen<>(all, seen.at()));
        return new Glance.Missed(new Failure.NeedsHuman(
                "Gough's user may not read what MAAS has of kind %s any more.".formatted(kind.word())));
    }

    private static Optional<Machine> having(Set<MacAddress> macs, List<Machine> machines) {
        return machines.stream()
                .filter(machine -> machine.macAddresses().stream().anyMatch(macs::contains))
                .findFirst();
    }
}
