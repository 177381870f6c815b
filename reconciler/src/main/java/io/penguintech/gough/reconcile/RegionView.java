package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Misses.Kind;
import io.penguintech.gough.reconcile.Turns.Turn;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.ThingKind;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What was last seen of one region. Every moment noted is the one before its call, so that an age is never too young.
 */
final class RegionView {
    private final BackendName name;
    private final Maas maas;
    private final Clock clock;
    private final ReentrantLock sweeping = new ReentrantLock();
    private final Object lock = new Object();
    /** What was read while a sweep is under way: newer than what the sweep will bring. */
    private final Map<SystemId, Optional<Seen<Machine>>> meanwhile = new HashMap<>();

    private final Deeds deeds = new Deeds();
    private final Misses misses = new Misses();
    private final Turns turns = new Turns();
    /** When each kind of thing was last read by itself. */
    private final Map<ThingKind, Turn> thingsAt = new EnumMap<>(ThingKind.class);
    /** When VM hosts were last read by themselves. */
    private Turn vmHostsAt = Turn.NEVER;

    private Optional<Observed.Region> last = Optional.empty();
    private Optional<BackendIdentity> stranger = Optional.empty();
    private OptionalLong cursor = OptionalLong.empty();
    /** What a cheap list showed of each machine last. */
    private Map<SystemId, Integer> marks = Map.of();

    RegionView(BackendName name, Maas maas, Clock clock) {
        this.name = name;
        this.maas = maas;
        this.clock = clock;
    }

    Maas maas() {
        return maas;
    }

    Optional<Observed.Region> last() {
        synchronized (lock) {
            return last;
        }
    }

    Optional<Failure> failure() {
        return misses.worst();
    }

    Optional<BackendIdentity> stranger() {
        synchronized (lock) {
            return stranger;
        }
    }

    /** What others did last to each machine. */
    Map<SystemId, Deed> deeds() {
        synchronized (lock) {
            return last.map(region -> deeds.ofOthersThan(region.identity().user()))
                    .orElseGet(Map::of);
        }
    }

    void forget() {
        synchronized (lock) {
            last = Optional.empty();
            stranger = Optional.empty();
            misses.forget();
            cursor = OptionalLong.empty();
            meanwhile.clear();
            deeds.clear();
            marks = Map.of();
            thingsAt.clear();
            vmHostsAt = Turn.NEVER;
            turns.forget();
        }
    }

    Reading<BackendIdentity> identity() {
        return noted(Kind.ON_DEMAND, maas.identity(), this::met);
    }

    Reading<Observed.Region> sweep() {
        sweeping.lock();
        try {
            synchronized (lock) {
                meanwhile.clear();
            }
            var turn = turns.next(clock.instant());
            return noted(Kind.LIST, maas.sweep(), region -> swept(region, turn));
        } finally {
            sweeping.unlock();
        }
    }

    /** Reads again all but the machines; nothing is known of a region that was never listed, so nothing is noted. */
    Reading<Observed.Region> surroundings() {
        var turn = turns.next(clock.instant());
        return noted(Kind.SURROUNDINGS, maas.surroundings(), around -> surrounded(around, turn));
    }

    /**
     * Reads again what was read before {@code before}, the oldest first, at most {@code most} of it. A machine that is
     * missing from the answer is gone, as its id was asked for; but that is believed only of the server we know, and its
     * addresses are looked up first, so that a machine that was enlisted again is known in the same moment.
     */
    Reading<Integer> renew(Instant before, int most) {
        var due = oldest(before, most);
        return misses.noted(Kind.MACHINES, due.isEmpty() ? new Reading.Got<>(0) : renew(due));
    }

    private Reading<Integer> renew(Set<SystemId> due) {
        var turn = turns.next(clock.instant());
        return switch (maas.look(due)) {
            case Reading.Missed<Map<SystemId, Machine>>(var why) -> new Reading.Missed<>(why);
            case Reading.Got<Map<SystemId, Machine>>(var found) -> renewed(due, found, turn);
        };
    }

    private Reading<Integer> renewed(Set<SystemId> due, Map<SystemId, Machine> found, Turn turn) {
        var gone = new HashSet<>(due);
        gone.removeAll(found.keySet());
        if (!gone.isEmpty()) {
            if (identity() instanceof Reading.Missed<?>(var why)) return new Reading.Missed<>(why);
            if (lookUp(addresses(gone)) instanceof Reading.Missed<?>(var why)) return new Reading.Missed<>(why);
        }
        return switch (noted(Kind.ON_DEMAND, new Reading.Got<>(found), seen -> looked(due, seen, turn))) {
            case Reading.Missed<?>(var why) -> new Reading.Missed<>(why);
            case Reading.Got<?> _ -> new Reading.Got<>(due.size());
        };
    }

