package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Change.Identity;
import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.reconcile.Machine.Doing;
import io.penguintech.gough.reconcile.Machine.State;
import io.penguintech.gough.reconcile.Records.Deployment;
import io.penguintech.gough.schema.HostGoal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The next step of one host's change, from one look at its machine. */
final class MachineJourney {
    /** How often a held machine is looked at: its commit may be reverted. */
    private static final Duration HELD_LOOK = Duration.ofMinutes(1);

    private final Change.OfHost change;
    private final Seen<Optional<Machine>> seen;
    private final List<Taken> taken;
    private final Course course;
    private final Trail trail;
    private final MachineWrites writes;
    private final RescueWay rescue;
    private final RequestWay requests;

    MachineJourney(Change.OfHost change, Seen<Optional<Machine>> seen, List<Taken> taken, Course course) {
        this.change = change;
        this.seen = seen;
        this.taken = taken;
        this.course = course;
        trail = new Trail(taken, course);
        writes = new MachineWrites(change, trail);
        rescue = new RescueWay(trail, writes);
        requests = new RequestWay(trail, writes);
    }

    Next next() {
        var early = tooEarly();
        if (early.isPresent()) return early.get();
        if (seen.value().isEmpty()) return gone();
        var machine = seen.value().get();
        return Surprise.in(change, machine, trail, course)
                .<Next>map(Next.Stuck::new)
                .orElseGet(() -> told(machine, step(machine)));
    }

    /** Whoever looks at what is stuck must know that the machine is less protected than it was. */
    private Next told(Machine machine, Next next) {
        boolean bare = !machine.locked()
                && trail.accepted("unlock")
                && Locks.in(change).flatMap(FieldChange::after).isPresent();
        return bare && next instanceof Next.Stuck(var why)
                ? new Next.Stuck(why + ". Gough's lock is lifted until this goes on")
                : next;
    }

    /** Watches what was started; starts nothing but what ends a power cycle half way. */
    Next settle() {
        var early = tooEarly();
        if (early.isPresent()) return early.get();
        if (seen.value().isPresent()
                && seen.value().get().state() instanceof State.Busy(var doing)
                && startedByUs(doing)) return busy(seen.value().get(), doing);
        return seen.value().isPresent() && change instanceof Change.OnRequest request
                ? requests.settle(seen.value().get(), request)
                : new Next.Arrived();
    }

    /** Whether the newest revision asks for what is about to be done, or it is done already. */
    boolean stillWanted(Desired newest) {
        return Wanted.by(
                newest,
                change,
                seen.value(),
                taken.stream().filter(step -> stands(step.word())).toList());
    }

    /** A step without an effect would be sent once more: what nobody knows to have happened does not stand for itself. */
    private boolean stands(String word) {
        // What was allocated had been released before.
        boolean passed = word.equals("release") && trail.has("allocate");
        return passed || trail.acceptedUnforgiven(word) || effectSeen(word);
    }

    /** The look is older than the last step, or that step may still take effect. */
    private Optional<Next> tooEarly() {
        var last = trail.last();
        if (last.isPresent() && seen.at().isBefore(last.get().startedAt()))
            return Optional.of(new Next.Wait(Duration.ZERO, "the last look is older than the last step; look again"));
        return trail.unsettled()
                .filter(step -> !effectSeen(step.word()))
                .flatMap(change instanceof Change.OnRequest ? trail::doubtful : trail::unclearWait);
    }

    private boolean effectSeen(String word) {
        var machine = seen.value();
        if (machine.isEmpty())
            return !word.equals("enlist") && !word.equals("register") && !word.equals(Composing.WORD);
        var state = machine.get().state();
        return switch (word) {
            case "enlist", "register", Composing.WORD -> true;
            case "commission" -> !(state instanceof State.New);
            case "deploy" ->
                state instanceof State.Busy || state instanceof State.Deployed || state instanceof State.Broken;
            case "release" -> !(state instanceof State.Deployed || state instanceof State.Allocated);
            case "rescue" -> state instanceof State.Busy || state instanceof State.Broken;
            case "lock" -> machine.get().locked();
            case "unlock" -> !machine.get().locked();
            case "exit-rescue" -> !RescueWay.isIn(state);
            default ->
                SetupWrite.isWord(word)
                        ? writes.setupShows(machine.get(), word)
                        : RequestWay.effectSeen(machine.get(), change, word);
        };
    }

    // ---- not there

