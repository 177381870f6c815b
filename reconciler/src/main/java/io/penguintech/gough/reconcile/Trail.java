package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The journalled steps of one change, oldest first, and what they allow next. */
final class Trail {
    /** Steps that must not be sent twice: after a doubt nothing is written until their effect is seen. */
    private static final Set<String> ONCE =
            Set.of("enlist", "commission", "deploy", "release", "delete", "create-query", "delete-query");

    private final List<Taken> taken;
    private final Course course;

    Trail(List<Taken> taken, Course course) {
        this.taken = List.copyOf(taken);
        this.course = course;
    }

    Optional<Taken> last() {
        return taken.isEmpty() ? Optional.empty() : Optional.of(taken.getLast());
    }

    /** The last time this step was journalled. */
    Optional<Taken> last(String word) {
        return taken.reversed().stream()
                .filter(step -> step.word().equals(word))
                .findFirst();
    }

    boolean has(String word) {
        return last(word).isPresent();
    }

    /** Whether the backend said that it took the step. */
    boolean accepted(String word) {
        return accepted(last(word));
    }

    private static boolean accepted(Optional<Taken> step) {
        return step.flatMap(Taken::outcome)
                .filter(outcome -> switch (outcome) {
                    case Outcome.Done ignored -> true;
                    case Outcome.Running ignored -> true;
                    case Outcome.Failed ignored -> false;
                })
                .isPresent();
    }

    /** The last step when nobody knows whether it happened: no answer, or none recorded before the process died. */
    Optional<Taken> unsettled() {
        return last().filter(step -> step.outcome()
                .map(outcome -> outcome instanceof Outcome.Failed(Failure.Unclear ignored))
                .orElse(true));
    }

    /** How long nothing may be written after a step that may have happened; empty once that is over. */
    Optional<Next> unclearWait(Taken step) {
        if (!ONCE.contains(step.word())) return Optional.empty();
        return waitUntil(
                step.startedAt().plus(course.patience().unclear()),
                "no answer came to %s, so it may still happen; nothing is written until its effect is seen"
                        .formatted(step.word()));
    }

    /** Waits until then; empty when it is past. */
    Optional<Next> waitUntil(Instant then, String why) {
        if (!course.now().isBefore(then)) return Optional.empty();
        return Optional.of(
                new Next.Wait(Duration.between(course.now(), then), "%s (until %s at most)".formatted(why, then)));
    }

    /** Starts a step, unless it was refused for good, must wait, or was tried often enough. */
    Next start(Kind kind) {
        var again = last().filter(step -> step.word().equals(kind.word()));
        var failure = again.flatMap(Taken::outcome)
                .flatMap(outcome ->
                        outcome instanceof Outcome.Failed(var why) ? Optional.of(why) : Optional.<Failure>empty());
        if (failure.isPresent()) {
            var hindered = hindered(kind, again.get(), failure.get());
            if (hindered.isPresent()) return hindered.get();
        }
        long tries =
                taken.stream().filter(step -> step.word().equals(kind.word())).count();
        if (tries < course.patience().tries()) return new Next.Start(kind);
        return new Next.Stuck("%s was tried %d times without effect%s"
                .formatted(
                        kind.word(),
                        tries,
                        failure.map(f -> "; the last answer: " + f.why()).orElse("")));
    }

    private Optional<Next> hindered(Kind kind, Taken step, Failure failure) {
        return switch (failure) {
            case Failure.TryAgain(var why, var after) ->
                waitUntil(step.startedAt().plus(after), why);
            case Failure.NeedsHuman(var why) ->
                Optional.of(new Next.Stuck("%s was refused: %s".formatted(kind.word(), why)));
            case Failure.WorldChanged ignored -> Optional.empty();
            case Failure.Unclear ignored -> Optional.empty();
        };
    }
}