    /**
     * Reads the machines that a cheap list shows as new, changed or gone; empty when the region has no such list. That it
     * cannot be read is no failure of the region.
     */
    Reading<Optional<Integer>> roster() {
        return switch (maas.roster()) {
            case Reading.Missed<Optional<Map<SystemId, Integer>>>(var why) -> new Reading.Missed<>(why);
            case Reading.Got<Optional<Map<SystemId, Integer>>>(var list) ->
                list.isEmpty() ? new Reading.Got<>(Optional.empty()) : compared(list.get());
        };
    }

    private Reading<Optional<Integer>> compared(Map<SystemId, Integer> newest) {
        Set<SystemId> differing;
        synchronized (lock) {
            differing = differing(newest);
        }
        if (!differing.isEmpty()) {
            var read = misses.noted(Kind.ON_DEMAND, renew(differing));
            if (read instanceof Reading.Missed<?>(var why)) return new Reading.Missed<>(why);
        }
        synchronized (lock) {
            marks = Map.copyOf(newest);
        }
        return new Reading.Got<>(Optional.of(differing.size()));
    }

    private Set<SystemId> differing(Map<SystemId, Integer> newest) {
        var known = last.map(Observed.Region::machines).orElseGet(Collections::emptySortedMap);
        var differing = new TreeSet<SystemId>(known.keySet());
        differing.removeAll(newest.keySet());
        newest.forEach((id, mark) -> {
            var before = marks.get(id);
            if (!known.containsKey(id) || (before != null && !before.equals(mark))) differing.add(id);
        });
        return differing;
    }

