package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.proposing.Outcome;
import io.penguintech.gough.bot.proposing.RevertProposal;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.templates.view.Markdown;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What became of pull requests of one repository after they were merged, and what people can do about it. */
final class AfterMerge {
    /** Each supersedes the one before, for as long as people merge faster than Gough looks. */
    private static final int MOST_SUPERSEDED = 100;

    private final RepositoryId repository;
    private final Proposals proposals;
    private final Rollouts rollouts;
    private final RevertProposal reverting;

    AfterMerge(RepositoryId repository, Proposals proposals, Rollouts rollouts, RevertProposal reverting) {
        this.repository = repository;
        this.proposals = proposals;
        this.rollouts = rollouts;
        this.reverting = reverting;
    }

    /** The rollout that brings it about now: the one that took it up, or who took that one's place. */
    static Optional<Rollout> rollout(Optional<Proposal> proposal, Rollouts rollouts) {
        var found = proposal.flatMap(AfterMerge::first).flatMap(rollouts::find);
        for (int i = 0;
                i < MOST_SUPERSEDED
                        && found.isPresent()
                        && found.get().state() instanceof RolloutState.Superseded(var by);
                i++) found = rollouts.find(by);
        return found.map(one -> again(one, rollouts));
    }

    /** The one that took it up first. */
    private static Optional<RolloutId> first(Proposal proposal) {
        return proposal.standing() instanceof Standing.Merged(var rollout) ? rollout : Optional.empty();
    }

    /** Of one that ended otherwise than well, what people had tried since; not drift that was found weeks later. */
    private static Rollout again(Rollout rollout, Rollouts rollouts) {
        if (!waitsForPeople(rollout)) return rollout;
        return rollouts.newestOfSameRevision(rollout.id(), Instant.EPOCH)
                .flatMap(rollouts::find)
                .filter(newer -> !newer.cause().equals("drift"))
                .orElse(rollout);
    }

    /** Whether nothing goes on before somebody does something. */
    static boolean waitsForPeople(Rollout rollout) {
        return switch (rollout.state()) {
            case RolloutState.Stalled _,
                    RolloutState.Rejected _,
                    RolloutState.Declined _,
                    RolloutState.Expired _,
                    RolloutState.Cancelled _ -> true;
            case RolloutState.Requested _,
                    RolloutState.InSync _,
                    RolloutState.AwaitingApproval _,
                    RolloutState.Applying _,
                    RolloutState.Done _,
                    RolloutState.Superseded _ -> false;
        };
    }

    /** Whether nothing is to be done any more. */
    static boolean isDone(Rollout rollout) {
        return rollout.state() instanceof RolloutState.Done || rollout.state() instanceof RolloutState.InSync;
    }

    /** What is to be answered to {@code gough retry}. */
    Optional<String> retry(long number, Actor actor, List<String> words) {
        return of(
                number,
                proposal -> rollout(Optional.of(proposal), rollouts)
                        .map(rollout -> spoken(
                                words.isEmpty()
                                        ? rollouts.retry(rollout.id(), actor)
                                        : rollouts.retry(rollout.id(), actor, words.getFirst()))));
    }

    private static String spoken(Verdict verdict) {
        return Markdown.text(
                switch (verdict) {
                    case Verdict.Accepted(var text) -> text;
                    case Verdict.Refused(var text) -> text;
                });
    }

    /** What is to be answered to {@code gough revert}. Calls git and the forge; may be repeated. */
    String revert(long number, Actor actor) {
        return of(
                        number,
                        proposal -> first(proposal).map(id -> switch (reverting.revert(id, actor)) {
                            case Outcome.Opened(var opened, var page) ->
                                "%s takes back what came in with %s. It is planned like any other."
                                        .formatted(
                                                Markdown.link("Pull request " + opened, Optional.of(page.toString())),
                                                id);
                            case Outcome.Impossible(var why) -> "There is no pull request: " + Markdown.text(why);
                        }))
                .orElseThrow();
    }

    private Optional<String> of(long number, Function<Proposal, Optional<String>> answer) {
        var proposal = proposals.find(repository, number);
        if (proposal.isEmpty() || !(proposal.get().standing() instanceof Standing.Merged))
            return Optional.of("That is for what was merged and is brought about; this is not.");
        return answer.apply(proposal.get())
                .or(() -> Optional.of("No rollout has taken it up so far: say it again when one has."));
    }
}
