package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.Optional;

/**
 * A change that was begun, as the journal knows it. It is continued from here, never from a fresh plan.
 *
 * @param id its number; stamped on machines so that a database older than the world is noticed
 * @param revision the revision whose user data and host document it uses
 * @param backend where it writes: {@code maas default}, {@code fleet default} or {@code gough}
 * @param lookAt when looking at it is worth while
 * @param detail what is under way, for people
 * @param finishedAt when it ended
 * @param ending what came of it; open while it is under way
 */
record Intent(
        long id,
        RepositoryId repository,
        RolloutId rollout,
        Revision revision,
        Change change,
        String digest,
        String backend,
        Instant startedAt,
        Instant lookAt,
        String detail,
        Optional<Instant> finishedAt,
        Ending ending) {
    /** What came of a change that was begun. */
    enum Ending {
        /** It is under way. */
        OPEN,
        /** Its goal is reached. */
        ARRIVED,
        /** The same, and a person said that its host need not be well for others to go on. */
        EXCUSED,
        /** Nobody wanted it any more. */
        WITHDRAWN,
        /** It ended without reaching its goal. */
        FAILED,
        /** It did not, and a person said that this is over. */
        FORGIVEN
    }

    /** Whether it ended without reaching its goal. */
    boolean failed() {
        return ending == Ending.FAILED || ending == Ending.FORGIVEN;
    }

    /** Whether it reached its goal. */
    boolean arrived() {
        return ending == Ending.ARRIVED || ending == Ending.EXCUSED;
    }

    /** Whether its machine is off and only kept until its hold is over: nothing is called until then. */
    boolean isKept(Instant now) {
        return finishedAt.isEmpty()
                && change instanceof Change.Release release
                && now.isBefore(startedAt.plus(release.hold()));
    }

    /** Where a change writes. */
    static String backend(Change change) {
        return switch (change) {
            case Change.OfHost host -> "maas " + host.region();
            case Change.OfFleet object -> "fleet " + object.subject().fleet();
            case Change.OfThing thing -> "maas " + thing.subject().region();
            case Change.AcceptRules rules -> "gough";
        };
    }
}
