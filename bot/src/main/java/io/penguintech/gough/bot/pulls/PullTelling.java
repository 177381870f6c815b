package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.Answer;
import io.penguintech.gough.bot.forge.Comment;
import io.penguintech.gough.bot.forge.CommitStatus;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.templates.view.PullPages;
import io.penguintech.gough.templates.view.PullView.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Has the forge show what is written down: first the statuses, then the comment, then what stands beside lines. Where it is not sure what the forge shows, that
 * is read before anything is written, so that whatever a crash or a lost answer left half done is not done twice.
 */
final class PullTelling {
    private final Forge forge;
    private final PullStore store;
    private final Proposals proposals;
    private final String branch;
    private final PullComments comments;
    private final PullLines lines;
    private final Rollouts rollouts;
    private final Optional<String> pages;
    private final Clock clock;

    /**
     * What is told of.
     *
     * @param branch the branch that is brought about
     * @param pages the address of Gough's pages, without a slash at its end, where it is known
     */
    record About(Proposals proposals, Rollouts rollouts, String branch, Optional<String> pages) {}

    PullTelling(Forge forge, PullStore store, About about, Clock clock) {
        this.forge = forge;
        this.store = store;
        this.proposals = about.proposals();
        this.rollouts = about.rollouts();
        this.branch = about.branch();
        this.pages = about.pages();
        this.comments = new PullComments(forge, store);
        this.lines = new PullLines(forge, store);
        this.clock = clock;
    }

    /**
     * Tells of {@code row}, which is about the same hosts as {@code neighbours}; why not all of it, if so.
     *
     * @param read its comments as they were read since the last look, if they were
     */
    Optional<Failure> tell(PullRow row, PullRequest pull, List<Neighbour> neighbours, List<Comment> read) {
        var state = row.state().orElseThrow();
        var proposal = proposals.find(row.key().repository(), row.number());
        boolean ours = pull.base().equals(branch) && pull.state() instanceof PullRequest.State.Open;
        // A stranger's pull request of somebody's commit must not turn that one's status red.
        boolean told =
                ours && !(state.outcome() instanceof Outcome.NotPlanned && store.isShared(row.key(), state.head()));
        var ended = end(row, pull, state, ours);
        if (ended.failure().filter(PullTelling::isPassing).isPresent()) return ended.failure();
        var current = row.with(ended.told());
        // Of what is no matter of Gough's, or not any more, only what was said before is set right.
        if (!ours && current.told().comments().isEmpty()) return Optional.empty();
        Optional<Failure> missed = Optional.empty();
        if (told) {
            var answer = report(current, state.head(), statuses(row, state, pull, proposal));
            missed = answer.failure();
            if (missed.isPresent() && isPassing(missed.get())) return missed;
            current = current.with(answer.told());
        }
        var rollout = AfterMerge.rollout(proposal, rollouts);
        if (rollout.isPresent()) {
            var answer = late(current, state, pull, rollout.get());
            if (answer.failure().filter(PullTelling::isPassing).isPresent()) return answer.failure();
            current = current.with(answer.told());
        }
        var became = rollout.map(one -> new Became(one, PullPlanning.isFork(pull), pages));
        var view = PullWords.view(branch, row.key().repository(), state, proposal, neighbours, became);
        var written = comments.write(
                current, PullPages.of(view, forge.longestComment() - PullComments.MARK), read, unseen(state, proposal));
        // Of one that is for another branch now nothing is wrong any more as far as Gough knows.
        boolean open = pull.state() instanceof PullRequest.State.Open;
        return missed.or(() -> written).or(() -> open ? lines.show(row, pull, state) : Optional.empty());
    }

    /** What passes by itself is waited for; else people are at least to read the comment. */
    static boolean isPassing(Failure failure) {
        return switch (failure) {
            case Failure.TryAgain _, Failure.Unclear _ -> true;
            case Failure.WorldChanged _, Failure.NeedsHuman _, Failure.Forbidden _ -> false;
        };
    }

    /**
     * Says for the last time, before it is written down that it was merged, how far people were with it: what is pending then would
     * be for ever.
     */
    Reported lastWords(PullRow row, PullRequest pull) {
        var told = row.told();
        var state = row.state().filter(known -> told.head().equals(known.head().id()));
        if (state.isEmpty() || store.isShared(row.key(), state.get().head()))
            return new Reported(told, Optional.empty());
        var proposal = proposals.find(row.key().repository(), row.number());
        var ended = statuses(row, state.get(), pull, proposal).stream()
                .map(PullTelling::ended)
                .toList();
        return report(row, state.get().head(), ended);
    }

    private static CommitStatus ended(CommitStatus status) {
        if (status.state() != CommitStatus.State.PENDING) return status;
        return status.context() == CommitStatus.Context.PLAN
                ? new CommitStatus(
                        status.context(), CommitStatus.State.FAILURE, "merged before it was planned", status.page())
                : ApprovalWords.early(status.page());
    }

    /** A yes that was missing at the merge and came after it: what was merged as it is would be red for ever on the branch. */
    private Reported late(PullRow row, PullState state, PullRequest pull, Rollout rollout) {
        var told = row.told();
        var now = ApprovalWords.late(rollout, pull.page());
        if (now.isEmpty()
                || !told.head().equals(state.head().id())
                || told.statuses().stream().noneMatch(ApprovalWords::isOpen)
                || told.statuses().contains(now.get().toString())
                || store.isShared(row.key(), state.head())) return new Reported(told, Optional.empty());
        var missed = report(state.head(), List.of(now.get()));
        if (missed.isPresent()) return new Reported(told, missed);
        var words = told.statuses().stream()
                .map(one -> ApprovalWords.isOpen(one) ? now.get().toString() : one)
                .toList();
        var after = told.with(told.head(), words);
        store.told(row.key(), after);
        return new Reported(after, Optional.empty());
    }

