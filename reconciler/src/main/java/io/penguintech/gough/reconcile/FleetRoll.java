package io.penguintech.gough.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All hosts that one Fleet has, as they were read one after the other, and which of Gough's policies each fails. Finds the
 * one that a machine is by serial, UUID, MAC address and name, without a call. Immutable.
 */
public final class FleetRoll {
    private final SortedMap<Long, FleetHost> hosts;
    /** Which hosts fail each of Gough's policies whose hosts were read, by the policy's id. */
    private final SortedMap<Long, Set<Long>> failing;
    /** Which of Gough's policies each host fails, by the host's id. */
    private final Map<Long, List<Long>> failingOf = new HashMap<>();

    private final Set<String> teams;
    private final boolean others;
    private final Instant at;
    private final Sight sight;
    private final Map<String, List<FleetHost>> byMark = new HashMap<>();

    /**
     * A roll.
     *
     * @param hosts by Fleet's id
     * @param failing ids of hosts by the id of the policy that they fail; of Gough's policies whose hosts were read, also
     *     those that no host fails. One that is not in it was not read, which says nothing
     * @param teams the teams whose policies were looked at
     * @param others whether some of the policies that were looked at are not Gough's
     * @param at when it was begun to be read: nothing in it is older
     * @param sight whose hosts our user sees: others are not in it
     */
    public FleetRoll(
            SortedMap<Long, FleetHost> hosts,
            SortedMap<Long, Set<Long>> failing,
            Set<String> teams,
            boolean others,
            Instant at,
            Sight sight) {
        this.sight = sight;
        this.hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        this.failing = Collections.unmodifiableSortedMap(new TreeMap<>(failing));
        failing.forEach((policy, these) -> these.forEach(host ->
                failingOf.computeIfAbsent(host, any -> new ArrayList<>()).add(policy)));
        this.teams = Set.copyOf(teams);
        this.others = others;
        this.at = at;
        for (var host : this.hosts.values())
            marks(host)
                    .forEach(mark -> byMark.computeIfAbsent(mark, any -> new ArrayList<>())
                            .add(host));
    }