    private Next gone() {
        return switch (change.machine()) {
            case Identity.Absent ignored -> {
                Kind making = change instanceof Change.Register ? new Kind.Register() : new Kind.Enlist();
                yield trail.acceptedUnforgiven(making.word())
                        ? new Next.Stuck("MAAS took the machine in and does not know it any more: somebody deleted it")
                        : trail.start(making);
            }
            case Identity.Virtual made ->
                trail.acceptedUnforgiven(Composing.WORD) || trail.has("commission")
                        ? new Next.Stuck(
                                "MAAS made the virtual machine and does not know it any more: somebody deleted it")
                        : trail.start(new Kind.Compose(made.number()));
            case Identity.Known(var id) ->
                change instanceof Change.Release && (trail.has("release") || trail.has("delete"))
                        ? new Next.Arrived()
                        : new Next.Stuck("MAAS does not know machine %s any more: somebody deleted it".formatted(id));
        };
    }

    // ---- there

    private Next step(Machine machine) {
        return switch (machine.state()) {
            case State.Busy(var doing) -> busy(machine, doing);
            case State.Broken broken -> broken(machine, broken);
            case State.New _, State.Ready _, State.Allocated _, State.Deployed _ ->
                switch (change) {
                    case Change.Maintain maintain -> rescue.enter(machine, maintain);
                    case Change.Return back -> rescue.out(machine, back);
                    case Change.BringUp up -> rise(machine, up.deployment());
                    case Change.Reinstall again -> reinstall(machine, again);
                    case Change.Release release -> release(machine, release);
                    case Change.Restore restore -> restore(machine, restore);
                    case Change.OnRequest request -> requests.next(machine, request);
                    case Change.Register register -> registered(machine, register);
                    case Change.Adopt _, Change.Amend _ -> finish(machine);
                };
        };
    }

    private Next broken(Machine machine, State.Broken broken) {
        if (change instanceof Change.OnRequest request && requests.isTested(broken, machine, request))
            return new Next.Arrived();
        if (!RescueWay.isIn(broken)) return stuck(machine, broken);
        return switch (change) {
            case Change.Maintain ignored -> new Next.Arrived();
            case Change.Return ignored -> rescue.exit(machine);
            case Change.BringUp _,
                    Change.Amend _,
                    Change.Release _,
                    Change.Reinstall _,
                    Change.Adopt _,
                    Change.Register _,
                    Change.Restore _,
                    Change.OnRequest _ -> stuck(machine, broken);
        };
    }

    /** Gough does not try again by itself what MAAS gave up: it may cost hardware or data. */
    private static Next stuck(Machine machine, State.Broken broken) {
        return new Next.Stuck(
                "MAAS says %s. %s Then retry".formatted(Mending.said(machine, broken), Mending.way(broken)));
    }

    /** On its way: is that our doing, and does it take too long? */
    private Next busy(Machine machine, Doing doing) {
        var patience = course.patience();
        return switch (doing) {
            // MAAS tests by itself after commissioning, and when it is asked to.
            case COMMISSIONING ->
                within(machine, trail.has(RequestWay.TEST) ? RequestWay.TEST : "commission", patience.commissioning());
            case DEPLOYING ->
                startedByUs(doing) ? within(machine, "deploy", patience.deploying()) : someoneElse(machine);
            case RELEASING ->
                startedByUs(doing) ? within(machine, "release", patience.releasing()) : someoneElse(machine);
            case OTHER, UNKNOWN ->
                trail.last()
                        .map(step -> within(machine, step.word(), limit(step.word())))
                        .orElseGet(() -> look(machine));
        };
    }

    /** The longest that what MAAS has no word of ours for may take. */
    private Duration limit(String word) {
        boolean rescue = word.equals("rescue") || word.equals("exit-rescue");
        return rescue ? course.patience().commissioning() : course.patience().releasing();
    }

    private boolean startedByUs(Doing doing) {
        return switch (doing) {
            case COMMISSIONING -> trail.has("commission") || trail.has(RequestWay.TEST);
            case DEPLOYING -> trail.mayHaveHappened("deploy");
            case RELEASING -> trail.has("release");
            case OTHER, UNKNOWN -> trail.last().isPresent();
        };
    }

    private Next within(Machine machine, String word, Duration limit) {
        var started = trail.last(word);
        if (started.isEmpty()) return look(machine);
        if (course.now().isBefore(started.get().startedAt().plus(limit))) return look(machine);
        return new Next.Stuck("%s for longer than %s, since %s: see the machine's console and its log in MAAS"
                .formatted(machine.status(), limit, started.get().startedAt()));
    }

