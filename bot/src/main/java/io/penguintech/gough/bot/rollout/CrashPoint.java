package io.penguintech.gough.bot.rollout;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A place where a test may kill the process: after every journal write, before and after every backend call.
 * Production passes them by.
 */
@FunctionalInterface
public interface CrashPoint {
    /** The system property that says at which point, counted from 1, the process halts. */
    String PROPERTY = "gough.test.halt-at";

    /** Never halts. */
    CrashPoint NONE = place -> {};

    /**
     * The engine is at {@code place}.
     *
     * @param place a fixed word for people: {@code intent-journalled deploy}
     */
    void reached(String place);

    /** Halts the process like kill -9 at the point that {@link #PROPERTY} names; without it, never. */
    static CrashPoint fromSystemProperty() {
        var at = Integer.getInteger(PROPERTY, 0);
        if (at < 1) return NONE;
        var left = new AtomicInteger(at);
        return place -> {
            if (left.decrementAndGet() != 0) return;
            System.err.println("halted on purpose at point " + at + ": " + place);
            Runtime.getRuntime().halt(137);
        };
    }
}