    private List<CommitStatus> statuses(PullRow row, PullState state, PullRequest pull, Optional<Proposal> proposal) {
        var statuses = new ArrayList<CommitStatus>();
        statuses.add(PlanWords.of(state, pull.page(), clock.instant()));
        boolean fork = PullPlanning.isFork(pull);
        if (!fork || !store.isShared(row.key(), state.head()))
            ApprovalWords.of(state, proposal, fork, pull.page(), clock.instant())
                    .map(status -> sharing(row, state, status))
                    .ifPresent(statuses::add);
        return statuses;
    }

    /** A status is of a commit: where two pull requests have one head, the yes to one must not be green on the other. */
    private CommitStatus sharing(PullRow row, PullState state, CommitStatus status) {
        if (status.state() != CommitStatus.State.SUCCESS) return status;
        return store.sharing(row.key(), state.head(), branch).stream()
                .findFirst()
                .map(other -> ApprovalWords.shared(other, status.page()))
                .orElse(status);
    }

    /**
     * What was said of a head that this pull request does not ask about any more is said no more: whoever opens another one
     * with that head finds nothing green. What was merged stays as it is, and what another one has tells that one.
     */
    private Reported end(PullRow row, PullRequest pull, PullState state, boolean ours) {
        var told = row.told();
        boolean same = told.head().equals(state.head().id());
        boolean elsewhere = !pull.base().equals(branch);
        boolean merged = pull.state() instanceof PullRequest.State.Merged && !elsewhere;
        if (told.head().isEmpty() || (same && (ours || merged))) return new Reported(told, Optional.empty());
        var head = new Revision(told.head());
        var missed = store.isShared(row.key(), head)
                ? Optional.<Failure>empty()
                : end(head, same ? over(state, elsewhere) : PlanWords.SUPERSEDED, pull);
        if (missed.filter(PullTelling::isPassing).isPresent()) return new Reported(told, missed);
        store.nudgeSharing(row.key(), head, clock.instant());
        // A commit that is not there any more, or that the forge takes nothing of, is not tried again.
        var now = told.with("", List.of());
        store.told(row.key(), now);
        return new Reported(now, Optional.empty());
    }

    /** Also of what was merged there. */
    private static String over(PullState state, boolean elsewhere) {
        return elsewhere ? PlanWords.ELSEWHERE : PlanWords.brief(state.outcome());
    }

    private Optional<Failure> end(Revision head, String why, PullRequest pull) {
        return switch (forge.statuses(head)) {
            case Answer.Failed<Map<CommitStatus.Context, CommitStatus>>(var failure) -> Optional.of(failure);
            case Answer.Given<Map<CommitStatus.Context, CommitStatus>>(var shown) ->
                report(
                        head,
                        Stream.of(CommitStatus.Context.PLAN, CommitStatus.Context.APPROVAL)
                                .filter(shown::containsKey)
                                .map(context -> new CommitStatus(
                                        context, CommitStatus.State.FAILURE, why, Optional.of(pull.page())))
                                .toList(),
                        shown);
        };
    }

    /**
     * What came of reporting.
     *
     * @param told what the forge was told by now
     * @param failure why not all of it, if so
     */
    record Reported(Told told, Optional<Failure> failure) {}

    private Reported report(PullRow row, Revision head, List<CommitStatus> wanted) {
        var words = wanted.stream().map(CommitStatus::toString).toList();
        var told = row.told();
        if (told.head().equals(head.id()) && told.statuses().equals(words)) return new Reported(told, Optional.empty());
        var begun = begun(row, head);
        var missed = report(head, wanted);
        if (missed.isPresent()) return new Reported(begun, missed);
        var now = begun.with(head.id(), words);
        store.told(row.key(), now);
        return new Reported(now, Optional.empty());
    }

    /** Noted down before the first of them: what is cut off between them is ended, too, when a newer head comes. */
    private Told begun(PullRow row, Revision head) {
        if (row.told().head().equals(head.id())) return row.told();
        var begun = row.told().with(head.id(), List.of());
        store.told(row.key(), begun);
        store.nudgeSharing(row.key(), head, clock.instant());
        return begun;
    }

    private Optional<Failure> report(Revision head, List<CommitStatus> wanted) {
        return switch (forge.statuses(head)) {
            case Answer.Failed<Map<CommitStatus.Context, CommitStatus>>(var failure) -> Optional.of(failure);
            case Answer.Given<Map<CommitStatus.Context, CommitStatus>>(var shown) -> report(head, wanted, shown);
        };
    }

    private Optional<Failure> report(
            Revision head, List<CommitStatus> wanted, Map<CommitStatus.Context, CommitStatus> shown) {
        return wanted.stream()
                .filter(status -> !status.equals(shown.get(status.context())))
                .map(status -> forge.report(head, status))
                .flatMap(answer ->
                        answer instanceof Answer.Failed<CommitStatus>(var why) ? Stream.of(why) : Stream.empty())
                .findFirst();
    }

    /** Who must know since when the plan stands in the comment, before anybody's yes counts. */
    private Optional<Consumer<Instant>> unseen(PullState state, Optional<Proposal> proposal) {
        return proposal.filter(one -> state.outcome() instanceof Outcome.Planned)
                .filter(one -> state.isOf(one) && one.shownAt().isEmpty())
                .map(one -> at -> proposals.shown(one.repository(), one.number(), one.head(), one.digest(), at));
    }
}
