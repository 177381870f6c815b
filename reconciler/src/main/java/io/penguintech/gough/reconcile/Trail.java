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
    private static final Set<String> ONCE = Set.of(
            "enlist",
            "register",
            "commission",
            "deploy",
            "release",
            "delete",
            "rescue",
            "exit-rescue",
            "lock",
            "unlock",
            VmHosting.REGISTER,
            Composing.WORD,
            "create-query",
            "delete-query",
            "create-policy",
            "delete-policy",
            "create-label",
            "delete-label",
            ThingJourney.CREATE);

    /** How often a machine that is on its way, or may be, is looked at when nobody says better. */
    static final Duration LOOK = Duration.ofSeconds(15);

    private final List<Taken> taken;
    /** The steps since a person last said that it shall go on. */
    private final List<Taken> recent;

    private final Course course;

    Trail(List<Taken> all, Course course) {
        taken = all.stream().filter(step -> !isRetry(step)).toList();
        recent = all.reversed().stream()
                .takeWhile(step -> !isRetry(step))
                .toList()
                .reversed();
        this.course = course;
    }

    private static boolean isRetry(Taken step) {
        return step.word().equals(Taken.RETRY);
    }

    Optional<Taken> last() {
        return last(taken);
    }

    private static Optional<Taken> last(List<Taken> steps) {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast());
    }

    /** The last time this step was journalled. */
    Optional<Taken> last(String word) {
        return taken.reversed().stream()
                .filter(step -> step.word().equals(word))
                .findFirst();
    }

    /** Whether anything was set up by this change. */
    boolean hasSetUp() {
        return taken.stream().anyMatch(step -> SetupWrite.isWord(step.word()));
    }

    boolean has(String word) {
        return last(word).isPresent();
    }

    /** Whether the backend said that it took the step, the last time. */
    boolean accepted(String word) {
        return accepted(last(word));
    }

    /** Whether the backend said that it took the step after the last of {@code others}; also where there is none of those. */
    boolean acceptedAfter(String word, Set<String> others) {
        return taken.reversed().stream()
                .takeWhile(step -> !others.contains(step.word()))
                .anyMatch(step -> step.word().equals(word) && accepted(Optional.of(step)));
    }

    /** As {@link #accepted}, and no person has said since that it shall go on all the same. */
    boolean acceptedUnforgiven(String word) {
        return accepted(word) && recent.stream().anyMatch(step -> step.word().equals(word));
    }

    /**
     * Whether a lock seen now is Gough's. After Gough lifted it, or may have, a lock is somebody else's, until a person
     * says that the change shall go on.
     *
     * @param before whether it was Gough's before this change
     */
    boolean locksAreOurs(boolean before) {
        return lastOfLock(recent)
                .map(step -> step.word().equals("lock"))
                .or(() -> lastOfLock(taken).map(step -> step.word().equals("lock") || before))
                .orElse(before);
    }

    private static Optional<Taken> lastOfLock(List<Taken> steps) {
        return steps.reversed().stream()
                .filter(step -> step.word().equals("lock") || step.word().equals("unlock"))
                .filter(Trail::mayHaveHappened)
                .findFirst();
    }

    /** Whether the step took effect, or may have. */
    boolean mayHaveHappened(String word) {
        return mayHaveHappened(taken, word);
    }

    /** As {@link #mayHaveHappened(String)}, of any steps. */
    static boolean mayHaveHappened(List<Taken> steps, String word) {
        return steps.stream().anyMatch(step -> step.word().equals(word) && mayHaveHappened(step));
    }

    private static boolean mayHaveHappened(Taken step) {
        return step.outcome()
                .map(outcome -> switch (outcome) {
                    case Outcome.Done _, Outcome.Running _ -> true;
                    case Outcome.Failed(var failure) -> failure instanceof Failure.Unclear;
                })
                .orElse(true);
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

    /** What to do after a step that may have happened: look often, write nothing; empty once the time is over. */
    Optional<Next> unclearWait(Taken step) {
        if (!ONCE.contains(step.word()) && !SetupWrite.isWord(step.word())) return Optional.empty();
        return doubtful(step);
    }

    /** The same, whatever the step. */
    Optional<Next> doubtful(Taken step) {
        return waitUntil(
                step.startedAt().plus(course.patience().unclear()),
                LOOK,
                "no answer came to %s, so it may still happen; nothing is written until its effect is seen"
                        .formatted(step.word()));
    }

    /** Waits until then, looking at least that often; empty when it is past. */
    Optional<Next> waitUntil(Instant then, Duration look, String why) {
        if (!course.now().isBefore(then)) return Optional.empty();
        var left = Duration.between(course.now(), then);
        return Optional.of(
                new Next.Wait(left.compareTo(look) < 0 ? left : look, "%s (until %s at most)".formatted(why, then)));
    }

    /** Starts a step, unless it was refused for good, must wait, or was tried often enough. */
    Next start(Kind kind) {
        var again = last(recent).filter(step -> step.word().equals(kind.word()));
        var failure = again.flatMap(Taken::outcome)
                .flatMap(outcome ->
                        outcome instanceof Outcome.Failed(var why) ? Optional.of(why) : Optional.<Failure>empty());
        if (failure.isPresent()) {
            var hindered = hindered(kind, again.get(), failure.get());
            if (hindered.isPresent()) return hindered.get();
        }
        long tries =
                recent.stream().filter(step -> step.word().equals(kind.word())).count();
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
                waitUntil(step.startedAt().plus(after), after, why);
            case Failure.NeedsHuman(var why) ->
                Optional.of(new Next.Stuck("%s was refused: %s".formatted(kind.word(), why)));
            case Failure.Forbidden(var why) ->
                Optional.of(new Next.Stuck("%s was refused: %s".formatted(kind.word(), why)));
            case Failure.WorldChanged ignored -> Optional.empty();
            case Failure.Unclear ignored -> Optional.empty();
        };
    }
}
