package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.CommitStatus;
import io.penguintech.gough.bot.forge.CommitStatus.State;
import io.penguintech.gough.templates.view.PullView.Outcome;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What the status {@code gough/plan} of a head says. No name of a host and no reason of a backend is in it: whoever sees the
 * forge sees it. Pure.
 */
final class PlanWords {
    /** So long a plan may take before people want to know that there is none: a restart, a backend that is slow. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static final String SUPERSEDED = "superseded by a newer head";
    static final String ELSEWHERE = "not planned, it is for another branch";
    static final String A_DRAFT = "it is a draft";
    static final String AN_UNASKED_FORK = "it is from a fork and nobody asked for it";
    /** What is planned when somebody who may asks for it. */
    static final Set<String> ON_REQUEST = Set.of(A_DRAFT, AN_UNASKED_FORK);

    private PlanWords() {}

    /** The status of a head; leads to {@code page}. */
    static CommitStatus of(PullState state, URI page, Instant now) {
        return new CommitStatus(
                CommitStatus.Context.PLAN, colour(state, now), brief(state.outcome()), Optional.of(page));
    }

    /** Each head comes to a final colour, also one that cannot be planned for long. */
    static State colour(PullState state, Instant now) {
        return switch (state.outcome()) {
            case Outcome.Planned _ -> State.SUCCESS;
            case Outcome.Failed _ -> now.isBefore(state.since().plus(PATIENCE)) ? State.PENDING : State.FAILURE;
            case Outcome.Invalid _,
                    Outcome.Conflict _,
                    Outcome.NotPlanned _,
                    Outcome.Superseded _,
                    Outcome.Merged _,
                    Outcome.Closed _ -> State.FAILURE;
        };
    }

    /** What became of a head, in one line. */
    static String brief(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Planned planned ->
                planned.plan().inSync() && planned.plan().findings().isEmpty()
                        ? "nothing to do"
                        : planned.plan().headline();
            case Outcome.Invalid invalid -> problems(invalid);
            case Outcome.Conflict _ -> "not planned, it conflicts with the branch";
            case Outcome.NotPlanned refused -> "not planned, " + refused.what();
            case Outcome.Failed _ -> "not planned yet, Gough goes on trying";
            case Outcome.Superseded _ -> SUPERSEDED;
            case Outcome.Merged _ -> "merged";
            case Outcome.Closed _ -> "closed";
        };
    }

    /** Why what people said yes to is asked about no more. */
    static String retracted(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Invalid _ -> "The files of its newest head are not valid.";
            case Outcome.Conflict _ -> "Its newest head conflicts with the branch.";
            case Outcome.NotPlanned refused -> "Its newest head is not planned: " + refused.what() + ".";
            case Outcome.Planned _, Outcome.Failed _, Outcome.Superseded _, Outcome.Merged _, Outcome.Closed _ ->
                "There is a newer head.";
        };
    }

    private static String problems(Outcome.Invalid invalid) {
        long errors = invalid.diagnostics().stream()
                .filter(one -> one.severity().equals("error"))
                .count();
        return errors == 1 ? "not valid, 1 problem" : "not valid, %d problems".formatted(errors);
    }
}
