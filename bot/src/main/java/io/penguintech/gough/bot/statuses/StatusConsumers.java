package io.penguintech.gough.bot.statuses;

import io.penguintech.gough.bot.forge.ForgeSettings;
import io.penguintech.gough.bot.forge.Forges;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** One consumer for each repository that has a forge: a forge that is away holds up its own repository and no other. */
final class StatusConsumers implements BeanRegistrar {
    @Override
    public void register(BeanRegistry registry, Environment environment) {
        var settings = Binder.get(environment).bindOrCreate("gough", ForgeSettings.class);
        var pages = Optional.ofNullable(environment.getProperty("gough.slack.public-url"))
                .map(url -> url.replaceAll("/+$", ""));
        settings.forge().keySet().forEach(id -> register(registry, new RepositoryId(id), pages));
    }

    private static void register(BeanRegistry registry, RepositoryId repository, Optional<String> pages) {
        registry.registerBean(
                "statuses-" + repository,
                ApplyStatuses.class,
                bean -> bean.supplier(context -> new ApplyStatuses(
                        repository,
                        context.bean(Forges.class).of(repository).orElseThrow(),
                        context.bean(Rollouts.class),
                        pages,
                        context.bean(Clock.class))));
    }
}
