package io.penguintech.gough.bot.chat;

import static com.slack.api.model.block.Blocks.actions;
import static com.slack.api.model.block.Blocks.context;
import static com.slack.api.model.block.Blocks.header;
import static com.slack.api.model.block.composition.BlockCompositions.confirmationDialog;
import static com.slack.api.model.block.composition.BlockCompositions.plainText;
import static com.slack.api.model.block.element.BlockElements.button;

import com.slack.api.model.block.LayoutBlock;
import io.penguintech.gough.bot.planview.PlanViews;
import io.penguintech.gough.bot.rollout.Approval;
import io.penguintech.gough.bot.rollout.PathNeed;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.bot.rollout.Proposal.Voided;
import io.penguintech.gough.bot.rollout.RolloutId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A pull request as one Slack message: verdict and counts first, everything destructive by name, then the rest as far as it
 * fits, whose yes counts and whose does not any more, the digest and the head, and two buttons while people are asked. When
 * they are not, one line says why.
 */
final class PullCard {
    static final String APPROVE = "pull-approve";
    static final String REJECT = "pull-reject";
    private static final int HEADER = 150;
    private static final int ABOUT = 800;
    private static final int REASON = 1200;
    private static final int VOIDED = 400;
    private static final int FOOT = 800;
    /** So many rules for paths are told; the pages have them all. */
    private static final int PATHS = 3;

    private PullCard() {}

    /**
     * Draws {@code proposal}. Its buttons carry the repository, the number, the whole digest and the head, and nothing else.
     *
     * @param pages address of Gough's pages, without a slash at its end
     */
    static RolloutCard of(Proposal proposal, Optional<String> pages) {
        var blocks = new ArrayList<LayoutBlock>();
        var title = title(proposal);
        blocks.add(header(h -> h.text(plainText(Mrkdwn.cut(Mrkdwn.plain(title), HEADER), false))));
        blocks.add(PlanBlocks.text(about(proposal)));
        settled(proposal, pages).ifPresent(line -> blocks.add(PlanBlocks.text(line)));
        if (isAsked(proposal)) blocks.addAll(new PlanBlocks(proposal.plan()).changes(proposal.replaced()));
        if (!isOver(proposal)) {
            voided(proposal).ifPresent(blocks::add);
            blocks.add(footer(proposal));
        }
        if (isAsked(proposal)) blocks.add(question(proposal));
        return new RolloutCard(Mrkdwn.words(Mrkdwn.cut(title, 200)), blocks);
    }

    /** How it stands, in one line of plain text. */
    static String title(Proposal proposal) {
        var name = "Pull request %d of %s".formatted(proposal.number(), proposal.repository());
        return switch (proposal.standing()) {
            case Standing.Free _ -> name + ": nobody need say anything";
            case Standing.Asked(var _, var missing, var _, var _) ->
                "%s needs %d approval%s".formatted(name, missing, missing == 1 ? "" : "s");
            case Standing.Approved _ -> name + ": approved";
            case Standing.Declined(var by, var _) -> name + ": declined by " + by;
            case Standing.Expired() -> name + ": nobody said yes in time";
            case Standing.Retracted _ -> name + ": there is no plan";
            case Standing.Closed() -> name + ": closed";
            case Standing.Merged(var rollout) ->
                name + ": merged" + rollout.map(id -> " as " + id).orElse("");
        };
    }

    /** What it comes to in the words of the forge's status: {@code 3 deploy, 1 REINSTALL, 0 release, 996 unchanged}. */
    static String verdict(Proposal proposal) {
        var plan = proposal.plan();
        var counted = PlanViews.of(
                        proposal.repository().value(), proposal.head().id(), Optional.empty(), plan)
                .headline();
        int findings = plan.findings().size();
        return findings == 0 ? counted : "%s, %d finding%s".formatted(counted, findings, findings == 1 ? "" : "s");
    }

    private static String about(Proposal proposal) {
        var number = "pull request " + proposal.number();
        var words = "%s  %s — %s"
                .formatted(
                        proposal.page().map(page -> Mrkdwn.link(page, number)).orElse(number),
                        Mrkdwn.line(Mrkdwn.cut(proposal.title(), 200)),
                        Mrkdwn.line(Mrkdwn.cut(proposal.author(), 100)));
        return Mrkdwn.cut(isPlanned(proposal) ? "*%s*\n%s".formatted(verdict(proposal), words) : words, ABOUT);
    }

    private static boolean isAsked(Proposal proposal) {
        return proposal.standing() instanceof Standing.Asked;
    }

    /** Whether nothing said on it counts any more. */
    private static boolean isOver(Proposal proposal) {
        return proposal.standing() instanceof Standing.Closed || proposal.standing() instanceof Standing.Merged;
    }

    /** Whether its plan is that of its head. */
    private static boolean isPlanned(Proposal proposal) {
        return !isOver(proposal) && !(proposal.standing() instanceof Standing.Retracted);
    }

    /** Why nobody is asked. */
    private static Optional<String> settled(Proposal proposal, Optional<String> pages) {
        return switch (proposal.standing()) {
            case Standing.Asked _ -> Optional.empty();
            case Standing.Free(var why) ->
                Optional.of(":white_check_mark: Nobody need say anything any more: " + said(why));
            case Standing.Approved(var until) ->
                Optional.of(":white_check_mark: Everything it would do may be done when it is merged, until %s."
                        .formatted(Mrkdwn.moment(until)));
            case Standing.Declined(var by, var why) ->
                Optional.of(":x: %s\n%s alone takes that back: %s"
                        .formatted(said(by + ": " + why), Mrkdwn.words(Mrkdwn.cut(by, 100)), yes(proposal)));
            case Standing.Expired() ->
                Optional.of(
                        ":hourglass: Nobody said yes in time. A comment on the pull request that says `gough plan` has it planned and asked about again.");
            case Standing.Retracted(var why) -> Optional.of(":no_entry: " + said(why));
            case Standing.Closed() -> Optional.of(":no_entry: It was closed: nothing that was said on it counts.");
            case Standing.Merged(var rollout) -> Optional.of(merged(rollout, pages));
        };
    }

