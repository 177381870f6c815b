package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The smallest thing that keeps an engine's promises: approves everything, journals first, one step at a time for each
 * subject. Dies where it is told to; what it journalled and remembered survives.
 */
final class TestEngine {
    static final Duration TICK = Duration.ofSeconds(60);

    /** Thrown in the middle of a step: the process is gone. */
    static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Whether the process dies now: before the call (true) or after it, before its outcome is written (false). */
    interface Death {
        boolean now(boolean beforeCall);
    }

    private static final class Flight {
        private final Change change;
        private final List<Taken> taken = new ArrayList<>();

        private Flight(Change change) {
            this.change = change;
        }
    }

    final FakeMaas maas = new FakeMaas();
    final FakeFleet fleet = new FakeFleet();
    final TreeMap<HostName, Records.HostRecord> hosts = new TreeMap<>();
    final TreeMap<Subject.OfFleet, Long> inFleets = new TreeMap<>();
    final TreeMap<Subject.OfThing, String> things = new TreeMap<>();
    final List<String> stuck = new ArrayList<>();
    final List<Change> started = new ArrayList<>();
    Desired desired;
    Rules rules = Given.rules();
    Death death = beforeCall -> false;
    /** Looks at the world after every call. */
    Runnable watch = () -> {};

    Instant now = Given.NOON;
    /** How often a person says that a stuck change shall go on. */
    int retries;

    private final Map<Subject, Flight> flights = new TreeMap<>();

    TestEngine(Desired desired) {
        this.desired = desired;
    }

    Records records() {
        return new Records(hosts, inFleets, things, new TreeMap<>());
    }

    Observed observe() {
        var seen = Given.observed(maas.machines.values(), fleet.all());
        var regions = new TreeMap<>(seen.regions());
        regions.replaceAll((name, region) -> region.with(maas.things).with(maas.vmHosts));
        return new Observed(regions, seen.fleets());
    }

    Plan plan() {
        return Planner.plan(desired, observe(), records(), rules);
    }

    /** Forgets what was started, as when a newer revision takes over. */
    void abandon() {
        flights.clear();
    }

    boolean inFlight() {
        return !flights.isEmpty();
    }

    /** Ticks until nothing is under way and nothing is to be done, or for that many ticks; dying is no end. */
    TestEngine run(int ticks) {
        for (int i = 0; i < ticks; i++) {
            try {
                tick();
            } catch (Died restarted) {
                continue;
            }
            if (!inFlight() && maas.atRest() && plan().changes().isEmpty()) return this;
        }
        return this;
    }

    void tick() {
        now = now.plus(TICK);
        maas.now = now;
        maas.tick();
        for (var record : records().outdatedBy(observe()))
            if (!flights.containsKey(new Subject.OfHost(record.host()))) hosts.put(record.host(), record);
        for (var flight : List.copyOf(flights.values())) step(flight);
        var busy = new HashSet<>(flights.keySet());
        for (var change : plan().changes())
            if (busy.add(change.subject())) {
                started.add(change);
                var flight = new Flight(change);
                flights.put(change.subject(), flight);
                step(flight);
            }
    }

    private Course course() {
        return new Course(Given.REPOSITORY_ID, Given.USER, "rev1", Journey.Patience.DEFAULT, now);
    }

    private void step(Flight flight) {
        var next = switch (flight.change) {
            case Change.OfHost change -> hostStep(flight, change);
            case Change.OfFleet change -> fleetStep(flight, change);
            case Change.OfThing change -> thingStep(flight, change);
            case Change.AcceptRules change -> {
                rules = Rules.of(desired.inventory().repository());
                yield new Next.Arrived();
            }
        };
        switch (next) {
            case Next.Start(var kind) -> take(flight, kind);
            case Next.Wait ignored -> {}
            case Next.Arrived ignored -> flights.remove(flight.change.subject());
            case Next.Stuck(var why) -> {
                stuck.add(flight.change.subject().text() + ": " + why);
                if (retries-- > 0) flight.taken.add(Taken.retry(now));
                else flights.remove(flight.change.subject());
            }
        }
    }

