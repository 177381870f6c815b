package io.penguintech.gough.bot.chat;

import static com.slack.api.model.block.Blocks.actions;
import static com.slack.api.model.block.Blocks.context;
import static com.slack.api.model.block.Blocks.section;
import static com.slack.api.model.block.composition.BlockCompositions.plainText;
import static com.slack.api.model.block.element.BlockElements.button;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.BlockElement;
import io.penguintech.gough.bot.rollout.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An alert as one Slack message: what is wrong, who has it in hand, whether it is silenced, and two buttons. */
final class AlertCard {
    static final String ACKNOWLEDGE = "alert-acknowledge";
    static final String SILENCE = "alert-silence";
    private static final int SHOWN = 2900;

    private AlertCard() {}

    /** Draws an open alert. Its buttons carry the repository and the alert's key and nothing else. */
    static RolloutCard of(Alert alert) {
        var words = mark(alert.severity().word()) + " " + Mrkdwn.words(alert.text());
        var blocks = new ArrayList<LayoutBlock>();
        blocks.add(section(s -> s.text(Mrkdwn.object(Mrkdwn.cut(words, SHOWN)))));
        blocks.add(context(c -> c.elements(List.of(Mrkdwn.object(about(alert))))));
        if (alert.silence().isEmpty())
            blocks.add(actions(a -> a.blockId("alert").elements(buttons(alert))));
        return new RolloutCard(Mrkdwn.cut(words, SHOWN), blocks);
    }

    /** An alert that is over already, or that nobody can do anything about. */
    static RolloutCard plain(String severity, String text) {
        return line(mark(severity) + " " + Mrkdwn.words(text));
    }

    static RolloutCard line(String words) {
        return new RolloutCard(words, List.of(section(s -> s.text(Mrkdwn.object(Mrkdwn.cut(words, SHOWN))))));
    }

    private static String mark(String severity) {
        return switch (severity) {
            case "critical" -> ":rotating_light:";
            case "info" -> ":information_source:";
            default -> ":warning:";
        };
    }

    private static String about(Alert alert) {
        var words = new ArrayList<String>();
        words.add(Mrkdwn.code(alert.id()));
        words.add("since " + date(alert.since()));
        if (alert.before() > 0) words.add("came and went %d× in seven days".formatted(alert.before()));
        alert.acknowledged().ifPresent(who -> words.add(":eyes: %s has it in hand".formatted(Mrkdwn.words(who.by()))));
        alert.silence()
                .ifPresent(silence -> words.add(":mute: silenced until %s by %s: %s"
                        .formatted(
                                date(silence.until()),
                                Mrkdwn.words(silence.by()),
                                Mrkdwn.words(Mrkdwn.cut(silence.reason(), 200)))));
        return String.join("  ·  ", words);
    }

    private static String date(Instant at) {
        return "<!date^%d^{date_short_pretty} {time}|%s>".formatted(at.getEpochSecond(), at);
    }

    private static List<BlockElement> buttons(Alert alert) {
        var value = alert.repository() + " " + alert.key();
        var buttons = new ArrayList<BlockElement>();
        if (alert.acknowledged().isEmpty())
            buttons.add(button(
                    b -> b.actionId(ACKNOWLEDGE).text(plainText("Acknowledge")).value(value)));
        buttons.add(button(
                b -> b.actionId(SILENCE).text(plainText("Silence for 2 h")).value(value)));
        return buttons;
    }
}
