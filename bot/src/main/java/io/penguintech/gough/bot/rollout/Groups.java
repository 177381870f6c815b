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
    static final Groups NONE = new Groups(new TreeMap<>(), host -> Optional.empty(), Records.NONE, Set.of());

    /** The zone and the pool MAAS puts new machines into. */
    private static final String USUAL = "default";

    private final SortedMap<HostName, Host> hosts;
    private final Function<Host, Optional<Machine>> machines;
    private final Records records;
    private final Set<Subject> emptied;
    private final Map<Grouping, Map<HostName, String>> known = new HashMap<>();
    private final Map<Grouping, Map<String, Long>> sizes = new HashMap<>();

    /**
     * Hosts with their machines.
     *
     * @param emptied what Gough released to deploy it anew and has not brought back: no record says that it ran
     */
    Groups(
            SortedMap<HostName, Host> hosts,
            Function<Host, Optional<Machine>> machines,
            Records records,
            Set<Subject> emptied) {
        this.hosts = hosts;
        this.machines = machines;
        this.records = records;
        this.emptied = Set.copyOf(emptied);
    }

    /** Hosts as declared, with the machines that were seen. */
    static Groups of(SortedMap<HostName, Host> hosts, Observed observed, Records records, Set<Subject> emptied) {
        var found = new Found(observed);
        return new Groups(hosts, host -> found.machine(host, records).map(Seen::value), records, emptied);
    }

    /** The group a host is in; empty text for one without the label. */
    String of(Grouping by, HostName name) {
        return known.computeIfAbsent(by, any -> new HashMap<>()).computeIfAbsent(name, host -> find(by, host));
    }

    private String find(Grouping by, HostName name) {
        // What was begun for a host under its earlier name is still under way for it.
        var host = Optional.ofNullable(hosts.get(name))
                .or(() -> hosts.values().stream()
                        .filter(other -> other.formerly().contains(name))
                        .findFirst());
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

    /** How many declared hosts are in a group. */
    int size(Grouping by, String group) {
        return sizes.computeIfAbsent(by, this::sizes).getOrDefault(group, 0L).intValue();
    }

    private Map<String, Long> sizes(Grouping by) {
        return hosts.keySet().stream().collect(Collectors.groupingBy(name -> of(by, name), Collectors.counting()));
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
