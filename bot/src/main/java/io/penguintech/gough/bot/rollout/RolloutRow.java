package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rollout as it is stored.
 *
 * @param base commits after this one are judged; empty: only the revision's own
 * @param requester the person who asked, if one did
 * @param plan what people are asked about, or what is applied
 * @param needed how many people the question needs
 * @param eligible who may answer it
 * @param paths what rules for paths add to the question
 * @param askedUntil until when the open question waits; empty when none is open
 * @param waits what permitted changes wait for
 * @param retriedAt failures before this moment are forgiven
 */
record RolloutRow(
        RolloutId id,
        RepositoryId repository,
        Revision revision,
        Optional<Revision> base,
        String subject,
        String author,
        String cause,
        Optional<String> requester,
        RolloutState state,
        Optional<Plan> plan,
        int needed,
        List<String> eligible,
        PathNeeds paths,
        List<Diagnostic> diagnostics,
        Optional<Instant> askedUntil,
        Optional<Instant> retriedAt,
        Optional<Waits> waits,
        Instant createdAt,
        Instant updatedAt) {
    /** Keeps copies. */
    RolloutRow {
        eligible = List.copyOf(eligible);
        diagnostics = List.copyOf(diagnostics);
    }

    RolloutRow in(RolloutState next) {
        return new RolloutRow(
                id,
                repository,
                revision,
                base,
                subject,
                author,
                cause,
                requester,
                next,
                plan,
                needed,
                eligible,
                paths,
                diagnostics,
                askedUntil,
                retriedAt,
                waits,
                createdAt,
                updatedAt);
    }

    RolloutRow with(List<Diagnostic> found) {
        return new RolloutRow(
                id,
                repository,
                revision,
                base,
                subject,
                author,
                cause,
                requester,
                state,
                plan,
                needed,
                eligible,
                paths,
                found,
                askedUntil,
                retriedAt,
                waits,
                createdAt,
                updatedAt);
    }

    RolloutRow showing(Plan shown) {
        return new RolloutRow(
                id,
                repository,
                revision,
                base,
                subject,
                author,
                cause,
                requester,
                state,
                Optional.of(shown),
                needed,
                eligible,
                paths,
                diagnostics,
                askedUntil,
                retriedAt,
                waits,
                createdAt,
                updatedAt);
    }

    RolloutRow asking(Optional<Instant> until, int people, List<String> who) {
        return new RolloutRow(
                id,
                repository,
                revision,
                base,
                subject,
                author,
                cause,
                requester,
                state,
                plan,
                people,
                who,
                paths,
                diagnostics,
                until,
                retriedAt,
                waits,
                createdAt,
                updatedAt);
    }

    RolloutRow needing(PathNeeds needs) {
        return new RolloutRow(
                id,
                repository,
                revision,
                base,
                subject,
                author,
                cause,
                requester,
                state,
                plan,
                needed,
                eligible,
                needs,
                diagnostics,
                askedUntil,
                retriedAt,
                waits,
                createdAt,
                updatedAt);
    }

    RolloutRow retried(Instant at) {
        return new RolloutRow(
                id,
                repository,
                revision,
                base,
                subject,
                author,
                cause,
                requester,
                state,
                plan,
                needed,
                eligible,
                paths,
                diagnostics,
                askedUntil,
                Optional.of(at),
                waits,
                createdAt,
                updatedAt);
    }

    RolloutRow waiting(Optional<Waits> what) {
        return new RolloutRow(
                id,
                repository,
                revision,
                base,
                subject,
                author,
                cause,
                requester,
                state,
                plan,
                needed,
                eligible,
                paths,
                diagnostics,
                askedUntil,
                retriedAt,
                what,
                createdAt,
                updatedAt);
    }
}