    private static String yes(Proposal proposal) {
        return "`/gough approve pr-%d %s%s`"
                .formatted(
                        proposal.number(), new PlanBlocks(proposal.plan()).digest(), proposal.typed() ? " NUMBER" : "");
    }

    private static String merged(Optional<RolloutId> rollout, Optional<String> pages) {
        return rollout.map(id -> ":white_check_mark: It was merged: what was said on it counts for %s."
                        .formatted(pages.map(address -> "<%s/rollouts/%s|%s>".formatted(address, id, id))
                                .orElse(id.toString())))
                .orElse(":hourglass: It was merged, and no rollout has taken it up so far.");
    }

    private static String said(String why) {
        return Mrkdwn.cut(Mrkdwn.words(why), REASON);
    }

    /** Newest first: the newest is what people have not seen yet. */
    private static Optional<LayoutBlock> voided(Proposal proposal) {
        if (proposal.voided().isEmpty()) return Optional.empty();
        var lines = proposal.voided().reversed().stream().map(PullCard::line).toList();
        return Optional.of(PlanBlocks.text(
                ":leftwards_arrow_with_hook: *does not count any more*\n" + Mrkdwn.lines(lines, VOIDED)));
    }

    private static String line(Voided yes) {
        return "• the yes of %s to %d change%s — %s"
                .formatted(
                        Mrkdwn.line(Mrkdwn.cut(yes.by(), 60)),
                        yes.changes(),
                        yes.changes() == 1 ? "" : "s",
                        Mrkdwn.line(Mrkdwn.cut(yes.why(), 150)));
    }

    private static LayoutBlock footer(Proposal proposal) {
        var words = new ArrayList<String>();
        if (isPlanned(proposal)) words.add("plan " + Mrkdwn.code(new PlanBlocks(proposal.plan()).digest()));
        words.add("head " + Mrkdwn.code(proposal.head().brief()));
        if (isPlanned(proposal)) words.add("base " + Mrkdwn.code(proposal.base().brief()));
        if (proposal.standing() instanceof Standing.Asked asked) {
            words.add("until " + Mrkdwn.moment(proposal.expires()));
            words.add("may approve: " + eligible(asked));
            paths(asked.paths()).ifPresent(words::add);
        }
        approved(proposal).ifPresent(words::add);
        return context(c -> c.elements(List.of(Mrkdwn.object(Mrkdwn.cut(String.join("  ·  ", words), FOOT)))));
    }

    /** Whose yes would count. */
    static String eligible(Standing.Asked asked) {
        var names = asked.eligible();
        if (names.isEmpty()) return "nobody here: see docs/approvals.md";
        var named = Mrkdwn.line(Mrkdwn.cut(String.join(", ", names), 200));
        return names.size() < asked.missing() ? named + " and nobody else: see docs/approvals.md" : named;
    }

    /** How many of them what comes from which files takes. */
    static Optional<String> paths(List<PathNeed> paths) {
        if (paths.isEmpty()) return Optional.empty();
        var first = paths.stream()
                .limit(PATHS)
                .map(need -> Mrkdwn.cut(need.words(), 120))
                .collect(Collectors.joining("; "));
        var more = paths.size() > PATHS ? "; and %d more".formatted(paths.size() - PATHS) : "";
        return Optional.of(Mrkdwn.line(first + more));
    }

    private static Optional<String> approved(Proposal proposal) {
        return Optional.of(names(proposal))
                .filter(names -> isPlanned(proposal) && !names.isEmpty())
                .map(names -> ":white_check_mark: approved by " + Mrkdwn.line(Mrkdwn.cut(names, 150)));
    }

    /** Whose yes counts; plain text, empty for nobody's. */
    static String names(Proposal proposal) {
        return proposal.approvals().stream().map(Approval::by).distinct().collect(Collectors.joining(", "));
    }

    private static LayoutBlock question(Proposal proposal) {
        var shown = new PlanBlocks(proposal.plan());
        if (proposal.typed()) return shown.typedQuestion("pr-" + proposal.number());
        var value =
                "%s %d %s %s".formatted(proposal.repository(), proposal.number(), proposal.digest(), proposal.head());
        var approve = button(b -> b.actionId(APPROVE)
                .text(plainText("Approve"))
                .style(shown.style())
                .value(value)
                .confirm(shown.confirm(
                        "pull request " + proposal.number(),
                        "Plan %s of %s: %s"
                                .formatted(shown.digest(), proposal.head().brief(), verdict(proposal)))));
        var reject = button(b -> b.actionId(REJECT)
                .text(plainText("Reject"))
                .value(value)
                .confirm(confirmationDialog(
                        c -> c.title(plainText("Reject pull request %d?".formatted(proposal.number())))
                                .text(Mrkdwn.object(
                                        "Plan %s: then nobody's yes counts for these changes until they differ, or you say yes to them."
                                                .formatted(shown.digest())))
                                .confirm(plainText("Reject"))
                                .deny(plainText("Back")))));
        return actions(a -> a.blockId("question").elements(List.of(approve, reject)));
    }
}
