package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Change.Identity;
import io.penguintech.gough.reconcile.Records.HostRecord;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The changes of hosts, each behind its guards: what a guard stops becomes a blocked subject with its reason. */
final class HostStarts {
    private final Desired desired;
    private final Rules rules;
    private final Draft draft;
    private final HostChanges changes;
    private final HostGuards guards;
    private final VmGuard vms;
    private final Composing composing;

    HostStarts(Desired desired, Rules rules, Draft draft, Composing composing) {
        this.composing = composing;
        this.desired = desired;
        this.rules = rules;
        this.draft = draft;
        changes = new HostChanges(desired, rules);
        guards = new HostGuards(desired, draft);
        vms = new VmGuard(draft);
    }

    /** Brings up what MAAS does not know: a machine of metal is enlisted, a virtual one made. */
    void enlist(Host host, Optional<HostRecord> record, MachineIndex index) {
        if (host.vm().isEmpty()) {
            var machine = new Identity.Absent(host.machine().macAddresses());
            enlist(host, record, index, machine, host.machine().architecture().orElse(""), Optional.empty());
            return;
        }
        var vm = host.vm().get();
        switch (composing.where(host, vm, index.region())) {
            case Composing.Where.Nowhere(var why) -> block(host, why);
            case Composing.Where.NotYet(var why) -> draft.wait(HostChanges.subject(host), why);
            case Composing.Where.On(var on, var architecture) -> {
                var machine = new Identity.Virtual(
                        host.name().value(), on.number(), on.vmHost().name());
                enlist(host, record, index, machine, architecture, Optional.of(Composing.made(vm, on)));
            }
        }
    }

    private void enlist(
            Host host,
            Optional<HostRecord> record,
            MachineIndex index,
            Identity machine,
            String architecture,
            Optional<FieldChange> made) {
        var fields = MachineFields.all(host);
        var problems = new ArrayList<>(Names.unknown(host, fields, index));
        if (made.isEmpty()) problems.addAll(unenlistable(host));
        var setup = SetupNames.of(host, index);
        if (host.goal() instanceof HostGoal.Deployed) {
            if (problems.isEmpty()
                    && setup.problems().isEmpty()
                    && guards.awaitsImage(host, architecture, index.region())) return;
            problems.addAll(Names.release(host, architecture, index.region()));
        }
        problems.addAll(setup.problems());
        if (!problems.isEmpty()) {
            block(host, String.join(" ", problems));
            return;
        }
        boolean lost = record.filter(HostRecord::lost).isPresent();
        var start = new HostChanges.Start(machine, "absent", absence(made.isPresent(), lost), lost);
        var all = Locks.beside(
                Locks.toCome(host), VmHosting.beside(made.stream(), hosting(host, Optional.empty(), fields, index)));
        change(
                host,
                changes.bringUp(
                        host, start, setup.setup(), both(marked(all, new TreeSet<>()), SetupPlan.all(setup.setup()))),
                "");
    }

    private static String absence(boolean virtual, boolean lost) {
        var now = virtual ? "the virtual machine is still to be made" : "MAAS does not know the machine yet";
        return lost
                ? "it was lost, which a person confirmed, and " + (virtual ? now : "MAAS does not know the machine")
                : now;
    }

    /**
     * Makes MAAS know a machine that runs already.
     *
     * @param record what is remembered of it; empty when it is taken over as it is
     */
    void register(Host host, Optional<HostRecord> record, MachineIndex index) {
        var fields = MachineFields.all(host);
        var problems = new ArrayList<>(Names.unknown(host, fields, index));
        problems.addAll(unenlistable(host));
        var awaited = Names.awaitedArchitecture(host, index.region(), desired.inventory());
        if (problems.isEmpty() && awaited.isPresent()) {
            draft.wait(HostChanges.subject(host), awaited.get());
            return;
        }
        problems.addAll(Names.architecture(host, index.region()));
        if (!problems.isEmpty()) {
            block(host, String.join(" ", problems));
            return;
        }
        var machine = new Identity.Absent(host.machine().macAddresses());
        change(host, changes.register(host, machine, record, marked(fields, new TreeSet<>())), "");
    }

    /** The rest of a registration that ended half way: MAAS has the machine as Deployed and ours, without our marks. */
    void register(HostCase it) {
        var fields = it.differences();
        if (guards.vetoed(it, "register it") || guards.unknownNames(it, fields)) return;
        change(
                it.host(),
                changes.register(
                        it.host(),
                        new Identity.Known(it.machine().id()),
                        it.record(),
                        marked(fields, it.machine().tags())),
                it.machine().zone());
    }

