package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells people that a backend does not answer: once an outage, and only when it lasts. Resolved when it was really read
 * again, so a service that starts while a backend is away neither repeats the alert nor takes it back.
 */
final class BackendAlerts {
    private final Stores stores;
    private final World world;
    private final Clock clock;
    private final Duration grace;
    private final Map<String, Instant> awaySince = new ConcurrentHashMap<>();
    private final Map<Told, Boolean> told = new ConcurrentHashMap<>();

    /** What a repository's people know of a backend. */
    private record Told(RepositoryId repository, String backend) {}

    /** Tells of what is away for {@code grace} or longer. */
    BackendAlerts(Stores stores, World world, Clock clock, Duration grace) {
        this.stores = stores;
        this.world = world;
        this.clock = clock;
        this.grace = grace;
    }

    /** Tells the people of a repository what changed since the last time. */
    void tell(RepositoryId repository) {
        var failures = world.failures();
        var seen = world.snapshot();
        for (var name : world.regionNames())
            tell(repository, "maas " + name, failures, seen.regions().containsKey(name));
        for (var name : world.fleetNames())
            tell(repository, "fleet " + name, failures, seen.fleets().containsKey(name));
    }

    private void tell(RepositoryId repository, String backend, Map<String, Failure> failures, boolean seen) {
        var failure = failures.get(backend);
        if (failure != null) away(new Told(repository, backend), failure);
        else {
            awaySince.remove(backend);
            if (seen) back(new Told(repository, backend));
        }
    }

    private void away(Told whom, Failure failure) {
        var now = clock.instant();
        var since = awaySince.computeIfAbsent(whom.backend(), backend -> now);
        if (since.plus(grace).isAfter(now) || Boolean.TRUE.equals(told.get(whom))) return;
        var text = "%s cannot be read: %s Nothing is begun there meanwhile; Gough keeps asking and goes on by itself."
                .formatted(whom.backend(), sentence(failure.why()));
        stores.together(() -> stores.outbox().raise(whom.repository(), key(whom), "warning", text, now));
        told.put(whom, true);
    }

    private void back(Told whom) {
        if (Boolean.FALSE.equals(told.get(whom))) return;
        stores.together(() -> stores.outbox()
                .resolve(whom.repository(), key(whom), whom.backend() + " answers again.", clock.instant()));
        told.put(whom, false);
    }

    private static String key(Told whom) {
        return "backend " + whom.backend();
    }

    private static String sentence(String why) {
        return why.endsWith(".") ? why : why + ".";
    }
}