    private Set<SystemId> oldest(Instant before, int most) {
        return last().map(Observed.Region::machines).orElseGet(Collections::emptySortedMap).entrySet().stream()
                .filter(entry -> entry.getValue().at().isBefore(before))
                .sorted(Comparator.comparing(entry -> entry.getValue().at()))
                .limit(most)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<MacAddress> addresses(Set<SystemId> ids) {
        var machines = last().map(Observed.Region::machines).orElseGet(Collections::emptySortedMap);
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(machines.get(id)).stream())
                .flatMap(seen -> seen.value().macAddresses().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Reading<Map<SystemId, Seen<Optional<Machine>>>> refresh(Set<SystemId> ids) {
        if (ids.isEmpty()) return new Reading.Got<>(Map.of());
        var turn = turns.next(clock.instant());
        var reading = believed(maas.look(ids), found -> found.keySet().containsAll(ids));
        return noted(Kind.ON_DEMAND, reading, found -> looked(ids, found, turn));
    }

    /** Another server, or another user, knows none of our machines: what is missing is gone only where we know who says so. */
    private <T> Reading<T> believed(Reading<T> reading, Predicate<T> isComplete) {
        return reading instanceof Reading.Got<T>(var found)
                        && !isComplete.test(found)
                        && identity() instanceof Reading.Missed<?>(var why)
                ? new Reading.Missed<>(why)
                : reading;
    }

    Reading<Seen<List<Machine>>> lookUp(Set<MacAddress> macAddresses) {
        if (macAddresses.isEmpty()) return new Reading.Got<>(new Seen<>(List.of(), clock.instant()));
        var turn = turns.next(clock.instant());
        var reading = believed(maas.find(macAddresses), machines -> have(machines, macAddresses));
        var found = noted(Kind.ON_DEMAND, reading, machines -> foundByAddress(machines, turn));
        // A machine that had one of the addresses and was not found is gone, or has others now: its id tells.
        if (found instanceof Reading.Got<Seen<List<Machine>>>(var seen)
                && refresh(others(macAddresses, seen.value())) instanceof Reading.Missed<?>(var why))
            return new Reading.Missed<>(why);
        return found;
    }

    private static boolean have(List<Machine> machines, Set<MacAddress> macAddresses) {
        return machines.stream()
                .flatMap(machine -> machine.macAddresses().stream())
                .collect(Collectors.toSet())
                .containsAll(macAddresses);
    }

    Reading<Seen<SortedMap<ThingKind, SortedMap<String, ObservedThing>>>> things(Set<ThingKind> kinds) {
        var turn = turns.next(clock.instant());
        return noted(Kind.ON_DEMAND, maas.things(kinds), found -> {
            if (stranger.isPresent()) return refused(stranger.get());
            found.keySet().forEach(kind -> thingsAt.put(kind, turn));
            last = last.map(region -> region.with(found));
            return new Reading.Got<>(new Seen<>(found, turn.at()));
        });
    }

    Reading<Optional<SortedMap<Long, ObservedVmHost>>> vmHosts() {
        var turn = turns.next(clock.instant());
        return noted(Kind.ON_DEMAND, maas.vmHosts(), found -> {
            if (stranger.isPresent()) return refused(stranger.get());
            vmHostsAt = turn;
            last = last.map(region -> region.with(found));
            return new Reading.Got<>(found);
        });
    }

    Reading<Deployable> deployable(String release) {
        return noted(
                Kind.ON_DEMAND,
                maas.deployable(release),
                found -> stranger.isPresent() ? refused(stranger.get()) : new Reading.Got<>(found));
    }

    Reading<Set<SystemId>> news() {
        OptionalLong since;
        synchronized (lock) {
            since = cursor;
        }
        return misses.noted(
                Kind.NEWS,
                switch (maas.news(since)) {
                    case Reading.Missed<Maas.News>(var why) -> new Reading.Missed<>(why);
                    case Reading.Got<Maas.News>(var news) -> follow(since, news);
                });
    }

    /** The cursor moves on only when the machines were read: a failure in between loses no hint. */
    private Reading<Set<SystemId>> follow(OptionalLong since, Maas.News news) {
        var ids = since.isEmpty() ? Set.<SystemId>of() : news.machines();
        return switch (refresh(ids)) {
            case Reading.Missed<?>(var why) -> new Reading.Missed<>(why);
            case Reading.Got<?> _ -> {
                synchronized (lock) {
                    cursor = OptionalLong.of(news.cursor());
                    news.notes().forEach(deeds::note);
                }
                yield new Reading.Got<>(ids);
            }
        };
    }

    // ---- what a reading changes; all under the lock, none of it slow

    private <F, T> Reading<T> noted(Kind kind, Reading<F> reading, Function<F, Reading<T>> take) {
        return misses.noted(
                kind,
                switch (reading) {
                    case Reading.Missed<F>(var why) -> new Reading.Missed<>(why);
                    case Reading.Got<F>(var value) -> {
                        synchronized (lock) {
                            yield take.apply(value);
                        }
                    }
                });
    }

    private Reading<BackendIdentity> met(BackendIdentity who) {
        if (isStranger(who)) return refused(who);
        return new Reading.Got<>(who);
    }

    private boolean isStranger(BackendIdentity who) {
        boolean other = last.filter(region -> !region.identity().sameAs(who)).isPresent();
        stranger = other ? Optional.of(who) : Optional.empty();
        return other;
    }

    private <T> Reading<T> refused(BackendIdentity who) {
        return new Reading.Missed<>(new Failure.NeedsHuman(
                "MAAS region %s at %s is another server, or knows us as another user (%s), than before. Nothing of it is used until a person confirms it; a wrong URL or key is the usual cause."
                        .formatted(name, who.url(), who.user())));
    }

    private Reading<Observed.Region> swept(Observed.Region region, Turn turn) {
        if (isStranger(region.identity())) return refused(region.identity());
        var lean = new Lean();
        var machines = new TreeMap<SystemId, Seen<Machine>>();
        region.machines().forEach((id, seen) -> machines.put(id, new Seen<>(kept(seen.value(), lean), turn.at())));
        overlay(machines, meanwhile);
        meanwhile.clear();
        var fresh = withNewer(region.with(machines, region.complete(), turn.at()), turn);
        turns.takeAll(turn);
        last = Optional.of(fresh);
        return new Reading.Got<>(fresh);
    }

    private Reading<Observed.Region> surrounded(Observed.Region around, Turn turn) {
        if (isStranger(around.identity())) return refused(around.identity());
        last = last.map(known -> withNewer(around.with(known.machines(), known.complete(), known.sweptAt()), turn));
        return new Reading.Got<>(around);
    }

    /** With what was read by itself while this longer reading, begun at that turn, was under way. */
    private Observed.Region withNewer(Observed.Region region, Turn turn) {
        var fresh = region.with(newerThings(turn));
        return last.filter(_ -> vmHostsAt.isAfter(turn))
                .map(known -> fresh.with(known.vmHosts()))
                .orElse(fresh);
    }

    private SortedMap<ThingKind, SortedMap<String, ObservedThing>> newerThings(Turn turn) {
        var newer = new TreeMap<ThingKind, SortedMap<String, ObservedThing>>();
        last.ifPresent(known -> known.things().forEach((kind, things) -> {
            if (thingsAt.getOrDefault(kind, Turn.NEVER).isAfter(turn)) newer.put(kind, things);
        }));
        return newer;
    }

    /** The object that is known already when nothing differs: so nobody need compare it again, nor is it kept twice. */
    private Machine kept(Machine machine, Lean lean) {
        return last.map(region -> region.machines().get(machine.id()))
                .map(Seen::value)
                .filter(machine::equals)
                .orElseGet(() -> lean.machine(machine));
    }

    private Reading<Map<SystemId, Seen<Optional<Machine>>>> looked(
            Set<SystemId> ids, Map<SystemId, Machine> found, Turn turn) {
        if (stranger.isPresent()) return refused(stranger.get());
        var answer = new TreeMap<SystemId, Seen<Optional<Machine>>>();
        for (var id : ids) answer.put(id, new Seen<>(Optional.ofNullable(found.get(id)), turn.at()));
        update(answer, turn);
        return new Reading.Got<>(Collections.unmodifiableMap(answer));
    }

    private Reading<Seen<List<Machine>>> foundByAddress(List<Machine> found, Turn turn) {
        if (stranger.isPresent()) return refused(stranger.get());
        var answer = new TreeMap<SystemId, Seen<Optional<Machine>>>();
        for (var machine : found) answer.put(machine.id(), new Seen<>(Optional.of(machine), turn.at()));
        update(answer, turn);
        return new Reading.Got<>(new Seen<>(List.copyOf(found), turn.at()));
    }

    /** As {@link #lookUp}, by name. */
    Reading<Seen<List<Machine>>> lookUpNamed(Set<String> hostnames) {
        if (hostnames.isEmpty()) return new Reading.Got<>(new Seen<>(List.of(), clock.instant()));
        var turn = turns.next(clock.instant());
        var reading = believed(maas.named(hostnames), machines -> areNamed(machines, hostnames));
        var found = noted(Kind.ON_DEMAND, reading, machines -> foundByAddress(machines, turn));
        if (found instanceof Reading.Got<Seen<List<Machine>>>(var seen)
                && refresh(othersNamed(hostnames, seen.value())) instanceof Reading.Missed<?>(var why))
            return new Reading.Missed<>(why);
        return found;
    }

    private static boolean areNamed(List<Machine> machines, Set<String> hostnames) {
        return machines.stream()
                .map(Machine::hostname)
                .collect(Collectors.toSet())
                .containsAll(hostnames);
    }

    private Set<SystemId> othersNamed(Set<String> hostnames, List<Machine> found) {
        var ids = new HashSet<SystemId>();
        last().ifPresent(region -> region.machines().forEach((id, seen) -> {
            if (hostnames.contains(seen.value().hostname())) ids.add(id);
        }));
        found.forEach(machine -> ids.remove(machine.id()));
        return ids;
    }

    /** Machines last seen with one of these addresses that a look-up by them did not find. */
    private Set<SystemId> others(Set<MacAddress> asked, List<Machine> found) {
        var ids = new HashSet<SystemId>();
        last().ifPresent(region -> region.machines().forEach((id, seen) -> {
            if (!Collections.disjoint(seen.value().macAddresses(), asked)) ids.add(id);
        }));
        found.forEach(machine -> ids.remove(machine.id()));
        return ids;
    }

    private void update(Map<SystemId, Seen<Optional<Machine>>> answer, Turn turn) {
        var lean = new Lean();
        var fresh = new HashMap<SystemId, Optional<Seen<Machine>>>();
        answer.forEach((id, seen) -> {
            if (turns.take(id, turn))
                fresh.put(id, seen.value().map(machine -> new Seen<>(kept(machine, lean), seen.at())));
        });
        if (sweeping.isLocked()) meanwhile.putAll(fresh);
        if (last.isEmpty()) return;
        var machines = new TreeMap<>(last.get().machines());
        overlay(machines, fresh);
        last = Optional.of(
                last.get().with(machines, last.get().complete(), last.get().sweptAt()));
    }

    private static void overlay(
            SortedMap<SystemId, Seen<Machine>> machines, Map<SystemId, Optional<Seen<Machine>>> fresh) {
        fresh.forEach((id, seen) -> seen.ifPresentOrElse(newer -> machines.put(id, newer), () -> machines.remove(id)));
    }
}
