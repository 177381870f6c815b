package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.Comment;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.proposing.RevertProposal;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.schema.Repository;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What people say to Gough on the pull requests of one repository, in comments and in reviews. */
final class CommandHearing {
    private final CommandDesk comments;
    private final ReviewDesk reviews;

    private CommandHearing(CommandDesk comments, ReviewDesk reviews) {
        this.comments = comments;
        this.reviews = reviews;
    }

    /** What pull requests are about, and who is behind accounts. */
    record Parties(Proposals proposals, Rollouts rollouts) {}

    /** Hears on {@code forge} what is about {@code source}. */
    static CommandHearing on(
            Forge forge,
            InfraRepo source,
            Parties parties,
            CommandStore store,
            CommandAnswers.Planning planning,
            Clock clock) {
        Function<Actor, Optional<Repository.Person>> people =
                actor -> parties.rollouts().person(source.id(), actor);
        var after = new AfterMerge(
                source.id(),
                parties.proposals(),
                parties.rollouts(),
                new RevertProposal(source, forge, parties.rollouts()));
        var answers = new CommandAnswers(parties.proposals(), people, source, planning, after);
        return new CommandHearing(
                new CommandDesk(source.id(), forge, store, answers, clock),
                new ReviewDesk(source.id(), forge, store, parties.proposals(), people, clock));
    }

    /**
     * Hears what was said on {@code pull} and not heard yet. May be repeated. Reviews come first, so that a no in a comment is
     * not taken for older than a yes in a review; neither holds up the other.
     */
    Heard hear(PullRequest pull) {
        return reviews.hear(pull).and(comments.hear(pull));
    }

    /** Gough's own comments on a pull request as they were when it was heard last; none when it was not since this was asked. */
    List<Comment> read(long number) {
        return comments.read(number);
    }

    /** Hears what was said on {@code pull} since it was merged: what is to be done about what became of it, and nothing else. */
    Optional<Failure> hearAfterMerge(PullRequest pull) {
        return comments.hearAfterMerge(pull);
    }
}