    /** What MAAS needs to be told of a machine that it has not met. */
    private static List<String> unenlistable(Host host) {
        if (host.vm().isPresent())
            return List.of(
                    "It is a virtual machine that MAAS does not know, so it can be neither taken over nor registered. Have its VM host refreshed in MAAS, which finds what lives there; or take spec.adopt out of the document at %s to have a new one made."
                            .formatted(host.place()));
        var machine = host.machine();
        var missing = new ArrayList<String>();
        if (machine.macAddresses().isEmpty()) missing.add("spec.machine.macAddresses");
        if (machine.architecture().isEmpty()) missing.add("spec.machine.architecture");
        if (machine.power().isEmpty()) missing.add("spec.machine.power");
        if (missing.isEmpty()) return List.of();
        return List.of(
                "MAAS does not know the machine yet, and enlisting it needs %s. Declare that, or boot the machine from the network so that MAAS enlists it by itself."
                        .formatted(String.join(" and ", missing)));
    }

    /** Takes over a machine as it is. */
    void adopt(HostCase it) {
        var fields = it.differences();
        if (guards.locked(it, "adopt it", it.machine().locked()) || guards.unknownNames(it, fields)) return;
        change(
                it.host(),
                changes.adopt(
                        it.host(), it.machine(), marked(fields, it.machine().tags())),
                it.machine().zone());
    }

    /**
     * Takes over a machine that carries no mark and needs none yet: what is as declared is not written to, and the marks
     * come with the first change. A lock makes a difference a finding, as with every machine of ours.
     */
    void takeOver(HostCase it) {
        HostFindings.ofAdopted(it, draft);
        HostFindings.setup(it, false, draft);
        HostFindings.hardware(it, draft);
        var fields = it.differences();
        if (fields.isEmpty()) {
            draft.unchanged();
        } else if (it.machine().locked()) {
            HostFindings.locked(it.host(), it.machine(), fields, draft);
            draft.unchanged();
        } else {
            adopt(it);
        }
    }

    // ---- the changes, each behind its guards

    void bringUp(HostCase it) {
        var host = it.host();
        var fields = it.differences();
        boolean deploys = host.goal() instanceof HostGoal.Deployed;
        if (guards.vetoed(it, deploys ? "deploy it" : "prepare it")) return;
        var problems = new ArrayList<>(Names.unknown(host, fields, it.index()));
        if (deploys) {
            if (problems.isEmpty()
                    && guards.awaitsImage(
                            host, it.machine().architecture(), it.index().region())) return;
            problems.addAll(Names.release(host, it.machine(), it.index().region()));
        }
        var setup = SetupNames.of(host, it.index());
        problems.addAll(setup.problems());
        var plan = new SetupPlan(setup.setup(), it.machine().fitted());
        if (isSettable(it) && problems.isEmpty()) plan.problem().ifPresent(problems::add);
        if (!problems.isEmpty()) {
            block(host, String.join(" ", problems));
            return;
        }
        if (isSettable(it)) HostFindings.strangers(host, plan, draft);
        var differs = isSettable(it) ? plan.differences() : SetupPlan.all(setup.setup());
        change(
                host,
                changes.bringUp(
                        host,
                        start(it),
                        setup.setup(),
                        both(
                                marked(
                                        Locks.beside(
                                                Locks.toCome(host),
                                                hosting(host, Optional.of(it.machine()), fields, it.index())),
                                        it.machine().tags()),
                                differs)),
                it.machine().zone());
    }

    /** Before commissioning MAAS does not know a machine's inside, and commissioning brings its own setup back. */
    private static boolean isSettable(HostCase it) {
        return it.machine().state() instanceof Machine.State.Ready
                || it.machine().state() instanceof Machine.State.Allocated;
    }

    private static HostChanges.Start start(HostCase it) {
        var from = Condition.of(it.machine());
        boolean lost = it.record().filter(HostRecord::lost).isPresent();
        var because = "its goal is %s and it is %s".formatted(it.host().goal().word(), from);
        return new HostChanges.Start(
                new Identity.Known(it.machine().id()),
                from,
                lost ? because + "; it was lost, which a person confirmed" : because,
                lost);
    }

