package io.penguintech.gough.bot;

import io.penguintech.gough.reconcile.World;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the backends answer, each by name. Not part of liveness or readiness: restarting Gough mends no MAAS, and
 * Gough without MAAS still answers people.
 */
@Component("backendsHealthIndicator")
final class BackendHealth implements HealthIndicator {
    private final World world;

    BackendHealth(World world) {
        this.world = world;
    }

    @Override
    public Health health() {
        var failures = world.failures();
        var health = failures.isEmpty() ? Health.up() : Health.down();
        world.regionNames().forEach(name -> add(health, "maas " + name));
        world.fleetNames().forEach(name -> add(health, "fleet " + name));
        return health.build();
    }

    private void add(Health.Builder health, String backend) {
        var failure = world.failures().get(backend);
        health.withDetail(backend, failure == null ? "answers" : failure.why());
    }
}
