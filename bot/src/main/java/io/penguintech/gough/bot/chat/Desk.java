package io.penguintech.gough.bot.chat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.HostQuestions;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.rollout.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what people do in Slack. What they decide is in the database before Slack gets its answer; only the words back
 * to them are said afterwards, and losing those loses nothing.
 */
final class Desk {
    private static final Logger log = LoggerFactory.getLogger(Desk.class);

    private static final String ROLLOUT = "r[1-9][0-9]{0,17}";
    private static final int MOST_SHOWN = 2900;

    private final SlackAccess access;
    private final SlackCalls slack;
    private final Rollouts rollouts;
    private final HostQuestions questions;
    private final Alerting alerting;
    private final DriftAnswers drift;
    private final PullAnswers pulls;
    private final RevertAnswers reverts;
    private final Conversation conversation;
    private final Executor later;
    private final Clock clock;

    /** Who answers what people ask and press. */
    record Asked(
            Rollouts rollouts,
            HostQuestions questions,
            Alerting alerting,
            DriftAnswers drift,
            PullAnswers pulls,
            BranchAnswers branches,
            RevertAnswers reverts) {}

    Desk(SlackAccess access, SlackCalls slack, Asked asked, Conversation conversation, Executor later, Clock clock) {
        this.access = access;
        this.slack = slack;
        this.rollouts = asked.rollouts();
        this.questions = asked.questions();
        this.alerting = asked.alerting();
        this.drift = asked.drift();
        this.pulls = asked.pulls();
        this.reverts = asked.reverts();
        this.conversation = conversation;
        this.later = later;
        this.clock = clock;
    }

    /** Answers a slash command. */
    String command(String channel, String user, @Nullable String text) {
        return command(channel, user, Optional.empty(), clock.instant(), text);
    }

    private String command(String channel, String user, Optional<String> thread, Instant at, @Nullable String text) {
        try {
            var reply = answer(channel, user, at, text);
            reply.question().ifPresent(id -> later.execute(() -> tell(channel, user, thread, id)));
            reply.later().ifPresent(words -> later.execute(() -> whisper(channel, user, thread, made(words))));
            return reply.words();
        } catch (RuntimeException e) {
            return fault(e);
        }
    }

    private static String made(Supplier<String> words) {
        try {
            return words.get();
        } catch (RuntimeException e) {
            return fault(e);
        }
    }

    /** Waits for hosts, and tells what they answered. */
    private void tell(String channel, String user, Optional<String> thread, String id) {
        try {
            questions
                    .ended(id, new Actor.SlackUser(user))
                    .ifPresent(question -> new HostAnswers(slack).tell(channel, user, thread, question));
        } catch (SlackTrouble e) {
            log.warn("Slack did not take the answer to question {}: {}", id, e.getMessage());
        } catch (RuntimeException e) {
            fault(e);
        }
    }

    /** What a person hears when Gough itself fails: nothing of the inside, and where to look. */
    private static String fault(RuntimeException e) {
        var number = UUID.randomUUID().toString().substring(0, 8);
        log.error("Fault {}", number, e);
        return ":warning: Something is wrong in Gough, and it may not have done this. Look for \"Fault " + number
                + "\" in its log, then try again.";
    }

    private Reply answer(String channel, String user, Instant at, @Nullable String text) {
        return access.repositoryOf(channel)
                .map(repository -> conversation.answer(repository, user, at, text == null ? "" : text))
                .orElseGet(() -> Reply.of(
                        "This channel belongs to no repository. Ask in the channel where its rollouts are posted."));
    }

    /** Takes a click: Approve or Reject of exactly the digest on the button, or what is done about an alert. */
    void click(BlockActionPayload click) {
        for (var action : click.getActions()) {
            if (DriftAnswers.ACCEPT.equals(action.getActionId())) accept(click, action.getValue());
            else if (RolloutCard.REVERT.equals(action.getActionId())) revert(click, action.getValue());
            else tell(click, clicked(click.getUser().getId(), action.getActionId(), action.getValue()));
        }
    }

    /** Opens a pull request, which takes longer than Slack waits. */
    private void revert(BlockActionPayload click, @Nullable String value) {
        var id = value == null ? "" : value.split(" ", 2)[0];
        if (!id.matches(ROLLOUT)) {
            tell(click, Conversation.spoken(new Verdict.Refused("This button is not one of Gough's.")));
            return;
        }
        later.execute(() -> {
            try {
                tell(
                        click,
                        reverts.revert(
                                RolloutId.parse(id),
                                new Actor.SlackUser(click.getUser().getId())));
            } catch (RuntimeException e) {
                tell(click, fault(e));
            }
        });
    }

