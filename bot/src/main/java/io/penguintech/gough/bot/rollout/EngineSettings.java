package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Health;
import io.penguintech.gough.reconcile.Journey;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the engine.
 *
 * @param instance id of this service; two services with different ones never write to the same backend
 * @param dataDir folder in which the file {@code STOP} stops everything
 * @param tick how often each repository is looked at
 * @param patience how long things at a backend may take
 * @param accounts the API tokens
 * @param guards how the guards of hosts are asked
 * @param health how patient one is with hosts that are silent or not enrolled
 * @param questions how hosts are asked what people want to know
 */
public record EngineSettings(
        String instance,
        Path dataDir,
        Duration tick,
        Journey.Patience patience,
        Accounts accounts,
        GuardSettings guards,
        Health.Patience health,
        QuestionSettings questions) {
    /** One that asks hosts, and is patient, as is usual. */
    public EngineSettings(String instance, Path dataDir, Duration tick, Journey.Patience patience, Accounts accounts) {
        this(
                instance,
                dataDir,
                tick,
                patience,
                accounts,
                GuardSettings.DEFAULT,
                Health.Patience.DEFAULT,
                QuestionSettings.DEFAULT);
    }

    /** How long a server must be away at most before people are told. */
    public static final Duration LONGEST_OUTAGE = Duration.ofSeconds(30);

    /** How long a server must be away before people are told: half a minute, or one look when that is shorter. */
    public Duration outage() {
        return patience.look().compareTo(LONGEST_OUTAGE) < 0 ? patience.look() : LONGEST_OUTAGE;
    }
}
