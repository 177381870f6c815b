package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.rollout.Alerts;
import io.penguintech.gough.bot.rollout.Approval;
import io.penguintech.gough.bot.rollout.EventConsumer;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutEvent;
import io.penguintech.gough.bot.rollout.RolloutEvent.AlertRaised;
import io.penguintech.gough.bot.rollout.RolloutEvent.AlertResolved;
import io.penguintech.gough.bot.rollout.RolloutEvent.Decided;
import io.penguintech.gough.bot.rollout.RolloutEvent.RolloutChanged;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Plan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells Slack what happened: one message per question of a rollout, edited in place, its history in the thread; one
 * message per open alert. Looks the rollout or the alert up at each event, so many events in a row become one edit. One
 * per repository.
 */
final class Announcements implements EventConsumer {
    private final Channel channel;
    private final Rollouts rollouts;
    private final Alerts alerts;
    private final Posts posts;
    private final Questions questions;
    private final JdbcClient jdbc;
    private final Delay delay;

    Announcements(Channel channel, Told told, Posts posts, JdbcClient jdbc, Delay delay) {
        this.channel = channel;
        this.rollouts = told.rollouts();
        this.alerts = told.alerts();
        this.posts = posts;
        this.questions = new Questions(posts, channel);
        this.jdbc = jdbc;
        this.delay = delay;
    }

    /**
     * Where a repository speaks.
     *
     * @param repository the repository
     * @param id Slack's id of the channel
     * @param pages address of Gough's pages, without a slash at its end, for links
     * @param forge whether there is a forge that takes pull requests
     */
    record Channel(RepositoryId repository, String id, Optional<String> pages, boolean forge) {}

    /** What people are told of. */
    record Told(Rollouts rollouts, Alerts alerts) {}

    @Override
    public String name() {
        return "slack-" + channel.repository();
    }

    @Override
    public void on(long sequence, RolloutEvent event) {
        if (!event.repository().equals(channel.repository())) return;
        try {
            tell(event);
            delay.ended();
        } catch (SlackTrouble e) {
            delay.failed(e);
            throw e;
        }
    }

    private void tell(RolloutEvent event) {
        switch (event) {
            case RolloutChanged changed -> rollouts.find(changed.rollout()).ifPresent(this::announce);
            case AlertRaised raised -> raise(raised);
            case AlertResolved resolved -> resolve(resolved);
            case Decided decided -> decided(decided);
            case RolloutEvent.ProposalChanged _ -> {} // told by PullAnnouncements
        }
    }

    private void announce(Rollout rollout) {
        var question = question(rollout);
        var key = key(rollout, question.number());
        if (!posts.has(key) && !worthAMessage(rollout)) return;
        if (question.number() > 1)
            posts.show(
                    rollout.repository(),
                    key(rollout, question.number() - 1),
                    channel.id(),
                    Optional.empty(),
                    RolloutCard.replaced(rollout));
        questions.show(key, key + ":destroys", RolloutCard.of(rollout, channel), destroyed(rollout));
        posts.ts(key)
                .ifPresent(root -> posts.once(
                        rollout.repository(), key + ":" + moment(rollout), channel.id(), root, history(rollout)));
    }

    /** What the thread must name before anybody can say yes. */
    private static List<RolloutCard> destroyed(Rollout rollout) {
        if (!(rollout.state() instanceof RolloutState.AwaitingApproval)) return List.of();
        return rollout.plan()
                .map(plan -> Destroyed.thread(plan, rollout.id().toString()))
                .orElse(List.of());
    }

    private static String key(Rollout rollout, int question) {
        return "rollout:%d:%d".formatted(rollout.id().value(), question);
    }

    /** A look that finds nothing to do is no news; neither is one that was overtaken before it had a question. */
    private static boolean worthAMessage(Rollout rollout) {
        return switch (rollout.state()) {
            case RolloutState.Requested _, RolloutState.InSync _, RolloutState.Superseded _ -> false;
            case RolloutState.Done _ -> !rollout.progress().isEmpty();
            case RolloutState.Rejected _,
                    RolloutState.AwaitingApproval _,
                    RolloutState.Applying _,
                    RolloutState.Stalled _,
                    RolloutState.Declined _,
                    RolloutState.Expired _,
                    RolloutState.Cancelled _ -> true;
        };
    }

