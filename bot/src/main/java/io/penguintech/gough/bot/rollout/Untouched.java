package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Journey;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What keeps a change that was begun from its first step. Between the two there may have been a night, a stop or another
 * process, and a host that nothing was sent to is not left half way when it waits.
 */
final class Untouched {
    private final Stores stores;
    private final Caller caller;
    private final Clock clock;

    Untouched(Stores stores, Caller caller, Clock clock) {
        this.stores = stores;
        this.caller = caller;
        this.clock = clock;
    }

    /** Why it waits: the change windows are closed, and nobody let it begin outside of them. */
    Optional<String> outOfHours(ServedRepository served, Intent intent, List<Journey.Taken> taken) {
        if (!Pace.disturbs(intent.change()) || isTouched(taken)) return Optional.empty();
        var now = clock.instant();
        var rules = InForce.of(served, stores.repositories().get(served.id())).rules();
        return Pace.closed(rules.rollout().windows(), now)
                .filter(_ -> !stores.early().holdsFor(intent, now))
                .filter(_ -> !stores.approvals().brokeGlass(intent))
                .map(Pace.Hold::why);
    }

    private static boolean isTouched(List<Journey.Taken> taken) {
        return taken.stream().anyMatch(step -> Journey.mayHaveHappened(taken, step.word()));
    }

    /**
     * Why what is to be installed could not be sent, were it to be sent now: then what runs is not given up for it. Asked
     * until the release is sent.
     */
    Optional<Failure> undeliverable(ServedRepository served, Intent intent, List<Journey.Taken> taken) {
        return intent.change() instanceof Change.Reinstall && !Journey.mayHaveHappened(taken, "release")
                ? caller.undeliverable(served, intent)
                : Optional.empty();
    }
}
