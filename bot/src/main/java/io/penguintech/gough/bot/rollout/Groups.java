package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.Grouping;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostName;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Declared hosts by what groups them, and which of them do not do what they did. A host is where it is declared to be; one
 * that does not say is where its machine is, and before there is one where MAAS puts new machines. Pure.
 */
final class Groups {
    /** No hosts at all. */
    static final Groups NONE =
            new Groups(new TreeMap<>(), new TreeMap<>(), host -> Optional.empty(), Records.NONE, Set.of());

    /** The zone and the pool MAAS puts new machines into. */
    private static final String USUAL = "default";

    private final SortedMap<HostName, Host> hosts;
    private final SortedMap<HostName, Host> before;
    private final Function<Host, Optional<Machine>> machines;
    private final Records records;
    private final Set<Subject> emptied;
    private final Map<Grouping, Map<HostName, String>> known = new HashMap<>();
    private final Map<Grouping, Map<HostName, Optional<String>>> formers = new HashMap<>();
    private final Map<Grouping, Map<String, Long>> sizes = new HashMap<>();
    private final Map<Grouping, Map<String, Long>> formerSizes = new HashMap<>();

    /**
     * Hosts with their machines.
     *
     * @param before the same as the revision declared them that was brought about completely last
     * @param emptied what Gough released to deploy it anew and has not brought back: no record says that it ran
     */
    Groups(
            SortedMap<HostName, Host> hosts,
            SortedMap<HostName, Host> before,
            Function<Host, Optional<Machine>> machines,
            Records records,
            Set<Subject> emptied) {
        this.hosts = hosts;
        this.before = before;
        this.machines = machines;
        this.records = records;
        this.emptied = Set.copyOf(emptied);
    }

    /** The machine of a host, among those that were seen. */
    static Function<Host, Optional<Machine>> machines(Observed observed, Records records) {
        var found = new Found(observed);
        return host -> found.machine(host, records).map(Seen::value);
    }

    /** The group a host is in; empty text for one without the label. */
    String of(Grouping by, HostName name) {
        return known.computeIfAbsent(by, any -> new HashMap<>())
                .computeIfAbsent(name, host -> group(by, declared(hosts, host)));
    }

    /** The same, and the one it was in: a commit that moves a host must not take it out of the count meanwhile. */
    Set<String> all(Grouping by, HostName name) {
        return Stream.concat(Stream.of(of(by, name)), former(by, name).stream()).collect(Collectors.toSet());
    }

    private Optional<String> former(Grouping by, HostName name) {
        return formers.computeIfAbsent(by, any -> new HashMap<>())
                .computeIfAbsent(
                        name,
                        host -> Optional.ofNullable(before.get(host))
                                .or(() -> declared(hosts, host).stream()
                                        .flatMap(now -> now.formerly().stream())
                                        .flatMap(old -> Optional.ofNullable(before.get(old)).stream())
                                        .findFirst())
                                .map(was -> group(by, Optional.of(was))));
    }

    private static Optional<Host> declared(SortedMap<HostName, Host> hosts, HostName name) {
        // What was begun for a host under its earlier name is still under way for it.
        return Optional.ofNullable(hosts.get(name))
                .or(() -> hosts.values().stream()
                        .filter(other -> other.formerly().contains(name))
                        .findFirst());
    }

    private String group(Grouping by, Optional<Host> host) {
        return switch (by.kind()) {
            case LABEL ->
                host.flatMap(one -> Optional.ofNullable(one.labels().get(by.key())))
                        .orElse("");
            case ZONE ->
                host.flatMap(one -> one.zone().or(() -> machines.apply(one).map(Machine::zone)))
                        .orElse(USUAL);
            case POOL ->
                host.flatMap(one -> one.pool().or(() -> machines.apply(one).map(Machine::pool)))
                        .orElse(USUAL);
        };
    }

    /**
     * How many declared hosts are in a group, or were: the fewer of both, as neither those that leave it nor those that come
     * bear a share of what may be unavailable in it.
     */
    int size(Grouping by, String group) {
        var now = sizes.computeIfAbsent(by, any -> sizes(hosts.keySet().stream().map(name -> of(by, name))));
        var then = formerSizes.computeIfAbsent(
                by, any -> sizes(before.keySet().stream().flatMap(name -> former(by, name).stream())));
        return Stream.of(now, then)
                .flatMap(size -> Optional.ofNullable(size.get(group)).stream())
                .min(Comparator.naturalOrder())
                .map(Long::intValue)
                .orElse(0);
    }

    private static Map<String, Long> sizes(Stream<String> groups) {
        return groups.collect(Collectors.groupingBy(group -> group, Collectors.counting()));
    }

    /** Hosts whose machine is broken, and those that were deployed, shall be, and are not. */
    SortedSet<HostName> down() {
        var down = new TreeSet<HostName>();
        for (var host : hosts.values()) if (isDown(host)) down.add(host.name());
        return Collections.unmodifiableSortedSet(down);
    }

    private boolean isDown(Host host) {
        var machine = machines.apply(host);
        if (machine.filter(one -> one.state() instanceof Machine.State.Broken).isPresent()) return true;
        return host.goal() instanceof HostGoal.Deployed
                && ran(host)
                && machine.filter(one -> one.state() instanceof Machine.State.Deployed)
                        .isEmpty();
    }

    private boolean ran(Host host) {
        var record = records.hosts().get(host.name());
        return (record != null && (record.ran() || record.lost()))
                || Stream.concat(Stream.of(host.name()), host.formerly().stream())
                        .anyMatch(name -> emptied.contains(new Subject.OfHost(name)));
    }
}
