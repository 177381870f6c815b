package io.penguintech.gough.reconcile.http;

import java.time.Duration;

/** A moment by which something must be over, on the monotonic clock. */
record Deadline(long nanos) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** What is left; never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /** The shorter of what is left and {@code most}. */
    Duration left(Duration most) {
        return left().compareTo(most) < 0 ? left() : most;
    }
}
