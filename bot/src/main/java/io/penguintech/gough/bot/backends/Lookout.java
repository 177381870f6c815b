package io.penguintech.gough.bot.backends;

import io.penguintech.gough.bot.jobs.Jobs;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the world's picture fresh: reads every region's machines again and again within a budget, asks for its news often,
 * which is cheap, and lists what every Fleet has. A backend that does not answer is asked again soon, then more seldom, and
 * once a minute at least; that it is away is logged once, and that it is back.
 */
public final class Lookout {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
    private static final Duration SUGGESTED = Duration.ofSeconds(30);
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(15);

    private final World world;
    private final BackendSettings settings;
    private final Jobs jobs;
    private final Clock clock;
    private final SortedMap<BackendName, RegionWatch> watches = new TreeMap<>();
    /** By backend: how often each of its jobs missed it in a row. */
    private final ConcurrentMap<String, ConcurrentMap<String, Integer>> misses = new ConcurrentHashMap<>();
    /** Fleets whose hosts cannot be read until a person acts. */
    private final Set<BackendName> unreadable = ConcurrentHashMap.newKeySet();

    /** Looks at {@code world} as often as {@code settings} say. */
    public Lookout(World world, BackendSettings settings, Jobs jobs, Clock clock) {
        this.world = world;
        this.settings = settings;
        this.jobs = jobs;
        this.clock = clock;
        settings.maas().forEach((name, region) -> {
            var backend = new BackendName(name);
            watches.put(backend, new RegionWatch(world, backend, region, clock));
        });
    }

    /** How fast each region is read again. */
    public SortedMap<BackendName, Pace> paces() {
        var paces = new TreeMap<BackendName, Pace>();
        watches.forEach((name, watch) -> paces.put(name, watch.pace()));
        return paces;
    }

    /** How often each machine of a region is to be read again. */
    public Duration interval(BackendName region) {
        return Objects.requireNonNull(settings.maas().get(region.value())).sweep();
    }

    /** Begins; returns at once. */
    public void start() {
        settings.maas().forEach((name, region) -> {
            var backend = new BackendName(name);
            jobs.repeat("sweep of maas " + name, region.sweep(), () -> sweep(backend, region.sweep()));
            jobs.repeat("news of maas " + name, region.news(), () -> news(backend, region.news()));
            jobs.repeat("surroundings of maas " + name, region.sweep(), () -> around(backend, region.sweep()));
        });
        settings.fleet().forEach((name, server) -> {
            var backend = new BackendName(name);
            var refresh = server.refresh();
            var look = new Turn(clock, () -> world.areObjectsHinted(backend), () -> look(backend, refresh));
            var hosts = new Turn(clock, () -> world.areHostsHinted(backend), () -> hosts(backend, server));
            jobs.repeat("look at fleet " + name, refresh, look::step);
            jobs.repeat("hosts of fleet " + name, server.hosts(), hosts::step);
        });
    }

    /**
     * Begins to read what webhooks of Fleets may lose; returns at once.
     *
     * @param log makes the next call of reading what was done in a Fleet, and answers whether all is read with it
     * @param hinted whether there is a reason to read that before it is its turn
     * @param vulnerabilities makes the next call of reading its vulnerabilities
     */
    public void startPolls(
            Function<BackendName, Reading<Boolean>> log,
            Predicate<BackendName> hinted,
            Function<BackendName, Reading<Boolean>> vulnerabilities) {
        settings.fleet().forEach((name, server) -> {
            var fleet = new BackendName(name);
            var pause = server.pause();
            var deeds = new Turn(clock, () -> hinted.test(fleet), () -> rest(log.apply(fleet), server.log(), pause));
            var found = new Turn(
                    clock, () -> false, () -> rest(vulnerabilities.apply(fleet), server.vulnerabilities(), pause));
            jobs.repeat("log of fleet " + name, LONGEST_RETRY, deeds::step);
            jobs.repeat("vulnerabilities of fleet " + name, LONGEST_RETRY, found::step);
        });
    }

    /** What comes after one call of several. */
    private static Turn.Rest rest(Reading<Boolean> reading, Duration usual, Duration pause) {
        return switch (reading) {
            case Reading.Got<Boolean>(var complete) -> new Turn.Rest(complete ? usual : pause, complete);
            case Reading.Missed<Boolean>(Failure.TryAgain(var _, var after)) ->
                new Turn.Rest(atLeast(FIRST_RETRY, shortest(after, usual)), false);
            case Reading.Missed<Boolean> _ -> new Turn.Rest(usual, false);
        };
    }

