package io.penguintech.gough.simulators.fleet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Vulnerabilities in the software of hosts. What is listed is what was counted last, as the server counts once an hour and writes some
 * at a time, each with its own moment; older servers set all to none first (fleetdm/fleet
 * server/datastore/mysql/vulnerabilities.go; how many at a time and how long it takes is inferred). Guarded by the lock of the model
 * it belongs to.
 */
final class Vulnerabilities {

    /** So many are written at a time. */
    static final int CHUNK = 25;

    private static final Duration PER_CHUNK = Duration.ofSeconds(1);

    private final Clock clock;
    private final TreeMap<String, Found> found = new TreeMap<>();
    private List<Counted> counted = List.of();

    /** Whether it is known to be exploited, when it was first found, and on which hosts it is. */
    private record Found(boolean exploited, Instant since, Set<Integer> hosts) {}

    /**
     * One as it was counted.
     *
     * @param cve its name
     * @param exploited whether it is known to be exploited
     * @param since when it was found
     * @param hosts how many hosts it is on
     * @param at when that was written
     */
    record Counted(String cve, boolean exploited, Instant since, int hosts, Instant at) {}

    Vulnerabilities(Clock clock) {
        this.clock = clock;
    }

    /** It is on these hosts from now on; on none: it is gone. */
    void put(String cve, boolean exploited, Collection<Integer> hosts) {
        var before = found.get(cve);
        if (hosts.isEmpty()) {
            found.remove(cve);
        } else {
            found.put(cve, new Found(exploited, before == null ? clock.instant() : before.since(), Set.copyOf(hosts)));
        }
    }

    /** An hour passed: hosts are counted. */
    void count() {
        count(found.size());
    }

    /** An hour passed: an older server is counting hosts, and has written the first {@code written}; the others are not listed. */
    void count(int written) {
        var now = clock.instant();
        var all = new ArrayList<Counted>();
        found.entrySet().stream()
                .limit(written)
                .forEach(entry -> all.add(new Counted(
                        entry.getKey(),
                        entry.getValue().exploited(),
                        entry.getValue().since(),
                        entry.getValue().hosts().size(),
                        now.minus(PER_CHUNK.multipliedBy((found.size() - 1 - all.size()) / CHUNK)))));
        counted = List.copyOf(all);
    }

    List<Counted> listed() {
        return counted;
    }

    /** Ids of the hosts that it is on now. */
    Set<Integer> hosts(String cve) {
        var it = found.get(cve);
        return it == null ? Set.of() : new TreeSet<>(it.hosts());
    }
}
