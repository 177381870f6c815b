package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.Answer;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.forge.PullRequest.State;
import io.penguintech.gough.bot.rollout.Preview;
import io.penguintech.gough.bot.rollout.Previews;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.Merge;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.templates.view.PullView.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One look at one pull request of one repository: what is it now, what would it do, write that down, then tell. Every step
 * may be taken again after a crash: what is known is not found out twice, and what was told is not told twice.
 */
final class PullLook {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration SELDOM = Duration.ofMinutes(5);
    /** So long what becomes of a merged one is told on it. */
    private static final Duration NEWS = Duration.ofDays(7);
    /** Who comes in between and goes is shown to the others a little later: a hundred pushes are not ten thousand edits. */
    private static final Duration NEIGHBOURS = Duration.ofSeconds(30);

    /** So many looks in a row may fail before the merge is told although a status was not set. */
    private static final int MOST_TRIES = 5;

    private final Parts parts;
    private final PullPlanning planning;
    /** When something had happened on the forge last as all was heard; not known after a restart. */
    private final Map<Long, Instant> heard = new ConcurrentHashMap<>();

    /**
     * What it is made of.
     *
     * @param forks whether a pull request from a fork is planned when somebody who may asks for it
     */
    record Parts(
            Forge forge,
            InfraRepo source,
            Previews previews,
            Proposals proposals,
            Rollouts rollouts,
            PullStore store,
            CommandHearing hearing,
            PullTelling telling,
            boolean forks,
            Clock clock) {}

    PullLook(Parts parts) {
        this.parts = parts;
        this.planning = new PullPlanning(parts.forge(), parts.source(), parts.previews());
    }

    Next take(PullRow row) {
        try {
            return taken(row);
        } finally {
            parts.hearing().read(row.number()); // not kept until the next look
        }
    }

    private Next taken(PullRow row) {
        if (row.seen() && row.pull().isPresent()) return take(row, row.pull().get(), false);
        return switch (parts.forge().pullRequest(row.number())) {
            case Answer.Given<PullRequest>(var pull) -> {
                parts.store().said(row, pull);
                yield take(row.with(pull), pull, true);
            }
            case Answer.Failed<PullRequest>(Failure.WorldChanged _)
            when row.pull().isEmpty() -> new Next.Gone();
            case Answer.Failed<PullRequest>(var failure) -> again(failure);
        };
    }

    private Next take(PullRow row, PullRequest pull, boolean hinted) {
        return switch (pull.state()) {
            case State.Open() -> {
                // Whether what people say can be heard or not: it is planned. What was said to the plan before is heard
                // before.
                var first = hear(row, pull, hinted);
                var next = open(row, pull);
                // A yes counts once it is written down that the plan stands in the comment, which is so only now.
                var last = first.waits() && isShown(row, pull) ? hear(row, pull) : first;
                yield next instanceof Next.Rest
                        ? last.missed().map(PullLook::again).orElse(next)
                        : next;
            }
            case State.Closed() -> over(row, pull, new Outcome.Closed());
            case State.Merged(var commit, var _) -> merged(row, pull, commit, hinted);
        };
    }

    private Next merged(PullRow row, PullRequest pull, Optional<Revision> commit, boolean hinted) {
        boolean known = isMerged(row);
        var told = row;
        if (!known) {
            var missed = lastWords(row, pull);
            if (missed.filter(PullLook::isPassing).isPresent()) return again(missed.get());
            var commits = commits(pull);
            if (commits.isEmpty())
                return again(new Failure.TryAgain("The commits of the pull request cannot be read.", SOON));
            if (isOurs(pull)) {
                var said = parts.telling().lastWords(row, pull);
                // What is brought about does not wait long for what a status says.
                if (said.failure().filter(PullTelling::isPassing).isPresent() && row.failures() < MOST_TRIES)
                    return again(said.failure().get());
                told = row.with(said.told());
            }
            parts.proposals().merged(merged(row, pull, commit, commits.get(), missed));
        }
        return after(
                told, pull, new Outcome.Merged(commit.map(Revision::id).orElse(""), Optional.empty()), known && hinted);
    }

    /** What became of it is told until it is brought about; while a person must act, what they say is heard without a hint, too. */
    private Next after(PullRow row, PullRequest pull, Outcome.Merged end, boolean hinted) {
        boolean recent = pull.updated().plus(NEWS).isAfter(now());
        // Before it is read, so that whatever happens to it meanwhile is looked at.
        parts.store().follow(row.key(), recent && isMerged(row));
        var became = AfterMerge.rollout(asked(row), parts.rollouts());
        boolean waits = recent && became.filter(AfterMerge::waitsForPeople).isPresent();
        var missed = hinted || waits ? parts.hearing().hearAfterMerge(pull) : Optional.<Failure>empty();
        var next = over(row, pull, end);
        if (became.filter(AfterMerge::isDone).isPresent()) parts.store().follow(row.key(), false);
        if (!(next instanceof Next.Rest)) return next;
        if (missed.isPresent()) return again(missed.get());
        return waits ? new Next.Rest(Optional.of(now().plus(SELDOM))) : next;
    }

