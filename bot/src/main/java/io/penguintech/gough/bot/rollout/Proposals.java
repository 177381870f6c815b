package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Revision;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What pull requests would do, and what people say to it before they are merged. The same rules judge as for a rollout, and
 * a yes goes on counting for the rollout of the merge, change by change, once. Every call is one transaction, may be
 * repeated, and those about an unknown repository or pull request do nothing. Thread-safe. What people say, and that a
 * rollout took a pull request up, is told by {@link RolloutEvent.ProposalChanged}; who tells of plans and merges knows.
 */
public interface Proposals {
    /**
     * What one pull request would do.
     *
     * @param repository whose it is
     * @param number its number on the forge
     * @param title as its author wrote it
     * @param page where people see it
     * @param head the newest commit of its branch, as git has it
     * @param base the protected branch's newest commit, as git has it
     * @param plan the plan of the merge result without what the plan of {@code base} holds as well
     * @param commits those of {@code head} that {@code base} has not
     * @param author who opened it, as the forge says
     * @param origins from which files each change of {@code plan} comes, by its digest
     */
    record Proposed(
            RepositoryId repository,
            long number,
            String title,
            URI page,
            Revision head,
            Revision base,
            Plan plan,
            List<InfraRepo.Commit> commits,
            Actor.ForgeAccount author,
            SortedMap<String, Origin> origins) {
        /** Keeps copies. */
        public Proposed {
            commits = List.copyOf(commits);
            origins = Collections.unmodifiableSortedMap(new TreeMap<>(origins));
        }
    }

    /**
     * A pull request that was merged, as the forge says.
     *
     * @param ours whether into the branch that is brought about; elsewhere it counts for nothing, but who is behind it stays so
     * @param head what was merged
     * @param commit what the branch got; empty when the forge does not say: then it must be {@code head} itself
     * @param author who opened it
     * @param commits those of {@code head} that the branch does not have, as after a squash, as far as git knows
     * @param unheard why it cannot be known what people said last: then nobody's yes counts for it
     */
    record Merged(
            RepositoryId repository,
            long number,
            String title,
            URI page,
            boolean ours,
            Revision head,
            Optional<Revision> commit,
            Actor.ForgeAccount author,
            List<InfraRepo.Commit> commits,
            Optional<String> unheard) {
        /** Keeps a copy. */
        public Merged {
            commits = List.copyOf(commits);
        }
    }

    /**
     * How somebody said yes.
     *
     * @param digest at least 12 hexadecimal digits that begin the digest of the plan
     * @param head the commit they saw, when they cannot but have seen a certain one (a review, a button); empty: it is not
     *     known, so {@code at} must be
     * @param at when they said it, by the forge's clock: it counts from then on; empty: now
     * @param destroys how many destroyed hosts they typed
     * @param via where they said it: comment, review, slack, api, cli, web
     */
    record Yes(String digest, Optional<Revision> head, Optional<Instant> at, OptionalInt destroys, String via) {
        /** Where reviews of the forge were given, which name a commit only. */
        public static final String REVIEW = "review";
    }

    /**
     * Stores what was planned; what was planned before is not asked about any more. With another head a yes to anything
     * destructive is void, and one to what the new plan has not; both for good, also when the earlier head comes back. With
     * the same head a yes counts for exactly what it was said to, whenever the plan has that. Empty when the pull request
     * was merged already, or brings no commit that {@code base} has not: then its rollout is what people are asked about.
     */
    Optional<Proposal> propose(Proposed proposed);

    /**
     * There is no plan of what the pull request is now: {@code why} is for people. Nothing is asked; with another head than
     * before every yes is void.
     */
    void retract(RepositoryId repository, long number, Revision head, String why);

    /**
     * The plan stands in the comment since {@code at}, by the forge's clock: a review that is younger saw it. The moment
     * that is known for the same head and digest already stays.
     */
    void shown(RepositoryId repository, long number, Revision head, String digest, Instant at);

    /** It was closed and not merged: every yes is void. */
    void closed(RepositoryId repository, long number);

    /**
     * It was merged: its yeses count for the rollout that takes up what the branch got by that, if git says that it did, once.
     * Those to another head than was merged are void, and nothing counts to which somebody said no. Whoever is behind it
     * stays behind its merge, also when there was never a plan of it.
     */
    void merged(Merged merged);

    /** What is known of a pull request, judged by the rules in force now. */
    Optional<Proposal> find(RepositoryId repository, long number);

    /** Those that people are asked about now, the one that waits longest first. */
    List<Proposal> waiting(RepositoryId repository);

    /**
     * Records a yes. Refuses what {@link Rollouts#approve} refuses, each with its reason: the authors of the commits and
     * who opened the pull request where the risk says so, people without the role, other digests and heads, expired plans,
     * strangers; what was said before the plan of this head stood in the comment; and everything that names neither head
     * nor moment.
     */
    Verdict approve(RepositoryId repository, long number, Actor actor, Yes yes);

    /**
     * Records a person's no: nobody's yes counts for these changes until they differ, or the same person says yes. Their own
     * yeses so far are void. After the merge the rollout asks people about them.
     *
     * @param digest at least 12 hexadecimal digits that begin the digest of the plan
     */
    Verdict reject(RepositoryId repository, long number, Actor actor, String digest, String why, String via);

    /** Takes back what {@code person} said yes to by {@code via}, as a review that was dismissed. */
    void takeBack(RepositoryId repository, long number, String person, String via, String why);
}