    void amend(HostCase it) {
        var setup = SetupNames.of(it.host(), it.index());
        var plan = new SetupPlan(setup.setup(), it.machine().fitted());
        boolean ready = it.machine().state() instanceof Machine.State.Ready;
        if (ready && !setup.setup().isNothing()) {
            var problems = setup.problems().isEmpty() ? plan.problem().stream().toList() : setup.problems();
            if (!problems.isEmpty()) {
                block(it.host(), String.join(" ", problems));
                return;
            }
            HostFindings.strangers(it.host(), plan, draft);
        }
        var differs = ready ? plan.differences() : List.<FieldChange>of();
        var fields = isHostingOurs(it)
                ? VmHosting.beside(
                        VmHosting.toTell(it).stream(),
                        hosting(it.host(), Optional.of(it.machine()), it.differences(), it.index()))
                : it.differences();
        amend(
                it,
                differs.isEmpty() ? Setup.NONE : setup.setup(),
                both(both(fields, differs), Cards.of(it).fields()));
    }

    /** What somebody else deployed is not Gough's to offer to MAAS. */
    private static boolean isHostingOurs(HostCase it) {
        return it.machine().state() instanceof Machine.State.Deployed
                && it.deployment().isPresent()
                && it.ownedByUs();
    }

    private static List<FieldChange> hosting(
            Host host, Optional<Machine> machine, List<FieldChange> fields, MachineIndex index) {
        return VmHosting.beside(VmHosting.toCome(host, machine, index.region()).stream(), fields);
    }

    private void amend(HostCase it, Setup setup, List<FieldChange> fields) {
        var lock = Locks.of(it, fields);
        if (fields.isEmpty() && lock.isEmpty()) {
            draft.unchanged();
        } else if (it.lockedByOthers()) {
            HostFindings.locked(it.host(), it.machine(), fields, draft);
            draft.unchanged();
        } else if (!guards.unknownNames(it, fields)) {
            change(
                    it.host(),
                    changes.amend(it.host(), it.machine(), setup, Locks.beside(lock, fields)),
                    it.machine().zone());
        }
    }

    void release(HostCase it, HostGoal.Erase erase, boolean delete, Duration hold) {
        var verb = delete ? "release and delete it" : "release it";
        if (vms.forbid(it, verb) || guards.guarded(it, verb) || guards.vetoed(it, verb)) return;
        change(it.host(), changes.release(it, erase, delete, hold), it.machine().zone());
    }

    /** @param asked who asked for it; empty when the generation was raised */
    void reinstall(HostCase it, Records.Deployment before, Optional<HostRequest> asked) {
        if (vms.forbid(it, "reinstall it") || guards.guarded(it, "reinstall it") || guards.vetoed(it, "reinstall it"))
            return;
        if (guards.otherBoard(it, "reinstall it")) return;
        var setup = SetupNames.of(it.host(), it.index());
        var plan = new SetupPlan(setup.setup(), it.fitted());
        var fields = it.differences();
        var problems = new ArrayList<>(Names.unknown(it.host(), fields, it.index()));
        if (problems.isEmpty()
                && guards.awaitsImage(
                        it.host(), it.machine().architecture(), it.index().region())) return;
        problems.addAll(Names.release(it.host(), it.machine(), it.index().region()));
        problems.addAll(setup.problems());
        if (problems.isEmpty()) plan.problem().ifPresent(problems::add);
        if (!problems.isEmpty()) {
            block(it.host(), String.join(" ", problems));
            return;
        }
        change(
                it.host(),
                changes.reinstall(
                        it,
                        before,
                        setup.setup(),
                        both(Locks.beside(Locks.lifted(it), reinstalledHosting(it, fields)), plan.differences()),
                        asked),
                it.machine().zone());
    }

    private static List<FieldChange> reinstalledHosting(HostCase it, List<FieldChange> fields) {
        var region = it.index().region();
        return VmHosting.beside(
                Stream.concat(
                        VmHosting.removed(it.machine(), region).stream(), VmHosting.anew(it.host(), region).stream()),
                fields);
    }

    /** Into rescue mode: nothing is lost, but what runs is cut off. */
    void maintain(HostCase it) {
        if (it.adopted()) {
            block(
                    it.host(),
                    "%s was adopted as it was: its lifecycle is not Gough's, so it will not put it into maintenance. Let it enter rescue mode in MAAS by hand, or set another goal."
                            .formatted(it.name()));
        } else if (it.runsInMemory()) {
            // Rescue mode restarts it, and takes the place of its user data (MAAS's source).
            block(
                    it.host(),
                    "%s runs in memory only (os.ephemeral): rescue mode would end what runs there for good. Set goal deployed again; to have it installed anew, raise spec.generation."
                            .formatted(it.name()));
        } else if (!guards.unknown(
                        it, "put it into maintenance", "let it enter rescue mode in MAAS by hand if that is right")
                && !vms.inhabited(it, "put it into maintenance")
                && !guards.vetoed(it, "put it into maintenance")) {
            change(it.host(), changes.maintain(it), it.machine().zone());
        }
    }