    private Proposals.Merged merged(
            PullRow row,
            PullRequest pull,
            Optional<Revision> commit,
            List<InfraRepo.Commit> commits,
            Optional<Failure> unheard) {
        return new Proposals.Merged(
                row.key().repository(),
                row.number(),
                pull.title(),
                pull.page(),
                isOurs(pull),
                pull.head(),
                commit,
                PullPlanning.author(parts.forge(), pull),
                commits,
                unheard.map(failure -> "What was said before the merge cannot be read: " + failure.why()));
    }

    private boolean isMerged(PullRow row) {
        return asked(row)
                .filter(proposal -> proposal.standing() instanceof Proposal.Standing.Merged)
                .isPresent();
    }

    /** Its own, for a squash does not name whose they were; empty when git cannot be read now. */
    private Optional<List<InfraRepo.Commit>> commits(PullRequest pull) {
        return switch (parts.source().merge(parts.forge().kind().head(pull.number()))) {
            case Merge.Clean clean -> Optional.of(clean.commits());
            case Merge.Conflicting conflicting -> Optional.of(conflicting.commits());
            case Merge.TooLarge large -> Optional.of(large.commits());
            case Merge.NotThere() -> Optional.of(List.of());
            case Merge.Failed _ -> Optional.empty();
        };
    }

    private static boolean isPassing(Failure failure) {
        return switch (failure) {
            case Failure.TryAgain _, Failure.Unclear _, Failure.WorldChanged _ -> true;
            case Failure.NeedsHuman _, Failure.Forbidden _ -> false;
        };
    }

    /** Somebody hinted at something, or something happened on the forge since all was heard: reads that a moved branch saves. */
    private Heard hear(PullRow row, PullRequest pull, boolean hinted) {
        return !hinted && pull.updated().equals(heard.get(row.number())) ? Heard.ALL : hear(row, pull);
    }

    private Heard hear(PullRow row, PullRequest pull) {
        var now = parts.hearing().hear(pull);
        if (now.missed().isEmpty() && !now.waits()) heard.put(row.number(), pull.updated());
        else heard.remove(row.number());
        return now;
    }

    private boolean isShown(PullRow row, PullRequest pull) {
        return asked(row)
                .filter(proposal -> proposal.head().equals(pull.head()))
                .flatMap(Proposal::shownAt)
                .isPresent();
    }

    private Optional<Proposal> asked(PullRow row) {
        return parts.proposals().find(row.key().repository(), row.number());
    }

    /** What people said before the merge is heard before anybody is told of it: afterwards nothing counts any more. */
    private Optional<Failure> lastWords(PullRow row, PullRequest pull) {
        boolean counts = isOurs(pull) && asked(row).isPresent();
        return counts ? parts.hearing().hear(pull).missed() : Optional.empty();
    }

    private boolean isOurs(PullRequest pull) {
        return pull.base().equals(parts.source().branch());
    }

    private Next open(PullRow row, PullRequest pull) {
        var grounds = parts.previews().grounds(row.key().repository());
        var refusal = refusal(row, pull);
        if (refusal.isPresent()) return settled(row, pull, refused(row, pull, grounds, refusal.get()));
        if (isKnown(row, pull, grounds)) return tell(row, pull);
        var found = planning.of(row, pull, grounds, now());
        return switch (headNow(row, pull)) {
            case Answer.Given<Revision>(var head)
            when !head.equals(pull.head()) ->
                new Next.Again("a newer head came while an older one was planned", Duration.ZERO);
            case Answer.Given<Revision> _ -> settled(row, pull, found);
            case Answer.Failed<Revision>(var failure) -> again(failure);
        };
    }

    /** Nobody hinted at anything, and nothing that a plan depends on moved: neither git nor a backend is asked. */
    private static boolean isKnown(PullRow row, PullRequest pull, Preview.Grounds grounds) {
        return row.state()
                .filter(state -> state.isFinal() && state.base().isPresent() && !row.asked())
                .filter(state -> state.head().equals(pull.head()))
                .filter(state -> state.grounds().equals(grounds))
                .isPresent();
    }

    /** Where the forge says that it is, after it was planned: asked only when something happened meanwhile. */
    private Answer<Revision> headNow(PullRow row, PullRequest pull) {
        var now = parts.store().find(row.key());
        if (now.isEmpty() || now.get().nudges() == row.nudges()) return new Answer.Given<>(pull.head());
        if (now.get().seen())
            return new Answer.Given<>(now.get().pull().map(PullRequest::head).orElse(pull.head()));
        return switch (parts.forge().pullRequest(row.number())) {
            case Answer.Given<PullRequest>(var said) -> new Answer.Given<>(said.head());
            case Answer.Failed<PullRequest>(var failure) -> new Answer.Failed<>(failure);
        };
    }

    // ---- what is not planned

