package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.CommitStatus;
import io.penguintech.gough.bot.forge.CommitStatus.State;
import io.penguintech.gough.bot.rollout.Approval;
import io.penguintech.gough.bot.rollout.PathNeed;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.templates.view.PullView.Outcome;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the status {@code gough/approval} of a head says: whether what merging it would do may be done then. It names people of
 * {@code gough.yaml} and nothing else. Pure.
 */
final class ApprovalWords {
    /** What every forge takes. */
    private static final int LONGEST = 140;

    /** What is red at the merge and answered after it begins with one of these. */
    private static final String EARLY = "merged before it was approved; ";

    private static final String FORK = "not asked before the merge, it is from a fork";

    private ApprovalWords() {}

    /** The colour and the words. */
    private record Said(State state, String text) {}

    /**
     * The status of a head; leads to {@code page}. None where nobody can be asked before the merge, and of what is from a fork
     * and not planned: why not, the other status says.
     *
     * @param fork whether it is from one
     */
    static Optional<CommitStatus> of(PullState state, Optional<Proposal> known, boolean fork, URI page, Instant now) {
        return said(state, known, fork, now)
                .map(one ->
                        new CommitStatus(CommitStatus.Context.APPROVAL, one.state(), one.text(), Optional.of(page)));
    }

    /** Of a head that the pull request {@code other} has, too: what is said to one is not said to the other. */
    static CommitStatus shared(long other, Optional<URI> page) {
        return new CommitStatus(
                CommitStatus.Context.APPROVAL,
                State.FAILURE,
                "pull request %d has the same head; close one".formatted(other),
                page);
    }

    /** Of a head that was merged before all had said yes. */
    static CommitStatus early(Optional<URI> page) {
        return new CommitStatus(CommitStatus.Context.APPROVAL, State.FAILURE, EARLY + "its rollout asks", page);
    }

    /** Whether {@code words} are those of a status that said no yes at the merge, which its rollout may have got since. */
    static boolean isOpen(String words) {
        return words.contains(EARLY) || words.contains(FORK);
    }

    /** What the yes came to that was missing at the merge; empty as long as {@code rollout}, which brings it about, asks. */
    static Optional<CommitStatus> late(Rollout rollout, URI page) {
        return answered(rollout)
                .map(one ->
                        new CommitStatus(CommitStatus.Context.APPROVAL, one.state(), one.text(), Optional.of(page)));
    }

    private static Optional<Said> answered(Rollout rollout) {
        return switch (rollout.state()) {
            case RolloutState.Requested _, RolloutState.AwaitingApproval _, RolloutState.Superseded _ ->
                Optional.empty();
            case RolloutState.InSync _ -> Optional.of(new Said(State.SUCCESS, "nothing to approve"));
            case RolloutState.Applying _, RolloutState.Done _, RolloutState.Stalled _ ->
                Optional.of(new Said(State.SUCCESS, "approved after the merge, in " + rollout.id()));
            case RolloutState.Rejected _, RolloutState.Declined _, RolloutState.Expired _, RolloutState.Cancelled _ ->
                Optional.of(new Said(
                        State.FAILURE,
                        EARLY
                                + "%s is %s"
                                        .formatted(rollout.id(), rollout.state().word())));
        };
    }

    private static Optional<Said> said(PullState state, Optional<Proposal> known, boolean fork, Instant now) {
        boolean planned = state.outcome() instanceof Outcome.Planned;
        if (fork) return planned ? Optional.of(new Said(State.FAILURE, FORK)) : Optional.empty();
        if (!planned) return Optional.of(new Said(PlanWords.colour(state, now), "not planned"));
        return known.filter(state::isOf).map(ApprovalWords::said);
    }

    private static Said said(Proposal proposal) {
        return switch (proposal.standing()) {
            case Standing.Free _ -> new Said(State.SUCCESS, "nothing to approve");
            case Standing.Asked asked -> new Said(State.PENDING, asked(asked));
            case Standing.Approved _ ->
                new Said(
                        State.SUCCESS,
                        named(
                                "approved by ",
                                proposal.approvals().stream()
                                        .map(Approval::by)
                                        .distinct()
                                        .toList()));
            case Standing.Declined(var by, var _) -> new Said(State.FAILURE, named("declined by ", List.of(by)));
            case Standing.Expired _ -> new Said(State.FAILURE, "expired; gough plan asks again");
            case Standing.Retracted _, Standing.Closed _ -> new Said(State.FAILURE, "not planned");
            case Standing.Merged _ -> new Said(State.SUCCESS, "merged already");
        };
    }

    private static String asked(Standing.Asked asked) {
        var tail = paths(asked.paths());
        if (asked.eligible().isEmpty()) return "%d more, but nobody else in gough.yaml may".formatted(asked.missing());
        var who = asked.eligible().size() < asked.missing() ? "%d more, but nobody may except " : "%d more of ";
        return named(who.formatted(asked.missing()), asked.eligible(), LONGEST - tail.length()) + tail;
    }

    /** Whose yes what comes from which files takes; where there is no room for that, that the comment says it. */
    private static String paths(List<PathNeed> paths) {
        if (paths.isEmpty()) return "";
        var all = paths.stream().map(need -> "; " + need.words()).collect(Collectors.joining());
        return all.length() <= LONGEST / 2
                ? all
                : paths.size() == 1
                        ? "; 1 rule for paths holds, see the comment"
                        : "; %d rules for paths hold, see the comment".formatted(paths.size());
    }

    private static String named(String before, List<String> names) {
        return named(before, names, LONGEST);
    }

    /** {@code before} and as many of the names as there is room for, at least one. */
    private static String named(String before, List<String> names, int longest) {
        for (int many = names.size(); many > 1; many--) {
            var left = names.size() - many;
            var text = before
                    + String.join(", ", names.subList(0, many))
                    + (left == 0 ? "" : " and %d more".formatted(left));
            if (text.codePointCount(0, text.length()) <= longest) return text;
        }
        return names.size() <= 1
                ? before + String.join("", names)
                : before + names.getFirst() + " and %d more".formatted(names.size() - 1);
    }
}
