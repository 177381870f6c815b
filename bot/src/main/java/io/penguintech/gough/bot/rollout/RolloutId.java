package io.penguintech.gough.bot.rollout;

/**
 * The number of a rollout, unique within the service.
 *
 * @param value from 1
 */
public record RolloutId(long value) implements Comparable<RolloutId> {
    /** Refuses numbers below 1. */
    public RolloutId {
        if (value < 1) throw new IllegalArgumentException("rollouts are numbered from 1: " + value);
    }

    @Override
    public int compareTo(RolloutId other) {
        return Long.compare(value, other.value);
    }

    /** As people write it: {@code r12}. */
    @Override
    public String toString() {
        return "r" + value;
    }

    /** Reads {@code r12} or {@code 12}. */
    public static RolloutId parse(String text) {
        return new RolloutId(Long.parseLong(text.startsWith("r") ? text.substring(1) : text));
    }
}
