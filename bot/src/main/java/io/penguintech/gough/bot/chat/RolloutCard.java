package io.penguintech.gough.bot.chat;

import static com.slack.api.model.block.Blocks.actions;
import static com.slack.api.model.block.Blocks.context;
import static com.slack.api.model.block.Blocks.header;
import static com.slack.api.model.block.Blocks.section;
import static com.slack.api.model.block.composition.BlockCompositions.plainText;
import static com.slack.api.model.block.element.BlockElements.button;

import com.slack.api.model.block.ActionsBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.BlockElement;
import io.penguintech.gough.bot.rollout.Approval;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.Rollout.Stage;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A rollout as one Slack message: verdict and counts first, everything destructive by name, then the rest as far as it
 * fits, the digest, who may say yes, and the two buttons while there is a question.
 *
 * @param text what notifications show
 * @param blocks the message
 */
record RolloutCard(String text, List<LayoutBlock> blocks) {
    static final String APPROVE = "rollout-approve";
    static final String REJECT = "rollout-reject";
    static final String RETRY = "rollout-retry";
    /** Opens a pull request. */
    static final String REVERT = "rollout-revert";

    private static final int HEADER = 150;
    private static final int BLOCKED = 1000;
    private static final int REASON = 1200;
    private static final int FOOT = 900;
    private static final int FAILURE = 500;

    /**
     * Draws {@code rollout}. Its buttons carry the number and the whole digest and nothing else.
     *
     * @param channel where it is posted
     */
    static RolloutCard of(Rollout rollout, Announcements.Channel channel) {
        var blocks = new ArrayList<LayoutBlock>();
        var title = title(rollout);
        blocks.add(header(h -> h.text(plainText(Mrkdwn.cut(Mrkdwn.plain(title), HEADER), false))));
        blocks.add(PlanBlocks.text(about(rollout)));
        blocks.addAll(body(rollout));
        rollout.plan().ifPresent(plan -> blocks.add(footer(rollout, plan, channel.pages())));
        question(rollout, channel.forge()).ifPresent(blocks::add);
        return new RolloutCard(Mrkdwn.words(Mrkdwn.cut(title, 200)), blocks);
    }

    /** The message a question becomes when a newer one took its place: nothing left to press. */
    static RolloutCard replaced(Rollout rollout) {
        var title = "%s of %s: this question was replaced".formatted(rollout.id(), rollout.repository());
        return new RolloutCard(
                title,
                List.of(section(s -> s.text(
                        Mrkdwn.object(":arrow_down: *%s* of %s: this question was replaced, the newer one is below."
                                .formatted(rollout.id(), rollout.repository()))))));
    }

    private static String title(Rollout rollout) {
        var name = rollout.id() + " of " + rollout.repository();
        return switch (rollout.state()) {
            case RolloutState.Requested() -> name + ": looking";
            case RolloutState.Rejected(var why) -> name + ": rejected";
            case RolloutState.InSync() -> name + ": in sync";
            case RolloutState.AwaitingApproval(var expires) ->
                "%s needs %d approval%s".formatted(name, missing(rollout), missing(rollout) == 1 ? "" : "s");
            case RolloutState.Applying() -> name + ": applying";
            case RolloutState.Done() -> name + ": done";
            case RolloutState.Stalled(var why) -> name + ": stalled, a person must look";
            case RolloutState.Declined(var by, var why) -> name + ": declined by " + by;
            case RolloutState.Expired() -> name + ": nobody said yes in time";
            case RolloutState.Superseded(var by) -> name + ": superseded by " + by;
            case RolloutState.Cancelled(var by, var why) -> name + ": cancelled by " + by;
        };
    }

    private static int missing(Rollout rollout) {
        return Math.max(0, rollout.missing());
    }

    private static String about(Rollout rollout) {
        var commit = "%s  %s — %s"
                .formatted(
                        Mrkdwn.code(rollout.revision().brief()),
                        Mrkdwn.line(Mrkdwn.cut(rollout.subject(), 200)),
                        Mrkdwn.line(Mrkdwn.cut(rollout.author(), 100)));
        var why = switch (rollout.cause()) {
            case "drift" -> "\n:mag: drift: something changed outside the repository";
            case "request" -> "\n:raised_hand: asked for, without a commit";
            default -> "";
        };
        return rollout.plan().map(plan -> new PlanBlocks(plan).verdict() + "\n").orElse("") + commit + why;
    }

