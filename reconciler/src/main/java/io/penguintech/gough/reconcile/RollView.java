package io.penguintech.gough.reconcile;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads all hosts of a Fleet, one call at a time: pages of all, then, of each of Gough's policies that hosts fail, pages of those.
 * Fleet counts only once an hour who fails: whatever it has counted, a policy is read that somebody said hosts fail, that hosts
 * failed when it was read last, or that is watched. A pass that a call fails in begins anew. Pages shift when hosts are deleted
 * meanwhile, so that one may be missed: a pass in which a host is not found that was there before is done once more before it
 * counts. Safe for many threads.
 */
final class RollView {
    /** A list that does not end is no list. */
    private static final int MOST_PAGES = 10_000;

    private final Fleet fleet;
    private final Clock clock;
    private final Object turn = new Object();
    /** Never held during a call. */
    private final Object publishing = new Object();

    private Optional<Pass> pass = Optional.empty();
    private final AtomicInteger forgotten = new AtomicInteger();
    private volatile FleetRoll.State state = FleetRoll.State.NOTHING;
    /** Policies that somebody said hosts fail, and since when they are to be read; 0 for the hosts as a whole. */
    private final Map<Long, Instant> hints = new ConcurrentHashMap<>();

    private volatile Set<Long> watched = Set.of();

    RollView(Fleet fleet, Clock clock) {
        this.fleet = fleet;
        this.clock = clock;
    }

    private static final class Pass {
        private final Instant begun;
        private final boolean again;
        /** What was read before somebody said forget is worth nothing. */
        private final int forgotten;

        private final SortedMap<Long, FleetHost> hosts = new TreeMap<>();
        private final SortedMap<Long, Set<Long>> failing = new TreeMap<>();
        /** Policies whose hosts are still to be read; empty before that is known. */
        private Optional<Deque<Long>> policies = Optional.empty();

        private Optional<Sight> sight = Optional.empty();
        private Set<String> teams = Set.of();
        private boolean others;
        private boolean listed;
        private int page;

        Pass(Instant begun, boolean again, int forgotten) {
            this.begun = begun;
            this.again = again;
            this.forgotten = forgotten;
        }

        private FleetRoll roll() {
            return new FleetRoll(hosts, failing, teams, others, begun, sight.orElseGet(Sight.Untold::new));
        }
    }

    FleetRoll.State state() {
        return state;
    }

    /** The next pass reads who fails this policy too, whatever Fleet has counted; 0 for any. */
    void hint(long policy) {
        hints.put(policy, clock.instant());
    }

    /** From the next pass on these policies are read, and none that was watched before, whatever Fleet has counted. */
    void watch(Set<Long> policies) {
        watched = Set.copyOf(policies);
    }

    /** Whether somebody gave a reason to read all hosts that no pass has followed yet. */
    boolean isHinted() {
        return !hints.isEmpty();
    }

    /** Waits for no call. */
    void forget() {
        synchronized (publishing) {
            forgotten.incrementAndGet();
            state = FleetRoll.State.NOTHING;
        }
    }

    /**
     * Makes the next call; with the first one it is asked, too, whose hosts our user sees.
     *
     * @param teams whose policies are looked at beside those for all hosts
     * @param ours ids of Gough's policies
     * @return whether all hosts are read with it
     */
    Reading<Boolean> next(Set<String> teams, Set<Long> ours) {
        synchronized (turn) {
            var now = pass.filter(this::isOfUse).orElseGet(() -> pass(false));
            pass = Optional.of(now);
            var failure = called(now, teams, ours);
            if (!isOfUse(now)) return new Reading.Got<>(false);
            if (failure.isPresent()) {
                pass = Optional.empty();
                if (!(failure.get() instanceof Failure.TryAgain)) hints.clear();
                var since = state.failingSince().or(() -> Optional.of(clock.instant()));
                publish(now, new FleetRoll.State(state.roll(), failure, since));
                return new Reading.Missed<>(failure.get());
            }
            return new Reading.Got<>(now.policies.filter(Deque::isEmpty).isPresent() && complete(now));
        }
    }

