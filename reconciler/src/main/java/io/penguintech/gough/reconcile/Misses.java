package io.penguintech.gough.reconcile;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why readings of one region failed. What is read again and again is told of until it succeeds itself: that its news come
 * does not say that its machines can be listed. Safe for many threads.
 */
final class Misses {
    private final Map<Kind, Failure> failures = new EnumMap<>(Kind.class);

    /** Kinds of readings; of several that fail, the first says most. */
    enum Kind {
        /** The complete list. */
        LIST,
        /** Machines whose turn it is. */
        MACHINES,
        /** Everything but machines. */
        SURROUNDINGS,
        /** Its events. */
        NEWS,
        /** What somebody wants to know at this moment: nobody may ask for it again, so that any success ends it. */
        ON_DEMAND
    }

    /** Notes what came of a reading, and answers it. */
    synchronized <T> Reading<T> noted(Kind kind, Reading<T> reading) {
        switch (reading) {
            case Reading.Missed<T>(var why) -> failures.put(kind, why);
            case Reading.Got<T> _ -> {
                failures.remove(kind);
                failures.remove(Kind.ON_DEMAND);
            }
        }
        return reading;
    }

    synchronized Optional<Failure> worst() {
        return failures.values().stream().findFirst();
    }

    synchronized void forget() {
        failures.clear();
    }
}
