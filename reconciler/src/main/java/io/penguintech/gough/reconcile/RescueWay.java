package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Machine.State;
import java.util.Optional;

/** Into rescue mode and out of it. MAAS keeps what the machine was before, and makes it that again. */
final class RescueWay {
    private final Trail trail;
    private final MachineWrites writes;

    RescueWay(Trail trail, MachineWrites writes) {
        this.trail = trail;
        this.writes = writes;
    }

    static boolean isIn(State state) {
        return state instanceof State.Broken(var trouble, var ignored) && trouble == Machine.Trouble.RESCUE;
    }

    Next enter(Machine machine, Change.Maintain maintain) {
        if (trail.acceptedUnforgiven("rescue"))
            return new Next.Stuck("MAAS let it enter rescue mode, but it is %s again: somebody let it exit"
                    .formatted(Condition.of(machine)));
        if (!Condition.of(machine).equals(maintain.before()))
            return new Next.Stuck("it was %s when this was approved, and now it is %s"
                    .formatted(maintain.before(), Condition.of(machine)));
        return writes.start(machine, new Step.Rescue(machine.id()));
    }

    Next exit(Machine machine) {
        if (trail.acceptedUnforgiven("exit-rescue"))
            return new Next.Stuck("MAAS let it exit rescue mode, but it is there again: somebody let it enter");
        return writes.start(machine, new Step.ExitRescue(machine.id()));
    }

    /** It must be what it was: this is looked at, not believed. */
    Next out(Machine machine, Change.Return back) {
        if (Condition.of(machine).equals(back.to())) {
            boolean runs = machine.state() instanceof State.Deployed;
            return (runs ? writes.nextLock(machine) : Optional.<Next>empty()).orElseGet(Next.Arrived::new);
        }
        return new Next.Stuck("before its maintenance it was %s, and now it is %s: look at the machine"
                .formatted(back.to(), Condition.of(machine)));
    }
}
