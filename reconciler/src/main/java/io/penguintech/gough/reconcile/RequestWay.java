package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Machine.Power;
import io.penguintech.gough.reconcile.Machine.State;
import java.time.Duration;
import java.util.Optional;

/**
 * Switching a machine and testing it, as somebody asked. MAAS takes such a command and carries it out later, so what it
 * shows is looked at, and no command is sent twice because an answer was lost.
 */
final class RequestWay {
    static final String POWER_ON = "power-on";
    static final String SHUT_DOWN = "shut-down";
    static final String POWER_OFF = "power-off";
    static final String TEST = "test";

    /** How long a machine may take to be switched: MAAS asks a BMC several times, and each machine anew every five minutes. */
    static final Duration SWITCHED = Duration.ofMinutes(10);

    private static final Duration RESTED = Duration.ofSeconds(10);

    private final Trail trail;
    private final MachineWrites writes;

    RequestWay(Trail trail, MachineWrites writes) {
        this.trail = trail;
        this.writes = writes;
    }

    Next next(Machine machine, Change.OnRequest change) {
        if (!Condition.of(machine).equals(change.before()))
            return new Next.Stuck("it was %s when this was approved, and now it is %s"
                    .formatted(change.before(), Condition.of(machine)));
        return switch (change.request().what()) {
            case POWER_ON -> turn(machine, Power.ON, new Step.PowerOn(machine.id()));
            case POWER_OFF -> off(machine);
            case POWER_CYCLE -> cycle(machine);
            case TEST -> test(machine, change);
            case REINSTALL -> throw new IllegalArgumentException("a reinstall is a change of its own");
        };
    }

    /** Whether the effect of a step is seen that may have happened. */
    static boolean effectSeen(Machine machine, Change change, String word) {
        return switch (word) {
            case POWER_ON -> machine.vitals().power() == Power.ON;
            case SHUT_DOWN, POWER_OFF -> machine.vitals().power() == Power.OFF;
            case TEST -> change instanceof Change.OnRequest asked && isTestedAnew(machine, asked);
            default -> false;
        };
    }

    /** What failed the tests that were asked for was tested: that it failed is what the next plan says. */
    boolean isTested(State.Broken broken, Machine machine, Change.OnRequest change) {
        return broken.trouble() == Machine.Trouble.TESTING
                && change.request().what() == HostRequest.What.TEST
                && trail.mayHaveHappened(TEST)
                && isTestedAnew(machine, change);
    }

    // ---- power

    private Next turn(Machine machine, Power wanted, Step command) {
        if (machine.vitals().power() == wanted) return end(machine);
        return took(machine, command).orElseGet(() -> writes.start(machine, command));
    }

    /** What runs there is asked to shut down, and has as long for it as a switch may take to be seen. */
    private Next off(Machine machine) {
        if (machine.vitals().power() == Power.OFF) return end(machine);
        if (trail.mayHaveHappened(POWER_OFF)) return turn(machine, Power.OFF, new Step.PowerOff(machine.id()));
        // Nobody knows that the system was asked until MAAS took it: asking twice does no harm, and force does.
        if (!trail.accepted(SHUT_DOWN)) return writes.start(machine, new Step.ShutDown(machine.id()));
        return trail.last(SHUT_DOWN)
                .flatMap(asked -> trail.waitUntil(
                        asked.startedAt().plus(SWITCHED),
                        Trail.LOOK,
                        "it was asked to shut down, and is switched off by force if it is not off by then"))
                .orElseGet(() -> writes.start(machine, new Step.PowerOff(machine.id())));
    }

    /**
     * A cycle that shall not go on and has switched the machine off, or may have, still switches it on again: that was
     * approved with it, and nobody asked for a machine that is off. Nothing else is begun.
     */
    Next settle(Machine machine, Change.OnRequest change) {
        if (change.request().what() == HostRequest.What.POWER_OFF) return goingDown(machine);
        boolean halfWay = change.request().what() == HostRequest.What.POWER_CYCLE
                && trail.mayHaveHappened(POWER_OFF)
                && !trail.accepted(POWER_ON);
        if (!halfWay || !Condition.of(machine).equals(change.before())) return new Next.Arrived();
        if (machine.vitals().power() == Power.OFF)
            return rested().orElseGet(() -> writes.start(machine, new Step.PowerOn(machine.id())));
        return trail.last(POWER_OFF)
                .flatMap(off -> trail.waitUntil(
                        off.startedAt().plus(SWITCHED),
                        Trail.LOOK,
                        "it may still go off, and is switched on again then"))
                .orElseGet(() -> machine.vitals().power() == Power.ON
                        ? new Next.Arrived()
                        : new Next.Stuck(
                                "it was to be switched off and on, that was withdrawn half way, and MAAS says that it is %s: look whether it runs"
                                        .formatted(machine.vitals().power().word())));
    }

