package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Where a rollout is, derived from its situation. Pure. */
final class NextState {
    private static final int NAMED = 3;
    /** Longer than any deployment, erasure or import of an image takes. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(12);

    private static final String OVERDUE =
            ". Nothing of that changed for more than 12 hours, so it may never end by itself: look at it in MAAS or Fleet.";

    private NextState() {}

    /**
     * What people stopped.
     *
     * @param all why nothing at all is written, if so
     * @param some whether what is under way does not go on, as a part is stopped that it is in
     */
    record Stops(Optional<String> all, Predicate<Intent> some) {}

    /**
     * The state that {@code now} says. The stop switch holds back writes, not answers: while a rollout does nothing but
     * ask, it goes on asking.
     *
     * @param stops what people stopped
     * @param held why permitted changes were not begun although nothing else is in their way
     * @param waits what permitted changes wait for; while that ends by itself, nobody needs to act
     */
    static RolloutState of(Situation now, Stops stops, Optional<String> held, Optional<Waits> waits) {
        var open = now.open();
        var atWork = !now.inFlight().isEmpty();
        var onlyAsks = now.asked().size() == open.size();
        if (stops.all().isPresent() && (atWork || !onlyAsks))
            return new RolloutState.Stalled(stops.all().get());
        var never = now.judgedOpen().stream()
                .map(Situation.Judged::answer)
                .filter(ApprovalRules.Answer.Never.class::isInstance)
                .map(ApprovalRules.Answer.Never.class::cast)
                .findFirst();
        if (never.isPresent()) return new RolloutState.Stalled(never.get().why());
        if (now.failedTooOften() && !moves(now, stops)) return new RolloutState.Stalled(failed(now.failures()));
        if (!now.asked().isEmpty() && now.rollout().askedUntil().isPresent())
            return new RolloutState.AwaitingApproval(now.rollout().askedUntil().get());
        if (atWork) return new RolloutState.Applying();
        if (!open.isEmpty() && waits.flatMap(Waits::until).isPresent()) return new RolloutState.Applying();
        var inVain = now.waitsInVain();
        if (inVain.isPresent() && now.permitted().isEmpty()) return new RolloutState.Stalled(inVain.get());
        if (!open.isEmpty())
            return held.<RolloutState>map(RolloutState.Stalled::new).orElseGet(RolloutState.Applying::new);
        return quiet(now);
    }

    /** What is kept for days or stopped changes nothing of what people are to do. */
    private static boolean moves(Situation now, Stops stops) {
        return now.inFlight().stream()
                .anyMatch(intent -> !intent.isKept(now.now()) && !stops.some().test(intent));
    }

    /** Nothing is under way and nothing is left to begin. */
    private static RolloutState quiet(Situation now) {
        if (!now.ownFailures().isEmpty()) return new RolloutState.Stalled(failed(now.failures()));
        var stuck = now.blocked().stream().filter(blocked -> !blocked.waiting()).toList();
        if (!stuck.isEmpty()) return new RolloutState.Stalled(blocked(stuck));
        if (!now.blocked().isEmpty()) return waiting(now);
        if (now.unanswered()) return new RolloutState.Expired();
        return now.begun().isEmpty() ? new RolloutState.InSync() : new RolloutState.Done();
    }

    /** What ends by itself is waited for; when it does not end, nobody would ever be told. */
    private static RolloutState waiting(Situation now) {
        var rollout = now.rollout();
        boolean told = rollout.state() instanceof RolloutState.Stalled(var why) && why.endsWith(OVERDUE);
        boolean overdue = rollout.updatedAt().plus(LONGEST_WAIT).isBefore(now.now());
        return told || overdue
                ? new RolloutState.Stalled(blocked(now.blocked()) + OVERDUE)
                : new RolloutState.Applying();
    }

    private static String failed(List<Intent> failures) {
        return "%d %s failed: %s. Mend the cause, then retry."
                .formatted(
                        failures.size(),
                        failures.size() == 1 ? "change" : "changes",
                        failures.stream()
                                .limit(NAMED)
                                .map(intent -> "%s (%s)".formatted(subject(intent.change()), intent.detail()))
                                .collect(Collectors.joining("; ")));
    }

    private static String blocked(List<Plan.Blocked> blocked) {
        return "%d blocked: %s"
                .formatted(
                        blocked.size(),
                        blocked.stream()
                                .limit(NAMED)
                                .map(one -> "%s (%s)".formatted(one.subject().text(), one.why()))
                                .collect(Collectors.joining("; ")));
    }

    private static String subject(Change change) {
        return change.subject().text();
    }
}