    private Next look(Machine machine) {
        var again = trail.last()
                .flatMap(Taken::outcome)
                .flatMap(outcome -> outcome instanceof Outcome.Running(var in) ? Optional.of(in) : Optional.empty());
        return new Next.Wait(again.orElse(Trail.LOOK), "MAAS says %s".formatted(machine.status()));
    }

    private static Next someoneElse(Machine machine) {
        return new Next.Stuck(
                "MAAS says %s, and this change did not start that: somebody else did".formatted(machine.status()));
    }

    // ---- up

    private Next rise(Machine machine, Optional<Deployment> runs) {
        return switch (machine.state()) {
            case State.New() -> commission(machine);
            case State.Ready() -> ready(machine, runs);
            case State.Allocated() ->
                runs.map(deployment -> allocated(machine, deployment))
                        .orElseGet(() -> new Next.Stuck("its goal is ready, but it is Allocated: somebody took it"));
            case State.Deployed _ ->
                runs.filter(deployment -> Stamp.says(machine, deployment, course.repositoryId()))
                        .map(deployment -> deployed(machine))
                        .orElseGet(
                                () -> new Next.Stuck("it is %s without this change's stamp: somebody else deployed it"
                                        .formatted(Condition.of(machine))));
            case State.Busy(var doing) -> busy(machine, doing);
            case State.Broken broken -> stuck(machine, broken);
        };
    }

    /** The stamp is older than the deployment: between the two anybody may have deployed it. */
    private Next deployed(Machine machine) {
        return trail.mayHaveHappened("deploy")
                ? finish(machine)
                : new Next.Stuck(
                        "it is %s with this change's stamp, and MAAS took no deployment of this change: somebody else deployed it"
                                .formatted(Condition.of(machine)));
    }

    private Next commission(Machine machine) {
        var field = writes.nextField(machine).or(() -> writes.nextPower(machine));
        if (field.isPresent()) return field.get();
        if (trail.acceptedUnforgiven("commission"))
            return new Next.Stuck("commissioning had begun, but the machine is New again: somebody aborted it");
        return writes.start(
                machine, new Step.Commission(machine.id(), change.setup().commissioning()));
    }

    private Next ready(Machine machine, Optional<Deployment> runs) {
        if (trail.acceptedUnforgiven("deploy"))
            return new Next.Stuck("the deployment had begun, but the machine is Ready again: somebody released it");
        var field = writes.nextField(machine).or(() -> writes.nextPower(machine));
        if (field.isPresent()) return field.get();
        var setup = writes.nextSetup(machine);
        if (setup.isPresent()) return setup.get();
        if (runs.isEmpty()) return new Next.Arrived();
        return writes.start(
                machine, new Step.Allocate(machine.id(), runs.get().options().bridgeAll()));
    }

    private Next allocated(Machine machine, Deployment deployment) {
        if (trail.acceptedUnforgiven("deploy"))
            return new Next.Stuck("the deployment had begun, but the machine is Allocated again: somebody aborted it");
        if (!trail.has("allocate") && !Stamp.isOurs(machine, course.repositoryId()))
            return new Next.Stuck(
                    "it is Allocated to our user without our stamp, and this change did not allocate it: somebody is preparing it");
        if (deployment.options().isBridged() && !machine.fitted().isBridged())
            return new Next.Stuck(
                    "it is Allocated without the bridges of os.bridgeAll, which MAAS makes only when a machine is taken: release it in MAAS, then it is planned again");
        var field = writes.nextField(machine).or(() -> writes.nextPower(machine));
        if (field.isPresent()) return field.get();
        var setup = writes.nextSetup(machine);
        if (setup.isPresent()) return setup.get();
        if (!Stamp.says(machine, deployment, course.repositoryId()))
            return writes.start(
                    machine,
                    new Step.Stamp(machine.id(), Stamp.of(deployment, course.repositoryId(), course.revision())));
        return writes.start(machine, new Kind.Deploy(machine.id()));
    }

    /** Sets what is still to be set; then it is there. */
    private Next finish(Machine machine) {
        return writes.nextField(machine)
                .or(() -> writes.nextPower(machine))
                .or(() -> writes.nextCard(machine, course.user()))
                .or(() -> change instanceof Change.Amend ? writes.nextSetup(machine) : Optional.empty())
                .or(() -> machine.state() instanceof State.Deployed ? writes.nextVmHost(machine) : Optional.empty())
                .or(() -> machine.state() instanceof State.Deployed ? writes.nextLock(machine) : Optional.empty())
                .orElseGet(Next.Arrived::new);
    }