    /** A system that was asked to shut down may still do so; it is not forced any more. */
    private Next goingDown(Machine machine) {
        if (!trail.mayHaveHappened(SHUT_DOWN) || machine.vitals().power() == Power.OFF) return new Next.Arrived();
        return trail.last(SHUT_DOWN)
                .flatMap(asked -> trail.waitUntil(
                        asked.startedAt().plus(SWITCHED), Trail.LOOK, "it was asked to shut down, and may still do so"))
                .orElseGet(Next.Arrived::new);
    }

    /**
     * On is sent only after off was seen. An off that nobody saw may have happened all the same: then the machine was
     * switched off and on already, and is not once more.
     */
    private Next cycle(Machine machine) {
        var on = new Step.PowerOn(machine.id());
        var power = machine.vitals().power();
        if (trail.mayHaveHappened(POWER_ON)) return turn(machine, Power.ON, on);
        if (!trail.mayHaveHappened(POWER_OFF)) return writes.start(machine, new Step.PowerOff(machine.id()));
        if (power == Power.OFF) return rested().orElseGet(() -> writes.start(machine, on));
        return took(machine, new Step.PowerOff(machine.id()))
                .orElseGet(() -> new Next.Stuck(
                        "no answer came when it was to be switched off, and it is %s: nobody knows whether it was off in between. Look at the machine, and ask again if it was not"
                                .formatted(power.word())));
    }

    /** Off for a moment, in which MAAS may still have shown what was before. */
    private Optional<Next> rested() {
        return trail.last(POWER_OFF)
                .flatMap(off ->
                        trail.waitUntil(off.startedAt().plus(RESTED), RESTED, "it is off, and switched on then"));
    }

    /** MAAS took the command: the machine is waited for, and switched once. Empty when it did not take it. */
    private Optional<Next> took(Machine machine, Step command) {
        if (!trail.acceptedUnforgiven(command.word())) return Optional.empty();
        var power = machine.vitals().power().word();
        return trail.last(command.word())
                .map(step -> trail.waitUntil(
                                step.startedAt().plus(SWITCHED),
                                Trail.LOOK,
                                "MAAS took %s, and says that it is %s".formatted(command.word(), power))
                        .orElseGet(() -> new Next.Stuck(
                                "MAAS took %s at %s, and still says that it is %s: see its power control and its log in MAAS"
                                        .formatted(command.word(), step.startedAt(), power))));
    }

    // ---- tests

    /** MAAS numbers its test runs: another number than the one that was approved is another run. */
    private Next test(Machine machine, Change.OnRequest change) {
        if (trail.mayHaveHappened(TEST) && isTestedAnew(machine, change)) return end(machine);
        if (trail.acceptedUnforgiven(TEST))
            return new Next.Stuck(
                    "MAAS took the test, and shows none: somebody may have aborted it. See its log in MAAS");
        return writes.start(machine, new Step.Test(machine.id()));
    }

    private static boolean isTestedAnew(Machine machine, Change.OnRequest change) {
        return !change.fields().contains(tests(machine));
    }

    /** The field of a change that tests a machine: which of MAAS's test runs is followed by another one. */
    static FieldChange tests(Machine machine) {
        var last = machine.vitals().testRun();
        return new FieldChange(
                "tests", last == 0 ? Optional.empty() : Optional.of("run " + last), Optional.of("a run after it"));
    }

    private Next end(Machine machine) {
        boolean runs = machine.state() instanceof State.Deployed;
        return (runs ? writes.nextLock(machine) : Optional.<Next>empty()).orElseGet(Next.Arrived::new);
    }
}
