package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Glances.Glance;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Deployable;
import io.penguintech.gough.reconcile.Journey;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.Records.Deployment;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at images once more before a system is deployed, and before another is given up for it: between the plan and this
 * moment somebody may have deleted one, and what MAAS then refuses would leave a host with nothing.
 */
final class LastLook {
    /** A hundred hosts that are deployed in one tick ask once. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final World world;
    private final Clock clock;
    private final Map<Asked, Seen> seen = new ConcurrentHashMap<>();

    private record Asked(BackendName region, String release) {}

    private record Seen(Deployable images, Instant at) {}

    LastLook(World world, Clock clock) {
        this.world = world;
        this.clock = clock;
    }

    /** Why a change must not take its next step yet; it may as soon as the image is there. */
    Optional<String> obstacle(Change change, Glance seen, List<Journey.Taken> taken, Journey.Kind kind) {
        if (!(change instanceof Change.OfHost host) || !isLast(host, taken, kind)) return Optional.empty();
        return Caller.deployment(host)
                .flatMap(deployment -> machine(seen).flatMap(machine -> obstacle(host, deployment, machine)));
    }

    /** A reinstall is held back as a whole: what comes before its release takes away a lock or a VM host. */
    private static boolean isLast(Change.OfHost change, List<Journey.Taken> taken, Journey.Kind kind) {
        boolean runs = change instanceof Change.Reinstall && !Journey.mayHaveHappened(taken, "release");
        return runs || kind instanceof Journey.Kind.Deploy;
    }

    private Optional<String> obstacle(Change.OfHost change, Deployment deployment, Machine machine) {
        return switch (now(new Asked(change.region(), deployment.release()))) {
            case Reading.Missed<Deployable>(var failure) -> Optional.of(failure.why());
            case Reading.Got<Deployable>(var now) ->
                Journey.undeployable(deployment, machine, now)
                        .map(why ->
                                "region %s %s. Have MAAS fetch it, and this goes on by itself; or correct spec.os and the change is planned anew."
                                        .formatted(change.region(), why));
        };
    }

    private Reading<Deployable> now(Asked asked) {
        var before = seen.get(asked);
        if (before != null && clock.instant().isBefore(before.at().plus(FRESH)))
            return new Reading.Got<>(before.images());
        var at = clock.instant();
        var reading = world.deployable(asked.region(), asked.release());
        if (reading instanceof Reading.Got<Deployable>(var images)) seen.put(asked, new Seen(images, at));
        else seen.remove(asked);
        return reading;
    }

    private static Optional<Machine> machine(Glance seen) {
        return seen instanceof Glance.AtMachine(var at) ? at.value() : Optional.empty();
    }
}
