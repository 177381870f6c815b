package io.penguintech.gough.bot.backends;

import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks at one region step by step. A first complete list; from then on batches of the machines that were read longest
 * ago, within the budget; a complete list again now and then, because only it shows machines that were made without a
 * trace, unless the region has a cheap list that does so too. A batch that fails is all that is lost: its machines are the oldest still.
 * A list that fails keeps no batch from being read: it is tried again in a while.
 */
final class RegionWatch {
    /** One answer of about 850 KB; longer ones hold a worker for seconds. */
    static final int BATCH = 50;

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final World world;
    private final BackendName name;
    private final BackendSettings.MaasRegion settings;
    private final Clock clock;
    private final Pace pace;
    private volatile Instant rosterAt = Instant.EPOCH;
    /** Not before is a list tried again that failed. */
    private volatile Instant listAgainAt = Instant.EPOCH;

    RegionWatch(World world, BackendName name, BackendSettings.MaasRegion settings, Clock clock) {
        this.world = world;
        this.name = name;
        this.settings = settings;
        this.clock = clock;
        this.pace = new Pace(settings.budget() / 100.0, settings.list());
    }

    Pace pace() {
        return pace;
    }

    /** Reads what is due, one call or few. Answers how long to pause. */
    Reading<Duration> step() {
        var known = world.snapshot().regions().get(name);
        var now = clock.instant();
        return known == null || isListDue(known, now)
                ? list(known == null ? 0 : known.machines().size())
                : batch(now, known.machines().size());
    }

    /** Whether the next step is a complete list. */
    boolean isListDue() {
        var known = world.snapshot().regions().get(name);
        return known == null || isListDue(known, clock.instant());
    }

    /** Not while a cheap list says who came and went. */
    private boolean isListDue(Observed.Region known, Instant now) {
        return !listAgainAt.isAfter(now)
                && !known.sweptAt().plus(pace.list(known.machines().size())).isAfter(now)
                && rosterAt.plus(settings.sweep().multipliedBy(3)).isBefore(now);
    }

    /** Reads the machines that a cheap list, where there is one, shows as different. */
    Reading<Optional<Integer>> roster() {
        var reading = world.roster(name);
        if (reading instanceof Reading.Got<Optional<Integer>>(var read) && read.isPresent()) rosterAt = clock.instant();
        return reading;
    }

    private Reading<Duration> list(int known) {
        long begun = System.nanoTime();
        return switch (world.sweep(name)) {
            case Reading.Missed<Observed.Region>(var why) -> {
                var took = Duration.ofNanos(System.nanoTime() - begun);
                listAgainAt = clock.instant().plus(pace.listAgain(known, took));
                yield new Reading.Missed<>(why);
            }
            case Reading.Got<Observed.Region>(var region) -> {
                int machines = region.machines().size();
                var took = Duration.ofNanos(System.nanoTime() - begun);
                pace.measured(machines, took);
                // The batches before it paid for it: a pause of its length would double the time that a change stays
                // unseen.
                int batch = Math.min(machines, BATCH);
                yield new Reading.Got<>(pace.pause(
                        batch, machines == 0 ? took : took.multipliedBy(batch).dividedBy(machines), machines));
            }
        };
    }

    private Reading<Duration> batch(Instant now, int all) {
        long begun = System.nanoTime();
        return switch (world.renew(name, now.minus(settings.sweep()), BATCH)) {
            case Reading.Missed<Integer>(var why) -> new Reading.Missed<>(why);
            case Reading.Got<Integer>(var machines) ->
                machines == 0 ? new Reading.Got<>(untilOneIsDue(now)) : paused(machines, begun, all);
        };
    }

    private Reading<Duration> paused(int machines, long begun, int all) {
        var took = Duration.ofNanos(System.nanoTime() - begun);
        pace.measured(machines, took);
        return new Reading.Got<>(pace.pause(machines, took, Math.max(all, machines)));
    }

    private Duration untilOneIsDue(Instant now) {
        var known = world.snapshot().regions().get(name);
        if (known == null) return SHORTEST;
        var wait = Duration.between(now, known.oldest().plus(settings.sweep()));
        return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
    }
}
