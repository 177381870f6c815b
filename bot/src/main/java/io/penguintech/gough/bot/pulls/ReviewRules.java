package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.forge.Review;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.templates.view.Markdown;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the review of somebody who approves means for what is asked about now. It counts only for a plan that its author can
 * have seen: of the head it names, where the forge remembers one, and given after that plan stood in the comment. Pure.
 */
final class ReviewRules {
    /** How a yes in a review is called in records. */
    static final String VIA = Proposals.Yes.REVIEW;

    private static final int SHORT = 12;

    private ReviewRules() {}

    /** What it means. */
    sealed interface Meaning {
        /**
         * Nothing yet: nothing is asked that it could answer.
         *
         * @param soon whether that may change by planning and telling
         */
        record Later(boolean soon) implements Meaning {}

        /**
         * Nothing, for good.
         *
         * @param why what its author is to be told; empty when there is nothing to say
         */
        record Nothing(Optional<String> why) implements Meaning {}

        /** This, if the rules let it. */
        record Counts(Proposals.Yes yes) implements Meaning {}
    }

    /** What {@code review}, which approves, means; it is {@code person}'s, who may approve. */
    static Meaning of(PullRequest pull, Optional<Proposal> known, Review review, Repository.Person person) {
        if (known.isEmpty()) return new Meaning.Later(true);
        var proposal = known.get();
        if (!proposal.head().equals(pull.head()) || proposal.shownAt().isEmpty()) return new Meaning.Later(true);
        if (review.at().filter(at -> !pull.wasUnmergedAt(at)).isPresent()) return new Meaning.Later(false);
        return switch (proposal.standing()) {
            // What was said to nothing is no yes to something later, when rules or yeses are others.
            case Standing.Free _, Standing.Approved _, Standing.Merged _ -> new Meaning.Nothing(Optional.empty());
            case Standing.Retracted _, Standing.Closed _ -> new Meaning.Later(true);
            case Standing.Asked _, Standing.Expired _, Standing.Declined _ ->
                asked(pull, proposal, review, person, proposal.shownAt().get());
        };
    }

    private static Meaning asked(
            PullRequest pull, Proposal proposal, Review review, Repository.Person person, Instant shown) {
        if (review.head().filter(head -> !head.equals(proposal.head())).isPresent())
            return ofAnotherHead(pull, proposal, review, person, shown);
        if (review.at().isEmpty())
            return no(
                    "The approval of %s does not count here, as this forge does not say when it was given. Write %s.",
                    person, proposal);
        if (review.at().get().isBefore(shown))
            return no(
                    "The approval of %s does not count here: it was given before this plan stood in the comment. Approve it again, or write %s.",
                    person, proposal);
        if (saidAlready(proposal, person)) return new Meaning.Nothing(Optional.empty());
        // An older review that is heard late must not take back a newer no.
        if (proposal.standing() instanceof Standing.Declined(var by, var _) && by.equals(person.name()))
            return no(
                    "The approval of %s does not count here: who declined takes that back in a comment. Write %s.",
                    person, proposal);
        if (proposal.typed())
            return no(
                    "The approval of %s does not count here: who approves this plan types how many hosts it destroys. Count in it the hosts that are released, reinstalled or deployed after they were lost, and write %s.",
                    person, proposal);
        return new Meaning.Counts(
                new Proposals.Yes(proposal.digest(), review.head(), review.at(), OptionalInt.empty(), VIA));
    }

    /** Of an older head, unless the forge has a newer one than it said. */
    private static Meaning ofAnotherHead(
            PullRequest pull, Proposal proposal, Review review, Repository.Person person, Instant shown) {
        boolean older = review.at()
                .filter(at -> at.isBefore(shown) || !at.isAfter(pull.updated()))
                .isPresent();
        if (!older) return new Meaning.Later(true);
        return no(
                "The approval of %s does not count here: it was given to an older head. Approve the newest one, or write %s.",
                person, proposal);
    }

    /** To the same plan of an older head is not the same: what destroys must be said yes to again. */
    private static boolean saidAlready(Proposal proposal, Repository.Person person) {
        return proposal.approvals().stream()
                .anyMatch(yes -> yes.by().equals(person.name())
                        && yes.head().equals(proposal.head())
                        && yes.digest().equals(proposal.digest()));
    }

    private static Meaning no(String why, Repository.Person person, Proposal proposal) {
        return new Meaning.Nothing(
                Optional.of(why.formatted(Markdown.text(person.name()), Markdown.code(command(proposal)))));
    }

    /** What to write in a comment to approve {@code proposal}. */
    static String command(Proposal proposal) {
        return "gough approve " + proposal.digest().substring(0, SHORT) + (proposal.typed() ? " NUMBER" : "");
    }
}
