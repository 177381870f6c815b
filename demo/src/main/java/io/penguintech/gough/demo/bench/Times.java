package io.penguintech.gough.demo.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * How long many of a kind took, each by the clock on the wall.
 *
 * @param count how many there were
 * @param median half of them took no longer
 * @param p95 of twenty, nineteen took no longer
 * @param most the slowest
 */
record Times(int count, Duration median, Duration p95, Duration most) {
    static Times of(Collection<Duration> all) {
        if (all.isEmpty()) throw new IllegalArgumentException("nothing was measured");
        var sorted = all.stream().sorted().toList();
        return new Times(sorted.size(), at(sorted, 50), at(sorted, 95), sorted.getLast());
    }

    private static Duration at(List<Duration> sorted, int percent) {
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }
}
