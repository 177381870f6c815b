package io.penguintech.gough.bot.rollout;

import java.time.Duration;

/**
 * How guards are asked.
 *
 * @param fresh how long an answer without rows counts
 * @param again how long after any other answer the host is asked again
 * @param atOnce how many hosts are asked at the same time
 */
public record GuardSettings(Duration fresh, Duration again, int atOnce) {
    /** A minute, two minutes, four hosts. */
    public static final GuardSettings DEFAULT = new GuardSettings(Duration.ofMinutes(1), Duration.ofMinutes(2), 4);
}
