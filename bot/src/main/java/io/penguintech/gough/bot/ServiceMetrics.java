package io.penguintech.gough.bot;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.penguintech.gough.bot.backends.Lookout;
import io.penguintech.gough.bot.jobs.Jobs;
import io.penguintech.gough.bot.rollout.RepositoryStatus;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is worth an alert, as gauges: rollouts by state, blocked subjects and findings, hosts by health, whether a repository is stopped,
 * how old what is known of each backend is and how fast it is read again, and how far each consumer of events is behind. Read six times a
 * minute, so that a scrape costs nothing.
 */
@Component
final class ServiceMetrics {
    private static final Duration OFTEN = Duration.ofSeconds(10);

    private final JdbcClient database;
    private final Rollouts rollouts;
    private final World world;
    private final Lookout lookout;
    private final Clock clock;
    private final Jobs jobs;
    private final Gauges gauges;

    ServiceMetrics(
            JdbcClient database,
            Rollouts rollouts,
            World world,
            Lookout lookout,
            Clock clock,
            Jobs jobs,
            MeterRegistry meters) {
        this.database = database;
        this.rollouts = rollouts;
        this.world = world;
        this.lookout = lookout;
        this.clock = clock;
        this.jobs = jobs;
        this.gauges = Gauges.on(meters);
    }

    private record Gauges(
            MultiGauge rollouts,
            MultiGauge blocked,
            MultiGauge findings,
            MultiGauge hosts,
            MultiGauge rollAge,
            MultiGauge stopped,
            MultiGauge age,
            MultiGauge listAge,
            MultiGauge each,
            MultiGauge pass,
            MultiGauge up,
            MultiGauge lag) {
        static Gauges on(MeterRegistry meters) {
            return new Gauges(
                    gauge("gough.rollouts", "Rollouts by state", meters),
                    gauge("gough.blocked", "Subjects that Gough must not touch now", meters),
                    gauge("gough.findings", "Differences that only a decision can end", meters),
                    gauge("gough.hosts", "Declared hosts by health", meters),
                    gauge(
                            "gough.backend.hosts.age.seconds",
                            "Age of the last complete list of a Fleet's hosts",
                            meters),
                    gauge("gough.stopped", "1 while nothing is written for a repository", meters),
                    gauge("gough.backend.sweep.age.seconds", "Age of what was read longest ago", meters),
                    gauge("gough.backend.list.age.seconds", "Age of the last complete list of a backend", meters),
                    gauge("gough.backend.machine.seconds", "What reading one machine costs a region", meters),
                    gauge("gough.backend.pass.seconds", "Time until every machine is read again", meters),
                    gauge("gough.backend.up", "1 while a backend answers", meters),
                    gauge("gough.events.lag", "Events that a consumer has not taken yet", meters));
        }

        private static MultiGauge gauge(String name, String description, MeterRegistry meters) {
            return MultiGauge.builder(name).description(description).register(meters);
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        jobs.every("metrics", OFTEN, this::read);
    }

    private void read() {
        gauges.rollouts().register(rows("""
                select repository, state, count(*) as value from rollouts group by 1, 2""", "repository", "state"), true);
        gauges.lag().register(rows("""
                select consumer, (select count(*) from events where sequence > position) as value
                from event_positions""", "consumer"), true);
        readRepositories();
        readBackends();
    }

    private List<MultiGauge.Row<?>> rows(String sql, String... tags) {
        return database.sql(sql)
                .<MultiGauge.Row<?>>query((row, number) -> {
                    var labels = Tags.empty();
                    for (var tag : tags) labels = labels.and(tag, row.getString(tag));
                    return MultiGauge.Row.of(labels, row.getLong("value"));
                })
                .list();
    }

    private void readRepositories() {
        var blocked = new ArrayList<MultiGauge.Row<?>>();
        var findings = new ArrayList<MultiGauge.Row<?>>();
        var stopped = new ArrayList<MultiGauge.Row<?>>();
        var hosts = new ArrayList<MultiGauge.Row<?>>();
        for (RepositoryStatus status : rollouts.status()) {
            var repository = Tags.of("repository", status.repository().value());
            blocked.add(MultiGauge.Row.of(repository, status.blocked().size()));
            findings.add(MultiGauge.Row.of(repository, status.findings().size()));
            status.health()
                    .counts()
                    .forEach((state, count) ->
                            hosts.add(MultiGauge.Row.of(repository.and("health", state.word()), count)));
            stopped.add(MultiGauge.Row.of(repository, status.stopped().isPresent() ? 1 : 0));
        }
        gauges.blocked().register(blocked, true);
        gauges.findings().register(findings, true);
        gauges.stopped().register(stopped, true);
        gauges.hosts().register(hosts, true);
    }

    private void readBackends() {
        var ages = new ArrayList<MultiGauge.Row<?>>();
        var up = new ArrayList<MultiGauge.Row<?>>();
        var seen = world.snapshot();
        var failures = world.failures();
        world.regionNames().forEach(name -> up.add(up("maas " + name, failures.containsKey("maas " + name))));
        world.fleetNames().forEach(name -> up.add(up("fleet " + name, failures.containsKey("fleet " + name))));
        var lists = new ArrayList<MultiGauge.Row<?>>();
        seen.regions().forEach((name, region) -> {
            ages.add(age("maas " + name, region.oldest()));
            lists.add(age("maas " + name, region.sweptAt()));
        });
        seen.fleets().forEach((name, fleet) -> {
            ages.add(age("fleet " + name, fleet.at()));
            lists.add(age("fleet " + name, fleet.at()));
        });
        gauges.age().register(ages, true);
        gauges.rollAge().register(rollAges(), true);
        gauges.listAge().register(lists, true);
        gauges.up().register(up, true);
        readPaces(seen);
    }

    private List<MultiGauge.Row<?>> rollAges() {
        var ages = new ArrayList<MultiGauge.Row<?>>();
        world.rolls()
                .forEach((name, state) -> state.roll().ifPresent(roll -> ages.add(age("fleet " + name, roll.at()))));
        return ages;
    }

    private void readPaces(Observed seen) {
        var each = new ArrayList<MultiGauge.Row<?>>();
        var pass = new ArrayList<MultiGauge.Row<?>>();
        lookout.paces().forEach((name, pace) -> {
            var region = seen.regions().get(name);
            if (region == null) return;
            var whole = pace.pass(region.machines().size(), lookout.interval(name));
            each.add(MultiGauge.Row.of(
                    Tags.of("backend", "maas " + name), pace.each().toNanos() / 1e9));
            pass.add(MultiGauge.Row.of(Tags.of("backend", "maas " + name), whole.toSeconds()));
        });
        gauges.each().register(each, true);
        gauges.pass().register(pass, true);
    }

    private static MultiGauge.Row<?> up(String backend, boolean failing) {
        return MultiGauge.Row.of(Tags.of("backend", backend), failing ? 0 : 1);
    }

    private MultiGauge.Row<?> age(String backend, Instant at) {
        return MultiGauge.Row.of(
                Tags.of("backend", backend),
                Duration.between(at, clock.instant()).toSeconds());
    }
}
