package io.penguintech.gough.bot.rollout;

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
 */
public record EngineSettings(
        String instance, Path dataDir, Duration tick, Journey.Patience patience, Accounts accounts) {}