    private Next hostStep(Flight flight, Change.OfHost change) {
        var seen = new Seen<>(look(change), now);
        var host = change.subject().host();
        var remembered = Journey.remember(change, seen, flight.taken, former(change), course());
        remembered.ifPresent(record -> hosts.values().removeIf(r -> r.systemId().equals(record.systemId())));
        remembered.ifPresentOrElse(record -> hosts.put(host, record), () -> hosts.remove(host));
        return Journey.stillWanted(change, seen, flight.taken, desired, course())
                ? Journey.next(change, seen, flight.taken, course())
                : Journey.settle(change, seen, flight.taken, course());
    }

    private Optional<Records.HostRecord> former(Change.OfHost change) {
        var own = Optional.ofNullable(hosts.get(change.subject().host()));
        return own.or(() -> change.machine() instanceof Change.Identity.Known(var id)
                ? hosts.values().stream()
                        .filter(record -> record.systemId().equals(id))
                        .findFirst()
                : Optional.empty());
    }

    private Optional<Machine> look(Change.OfHost change) {
        return switch (change.machine()) {
            case Change.Identity.Known(var id) -> Optional.ofNullable(maas.machines.get(id));
            case Change.Identity.Virtual virtual ->
                maas.machines.values().stream().filter(virtual::is).findFirst();
            case Change.Identity.Absent(var macs) ->
                maas.machines.values().stream()
                        .filter(machine -> machine.macAddresses().stream().anyMatch(macs::contains))
                        .findFirst();
        };
    }

    private Next fleetStep(Flight flight, Change.OfFleet change) {
        var seen = new Seen<>(Given.fleet(fleet.all(), now), now);
        var next = Journey.next(change, seen, flight.taken, course());
        if (next instanceof Next.Arrived) {
            OptionalLong id = Journey.remember(change, seen);
            inFleets.remove(change.subject());
            id.ifPresent(value -> {
                inFleets.entrySet()
                        .removeIf(one -> one.getValue() == value
                                && one.getKey().kind() == change.subject().kind());
                inFleets.put(change.subject(), value);
            });
        }
        return next;
    }

    private Next thingStep(Flight flight, Change.OfThing change) {
        SortedMap<String, ObservedThing> all =
                maas.things.getOrDefault(change.subject().kind(), new TreeMap<>());
        var seen = new Seen<>(all, now);
        Journey.remember(change, seen, flight.taken, course()).ifPresent(id -> {
            things.values().removeIf(id::equals);
            things.put(change.subject(), id);
        });
        return Journey.next(change, seen, flight.taken, course());
    }

    private void take(Flight flight, Kind kind) {
        int at = flight.taken.size();
        flight.taken.add(new Taken(kind.word(), now, Optional.empty()));
        if (death.now(true)) throw new Died();
        var outcome = switch (kind) {
            case Kind.Plain(Step.OnMachine step) -> maas.start(step);
            case Kind.Plain(Step.OnFleet step) -> fleet.start(step);
            case Kind.Plain(Step.OnRegion step) -> maas.start(step);
            case Kind.Enlist() -> maas.start(new Step.Enlist(host(flight), ref -> "secret"));
            case Kind.Register() -> maas.start(new Step.Register(host(flight), ref -> "secret"));
            case Kind.Power(var id, var cleared) ->
                maas.start(new Step.SetPower(id, host(flight), cleared, ref -> "secret"));
            case Kind.Compose(var number) -> maas.start(new Step.Compose(host(flight), number));
            case Kind.TellVmHost(var id) -> maas.start(new Step.TellVmHost(id, host(flight), ref -> "secret"));
            case Kind.RegisterVmHost(var id) -> maas.start(new Step.RegisterVmHost(id, host(flight), ref -> "secret"));
            case Kind.Deploy(var id) ->
                maas.start(new Step.Deploy(id, "noble", Optional.empty(), Optional.empty(), ref -> "secret"));
        };
        watch.run();
        if (death.now(false)) throw new Died();
        flight.taken.set(at, new Taken(kind.word(), flight.taken.get(at).startedAt(), Optional.of(outcome)));
    }

    private io.penguintech.gough.schema.Host host(Flight flight) {
        return desired.inventory().hosts().get(((Subject.OfHost) flight.change.subject()).host());
    }
}
