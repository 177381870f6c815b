package io.penguintech.gough.simulators.maas;

import java.time.Duration;

/**
 * How long what takes time takes, in time of the stand-in's clock.
 *
 * @param commissioning from commission to the end of the commissioning scripts
 * @param testing the testing scripts, after commissioning or by themselves
 * @param deploying from deploy to Deployed
 * @param releasing until the power is off; power type manual is released at once (recorded)
 * @param erasing a full erase before the release
 * @param quickErasing a quick or secure erase before the release
 * @param rescue entering or leaving the rescue mode
 */
public record MaasDurations(
        Duration commissioning,
        Duration testing,
        Duration deploying,
        Duration releasing,
        Duration erasing,
        Duration quickErasing,
        Duration rescue) {

    /** What a rack of servers takes. */
    public static MaasDurations realistic() {
        return new MaasDurations(
                Duration.ofMinutes(4),
                Duration.ofMinutes(2),
                Duration.ofMinutes(8),
                Duration.ofSeconds(40),
                Duration.ofMinutes(45),
                Duration.ofMinutes(1),
                Duration.ofMinutes(3));
    }

    /** Everything takes {@code each}; with zero, the next read already shows the end. */
    public static MaasDurations all(Duration each) {
        return new MaasDurations(each, each, each, each, each, each, each);
    }
}
