package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Images;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.ThingKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers from which version of its image a host was deployed, at the moment its deployment is remembered. */
final class DeployedImages {
    /** Images change about once a day: many deployments share one look. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final RecordStore records;
    private final World world;
    private final Clock clock;
    private final Map<BackendName, Instant> looked = new ConcurrentHashMap<>();

    DeployedImages(RecordStore records, World world, Clock clock) {
        this.records = records;
        this.world = world;
        this.clock = clock;
    }

    /** The version to remember for a deployment that {@code before} does not hold yet; empty when nothing is new or known. */
    Optional<String> version(
            Optional<Records.HostRecord> before, Optional<Records.HostRecord> after, Optional<Machine> machine) {
        var deployment = after.flatMap(Records.HostRecord::deployment);
        if (deployment.isEmpty() || deployment.equals(before.flatMap(Records.HostRecord::deployment)))
            return Optional.empty();
        var region = after.get().region();
        lookAgain(region);
        var seen = world.snapshot().regions().get(region);
        if (seen == null || machine.isEmpty()) return Optional.empty();
        return Images.version(seen, deployment.get().release(), machine.get().architecture());
    }

    private void lookAgain(BackendName region) {
        var now = clock.instant();
        var last = looked.get(region);
        if (last != null && last.plus(FRESH).isAfter(now)) return;
        looked.put(region, now);
        world.things(region, EnumSet.of(ThingKind.IMAGE_SET));
    }

    /** In the same transaction as the record: a deployment whose image is not known has none, not that of the one before. */
    void keep(
            RepositoryId repository,
            Optional<Records.HostRecord> before,
            Records.HostRecord after,
            Optional<String> version) {
        var store = records.images(repository);
        before.map(Records.HostRecord::host)
                .filter(name -> !name.equals(after.host()))
                .ifPresent(name -> store.rename(name, after.host()));
        if (after.deployment().equals(before.flatMap(Records.HostRecord::deployment))) return;
        version.ifPresentOrElse(known -> store.put(after.host(), known), () -> store.forget(after.host()));
    }
}