    private Turn.Rest look(BackendName fleet, Duration refresh) {
        var reading = world.look(fleet);
        var pause = pause("fleet " + fleet, "look", reading, refresh, LONGEST_RETRY);
        return new Turn.Rest(pause, reading instanceof Reading.Got<?>);
    }

    /**
     * One page of a Fleet's hosts. That it is away its look tells; told here, and once, is only what a person must end, such
     * as a role that may not list hosts.
     */
    private Turn.Rest hosts(BackendName fleet, BackendSettings.FleetServer server) {
        var reading = world.callRoll(fleet);
        switch (reading) {
            case Reading.Got<Boolean>(var complete) -> {
                if (complete && unreadable.remove(fleet)) LOG.info("The hosts of fleet {} can be read again", fleet);
            }
            case Reading.Missed<Boolean>(Failure.TryAgain _) -> {}
            case Reading.Missed<Boolean>(var failure) -> {
                if (!world.failures().containsKey("fleet " + fleet) && unreadable.add(fleet))
                    LOG.warn("The hosts of fleet {} cannot be read: {}", fleet, failure.why());
            }
        }
        return rest(reading, server.hosts(), server.pause());
    }

    private Duration sweep(BackendName region, Duration usual) {
        var watch = Objects.requireNonNull(watches.get(region));
        var job = watch.isListDue() ? "list" : "sweep";
        var reading = watch.step();
        var next = reading instanceof Reading.Got<Duration>(var pause) ? pause : usual;
        return pause("maas " + region, job, reading, next, LONGEST_RETRY);
    }

    /**
     * The complete list brings them the first time; a region that is down is the sweep's to report. A cheap list that fails
     * leaves its work to the complete one.
     */
    private Duration around(BackendName region, Duration usual) {
        if (!world.snapshot().regions().containsKey(region) || world.surroundings(region) instanceof Reading.Missed<?>)
            return shortest(usual, LONGEST_RETRY);
        var reading = Objects.requireNonNull(watches.get(region)).roster();
        return pause("the paged list of maas " + region, "roster", reading, usual, usual);
    }

    /** Asked from the start: what happens while the first list is on its way, which takes minutes, is not missed. */
    private Duration news(BackendName region, Duration usual) {
        return switch (world.news(region)) {
            case Reading.Got<?> got -> {
                answered("maas " + region, "news");
                yield usual;
            }
            case Reading.Missed<?> missed -> {
                missed("maas " + region, "news", missed.failure());
                yield usual.multipliedBy(3);
            }
        };
    }

    private Duration pause(String backend, String job, Reading<?> reading, Duration usual, Duration longest) {
        return switch (reading) {
            case Reading.Got<?> got -> {
                answered(backend, job);
                yield usual;
            }
            case Reading.Missed<?> missed -> {
                int times = missed(backend, job, missed.failure());
                var retry = FIRST_RETRY.multipliedBy(1L << Math.min(times - 1, 10));
                yield atLeast(asked(missed.failure()), shortest(retry, shortest(usual, longest)));
            }
        };
    }

    /** Told once, whichever of its jobs meets it first. */
    private int missed(String backend, String job, Failure failure) {
        var jobs = misses.computeIfAbsent(backend, any -> new ConcurrentHashMap<>());
        boolean first = jobs.isEmpty();
        int times = jobs.merge(job, 1, Integer::sum);
        if (first) LOG.warn("{} does not answer and is asked again: {}", backend, failure.why());
        return times;
    }

    private void answered(String backend, String job) {
        var jobs = misses.get(backend);
        if (jobs != null && jobs.remove(job) != null && jobs.isEmpty()) LOG.info("{} answers again", backend);
    }

    /** How long the backend itself asks us to wait, when that is longer than what a failed call suggests by itself. */
    private static Duration asked(Failure failure) {
        return failure instanceof Failure.TryAgain(var _, var after) && after.compareTo(SUGGESTED) > 0
                ? shortest(after, LONGEST_ASKED)
                : Duration.ZERO;
    }

    private static Duration atLeast(Duration least, Duration pause) {
        return pause.compareTo(least) < 0 ? least : pause;
    }

    private static Duration shortest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
