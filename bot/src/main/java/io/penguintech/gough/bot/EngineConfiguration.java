package io.penguintech.gough.bot;

import io.penguintech.gough.bot.backends.BackendSettings;
import io.penguintech.gough.bot.backends.Backends;
import io.penguintech.gough.bot.backends.Lookout;
import io.penguintech.gough.bot.jobs.Jobs;
import io.penguintech.gough.bot.rollout.Accounts;
import io.penguintech.gough.bot.rollout.Alerts;
import io.penguintech.gough.bot.rollout.CrashPoint;
import io.penguintech.gough.bot.rollout.Declarations;
import io.penguintech.gough.bot.rollout.EngineSettings;
import io.penguintech.gough.bot.rollout.EventConsumer;
import io.penguintech.gough.bot.rollout.EventFeed;
import io.penguintech.gough.bot.rollout.HostDecisions;
import io.penguintech.gough.bot.rollout.HostQuestions;
import io.penguintech.gough.bot.rollout.Ledger;
import io.penguintech.gough.bot.rollout.Previews;
import io.penguintech.gough.bot.rollout.RenderedDeclarations;
import io.penguintech.gough.bot.rollout.Requests;
import io.penguintech.gough.bot.rollout.RolloutEngine;
import io.penguintech.gough.bot.rollout.RolloutService;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.bot.storage.DatabaseAway;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.FleetVariables;
import io.penguintech.gough.templates.cloudinit.UserDataRenderer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Primary;
import org.springframework.context.event.ContextClosedEvent;

/** The engine, the world it looks at, and what keeps both going. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Jobs jobs() {
        return new Jobs(new SecureRandom(), DatabaseAway::because);
    }

    @Bean
    Backends backends(BackendSettings settings, BackendMetrics metrics, Clock clock) {
        return new Backends(settings, metrics, clock, new SecureRandom());
    }

    @Bean
    World world(Backends backends) {
        return backends.world();
    }

    @Bean
    Declarations declarations(ServiceSettings service, LimitSettings limits) {
        return new RenderedDeclarations(
                limits.limits(),
                new UserDataRenderer(new UserDataRenderer.Settings(
                        UserDataRenderer.Settings.DEFAULT.largestForm(), service.cloudInitSchemaText())),
                FleetVariables.only(service.fleetVariables()));
    }

    @Bean
    EngineSettings engineSettings(
            ServiceSettings service,
            EngineOptions options,
            QuestionOptions questions,
            DataFolder folder,
            ObjectProvider<Accounts> accounts) {
        return new EngineSettings(
                Optional.ofNullable(service.instanceId()).orElseGet(folder::instanceId),
                folder.path(),
                options.tick(),
                options.forEngine(),
                accounts.getIfAvailable(() -> Accounts.NONE),
                options.guards().forEngine(),
                options.health().forEngine(),
                questions.forEngine());
    }

    @Bean
    @DependsOn("flywayInitializer")
    RolloutService rolloutService(
            DataSource dataSource,
            World world,
            Declarations declarations,
            EngineSettings settings,
            Clock clock,
            SourcesConfiguration.Served served) {
        var needs = new RolloutService.Needs(
                dataSource, world, declarations, settings, clock, CrashPoint.fromSystemProperty(), new SecureRandom());
        return new RolloutService(needs, served.all());
    }

    /** One object answers and takes requests; whoever wants either gets this one. */
    @Bean
    @Primary
    Rollouts rollouts(RolloutService service) {
        return service.rollouts();
    }

    @Bean
    HostDecisions hostDecisions(RolloutService service) {
        return service.hostDecisions();
    }

    @Bean
    HostQuestions hostQuestions(RolloutService service) {
        return service.hostQuestions();
    }

    @Bean
    Ledger ledger(RolloutService service) {
        return service.ledger();
    }

    @Bean
    Alerts alerts(RolloutService service) {
        return service.alerts();
    }

    @Bean
    Requests requests(RolloutService service) {
        return service.requests();
    }

    @Bean
    Previews previews(RolloutService service) {
        return service.previews();
    }

    @Bean
    RolloutEngine rolloutEngine(RolloutService service) {
        return service.engine();
    }

    @Bean
    EventFeed eventFeed(RolloutService service, ObjectProvider<EventConsumer> consumers) {
        return service.feed(consumers.orderedStream().toList());
    }

    @Bean
    Lookout lookout(World world, BackendSettings backends, Jobs jobs, Clock clock) {
        return new Lookout(world, backends, jobs, clock);
    }

    /** Nothing runs before everything is there. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> running(
            RolloutService service, EngineOptions options, Lookout lookout, Jobs jobs, TickMetrics ticks) {
        var engine = service.engine();
        var polls = service.polls();
        return ready -> {
            lookout.start();
            lookout.startPolls(polls::log, polls::isLogHinted, polls::vulnerabilities);
            engine.repositories().forEach(repository -> {
                var tick = ticks.of(repository, () -> engine.tick(repository));
                jobs.every("tick of " + repository, options.tick(), tick);
            });
        };
    }

    /** The jobs end first of all: what they use is still there then. */
    @Bean
    ApplicationListener<ContextClosedEvent> resting(Jobs jobs) {
        return closed -> jobs.close();
    }
}
