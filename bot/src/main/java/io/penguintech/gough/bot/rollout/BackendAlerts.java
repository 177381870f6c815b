package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.RevisionUnavailable;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.Thing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells people that a backend does not answer, or not all that is asked again and again: those whose repository uses it, once an outage, and only when it lasts.
 * Resolved when it was really read again. What is told is kept in the database, so a service that starts while a backend
 * is away neither repeats the alert nor takes it back.
 */
final class BackendAlerts {
    private static final String PREFIX = "backend ";

    private final Stores stores;
    private final World world;
    private final Revisions revisions;
    private final Clock clock;
    private final Duration grace;
    private final Map<String, Instant> awaySince = new ConcurrentHashMap<>();
    private final Map<Told, Boolean> told = new ConcurrentHashMap<>();
    /** Repositories for which it was looked whether alerts of backends are left that the settings do not know. */
    private final Set<RepositoryId> cleared = ConcurrentHashMap.newKeySet();

    /** What a repository's people know of a backend. */
    private record Told(RepositoryId repository, String backend) {}

    /** Tells of what is away for {@code grace} or longer. */
    BackendAlerts(Stores stores, World world, Revisions revisions, Clock clock, Duration grace) {
        this.stores = stores;
        this.world = world;
        this.revisions = revisions;
        this.clock = clock;
        this.grace = grace;
    }

    /** Tells the people of a repository what changed since the last time. */
    void tell(ServedRepository served) {
        var failures = world.failures();
        var seen = world.snapshot();
        for (var name : world.regionNames())
            tell(served, "maas " + name, failures, seen.regions().containsKey(name));
        for (var name : world.fleetNames())
            tell(served, "fleet " + name, failures, seen.fleets().containsKey(name));
        if (!cleared.contains(served.id())) clear(served.id());
    }

    /** A backend that is not in the settings any more, which a start alone can change, never answers again. */
    private void clear(RepositoryId repository) {
        var known = Stream.concat(
                        world.regionNames().stream().map(name -> "maas " + name),
                        world.fleetNames().stream().map(name -> "fleet " + name))
                .collect(Collectors.toSet());
        stores.together(() -> stores.alerts().about(repository, PREFIX).stream()
                .filter(backend -> !known.contains(backend))
                .forEach(backend -> stores.alerts()
                        .resolve(
                                repository,
                                PREFIX + backend,
                                "%s is not in the server settings any more.".formatted(backend),
                                clock.instant())));
        cleared.add(repository);
    }

    private void tell(ServedRepository served, String backend, Map<String, Failure> failures, boolean seen) {
        var whom = new Told(served.id(), backend);
        var failure = failures.get(backend);
        if (failure != null) away(served, whom, failure);
        else {
            awaySince.remove(backend);
            if (seen) back(whom);
        }
    }

    private void away(ServedRepository served, Told whom, Failure failure) {
        var now = clock.instant();
        var since = awaySince.computeIfAbsent(whom.backend(), backend -> now);
        if (since.plus(grace).isAfter(now) || Boolean.TRUE.equals(told.get(whom)) || !uses(served, whom.backend()))
            return;
        var text =
                "%s cannot be read as it should be: %s What has to be looked at there first is not begun; Gough keeps asking and goes on by itself."
                        .formatted(whom.backend(), sentence(failure.why()));
        stores.together(
                () -> stores.alerts().raiseOnce(whom.repository(), key(whom), Alert.Severity.WARNING, text, now));
        told.put(whom, true);
    }

    private void back(Told whom) {
        if (Boolean.FALSE.equals(told.get(whom))) return;
        stores.together(() -> stores.alerts()
                .resolve(whom.repository(), key(whom), whom.backend() + " answers again.", clock.instant()));
        told.put(whom, false);
    }

    /** Whether the revision that is brought about declares anything there. */
    private boolean uses(ServedRepository served, String backend) {
        var current = stores.repositories().get(served.id()).current();
        try {
            return current.isPresent()
                    && revisions.declared(served, current.get()) instanceof Declarations.Declared.Valid valid
                    && declaresIn(valid, backend);
        } catch (RevisionUnavailable e) {
            // The clone is damaged and the remote is away: that is an alert of its own.
            return false;
        }
    }

    private static boolean declaresIn(Declarations.Declared.Valid valid, String backend) {
        return Stream.concat(
                                valid.inventory().hosts().values().stream().map(Host::region),
                                valid.inventory().things().stream().map(Thing::region))
                        .distinct()
                        .anyMatch(region -> backend.equals("maas " + region))
                || valid.inventory().inFleets().stream()
                        .map(FleetObject::fleet)
                        .distinct()
                        .anyMatch(fleet -> backend.equals("fleet " + fleet));
    }

    private static String key(Told whom) {
        return PREFIX + whom.backend();
    }

    private static String sentence(String why) {
        return why.endsWith(".") ? why : why + ".";
    }
}