    /** In MAAS as it runs: marked, with its fields, and stamped with what is remembered to run there. */
    private Next registered(Machine machine, Change.Register register) {
        if (!(machine.state() instanceof State.Deployed))
            return new Next.Stuck("it was to be registered as it runs, but MAAS has it as %s: somebody else made it"
                    .formatted(Condition.of(machine)));
        var field = writes.nextField(machine).or(() -> writes.nextPower(machine));
        if (field.isPresent()) return field.get();
        return register.deployment()
                .filter(deployment -> !Stamp.says(machine, deployment, course.repositoryId()))
                .map(deployment -> writes.start(
                        machine,
                        new Step.Stamp(machine.id(), Stamp.of(deployment, course.repositoryId(), course.revision()))))
                .orElseGet(Next.Arrived::new);
    }

    // ---- down

    private Next reinstall(Machine machine, Change.Reinstall again) {
        if (!(machine.state() instanceof State.Deployed)) {
            if (trail.has("release")) return rise(machine, Optional.of(again.deployment()));
            return new Next.Stuck("it was %s when this was approved, and now it is %s"
                    .formatted(again.before(), Condition.of(machine)));
        }
        if (trail.has("deploy")) return rise(machine, Optional.of(again.deployment()));
        // Releasing needs the power control that the document declares now.
        var power = writes.nextPower(machine);
        if (power.isPresent()) return power.get();
        return giveUp(machine, again.before(), HostGoal.Erase.NONE);
    }

    private Next release(Machine machine, Change.Release release) {
        return switch (machine.state()) {
            case State.New(), State.Ready() -> released(machine, release);
            case State.Allocated _, State.Deployed _ ->
                held(machine, release).orElseGet(() -> giveUp(machine, release.before(), release.erase()));
            case State.Busy(var doing) -> busy(machine, doing);
            case State.Broken broken -> stuck(machine, broken);
        };
    }

    private Next released(Machine machine, Change.Release release) {
        if (!release.delete()) return new Next.Arrived();
        if (!trail.has("release") && !Condition.of(machine).equals(release.before()))
            return new Next.Stuck("it was %s when this was approved, and somebody else released it: it is not deleted"
                    .formatted(release.before()));
        return writes.nextVmHostRemoval(machine).orElseGet(() -> writes.start(machine, new Step.Delete(machine.id())));
    }

    /** Switched off, and kept so for a while in which the commit can be reverted. */
    private Optional<Next> held(Machine machine, Change.Release release) {
        if (release.hold().isZero() || trail.has("release")) return Optional.empty();
        if (!Condition.of(machine).equals(release.before()) || isUnstamped(machine)) return Optional.empty();
        if (!trail.accepted("power-off")) return Optional.of(writes.start(machine, new Step.PowerOff(machine.id())));
        return trail.last("power-off")
                .flatMap(off -> trail.waitUntil(
                        off.startedAt().plus(release.hold()),
                        HELD_LOOK,
                        "switched off and kept; reverting the commit brings it back"));
    }

    /** The machine is checked once more against what was approved, right before it is given up. */
    private Next giveUp(Machine machine, String before, HostGoal.Erase erase) {
        if (trail.acceptedUnforgiven("release"))
            return new Next.Stuck(
                    "MAAS took the release, but says %s: somebody else is at it".formatted(machine.status()));
        if (!Condition.of(machine).equals(before))
            return new Next.Stuck(
                    "it was %s when this was approved, and now it is %s".formatted(before, Condition.of(machine)));
        if (isUnstamped(machine))
            return new Next.Stuck(
                    "it carried Gough's stamp when this was approved, and does not any more: somebody may have deployed it anew. Look at the machine");
        return writes.nextVmHostRemoval(machine)
                .orElseGet(() -> writes.start(machine, new Step.Release(machine.id(), erase)));
    }

    /** Nothing that runs without a stamp is ever planned to be given up, and only a release takes the stamp away. */
    private boolean isUnstamped(Machine machine) {
        return machine.state() instanceof State.Deployed && !Stamp.isOurs(machine, course.repositoryId());
    }

    private Next restore(Machine machine, Change.Restore restore) {
        if (trail.accepted("power-on")) return finish(machine);
        if (!Condition.of(machine).equals(restore.before()))
            return new Next.Stuck("it was %s when this was approved, and now it is %s"
                    .formatted(restore.before(), Condition.of(machine)));
        return writes.start(machine, new Step.PowerOn(machine.id()));
    }
}
