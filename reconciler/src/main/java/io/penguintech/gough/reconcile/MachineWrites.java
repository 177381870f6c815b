package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.schema.MacAddress;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one change may write to its machine. */
final class MachineWrites {
    private final Change.OfHost change;
    private final Trail trail;

    MachineWrites(Change.OfHost change, Trail trail) {
        this.change = change;
        this.trail = trail;
    }

    Next start(Machine machine, Step step) {
        return start(machine, new Kind.Plain(step));
    }

    /** Every write passes here: a lock is a veto, also one set since the approval, unless this change may lift it. */
    Next start(Machine machine, Kind kind) {
        if (!machine.locked()) return trail.start(kind);
        if (!lockIsOurs())
            return new Next.Stuck("%s is locked in MAAS by a person, and a lock is a veto: unlock it, then retry"
                    .formatted(Condition.name(machine)));
        boolean binds = !(kind instanceof Kind.Plain(Step.Tag ignored))
                && !(kind instanceof Kind.RegisterVmHost)
                && !(kind instanceof Kind.TellVmHost);
        return trail.start(binds ? new Kind.Plain(new Step.Unlock(machine.id())) : kind);
    }

    private boolean lockIsOurs() {
        return trail.locksAreOurs(
                Locks.in(change).filter(lock -> lock.before().isPresent()).isPresent());
    }

    /** Makes MAAS know the running machine as a VM host, or tells it how that is reached now. */
    Optional<Next> nextVmHost(Machine machine) {
        var told = VmHosting.told(change);
        if (told.isEmpty()) return Optional.empty();
        Kind kind = told.get().before().isPresent()
                ? new Kind.TellVmHost(machine.id())
                : new Kind.RegisterVmHost(machine.id());
        return trail.accepted(kind.word()) ? Optional.empty() : Optional.of(start(machine, kind));
    }

    /** Takes its VM hosts out of MAAS, which neither releases nor deletes it before. */
    Optional<Next> nextVmHostRemoval(Machine machine) {
        var numbers = VmHosting.removed(change);
        if (numbers.isEmpty() || trail.accepted(VmHosting.REMOVE)) return Optional.empty();
        return Optional.of(start(machine, new Step.RemoveVmHosts(machine.id(), numbers)));
    }

    /** Sets our lock or lifts it, once nothing else is to be written; somebody else's is left alone. */
    Optional<Next> nextLock(Machine machine) {
        var lock = Locks.in(change);
        if (lock.isEmpty() || machine.locked() == lock.get().after().isPresent()) return Optional.empty();
        if (!machine.locked()) return Optional.of(trail.start(new Kind.Plain(new Step.Lock(machine.id()))));
        return lockIsOurs()
                ? Optional.of(trail.start(new Kind.Plain(new Step.Unlock(machine.id()))))
                : Optional.empty();
    }

    /** Sets what the change names and the machine does not have yet: marks and tags first, so that it is known as ours. */
    Optional<Next> nextField(Machine machine) {
        var add = new TreeSet<String>();
        var remove = new TreeSet<String>();
        var set = new TreeMap<String, String>();
        for (var field : change.fields()) {
            var tag = MachineFields.tag(field);
            if (tag.isEmpty() && !MachineFields.isAmendable(field)) continue;
            var now = MachineFields.now(machine, field);
            if (now.equals(field.after())) continue;
            if (overwrites(field, now))
                return Optional.of(
                        new Next.Stuck("%s was %s when this was approved, and now it is %s: somebody changed it"
                                .formatted(field.field(), field.before().orElse("not set"), now.orElse("not set"))));
            if (tag.isEmpty()) set.put(field.field(), field.after().orElse(""));
            else if (field.after().isPresent()) add.add(tag.get());
            else remove.add(tag.get());
        }
        if (!add.isEmpty() || !remove.isEmpty())
            return Optional.of(start(machine, new Step.Tag(machine.id(), add, remove)));
        if (!set.isEmpty()) return Optional.of(start(machine, new Step.Amend(machine.id(), set)));
        return Optional.empty();
    }

    /** Tells MAAS how the machine is switched, and lets it ask the machine whether that is right. */
    Optional<Next> nextPower(Machine machine) {
        if (!PowerFields.among(change.fields()) || isToldAtBirth()) return Optional.empty();
        if (!trail.acceptedUnforgiven(Step.SetPower.WORD))
            return Optional.of(start(machine, new Kind.Power(machine.id(), PowerFields.cleared(change.fields()))));
        if (machine.powerType().equals(PowerFields.MANUAL) || trail.accepted(Step.QueryPower.WORD))
            return Optional.empty();
        return Optional.of(start(machine, new Step.QueryPower(machine.id())));
    }

