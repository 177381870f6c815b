package io.penguintech.gough.bot.intake;

import io.penguintech.gough.bot.jobs.Jobs;
import io.penguintech.gough.bot.rollout.Requests;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositorySettings;
import io.penguintech.gough.bot.source.SourceSettings;
import io.penguintech.gough.bot.source.Sources;
import java.time.Clock;
import java.util.Map;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.MessageChannels;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

/**
 * One flow: every trigger, wherever it comes from, becomes a request to look. Requests are kept in the database, one
 * row a repository: twice in the queue is once, and a restart forgets none.
 */
@Configuration(proxyBeanMethods = false)
@EnableIntegration
class IntakeConfiguration {
    /** Whoever sees a reason to look puts a {@link Trigger} in here. */
    @Bean
    MessageChannel triggers() {
        return MessageChannels.direct("triggers").getObject();
    }

    @Bean
    IntegrationFlow intake(MessageChannel triggers, Requests requests) {
        return IntegrationFlow.from(triggers)
                .handle(message -> {
                    if (message.getPayload() instanceof Trigger(var repository, var cause))
                        requests.look(repository, cause);
                })
                .get();
    }

    @Bean
    Watches watches(Sources sources, SourceSettings settings, Requests requests, Clock clock) {
        return new Watches(sources.all().stream()
                .map(source -> new Watch(source, requests, pace(settings.repositories(), source), clock))
                .toList());
    }

    private static Watch.Pace pace(Map<String, RepositorySettings> settings, InfraRepo source) {
        var repository = settings.get(source.id().value());
        if (repository == null) throw new IllegalStateException("no settings for repository " + source.id());
        return new Watch.Pace(repository.poll(), repository.drift());
    }

    /** A look at the start, then polls, once everything runs. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> watching(Watches watches, MessageChannel triggers, Jobs jobs) {
        return ready -> watches.all().forEach(watch -> {
            triggers.send(new GenericMessage<>(new Trigger(watch.repository(), "start")));
            jobs.repeat("poll of " + watch.repository(), watch.pause(), () -> {
                watch.poll().ifPresent(trigger -> triggers.send(new GenericMessage<>(trigger)));
                return watch.pause();
            });
        });
    }

    /** Whether the remotes answer. Not part of liveness or readiness. */
    @Bean
    HealthIndicator gitHealthIndicator(Watches watches) {
        return () -> {
            boolean allAnswer =
                    watches.all().stream().allMatch(watch -> watch.problem().isEmpty());
            var health = allAnswer ? Health.up() : Health.down();
            for (var watch : watches.all())
                health.withDetail(watch.repository().value(), watch.problem().orElse("answers"));
            return health.build();
        };
    }
}
