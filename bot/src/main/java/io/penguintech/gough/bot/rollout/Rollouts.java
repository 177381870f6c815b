package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.ObservedObject;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/** Everything that can be asked of rollouts. Thread-safe; every answer is what the database says now. */
public interface Rollouts {
    /** The rollout with this number. */
    Optional<Rollout> find(RolloutId id);

    /**
     * The newest rollout of the same revision, itself if there is none newer; empty when this one last changed before
     * {@code since}, or there is none with this number. Looks at no plan.
     */
    Optional<RolloutId> newestOfSameRevision(RolloutId id, Instant since);

    /**
     * The commits, other than its own, that merged pull requests brought and a rollout of its revision took up: several that are
     * merged before the branch is fetched are brought about together.
     */
    List<Revision> mergesBehind(RolloutId id);

    /**
     * The revision of the newest earlier rollout of the same repository that is of another one: what a rollout found brought
     * about, or was to find so. Empty for the first, and when there is none with this number.
     */
    Optional<Revision> revisionBefore(RolloutId id);

    /** Newest first, those with a number below {@code before}, at most {@code limit} (1 to 100). */
    List<Rollout> list(RepositoryId repository, Optional<RolloutId> before, int limit);

    /** Those whose plan's digest begins with these 12 to 64 hexadecimal digits; newest first, at most 100. */
    List<Rollout> withPlan(RepositoryId repository, String digest);

    /**
     * Records a yes. {@code digest} must be at least 12 hexadecimal digits and begin the digest of the plan that is
     * asked about now. Refuses the author, committers, pusher and requester where the risk says so, people without the
     * role, old digests, expired questions and strangers, each with its reason.
     */
    default Verdict approve(RolloutId id, Actor actor, String digest, String via) {
        return approve(id, actor, digest, OptionalInt.empty(), via);
    }

    /**
     * The same, with how many hosts the person says are destroyed. A plan that destroys more than the repository's own
     * limit or the server's for 24 hours is approved only with exactly that number; only the repository's limit is
     * lifted by it.
     */
    Verdict approve(RolloutId id, Actor actor, String digest, OptionalInt destroys, String via);

    /** Records a no: remembered for each change and not asked again until the change differs. */
    Verdict reject(RolloutId id, Actor actor, String digest, String why, String via);

    /** Ends a rollout; what is in flight is watched to its end. */
    Verdict cancel(RolloutId id, Actor actor, String why);

    /**
     * Something in a Fleet that a rollout changes, as it was last seen there.
     *
     * @param subject what
     * @param place where its document begins
     * @param there what is known to be there
     */
    record InFleet(Subject.OfFleet subject, Place place, There there) {}

    /** What there is in a Fleet of something declared. */
    sealed interface There {
        /** This. */
        record Is(ObservedObject is) implements There {}

        /** Nothing any more: Gough had it there, and somebody deleted it. */
        record Deleted() implements There {}

        /** Nothing that Gough ever had there. */
        record NeverMade() implements There {}

        /** Nothing can be said: the Fleet, or the team in it, was not read since Gough started. */
        record Unread() implements There {}
    }

    /** What a rollout's plan changes in Fleets and a document declares, as it is there now: what accepting it would declare. */
    List<InFleet> inFleets(RolloutId id);

    /** Lets a stalled rollout look again. */
    Verdict retry(RolloutId id, Actor actor);

    /** Lets only what failed of one host be planned again; what failed of the others still counts. */
    Verdict retry(RolloutId id, Actor actor, String host);

    /**
     * Lets the changes of exactly this plan begin outside of the change windows, for as long as an approval holds. It
     * approves nothing. Takes an admin and a reason; recorded and announced.
     */
    Verdict early(RolloutId id, Actor actor, String digest, String reason);

    /**
     * Lets one change begin, or go on, although the guards of its host do not pass; once. It approves nothing. Takes an
     * admin who could also approve the change, so not its author, and a reason; recorded and announced.
     *
     * @param digest at least 12 hexadecimal digits that begin the digest of the change itself, not of its plan
     */
    Verdict overrule(RolloutId id, Actor actor, String digest, String reason);

    /** Asks for a look now. */
    Verdict reconcile(RepositoryId repository, Actor actor);

    /** Stops every write at once, across restarts, until {@link #resume}. */
    default Verdict stop(Optional<RepositoryId> repository, Actor actor, String reason) {
        return stop(Scope.whole(repository), actor, reason);
    }

    /** Stops every write that {@code scope} reaches, across restarts, until exactly that is resumed. */
    Verdict stop(Scope scope, Actor actor, String reason);

    /** Ends a stop. What a guard stopped goes on only by {@link #confirm}. */
    default Verdict resume(Optional<RepositoryId> repository, Actor actor) {
        return resume(Scope.whole(repository), actor);
    }

    /** Ends exactly that stop; wider and narrower ones stay. */
    Verdict resume(Scope scope, Actor actor);

    /**
     * Confirms that exactly what the guards of a repository found is right. {@code digest} must be at least 12
     * hexadecimal digits and begin the digest of what they say now ({@link RepositoryStatus#guard}).
     */
    Verdict confirm(RepositoryId repository, Actor actor, String digest, String reason);

    /**
     * Lets somebody at the server's own command line stand in for every approver that is missing. {@code typed} must be
     * exactly the hosts whose changes are disruptive or destructive. Recorded and announced.
     */
    Verdict breakGlass(RolloutId id, Actor.LocalUser actor, String digest, SortedSet<HostName> typed, String reason);

    /** Each repository as it is now, for pages and commands. */
    List<RepositoryStatus> status();

    /** The declared hosts with what is known of their machines, sorted by name. */
    List<HostStatus> hosts(RepositoryId repository);

    /**
     * The most a token may do anywhere, by its own role and by what the rules in force let its person do; empty when
     * the settings do not know it, or no rules in force know its person any more.
     */
    Optional<Repository.Role> standing(Actor.ApiToken token);

    /** The person behind an account by the rules in force, if any. */
    Optional<Repository.Person> person(RepositoryId repository, Actor actor);
}