    private static List<LayoutBlock> body(Rollout rollout) {
        var blocks = new ArrayList<LayoutBlock>();
        reason(rollout).ifPresent(why -> blocks.add(PlanBlocks.text(why)));
        rollout.waits().ifPresent(waits -> blocks.add(PlanBlocks.text(":hourglass: " + said(waits.why()))));
        blocks.addAll(diagnostics(rollout.diagnostics()));
        rollout.plan().ifPresent(plan -> {
            if (rollout.state() instanceof RolloutState.AwaitingApproval)
                blocks.addAll(new PlanBlocks(plan).changes(rollout.replaced()));
            else if (!rollout.progress().isEmpty()) blocks.add(PlanBlocks.text(progress(rollout)));
            if (!plan.blocked().isEmpty() && !rollout.state().isFinal()) blocks.add(PlanBlocks.text(blocked(plan)));
        });
        return blocks;
    }

    private static Optional<String> reason(Rollout rollout) {
        return switch (rollout.state()) {
            case RolloutState.Rejected(var why) -> Optional.of(":no_entry: " + said(why));
            case RolloutState.Stalled(var why) ->
                Optional.of(":warning: %s\nWhen it is mended: `/gough retry %s`".formatted(said(why), rollout.id()));
            case RolloutState.Declined(var by, var why) -> Optional.of(":x: " + said(by + ": " + why));
            case RolloutState.Cancelled(var by, var why) -> Optional.of(":x: " + said(by + ": " + why));
            case RolloutState.Done() -> Optional.of(":white_check_mark: Everything is as declared.");
            case RolloutState.Requested _,
                    RolloutState.InSync _,
                    RolloutState.AwaitingApproval _,
                    RolloutState.Applying _,
                    RolloutState.Expired _,
                    RolloutState.Superseded _ -> Optional.empty();
        };
    }

    private static String said(String why) {
        return Mrkdwn.cut(Mrkdwn.words(why), REASON);
    }

    /** Errors and warnings in full; of notices, which come with every rollout of the revision, only how many. */
    private static List<LayoutBlock> diagnostics(List<Diagnostic> all) {
        var blocks = new ArrayList<LayoutBlock>();
        var lines = all.stream()
                .filter(d -> d.severity() != Diagnostic.Severity.NOTICE)
                .map(d -> Mrkdwn.fenced(Mrkdwn.cut(d.toString(), 250)))
                .toList();
        if (!lines.isEmpty()) blocks.add(PlanBlocks.text("```" + Mrkdwn.lines(lines, PlanBlocks.SECTION - 10) + "```"));
        int notices = all.size() - lines.size();
        if (notices > 0)
            blocks.add(PlanBlocks.text(":information_source: %d notice%s; `gough validate` says which"
                    .formatted(notices, notices == 1 ? "" : "s")));
        return blocks;
    }

    /** The same without its buttons: what the question is about is not all said yet. */
    RolloutCard withoutButtons() {
        return new RolloutCard(
                text,
                blocks.stream()
                        .filter(block -> !(block instanceof ActionsBlock))
                        .toList());
    }

    private static String progress(Rollout rollout) {
        var all = rollout.progress().values();
        long done = all.stream().filter(p -> p.stage() == Stage.DONE).count();
        var lines = new ArrayList<String>();
        lines.add(bar(done, all.size()));
        all.stream()
                .filter(p -> p.stage() == Stage.FAILED || p.stage() == Stage.RUNNING)
                .map(p -> "%s %s %s — %s"
                        .formatted(
                                p.stage() == Stage.FAILED ? ":x:" : ":hourglass_flowing_sand:",
                                p.verb(),
                                Mrkdwn.code(p.subject()),
                                Mrkdwn.line(Mrkdwn.cut(p.detail(), p.stage() == Stage.FAILED ? FAILURE : 200))))
                .forEach(lines::add);
        return Mrkdwn.lines(lines, PlanBlocks.SECTION);
    }

    private static String bar(long done, int all) {
        int cells = 20;
        int full = all == 0 ? cells : (int) (done * cells / all);
        return "`%s%s` %d of %d".formatted("█".repeat(full), "░".repeat(cells - full), done, all);
    }

    private static String blocked(Plan plan) {
        return ":no_entry_sign: *blocked*\n"
                + Mrkdwn.lines(
                        plan.blocked().stream()
                                .map(b -> "• %s — %s"
                                        .formatted(
                                                Mrkdwn.code(b.subject().text()), Mrkdwn.line(Mrkdwn.cut(b.why(), 200))))
                                .toList(),
                        BLOCKED);
    }

