package io.penguintech.gough.bot.chat;

import io.micrometer.core.instrument.MeterRegistry;
import io.penguintech.gough.bot.rollout.Alerts;
import io.penguintech.gough.bot.rollout.EngineSettings;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.SourceSettings;
import java.time.Clock;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One listener for each repository that has a channel: a channel Slack refuses holds up its own repository and no
 * other.
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
                        new Announcements.Channel(
                                repository,
                                channel,
                                context.bean(SlackAccess.class).publicUrl()),
                        new Announcements.Told(context.bean(Rollouts.class), context.bean(Alerts.class)),
                        context.bean(Posts.class),
                        context.bean(JdbcClient.class),
                        new Delay(
                                repository,
                                context.beanProvider(Clock.class).getIfAvailable(Clock::systemUTC),
                                context.beanProvider(EngineSettings.class).stream()
                                        .map(EngineSettings::outage)
                                        .findFirst()
                                        .orElse(EngineSettings.LONGEST_OUTAGE),
                                context.bean(MeterRegistry.class)))));
    }
}
