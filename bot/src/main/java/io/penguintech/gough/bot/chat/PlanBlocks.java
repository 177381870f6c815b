package io.penguintech.gough.bot.chat;

import static com.slack.api.model.block.Blocks.section;
import static com.slack.api.model.block.composition.BlockCompositions.confirmationDialog;
import static com.slack.api.model.block.composition.BlockCompositions.plainText;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.ConfirmationDialogObject;
import io.penguintech.gough.bot.planview.Versions;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The parts of a message that show a plan people are asked about: everything destructive by name first, then the rest as far
 * as it fits.
 *
 * @param plan what is asked about
 */
record PlanBlocks(Plan plan) {
    /** The longest text of a section, with room for a line before it. */
    static final int SECTION = 2900;

    /**
     * Slack takes about 13,000 characters a message (slackapi/bolt-js#2509): what each part may use of them. What is
     * destroyed and does not fit is named in the thread ({@link Destroyed}).
     */
    private static final Map<Risk, Integer> ROOM =
            Map.of(Risk.DESTRUCTIVE, 2 * SECTION, Risk.DISRUPTIVE, 1300, Risk.NOTICE, 600, Risk.NONE, 600);

    private static final int DIFFERING = 1500;
    private static final int SHOWN_DIGEST = 12;

    /** As many digits of the digest as people type. */
    String digest() {
        return plan.digest().substring(0, SHOWN_DIGEST);
    }

    /** Counts by verb, destructive ones in capitals: {@code 3 deploy, 1 REINSTALL, 996 unchanged}. */
    String verdict() {
        var counts = new TreeMap<String, Integer>();
        for (var change : plan.changes()) {
            var verb = change.risk() == Risk.DESTRUCTIVE ? change.verb().toUpperCase(Locale.ROOT) : change.verb();
            counts.merge(verb, 1, Integer::sum);
        }
        var words = counts.entrySet().stream()
                .map(e -> "*%d %s*".formatted(e.getValue(), e.getKey()))
                .collect(Collectors.joining(", "));
        var blocked = plan.blocked().isEmpty()
                ? ""
                : ", %d blocked".formatted(plan.blocked().size());
        return (words.isEmpty() ? "no change" : words) + blocked + ", " + plan.unchanged() + " unchanged";
    }

    /**
     * Its changes.
     *
     * @param replaced for changes that are not what was approved: the version that was, by the digest of the one that is
     *     asked about
     */
    List<LayoutBlock> changes(SortedMap<String, Rollout.Approved> replaced) {
        var blocks = new ArrayList<LayoutBlock>();
        if (!replaced.isEmpty()) blocks.add(text(differing(replaced)));
        for (var risk : List.of(Risk.DESTRUCTIVE, Risk.DISRUPTIVE, Risk.NOTICE, Risk.NONE)) {
            pages(risk).texts().forEach(page -> blocks.add(text(mark(risk) + "\n" + page)));
            if (risk == Risk.DESTRUCTIVE && !namesAllDestroyed())
                blocks.add(text(":point_down: All %d are named in the thread of this message."
                        .formatted(Destroyed.in(plan).count())));
        }
        return blocks;
    }

    /** Each change that is not what was approved, with both versions. */
    private String differing(SortedMap<String, Rollout.Approved> replaced) {
        var lines = new ArrayList<String>();
        for (var change : plan.changes()) {
            var before = replaced.get(change.digest());
            if (before == null) continue;
            var rows = Versions.of(before.change(), change);
            lines.add("• %s".formatted(Mrkdwn.code(change.subject().text())));
            lines.add("      approved by %s: %s"
                    .formatted(
                            Mrkdwn.words(Mrkdwn.cut(String.join(", ", before.by()), 60)),
                            side(rows, Versions.Row::approved)));
            lines.add("      *asked now*: " + side(rows, Versions.Row::asked));
        }
        return ":twisted_rightwards_arrows: *not what was approved*\n" + Mrkdwn.lines(lines, DIFFERING);
    }

    private static String side(List<Versions.Row> rows, Function<Versions.Row, String> version) {
        return rows.stream()
                .map(row -> "%s %s"
                        .formatted(
                                Mrkdwn.words(Mrkdwn.cut(row.name(), 40)),
                                Mrkdwn.code(Mrkdwn.cut(version.apply(row), 80))))
                .collect(Collectors.joining(", "));
    }

    private Mrkdwn.Pages pages(Risk risk) {
        var lines = plan.changes().stream()
                .filter(change -> change.risk() == risk)
                .map(PlanBlocks::line)
                .toList();
        return Mrkdwn.pages(lines, SECTION - 60, Objects.requireNonNull(ROOM.get(risk)));
    }

    /** Its changes as lines, the worst first, each risk under its mark. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        for (var risk : List.of(Risk.DESTRUCTIVE, Risk.DISRUPTIVE, Risk.NOTICE, Risk.NONE)) {
            var some = plan.changes().stream()
                    .filter(change -> change.risk() == risk)
                    .map(PlanBlocks::line)
                    .toList();
            if (some.isEmpty()) continue;
            lines.add(mark(risk));
            lines.addAll(some);
        }
        return lines;
    }

    /** Whether everything the plan destroys stands in the message itself. */
    boolean namesAllDestroyed() {
        return pages(Risk.DESTRUCTIVE).left() == 0;
    }

    private static String mark(Risk risk) {
        return switch (risk) {
            case DESTRUCTIVE -> ":red_circle: *DESTRUCTIVE*";
            case DISRUPTIVE -> ":large_orange_circle: *disruptive*";
            case NOTICE -> ":large_blue_circle: *notice*";
            case NONE -> ":white_circle: *no risk*";
        };
    }

    private static String line(Change change) {
        return "• %s %s — %s"
                .formatted(
                        change.verb(),
                        Mrkdwn.code(change.subject().text()),
                        Mrkdwn.line(Mrkdwn.cut(change.because(), 120)));
    }

    /** What the button that a yes to it is given with looks like. */
    String style() {
        return plan.risk() == Risk.DESTRUCTIVE ? "danger" : "primary";
    }

    /**
     * What is asked once more before a yes counts; names what is destroyed.
     *
     * @param what what is approved, for the title
     * @param head what it comes to
     */
    ConfirmationDialogObject confirm(String what, String head) {
        return confirmationDialog(c -> c.title(plainText(Mrkdwn.cut("Approve " + what + "?", 100)))
                .text(Mrkdwn.object(Destroyed.in(plan).confirm(head, namesAllDestroyed())))
                .confirm(plainText("Approve"))
                .deny(plainText("Back")));
    }

    /**
     * Stands instead of the buttons where too much is destroyed for a click: the number is typed, so that somebody has counted.
     *
     * @param id what people type to name what is asked about
     */
    LayoutBlock typedQuestion(String id) {
        return text(
                ":keyboard: This destroys more hosts than a click may. Count those that are released, reinstalled or deployed after they were lost, and type how many: `/gough approve %s %s NUMBER`\nOr say no: `/gough reject %s %s WHY`"
                        .formatted(id, digest(), id, digest()));
    }

    /** A section of words that are Slack's mrkdwn already. */
    static LayoutBlock text(String words) {
        return section(s -> s.text(Mrkdwn.object(Mrkdwn.cut(words, SECTION + 100))));
    }
}