    private Optional<Outcome.NotPlanned> refusal(PullRow row, PullRequest pull) {
        if (!isOurs(pull))
            return Optional.of(new Outcome.NotPlanned(
                    "it is for another branch",
                    "Gough brings about the branch " + parts.source().branch() + "."));
        boolean fork = PullPlanning.isFork(pull);
        if (fork && !parts.forks())
            return Optional.of(
                    new Outcome.NotPlanned(
                            "it is from a fork",
                            "Anybody may have pushed it, and pull requests from forks are not planned here. Push the branch to this repository, or have the operator of Gough set gough.forge.*.forks."));
        if (isAskedFor(row, pull)) return Optional.empty();
        if (fork)
            return Optional.of(
                    new Outcome.NotPlanned(
                            PlanWords.AN_UNASKED_FORK,
                            "Anybody may have pushed it: each of its heads is planned when somebody who may write here asks for it."));
        if (pull.draft())
            return Optional.of(new Outcome.NotPlanned(
                    PlanWords.A_DRAFT, "It is planned when it is ready for review, or when somebody asks for it."));
        return Optional.empty();
    }

    private static boolean isAskedFor(PullRow row, PullRequest pull) {
        return row.asked()
                || row.state()
                        .filter(state -> state.onRequest() && state.head().equals(pull.head()))
                        .isPresent();
    }

    private PullPlanning.Found refused(
            PullRow row, PullRequest pull, Preview.Grounds grounds, Outcome.NotPlanned refusal) {
        var state = new PullState(
                pull.head(),
                Optional.empty(),
                grounds,
                "",
                refusal,
                List.of(),
                List.of(),
                false,
                now(),
                now(),
                List.of());
        return new PullPlanning.Found(state.after(row.state()), Optional.empty());
    }

    // ---- writing down, then telling

    /** Proposed before it is written down that there is a plan: what was written down was proposed. */
    private Next settled(PullRow row, PullRequest pull, PullPlanning.Found found) {
        var old = row.state().filter(found.state()::saysTheSameAs);
        if (found.proposed().isPresent()) {
            parts.proposals().propose(found.proposed().get());
            // What is said while it is not in the comment yet is heard at the next look.
            heard.remove(row.number());
        } else if (old.isEmpty()) retract(row, found.state());
        var state = old.map(same -> same.on(found.state().grounds())).orElse(found.state());
        if (row.asked() || !row.state().equals(Optional.of(state)))
            parts.store().found(row, state);
        neighbours(row, state);
        return tell(row.with(state), pull);
    }

    /** What cannot be planned now is not asked about any more when there is a newer head, or when it is known that it cannot. */
    private void retract(PullRow row, PullState state) {
        boolean newHead =
                row.state().filter(old -> old.head().equals(state.head())).isEmpty();
        boolean plan = state.outcome() instanceof Outcome.Planned;
        if (!plan && (state.isFinal() || newHead))
            parts.proposals()
                    .retract(row.key().repository(), row.number(), state.head(), PlanWords.retracted(state.outcome()));
    }

    /** Who is about the same hosts, or was, shows that. */
    private void neighbours(PullRow row, PullState state) {
        var before = row.state().map(PullState::hosts).orElse(List.of());
        if (before.equals(state.hosts())) return;
        var all = new TreeSet<>(before);
        all.addAll(state.hosts());
        parts.store().nudgeAbout(row.key(), all, now().plus(NEIGHBOURS));
    }

    private Next over(PullRow row, PullRequest pull, Outcome end) {
        heard.remove(row.number());
        parts.source().forget(parts.forge().kind().head(pull.number()));
        switch (pull.state()) {
            case State.Open() -> {}
            case State.Closed() -> parts.proposals().closed(row.key().repository(), row.number());
            case State.Merged _ -> {} // told of before
        }
        if (row.state().isEmpty()) return new Next.Rest(Optional.empty());
        var state = row.state().get();
        if (state.outcome().getClass() == end.getClass()) return tell(row, pull);
        var ended = state.over(end, now());
        parts.store().found(row, ended);
        neighbours(row, ended);
        return tell(row.with(ended), pull);
    }

    private Next tell(PullRow row, PullRequest pull) {
        var failure = parts.telling()
                .tell(
                        row,
                        pull,
                        parts.store().about(row.key(), hosts(row)),
                        parts.hearing().read(row.number()));
        if (failure.isPresent()) return again(failure.get());
        var state = row.state().orElseThrow();
        if (state.outcome() instanceof Outcome.Failed(var why)) return new Next.Again(why, SOON);
        return new Next.Rest(
                asked(row).filter(proposal -> proposal.expires().isAfter(now())).map(proposal -> proposal.expires()));
    }

    private static List<String> hosts(PullRow row) {
        return row.state().map(PullState::hosts).orElse(List.of());
    }

    private static Next again(Failure failure) {
        return new Next.Again(
                failure.why(),
                switch (failure) {
                    case Failure.TryAgain(var why, var after) -> after;
                    case Failure.WorldChanged _, Failure.Unclear _ -> SOON;
                    case Failure.NeedsHuman _, Failure.Forbidden _ -> SELDOM;
                });
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