    private boolean isToldAtBirth() {
        return change.machine() instanceof Change.Identity.Absent
                && (trail.accepted("enlist") || trail.accepted("register"));
    }

    /**
     * Tells MAAS the address of a card that was replaced: of the running machine that was approved, while the card still has
     * the address that was approved.
     *
     * @param user whose machine it must be
     */
    Optional<Next> nextCard(Machine machine, String user) {
        for (var field : Cards.in(change)) {
            if (Cards.card(machine, field.after()).isPresent()) continue;
            var card = Cards.card(machine, field.before());
            if (card.isEmpty())
                return Optional.of(new Next.Stuck(
                        "card %s had the address %s when this was approved, and no card of the machine has it now: somebody changed it"
                                .formatted(Cards.name(field), field.before().orElse(""))));
            if (!(machine.state() instanceof Machine.State.Deployed)
                    || machine.owner().filter(user::equals).isEmpty())
                return Optional.of(
                        new Next.Stuck("a card of what runs there was to be replaced in MAAS, and now the machine is %s"
                                .formatted(Condition.of(machine))));
            var address = new MacAddress(field.after().orElseThrow());
            return Optional.of(start(
                    machine,
                    new Step.SetUp(
                            machine.id(),
                            new SetupWrite.ReplaceCard(
                                    card.get().id(), card.get().name(), address))));
        }
        return Optional.empty();
    }

    /** The next write of what the change sets up; empty when the machine is set up, or nothing is declared. */
    Optional<Next> nextSetup(Machine machine) {
        if (change.setup().isNothing()) return Optional.empty();
        var plan = new SetupPlan(change.setup(), inside(machine));
        if (plan.next().isEmpty() && plan.problem().isEmpty()) return Optional.empty();
        return Optional.of(hindrance(machine, plan)
                .<Next>map(Next.Stuck::new)
                .orElseGet(() ->
                        start(machine, new Step.SetUp(machine.id(), plan.next().orElseThrow()))));
    }

    /** The bridges that MAAS makes with the allocation are none that a document declares. */
    private Fitted inside(Machine machine) {
        var runs = switch (change) {
            case Change.BringUp up -> up.deployment();
            case Change.Reinstall again -> Optional.of(again.deployment());
            default -> Optional.<Records.Deployment>empty();
        };
        return runs.filter(it -> it.options().isBridged()).isPresent()
                ? machine.fitted().unbridged()
                : machine.fitted();
    }

    private Optional<String> hindrance(Machine machine, SetupPlan plan) {
        if (!isSettable(machine, plan))
            return Optional.of(
                    "its network or storage is to be set up, but it is %s: MAAS lays disks out only while a machine is Ready, and sets interfaces up only before it is deployed"
                            .formatted(Condition.of(machine)));
        return plan.problem().or(() -> changedMeanwhile(plan));
    }

    private static boolean isSettable(Machine machine, SetupPlan plan) {
        return switch (machine.state()) {
            case Machine.State.Ready _ -> true;
            case Machine.State.Allocated _ ->
                plan.next().map(SetupWrite::isForAllocated).orElse(true);
            case Machine.State.New _, Machine.State.Busy _, Machine.State.Deployed _, Machine.State.Broken _ -> false;
        };
    }

    /** Of a change that only sets up, what is there now was approved as well: once, before its first write. */
    private Optional<String> changedMeanwhile(SetupPlan plan) {
        if (!(change instanceof Change.Amend) || trail.hasSetUp()) return Optional.empty();
        var approved = change.fields().stream().filter(SetupPlan::isAbout).toList();
        if (approved.equals(plan.differences())) return Optional.empty();
        return Optional.of("its network or storage is not what it was when this was approved: somebody changed it");
    }

    /** Whether the write that {@code word} names is not needed any more. */
    boolean setupShows(Machine machine, String word) {
        return SetupWrite.ReplaceCard.shows(machine, word)
                .orElseGet(() -> new SetupPlan(change.setup(), inside(machine))
                        .next()
                        .filter(write -> write.word().equals(word))
                        .isEmpty());
    }

    /** A machine that was absent has values nobody approved against; any other must be as it was, or as it shall be. */
    private boolean overwrites(FieldChange field, Optional<String> now) {
        return switch (change.machine()) {
            case Change.Identity.Absent _, Change.Identity.Virtual _ -> false;
            case Change.Identity.Known ignored -> !now.equals(field.before());
        };
    }
}
