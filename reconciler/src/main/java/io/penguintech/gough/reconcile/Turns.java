package io.penguintech.gough.reconcile;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * In which order readings of one region were asked for: two may overlap, and the one that was asked for later wins. They are
 * counted, as a clock may be set back. Only {@link #next} may be called without the lock of the view.
 */
final class Turns {
    private final AtomicLong given = new AtomicLong();
    /** Since the last complete list, as that stands for all before. */
    private final Map<SystemId, Turn> machines = new HashMap<>();

    private Turn list = Turn.NEVER;

    /**
     * The moment before a call.
     *
     * @param at its time, for people
     * @param number its place in the order
     */
    record Turn(Instant at, long number) {
        static final Turn NEVER = new Turn(Instant.MIN, 0);

        boolean isAfter(Turn other) {
            return number > other.number;
        }
    }

    /** The next one, at that time. */
    Turn next(Instant now) {
        return new Turn(now, given.incrementAndGet());
    }

    /** Notes a reading of a machine, unless a later one is known; answers whether it is news. */
    boolean take(SystemId id, Turn turn) {
        if (list.isAfter(turn) || machines.getOrDefault(id, Turn.NEVER).isAfter(turn)) return false;
        machines.put(id, turn);
        return true;
    }

    /** Notes a complete list. */
    void takeAll(Turn turn) {
        list = turn;
        machines.values().removeIf(turn::isAfter);
    }

    void forget() {
        machines.clear();
        list = Turn.NEVER;
    }
}