    private record Question(int number, Optional<String> digest) {}

    /** Which message the rollout has now. A plan with another digest, put to people, is a new one. */
    private Question question(Rollout rollout) {
        var known = jdbc.sql(
                        "select number, digest from slack_question where repository = :repository and rollout = :id")
                .param("repository", rollout.repository().value())
                .param("id", rollout.id().value())
                .query((row, n) -> new Question(row.getInt("number"), Optional.ofNullable(row.getString("digest"))))
                .optional();
        var asked = rollout.state() instanceof RolloutState.AwaitingApproval
                ? rollout.plan().map(Plan::digest)
                : Optional.<String>empty();
        if (known.isEmpty()) return keep(rollout, new Question(1, asked));
        var now = known.get();
        if (asked.isEmpty() || asked.equals(now.digest())) return now;
        return keep(rollout, new Question(now.digest().isEmpty() ? now.number() : now.number() + 1, asked));
    }

    private Question keep(Rollout rollout, Question question) {
        jdbc.sql("""
                insert into slack_question (repository, rollout, number, digest)
                values (:repository, :id, :number, :digest)
                on conflict (repository, rollout) do update set number = excluded.number, digest = excluded.digest""")
                .param("repository", rollout.repository().value())
                .param("id", rollout.id().value())
                .param("number", question.number())
                .param("digest", question.digest().orElse(null))
                .update();
        return question;
    }

    /** Names a moment of the rollout: the same moment is the same line of its history. */
    private static String moment(Rollout rollout) {
        return rollout.state().word() + ":" + rollout.approvals().size();
    }

    private RolloutCard history(Rollout rollout) {
        var names = rollout.approvals().stream().map(Approval::by).distinct().collect(Collectors.joining(", "));
        var yes = names.isEmpty() ? "" : ", approved by " + names;
        var words = Mrkdwn.words(
                "%s: %s%s%s".formatted(rollout.id(), rollout.state().word(), yes, delay.words()));
        return AlertCard.line(words);
    }

    private void raise(AlertRaised alert) {
        var number = jdbc.sql("""
                insert into slack_alert (repository, key, number, open) values (:repository, :key, 1, true)
                on conflict (repository, key) do update
                    set number = slack_alert.number + case when slack_alert.open then 0 else 1 end, open = true
                returning number""")
                .param("repository", alert.repository().value())
                .param("key", alert.key())
                .query(Integer.class)
                .single();
        // As it is now: many changes in a row become one edit. What is over already has an event of its own.
        var card = alerts.open(alert.repository(), alert.key())
                .map(AlertCard::of)
                .orElseGet(() -> AlertCard.plain(alert.severity(), alert.text()));
        posts.show(
                alert.repository(),
                alertKey(alert.repository(), alert.key(), number),
                channel.id(),
                Optional.empty(),
                card);
    }

    private void resolve(AlertResolved alert) {
        var number = jdbc.sql("select number from slack_alert where repository = :repository and key = :key")
                .param("repository", alert.repository().value())
                .param("key", alert.key())
                .query(Integer.class)
                .optional();
        if (number.isEmpty()) return;
        posts.show(
                alert.repository(),
                alertKey(alert.repository(), alert.key(), number.get()),
                channel.id(),
                Optional.empty(),
                AlertCard.line(":white_check_mark: " + Mrkdwn.words(alert.text())));
        jdbc.sql("update slack_alert set open = false where repository = :repository and key = :key")
                .param("repository", alert.repository().value())
                .param("key", alert.key())
                .update();
    }

    private void decided(Decided decision) {
        posts.show(
                decision.repository(),
                "decision:%s:%d".formatted(decision.repository(), decision.number()),
                channel.id(),
                Optional.empty(),
                AlertCard.line(":memo: " + Mrkdwn.words(decision.text())));
    }

    private static String alertKey(RepositoryId repository, String key, int number) {
        return "alert:%s:%s:%d".formatted(repository, key, number);
    }
}
