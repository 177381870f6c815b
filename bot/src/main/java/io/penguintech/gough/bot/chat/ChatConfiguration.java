package io.penguintech.gough.bot.chat;

import io.micrometer.core.instrument.MeterRegistry;
import io.penguintech.gough.bot.forge.Forges;
import io.penguintech.gough.bot.importing.DriftProposal;
import io.penguintech.gough.bot.proposing.RevertProposal;
import io.penguintech.gough.bot.rollout.Alerts;
import io.penguintech.gough.bot.rollout.Declarations;
import io.penguintech.gough.bot.rollout.HostDecisions;
import io.penguintech.gough.bot.rollout.HostQuestions;
import io.penguintech.gough.bot.rollout.Previews;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.SourceSettings;
import io.penguintech.gough.bot.source.Sources;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Slack, wired: messages out ({@link SlackChannels}), commands and clicks in ({@link SlackEndpoint}). */
@Configuration(proxyBeanMethods = false)
@WithSlack
@Import(SlackChannels.class)
class ChatConfiguration {
    private static final Logger log = LoggerFactory.getLogger(ChatConfiguration.class);

    @Bean
    SlackAccess slackAccess(ChatSettings settings, SourceSettings sources) {
        var access = new SlackAccess(
                settings.apiUrl().toString(),
                read(settings.botTokenFile()),
                read(settings.signingSecretFile()),
                channels(sources),
                Optional.ofNullable(settings.publicUrl())
                        .map(url -> url.toString().replaceAll("/+$", "")));
        sources.repositories().forEach((id, repository) -> {
            if (repository.slackChannel() == null)
                log.warn(
                        "Nobody hears of the rollouts of {} in Slack: set gough.repositories.{}.slack-channel", id, id);
        });
        return access;
    }

    private static String read(@Nullable SecretFile file) {
        return Objects.requireNonNull(file, "checked with the settings").read();
    }

    static Map<RepositoryId, String> channels(SourceSettings sources) {
        var channels = new HashMap<RepositoryId, String>();
        sources.repositories().forEach((id, repository) -> {
            if (repository.slackChannel() != null) channels.put(new RepositoryId(id), repository.slackChannel());
        });
        return channels;
    }

    @Bean
    SlackCalls slackCalls(SlackAccess access, ObjectProvider<Clock> clock, MeterRegistry meters) {
        return new SlackCalls(access, clock(clock), meters);
    }

    @Bean
    Posts slackPosts(JdbcClient jdbc, SlackCalls slack, ObjectProvider<Clock> clock) {
        return new Posts(jdbc, slack, clock(clock));
    }

    @Bean
    Deliveries slackDeliveries(JdbcClient jdbc, ObjectProvider<Clock> clock) {
        return new Deliveries(jdbc, clock(clock));
    }

    @Bean
    Signature slackSignature(SlackAccess access, ObjectProvider<Clock> clock) {
        return new Signature(access.signingSecret(), clock(clock));
    }

    @Bean
    Desk.Asked slackAsked(
            Rollouts rollouts,
            HostQuestions questions,
            Alerts alerts,
            DriftAnswers driftAnswers,
            Proposals proposals,
            BranchAnswers branchAnswers,
            RevertAnswers reverts,
            SlackAccess access) {
        var pulls = new PullAnswers(proposals, rollouts, access.channels());
        return new Desk.Asked(rollouts, questions, new Alerting(alerts), driftAnswers, pulls, branchAnswers, reverts);
    }

    @Bean
    BranchAnswers branchAnswers(Sources sources, ObjectProvider<Previews> previews) {
        var all = new HashMap<RepositoryId, InfraRepo>();
        for (var source : sources.all()) all.put(source.id(), source);
        return new BranchAnswers(
                all, (repository, merge) -> previews.getObject().of(repository, merge.before(), merge.after()));
    }

    @Bean
    RevertAnswers revertAnswers(Rollouts rollouts, Sources sources, Forges forges) {
        var all = new HashMap<RepositoryId, RevertProposal>();
        for (var source : sources.all())
            forges.of(source.id())
                    .ifPresent(forge -> all.put(source.id(), new RevertProposal(source, forge, rollouts)));
        return new RevertAnswers(rollouts, all);
    }

    @Bean
    Desk slackDesk(
            SlackAccess access,
            SlackCalls slack,
            Desk.Asked asked,
            HostDecisions decisions,
            ExecutorService slackAnswers,
            ObjectProvider<Clock> clock) {
        var version = Optional.ofNullable(ChatConfiguration.class.getPackage().getImplementationVersion());
        var conversation = new Conversation(asked, decisions, version.orElse("development"));
        return new Desk(access, slack, asked, conversation, slackAnswers, clock(clock));
    }

    @Bean
    DriftAnswers driftAnswers(Rollouts rollouts, Sources sources, Forges forges, Declarations declarations) {
        var proposals = new HashMap<RepositoryId, DriftProposal>();
        for (var source : sources.all())
            forges.of(source.id())
                    .ifPresent(forge -> proposals.put(source.id(), new DriftProposal(source, forge, declarations)));
        return new DriftAnswers(rollouts, proposals);
    }

    /** Says answers after Slack has been told that its call arrived; losing one loses nothing. */
    @Bean
    ExecutorService slackAnswers() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("slack-answer-", 0).factory());
    }

    private static Clock clock(ObjectProvider<Clock> given) {
        return given.getIfAvailable(Clock::systemUTC);
    }
}