    private boolean isOfUse(Pass one) {
        return one.forgotten == forgotten.get();
    }

    private Pass pass(boolean again) {
        return new Pass(clock.instant(), again, forgotten.get());
    }

    private boolean complete(Pass done) {
        var roll = done.roll();
        boolean lost = state.roll()
                .filter(before ->
                        !done.hosts.keySet().containsAll(before.hosts().keySet()))
                .isPresent();
        if (lost && !done.again) {
            pass = Optional.of(pass(true));
            return false;
        }
        pass = Optional.empty();
        publish(done, new FleetRoll.State(Optional.of(roll), Optional.empty(), Optional.empty()));
        hints.values().removeIf(at -> !at.isAfter(done.begun));
        return true;
    }

    /** What was read before somebody said forget is not published after it. */
    private void publish(Pass read, FleetRoll.State found) {
        synchronized (publishing) {
            if (isOfUse(read)) state = found;
        }
    }

    /** Why it could not be made; empty when it was. */
    private Optional<Failure> called(Pass now, Set<String> teams, Set<Long> ours) {
        if (now.sight.isEmpty()) return sighted(now).or(() -> listed(now));
        if (!now.listed) return listed(now);
        return now.policies.isEmpty() ? counted(now, teams, ours) : failed(now, now.policies.get());
    }

    /** Whose hosts are listed at all; the one call beside the first page. */
    private Optional<Failure> sighted(Pass now) {
        return switch (fleet.sight()) {
            case Reading.Missed<Sight>(var failure) -> Optional.of(failure);
            case Reading.Got<Sight>(var sight) -> {
                now.sight = Optional.of(sight);
                yield Optional.empty();
            }
        };
    }

    private Optional<Failure> listed(Pass now) {
        return switch (fleet.hosts(now.page, OptionalLong.empty())) {
            case Reading.Missed<HostPage>(var failure) -> Optional.of(failure);
            case Reading.Got<HostPage>(var read) -> {
                read.hosts().forEach(host -> now.hosts.put(host.id(), host));
                now.listed = read.last();
                yield turned(now, read.last());
            }
        };
    }

    private static Optional<Failure> turned(Pass now, boolean last) {
        now.page = last ? 0 : now.page + 1;
        return now.page < MOST_PAGES
                ? Optional.empty()
                : Optional.of(new Failure.NeedsHuman("Fleet's list of hosts has more than " + MOST_PAGES + " pages."));
    }

    private Optional<Failure> counted(Pass now, Set<String> teams, Set<Long> ours) {
        return switch (fleet.failing(teams)) {
            case Reading.Missed<SortedMap<Long, Integer>>(var failure) -> Optional.of(failure);
            case Reading.Got<SortedMap<Long, Integer>>(var counts) -> {
                now.teams = teams;
                now.others = !ours.containsAll(counts.keySet());
                var open = new ArrayDeque<Long>();
                counts.forEach((policy, hosts) -> {
                    if (ours.contains(policy) && (hosts > 0 || isDoubted(policy))) open.add(policy);
                });
                now.policies = Optional.of(open);
                yield Optional.empty();
            }
        };
    }

    /** Whether hosts may fail it although Fleet has counted none. */
    private boolean isDoubted(long policy) {
        boolean failed = state.roll()
                .map(before -> before.failing().getOrDefault(policy, Set.of()))
                .filter(hosts -> !hosts.isEmpty())
                .isPresent();
        return failed || watched.contains(policy) || hints.containsKey(policy);
    }

    /** What is read to its end only then counts: a policy whose hosts were not read is in no roll. */
    private Optional<Failure> failed(Pass now, Deque<Long> open) {
        long policy = open.getFirst();
        return switch (fleet.hosts(now.page, OptionalLong.of(policy))) {
            case Reading.Missed<HostPage>(var failure) -> Optional.of(failure);
            case Reading.Got<HostPage>(var read) -> {
                var these = now.failing.computeIfAbsent(policy, any -> new HashSet<>());
                read.hosts().forEach(host -> these.add(host.id()));
                if (read.last()) open.removeFirst();
                yield turned(now, read.last());
            }
        };
    }
}
