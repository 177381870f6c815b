package io.penguintech.gough.bot.chat;

import io.micrometer.core.instrument.MeterRegistry;
import io.penguintech.gough.bot.forge.Forges;
import io.penguintech.gough.bot.rollout.Alerts;
import io.penguintech.gough.bot.rollout.EngineSettings;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.SourceSettings;
import java.time.Clock;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.BeanRegistry.SupplierContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two listeners for each repository that has a channel, one for its rollouts and one for its pull requests: a channel Slack
 * refuses holds up its own repository and no other.
 */
final class SlackChannels implements BeanRegistrar {
    @Override
    public void register(BeanRegistry registry, Environment environment) {
        var sources = Binder.get(environment).bindOrCreate("gough", SourceSettings.class);
        ChatConfiguration.channels(sources).forEach((repository, channel) -> register(registry, repository, channel));
    }

    private static void register(BeanRegistry registry, RepositoryId repository, String channel) {
        registry.registerBean(
                "slack-" + repository,
                Announcements.class,
                bean -> bean.supplier(context -> new Announcements(
                        channel(context, repository, channel),
                        new Announcements.Told(context.bean(Rollouts.class), context.bean(Alerts.class)),
                        context.bean(Posts.class),
                        context.bean(JdbcClient.class),
                        delay(context, repository, "slack-" + repository, repository.value()))));
        registry.registerBean(
                "slack-pulls:" + repository,
                PullAnnouncements.class,
                bean -> bean.supplier(context -> new PullAnnouncements(
                        channel(context, repository, channel),
                        context.bean(Proposals.class),
                        context.bean(Posts.class),
                        delay(
                                context,
                                repository,
                                "slack-pulls:" + repository,
                                "the pull requests of " + repository))));
    }

    private static Announcements.Channel channel(SupplierContext context, RepositoryId repository, String channel) {
        return new Announcements.Channel(
                repository,
                channel,
                context.bean(SlackAccess.class).publicUrl(),
                context.bean(Forges.class).of(repository).isPresent());
    }

    private static Delay delay(SupplierContext context, RepositoryId repository, String consumer, String what) {
        return new Delay(
                repository,
                consumer,
                what,
                context.beanProvider(Clock.class).getIfAvailable(Clock::systemUTC),
                context.beanProvider(EngineSettings.class).stream()
                        .map(EngineSettings::outage)
                        .findFirst()
                        .orElse(EngineSettings.LONGEST_OUTAGE),
                context.bean(MeterRegistry.class));
    }
}
