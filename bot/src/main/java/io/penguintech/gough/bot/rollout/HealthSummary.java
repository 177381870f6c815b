package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Health;
import io.penguintech.gough.schema.HostName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How the hosts of a repository are.
 *
 * @param counts how many are in each state; a state that none is in is there with 0
 * @param unhealthy those that somebody should look at
 * @param unknown why it cannot be told of some, and of how many each: one Fleet that cannot be read is one reason
 */
public record HealthSummary(
        SortedMap<Health.State, Integer> counts,
        SortedMap<HostName, Health> unhealthy,
        SortedMap<String, Integer> unknown) {
    /** Of no hosts. */
    public static final HealthSummary NONE = of(new TreeMap<>());

    /** Keeps unmodifiable copies. */
    public HealthSummary {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        unhealthy = Collections.unmodifiableSortedMap(new TreeMap<>(unhealthy));
        unknown = Collections.unmodifiableSortedMap(new TreeMap<>(unknown));
    }

    static HealthSummary of(SortedMap<HostName, Health> healths) {
        var counts = new TreeMap<Health.State, Integer>();
        for (var state : Health.State.values()) counts.put(state, 0);
        var unhealthy = new TreeMap<HostName, Health>();
        var unknown = new TreeMap<String, Integer>();
        healths.forEach((name, health) -> {
            counts.merge(health.state(), 1, Integer::sum);
            if (health.state() == Health.State.UNHEALTHY) unhealthy.put(name, health);
            if (health.state() == Health.State.UNKNOWN) unknown.merge(health.words(), 1, Integer::sum);
        });
        return new HealthSummary(counts, unhealthy, unknown);
    }

    /** How many hosts are in {@code state}. */
    public int count(Health.State state) {
        return counts.getOrDefault(state, 0);
    }

    /** For people, one line each: what is unhealthy, then why something is unknown; at most {@code most} of either. */
    public List<String> lines(int most) {
        var wrong = unhealthy.entrySet().stream()
                .limit(most)
                .map(host -> "%s: %s".formatted(host.getKey(), host.getValue().words()));
        var dark = unknown.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(most)
                .map(why -> "unknown of %d: %s".formatted(why.getValue(), why.getKey()));
        return Stream.concat(wrong, dark).toList();
    }
}
