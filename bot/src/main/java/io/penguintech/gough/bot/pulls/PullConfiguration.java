package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.ForgeSettings;
import io.penguintech.gough.bot.forge.Forges;
import io.penguintech.gough.bot.forge.PullHints;
import io.penguintech.gough.bot.jobs.Jobs;
import io.penguintech.gough.bot.rollout.Previews;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.RolloutEngine;
import io.penguintech.gough.bot.rollout.RolloutService;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.Sources;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Pull requests of the repositories that have a forge, wired. */
@Configuration(proxyBeanMethods = false)
class PullConfiguration {
    private static final Duration IDLE = Duration.ofSeconds(1);

    @Bean
    PullStore pullStore(JdbcClient db) {
        return new PullStore(db);
    }

    @Bean
    PullHints pullHints(PullStore store, Clock clock) {
        return (repository, number) -> store.hint(new PullKey(repository, number), clock.instant());
    }

    /** What plans are made of. */
    record Planners(Previews previews, Proposals proposals) {}

    @Bean
    Proposals proposals(RolloutService service) {
        return service.proposals();
    }

    @Bean
    Planners pullPlanners(Previews previews, Proposals proposals) {
        return new Planners(previews, proposals);
    }

    /** What people say is heard with these. */
    record Ears(Rollouts rollouts, CommandStore store) {}

    @Bean
    Ears pullEars(Rollouts rollouts, JdbcClient db, DataSource dataSource) {
        var transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        return new Ears(rollouts, new CommandStore(transaction, db));
    }

    /** Where Gough's pages are, without a slash at the end, if that is known. */
    record Pages(Optional<String> address) {}

    @Bean
    Pages pullPages(Environment environment) {
        return new Pages(Optional.ofNullable(environment.getProperty("gough.slack.public-url"))
                .map(url -> url.replaceAll("/+$", "")));
    }

    @Bean
    Pulls pulls(
            Forges forges,
            Sources sources,
            ForgeSettings settings,
            Planners planners,
            Ears ears,
            PullStore store,
            RolloutEngine engine,
            Pages pages,
            Clock clock) {
        var looks = each(
                forges,
                sources,
                (forge, source) -> new PullLook(new PullLook.Parts(
                        forge,
                        source,
                        planners.previews(),
                        planners.proposals(),
                        ears.rollouts(),
                        store,
                        hearing(forge, source, planners, ears, store, clock),
                        new PullTelling(
                                forge,
                                store,
                                new PullTelling.About(
                                        planners.proposals(), ears.rollouts(), source.branch(), pages.address()),
                                clock),
                        place(settings, source.id()).forks(),
                        clock)));
        return new Pulls(looks, store, engine::active, clock);
    }

    private static CommandHearing hearing(
            Forge forge, InfraRepo source, Planners planners, Ears ears, PullStore store, Clock clock) {
        return CommandHearing.on(
                forge,
                source,
                new CommandHearing.Parties(planners.proposals(), ears.rollouts()),
                ears.store(),
                (repository, number) -> store.ask(new PullKey(repository, number), clock.instant()),
                clock);
    }

    /**
     * By repository.
     *
     * @param all those of repositories that have a forge
     */
    record Polls(Map<RepositoryId, PullPoll> all) {
        /** Keeps a copy. */
        Polls {
            all = Map.copyOf(all);
        }
    }

    @Bean
    Polls pullPolls(Forges forges, Sources sources, Planners planners, PullStore store, Clock clock) {
        return new Polls(each(
                forges,
                sources,
                (forge, source) -> new PullPoll(source.id(), forge, planners.previews(), store, clock)));
    }

    @Bean
    PullEvents pullEvents(Polls polls, PullStore store, Clock clock) {
        return new PullEvents(polls.all(), store, clock);
    }

    /** Once everything runs. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> pullRequests(
            Pulls pulls, Polls polls, ForgeSettings settings, RolloutEngine engine, Jobs jobs) {
        return ready -> {
            polls.all().forEach((repository, poll) -> {
                var pause = place(settings, repository).poll();
                jobs.every("poll of the pull requests of " + repository, pause, () -> {
                    if (engine.active()) poll.poll();
                });
            });
            for (var repository : pulls.repositories())
                for (int i = 1; i <= Pulls.AT_ONCE; i++)
                    jobs.repeat(
                            "pull requests of %s, %d".formatted(repository, i),
                            IDLE,
                            () -> pulls.work(repository) ? Duration.ZERO : IDLE);
        };
    }

    private static <T> Map<RepositoryId, T> each(Forges forges, Sources sources, BiFunction<Forge, InfraRepo, T> made) {
        var all = new TreeMap<RepositoryId, T>();
        for (var source : sources.all())
            forges.of(source.id()).ifPresent(forge -> all.put(source.id(), made.apply(forge, source)));
        return all;
    }

    private static ForgeSettings.Place place(ForgeSettings settings, RepositoryId repository) {
        return Objects.requireNonNull(settings.forge().get(repository.value()));
    }
}
