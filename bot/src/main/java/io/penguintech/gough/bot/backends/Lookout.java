package io.penguintech.gough.bot.backends;

import io.penguintech.gough.bot.jobs.Jobs;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the world's picture fresh: lists every region now and then, which is slow, asks for its news often, which is
 * cheap, and lists every Fleet's queries. A backend that does not answer is asked again soon, then more seldom, and
 * once a minute at least by what is cheap or by what everything waits for; that it is away is logged once, and that it
 * is back.
 */
public final class Lookout {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    private final World world;
    private final BackendSettings settings;
    private final Jobs jobs;
    private final ConcurrentMap<String, Integer> misses = new ConcurrentHashMap<>();

    /** Looks at {@code world} as often as {@code settings} say. */
    public Lookout(World world, BackendSettings settings, Jobs jobs) {
        this.world = world;
        this.settings = settings;
        this.jobs = jobs;
    }

    /** Begins; returns at once. */
    public void start() {
        settings.maas().forEach((name, region) -> {
            var backend = new BackendName(name);
            var sweep = region.sweep();
            jobs.repeat(
                    "sweep of maas " + name,
                    sweep,
                    () -> pause("maas " + name, world.sweep(backend), sweep, longest(backend, sweep)));
            jobs.repeat("news of maas " + name, region.news(), () -> news(backend, region.news()));
        });
        settings.fleet().forEach((name, server) -> {
            var backend = new BackendName(name);
            var refresh = server.refresh();
            jobs.repeat(
                    "queries of fleet " + name,
                    refresh,
                    () -> pause("fleet " + name, world.queries(backend), refresh, LONGEST_RETRY));
        });
    }

    /** News mean something only after a first sweep; a region that is down is the sweep's to report. */
    private Duration news(BackendName region, Duration usual) {
        if (!world.snapshot().regions().containsKey(region)) return usual;
        return switch (world.news(region)) {
            case Reading.Got<?> got -> usual;
            case Reading.Missed<?> missed -> usual.multipliedBy(3);
        };
    }

    /** A region that was listed once tells by its news that it is back; before, everything waits for the list. */
    private Duration longest(BackendName region, Duration sweep) {
        return world.snapshot().regions().containsKey(region) ? sweep : LONGEST_RETRY;
    }

    private Duration pause(String backend, Reading<?> reading, Duration usual, Duration longest) {
        return switch (reading) {
            case Reading.Got<?> got -> {
                if (misses.remove(backend) != null) LOG.info("{} answers again", backend);
                yield usual;
            }
            case Reading.Missed<?> missed -> {
                int times = misses.merge(backend, 1, Integer::sum);
                if (times == 1)
                    LOG.warn(
                            "{} does not answer and is asked again: {}",
                            backend,
                            missed.failure().why());
                var retry = FIRST_RETRY.multipliedBy(1L << Math.min(times - 1, 10));
                yield shortest(retry, shortest(usual, longest));
            }
        };
    }

    private static Duration shortest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