    private static LayoutBlock footer(Rollout rollout, Plan plan, Optional<String> pages) {
        var words = new ArrayList<String>();
        words.add("plan " + Mrkdwn.code(new PlanBlocks(plan).digest()));
        pages.ifPresent(address -> words.add("<%s/rollouts/%s|all of it>".formatted(address, rollout.id())));
        if (rollout.state() instanceof RolloutState.AwaitingApproval(var expires)) {
            words.add("until " + Mrkdwn.moment(expires));
            words.add("may approve: "
                    + Mrkdwn.words(
                            rollout.eligible().isEmpty()
                                    ? "nobody here: see docs/approvals.md"
                                    : Mrkdwn.cut(String.join(", ", rollout.eligible()), 200)));
            PullCard.paths(rollout.paths().each()).ifPresent(words::add);
        }
        var yeses = rollout.approvals().stream().map(Approval::by).collect(Collectors.joining(", "));
        if (!yeses.isEmpty()) words.add(":white_check_mark: approved by " + Mrkdwn.words(Mrkdwn.cut(yeses, 150)));
        return context(c -> c.elements(List.of(Mrkdwn.object(Mrkdwn.cut(String.join("  ·  ", words), FOOT)))));
    }

    private static Optional<LayoutBlock> question(Rollout rollout, boolean forge) {
        boolean drift = DriftAnswers.has(rollout);
        return switch (rollout.state()) {
            case RolloutState.AwaitingApproval _ -> rollout.plan().map(plan -> question(rollout, plan, drift));
            case RolloutState.Declined _, RolloutState.Expired _ ->
                drift ? rollout.plan().map(plan -> leftAsItIs(rollout, plan)) : Optional.empty();
            case RolloutState.Stalled _ -> Optional.of(mending(rollout, true, forge));
            case RolloutState.Rejected _ ->
                forge && isCommit(rollout) ? Optional.of(mending(rollout, false, true)) : Optional.empty();
            case RolloutState.Requested _,
                    RolloutState.InSync _,
                    RolloutState.Applying _,
                    RolloutState.Done _,
                    RolloutState.Superseded _,
                    RolloutState.Cancelled _ -> Optional.empty();
        };
    }

    private static boolean isCommit(Rollout rollout) {
        return !rollout.cause().equals("drift");
    }

    /** What a person can do about what went wrong: try again once it is mended, or take back what brought it in. */
    private static LayoutBlock mending(Rollout rollout, boolean retry, boolean forge) {
        var value = rollout.id() + " -";
        var buttons = new ArrayList<BlockElement>();
        if (retry)
            buttons.add(
                    button(b -> b.actionId(RETRY).text(plainText("Try again")).value(value)));
        if (forge && isCommit(rollout))
            buttons.add(button(
                    b -> b.actionId(REVERT).text(plainText("Open a revert")).value(value)));
        return actions(a -> a.blockId("mending").elements(buttons));
    }

    /** Of drift in a Fleet, a yes reverts it; the other way to end it is to accept what is there. */
    private static LayoutBlock question(Rollout rollout, Plan plan, boolean drift) {
        var shown = new PlanBlocks(plan);
        if (rollout.typed()) return shown.typedQuestion(rollout.id().toString());
        var value = rollout.id() + " " + plan.digest();
        var buttons = new ArrayList<BlockElement>();
        buttons.add(button(b -> b.actionId(APPROVE)
                .text(plainText(drift ? "Revert" : "Approve"))
                .style(shown.style())
                .value(value)
                .confirm(shown.confirm(
                        rollout.id().toString(),
                        "Plan %s: %s".formatted(shown.digest(), shown.verdict().replace("*", ""))))));
        if (drift) buttons.add(accept(value));
        buttons.add(button(b -> b.actionId(REJECT).text(plainText("Reject")).value(value)));
        return actions(a -> a.blockId("question").elements(buttons));
    }

    /** Nobody said yes to reverting it, so it is as somebody made it. */
    private static LayoutBlock leftAsItIs(Rollout rollout, Plan plan) {
        var value = rollout.id() + " " + plan.digest();
        var revert = button(
                b -> b.actionId(DriftAnswers.REVERT).text(plainText("Revert")).value(value));
        return actions(a -> a.blockId("drift").elements(List.of(revert, accept(value))));
    }

    private static BlockElement accept(String value) {
        return button(
                b -> b.actionId(DriftAnswers.ACCEPT).text(plainText("Accept")).value(value));
    }
}
