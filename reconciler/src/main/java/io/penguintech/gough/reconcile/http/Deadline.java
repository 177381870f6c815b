package io.penguintech.gough.reconcile.http;

import java.time.Duration;

/**
 * A moment by which something must be over, on the monotonic clock.
 *
 * @param nanos of {@link System#nanoTime()}
 */
public record Deadline(long nanos) {
    /** The moment that much later. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** What is left; never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /** The shorter of what is left and {@code most}. */
    public Duration left(Duration most) {
        return left().compareTo(most) < 0 ? left() : most;
    }
}
