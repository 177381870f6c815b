package io.penguintech.gough.bot.alerts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How often each of some may do something: so many times at once, and again as time passes. Safe for many threads. */
final class Allowance {
    private final Clock clock;
    private final int most;
    private final Duration each;
    private final Map<Object, Left> all = new HashMap<>();

    private record Left(double times, Instant at) {}

    /**
     * An allowance.
     *
     * @param most so many times at once
     * @param each after that time there is one more
     */
    Allowance(Clock clock, int most, Duration each) {
        this.clock = clock;
        this.most = most;
        this.each = each;
    }

    /** Takes one of {@code whose}; whether there was one. */
    synchronized boolean take(Object whose) {
        var now = clock.instant();
        var left = all.getOrDefault(whose, new Left(most, now));
        double grown = Math.max(0, Duration.between(left.at(), now).toNanos()) / (double) each.toNanos();
        double times = Math.min(most, left.times() + grown);
        boolean allowed = times >= 1;
        all.put(whose, new Left(allowed ? times - 1 : times, now));
        return allowed;
    }
}