    /**
     * What is known of reading one Fleet's hosts.
     *
     * @param roll the last that was read to its end
     * @param failure why it cannot be read now; empty when all is well
     * @param failingSince since when
     */
    public record State(Optional<FleetRoll> roll, Optional<Failure> failure, Optional<Instant> failingSince) {
        /** Nothing was read yet. */
        public static final State NOTHING = new State(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What there is of a machine. */
    public sealed interface Found {
        /** The one host that it is. */
        record One(FleetHost host) implements Found {}

        /** Nothing. */
        record Nothing() implements Found {}

        /** Only a record of what ran on it before it was installed. */
        record Former(FleetHost host) implements Found {}

        /**
         * Something that cannot be told apart.
         *
         * @param why for people, without a stop at its end
         * @param itself whether the machine is among what it may be, beyond a name
         */
        record Doubtful(String why, boolean itself) implements Found {}
    }

    /** Of hosts alone, all of them. */
    static FleetRoll of(SortedMap<Long, FleetHost> hosts, Instant at) {
        return new FleetRoll(hosts, new TreeMap<>(), Set.of(), false, at, new Sight.All());
    }

    /** Whose hosts our user sees: unless it sees all, one that is not here may be elsewhere. */
    public Sight sight() {
        return sight;
    }

    /** How many hosts there are. */
    public int size() {
        return hosts.size();
    }

    /** All of them, by id. */
    public SortedMap<Long, FleetHost> hosts() {
        return hosts;
    }

    /**
     * The hosts that fail each of Gough's policies whose hosts were read, ids by the policy's id. Some may be gone from
     * {@link #hosts()}, and some may have come since. A policy that is not in it was not read.
     */
    public SortedMap<Long, Set<Long>> failing() {
        return failing;
    }

    /** When it was begun to be read. */
    public Instant at() {
        return at;
    }

    /** The host that {@code who} is; records of what ran on it before {@code installed} do not count. */
    public Found find(HostIdentity who, Optional<Installation> installed) {
        var candidates = candidates(who);
        var agreeing = candidates.values().stream()
                .filter(host -> HostMatch.agree(who, host))
                .toList();
        var wrong = agreeing.stream()
                .flatMap(host -> HostMatch.wrong(who, host).stream())
                .findFirst();
        var same = agreeing.stream()
                .filter(host -> HostMatch.wrong(who, host).isEmpty())
                .toList();
        var current = same.stream()
                .filter(host -> installed.map(host::isOf).orElse(true))
                .toList();
        if (current.size() == 1) return new Found.One(current.getFirst());
        if (current.size() > 1) return new Found.Doubtful(HostMatch.several(current), true);
        var former = same.stream().max(Comparator.comparing(host -> host.seen().orElse(Instant.EPOCH)));
        if (former.isPresent()) return new Found.Former(former.get());
        if (wrong.isPresent()) return new Found.Doubtful(wrong.get(), false);
        return candidates.values().stream()
                .filter(host -> HostMatch.wrong(who, host).isEmpty())
                .filter(host -> installed.map(host::isOf).orElse(true))
                .findFirst()
                .<Found>map(host -> new Found.Doubtful(HostMatch.unsure(host), false))
                .orElseGet(Found.Nothing::new);
    }

    /** Every host that shares a serial, a UUID, an address or a name with {@code who}, by id. */
    public SortedMap<Long, FleetHost> candidates(HostIdentity who) {
        var candidates = new TreeMap<Long, FleetHost>();
        marks(who)
                .flatMap(mark -> byMark.getOrDefault(mark, List.of()).stream())
                .forEach(host -> candidates.put(host.id(), host));
        return candidates;
    }

    private static Stream<String> marks(FleetHost host) {
        var uuid = HostMatch.uuid(host.uuid());
        return Stream.of(
                        HostMatch.serial(host.serial()).map(text -> "serial " + text),
                        uuid.map(text -> "uuid " + text),
                        uuid.map(text -> "uuid " + HostMatch.turned(text)),
                        HostMatch.mac(host).map(text -> "mac " + text),
                        Optional.of(host.hostname())
                                .filter(text -> !text.isEmpty())
                                .map(FleetRoll::named))
                .flatMap(Optional::stream)
                .distinct();
    }

    private static Stream<String> marks(HostIdentity who) {
        var keys = Stream.of(
                        HostMatch.serial(who.serial()).map(text -> "serial " + text),
                        HostMatch.uuid(who.uuid()).map(text -> "uuid " + text))
                .flatMap(Optional::stream);
        var addresses = who.macAddresses().stream().map(mac -> "mac " + mac.value());
        return Stream.of(keys, addresses, who.names().stream().map(FleetRoll::named))
                .flatMap(part -> part);
    }

    private static String named(String hostname) {
        return "name " + hostname.toLowerCase(Locale.ROOT);
    }

    /**
     * What a host fails of Gough's policies.
     *
     * @param names their names, sorted
     * @param unnamed how many more it fails that can only be Gough's although Fleet does not list them yet: it counts who
     *     fails a policy once an hour
     * @param untold how many more it fails that may be Gough's or somebody else's
     */
    public record Failing(List<String> names, int unnamed, int untold) {
        /** Nothing. */
        public static final Failing NOTHING = new Failing(List.of(), 0, 0);

        /** Keeps a copy. */
        public Failing {
            names = List.copyOf(names);
        }

        /** How many that are Gough's. */
        public int count() {
            return names.size() + unnamed;
        }
    }

    /** What {@code host} fails among the policies of {@code names}, which are by Fleet's id. */
    public Failing failing(FleetHost host, Map<Long, String> names) {
        var theirs = failingOf.getOrDefault(host.id(), List.of());
        var failed = new TreeSet<String>();
        for (var policy : theirs) {
            var name = names.get(policy);
            if (name != null) failed.add(name);
        }
        int more = names.isEmpty() ? 0 : Math.max(0, host.failing() - theirs.size());
        boolean all = !others && (host.team().isEmpty() || teams.contains(host.team()));
        return new Failing(List.copyOf(failed), all ? more : 0, all ? 0 : more);
    }
}
