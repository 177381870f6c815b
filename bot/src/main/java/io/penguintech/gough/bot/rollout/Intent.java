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
 * @param failed whether it ended without reaching its goal
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
        boolean failed) {
    /** Where a change writes. */
    static String backend(Change change) {
        return switch (change) {
            case Change.OfHost host -> "maas " + host.region();
            case Change.OfQuery query -> "fleet " + query.subject().fleet();
            case Change.AcceptRules rules -> "gough";
        };
    }
}
