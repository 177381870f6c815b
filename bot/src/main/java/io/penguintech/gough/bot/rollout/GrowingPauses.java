package io.penguintech.gough.bot.rollout;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses before something is tried again: each twice as long as the one before up to a limit, and somewhere in its
 * upper half, so that many who wait for one server do not come back in step.
 *
 * @param first the longest the first one may be
 * @param longest the longest any may be
 * @param random spreads them
 */
record GrowingPauses(Duration first, Duration longest, RandomGenerator random) {
    private static final int MOST_DOUBLINGS = 20;

    /** The pause after this many failures in a row, one or more. */
    Duration after(int failures) {
        var grown = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        var half = (grown.compareTo(longest) < 0 ? grown : longest).dividedBy(2);
        return half.plusNanos(random.nextLong(half.toNanos() + 1));
    }
}