    /** Out of the rescue mode that Gough put it into, to what it was. */
    void back(HostCase it, String to) {
        if (guards.vetoed(it, "let it exit rescue mode")) return;
        change(
                it.host(),
                changes.back(it.host(), it.machine(), to),
                it.machine().zone());
    }

    /** Switches or tests it as somebody asked. Nothing is lost but what runs in memory only. */
    void onRequest(HostCase it, HostRequest request) {
        var deed = request.what().deed();
        if (guards.adopted(it, deed) || guards.unknown(it, deed, "do it in MAAS by hand if that is right")) return;
        if (guards.otherBoard(it, deed)) return;
        if (unfit(it, request) || vms.inhabited(it, deed) || guards.vetoed(it, deed)) return;
        change(it.host(), changes.onRequest(it, request), it.machine().zone());
    }

    private boolean unfit(HostCase it, HostRequest request) {
        var why = RequestGuard.hindrance(it, request.what());
        why.ifPresent(text ->
                block(it.host(), "%s, but %s".formatted(it.asks(request.what().deed()), text)));
        return why.isPresent();
    }

    /** MAAS would deploy it once more when it is switched on, without its user data (its source). */
    void goneWithPower(HostCase it) {
        block(
                it.host(),
                "%s was switched off to be retired, and ran in memory only (os.ephemeral): what ran there is gone. Raise spec.generation to have it installed anew, or set goal retired again."
                        .formatted(it.name()));
    }

    void restore(HostCase it) {
        if (guards.vetoed(it, "switch it on again")) return;
        change(it.host(), changes.restore(it), it.machine().zone());
    }

    // ---- what waits

    void busy(HostCase it, Machine.Doing doing) {
        var why = switch (doing) {
            case COMMISSIONING, DEPLOYING, RELEASING, OTHER ->
                "%s is busy: MAAS says %s. Nothing is started on it meanwhile; Gough looks again by itself.";
            case UNKNOWN ->
                "%s is in a status that this version of Gough does not know: MAAS says %s. Nothing is started on it; Gough looks again by itself. If it stays so, look at the machine in MAAS or upgrade Gough.";
        };
        draft.wait(
                HostChanges.subject(it.host()),
                why.formatted(it.name(), it.machine().status()));
    }

    void broken(HostCase it, Machine.State.Broken broken) {
        block(
                it.host(),
                "%s needs a person: MAAS says %s. %s Then it is planned again."
                        .formatted(it.name(), Mending.said(it.machine(), broken), Mending.way(broken)));
    }

    /** Only what is Ready or Deployed has something to come back to. */
    void notYetMaintained(Host host, String now) {
        block(
                host,
                "Goal maintenance needs a machine of ours that is Ready or Deployed, but %s. Set another goal first; it can be put into maintenance after that."
                        .formatted(now));
    }

    // ---- small things

    /** How long a retired machine is kept: the longer of what is accepted and what is asked for. */
    Duration hold() {
        var accepted = rules.accepted().retireHold();
        var asked = desired.inventory().repository().retireHold();
        return accepted.compareTo(asked) >= 0 ? accepted : asked;
    }

    /** The fields and those of our two marks that are missing. */
    private List<FieldChange> marked(List<FieldChange> fields, SortedSet<String> tags) {
        return Stream.concat(
                        fields.stream(),
                        Stream.of(Desired.MANAGED, desired.ownTag())
                                .filter(tag -> !tags.contains(tag))
                                .map(MachineFields::added))
                .sorted()
                .toList();
    }

    private static List<FieldChange> both(List<FieldChange> fields, List<FieldChange> more) {
        if (more.isEmpty()) return fields;
        return Stream.concat(fields.stream(), more.stream()).sorted().toList();
    }

    private void change(Host host, Change change, String zone) {
        draft.change(change, host.zone().orElse(zone));
    }

    private void block(Host host, String why) {
        draft.block(HostChanges.subject(host), why);
    }

    /** Digest of the host's user data; empty when it has none. */
    String userData(Host host) {
        return changes.userData(host);
    }
}