    /** Says what to declare: where they clicked, or, when that is much, as a file in their direct messages. */
    private void accept(BlockActionPayload click, @Nullable String value) {
        var parts = value == null ? new String[0] : value.split(" ", 2);
        if (parts.length != 2 || !parts[0].matches(ROLLOUT)) {
            tell(click, Conversation.spoken(new Verdict.Refused("This button is not one of Gough's.")));
            return;
        }
        // Git and a forge take longer than Slack waits.
        later.execute(() -> {
            try {
                accept(click, parts[0], parts[1]);
            } catch (RuntimeException e) {
                tell(click, fault(e));
            }
        });
    }

    private void accept(BlockActionPayload click, String id, String digest) {
        var user = click.getUser().getId();
        var answer = drift.accept(RolloutId.parse(id), digest, new Actor.SlackUser(user));
        var shown = Mrkdwn.block(answer.documents());
        if (answer.documents().isEmpty()) tell(click, answer.words());
        else if (shown.length() < MOST_SHOWN && !answer.documents().contains("```"))
            tell(click, answer.words() + "\n" + shown);
        else file(user, id, answer);
    }

    private void file(String user, String id, DriftAnswers.Acceptance answer) {
        try {
            var content = answer.documents().getBytes(StandardCharsets.UTF_8);
            slack.file(user, "accept-%s.yaml".formatted(id), answer.words(), content);
        } catch (SlackTrouble e) {
            log.warn("Slack did not take the documents of {} for {}: {}", id, user, e.getMessage());
        }
    }

    private String clicked(String user, String action, @Nullable String value) {
        try {
            return Conversation.spoken(decided(user, action, value));
        } catch (RuntimeException e) {
            return fault(e);
        }
    }

    private Verdict decided(String user, String action, @Nullable String value) {
        if (value != null && action.startsWith("alert-"))
            return alerting.clicked(action, value, new Actor.SlackUser(user))
                    .orElseGet(() -> new Verdict.Refused("This Gough does not know that button."));
        if (value != null && action.startsWith("pull-")) return pulls.clicked(action, value, new Actor.SlackUser(user));
        var parts = value == null ? new String[0] : value.split(" ", 2);
        if (parts.length != 2 || !parts[0].matches(ROLLOUT))
            return new Verdict.Refused("This button is not one of Gough's.");
        var id = RolloutId.parse(parts[0]);
        var actor = new Actor.SlackUser(user);
        return switch (action) {
            case RolloutCard.APPROVE -> rollouts.approve(id, actor, parts[1], "slack");
            case RolloutCard.RETRY -> rollouts.retry(id, actor);
            case DriftAnswers.REVERT -> drift.revert(id, parts[1], actor);
            case RolloutCard.REJECT -> rollouts.reject(id, actor, parts[1], "rejected in Slack", "slack");
            default -> new Verdict.Refused("This Gough does not know that button.");
        };
    }

    /** Says something to the person who clicked, where they clicked. */
    void tell(BlockActionPayload click, String words) {
        var channel = Optional.ofNullable(click.getChannel())
                .map(BlockActionPayload.Channel::getId)
                .orElse("");
        whisper(channel, click.getUser().getId(), Optional.empty(), words);
    }

    /** Takes an event: words after a mention. Everything else is acknowledged and dropped. */
    void event(String body, Deliveries deliveries) {
        var json = JsonParser.parseString(body).getAsJsonObject();
        var event = json.getAsJsonObject("event");
        if (event == null || !"app_mention".equals(text(event, "type")) || event.has("bot_id")) return;
        if (!deliveries.first("event " + text(json, "event_id"))) return;
        var words = text(event, "text").replaceFirst("^\\s*<@[A-Z0-9]+(\\|[^>]*)?>\\s*", "");
        var channel = text(event, "channel");
        var user = text(event, "user");
        var thread = Optional.of(text(event, "thread_ts")).filter(ts -> !ts.isEmpty());
        whisper(channel, user, thread, command(channel, user, thread, said(event, clock.instant()), words));
    }

    /** Slack brings a mention again for an hour when nobody took it: what counts is when it was written. */
    static Instant said(JsonObject event, Instant now) {
        var ts = text(event, "ts");
        if (!ts.matches("[0-9]{1,11}(\\.[0-9]+)?")) return now;
        var written = Instant.ofEpochSecond(Long.parseLong(ts.replaceFirst("\\..*", "")));
        return written.isBefore(now) ? written : now;
    }

    private void whisper(String channel, String user, Optional<String> thread, String words) {
        later.execute(() -> {
            try {
                slack.whisper(channel, user, thread, words);
            } catch (SlackTrouble e) {
                log.warn("Slack did not take an answer to {}: {}", user, e.getMessage());
            }
        });
    }

    private static String text(JsonObject object, String name) {
        var value = object.get(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }
}
