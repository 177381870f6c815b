package io.penguintech.gough.bot.rollout;

import java.util.Random;

/**
 * The limits of a repository, drawn once.
 *
 * @param hold how long what is retired is kept, as written
 * @param parallel how many hosts at once
 * @param failures after how many nothing new begins
 * @param waves whether hosts come in waves, ring by ring
 * @param canary how many come before all others
 * @param groups whether one host of a ring may be unavailable at once
 */
record RandomLimits(String hold, int parallel, int failures, boolean waves, int canary, boolean groups) {
    static RandomLimits drawn(Random random, Breadth breadth) {
        var hold = random.nextBoolean() ? "0s" : "2h";
        int parallel = random.nextBoolean() ? 10 : 1;
        if (!breadth.isWide()) return new RandomLimits(hold, parallel, 3, false, 0, false);
        boolean waves = random.nextBoolean();
        return new RandomLimits(
                hold,
                parallel == 1 ? 1 : 2 + random.nextInt(9),
                1 + random.nextInt(3),
                waves,
                waves ? random.nextInt(2) : 0,
                random.nextInt(3) == 0);
    }

    /** {@code gough.yaml}. */
    String rules() {
        var more = (waves ? ", waves: {by: \"label:ring\", canary: %d}".formatted(canary) : "")
                + (groups ? ", maxUnavailable: [{by: \"label:ring\", most: 1}]" : "");
        return Scene.RULES
                .replace("hold: 0s", "hold: " + hold)
                .replace("maxParallel: 10", "maxParallel: " + parallel)
                .replace("stopAfterFailures: 3", "stopAfterFailures: " + failures)
                .replace("maxDestroyed: 5}", "maxDestroyed: 5%s}".formatted(more));
    }
}
