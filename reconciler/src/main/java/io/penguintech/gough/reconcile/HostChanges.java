package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Change.Identity;
import io.penguintech.gough.reconcile.Records.Deployment;
import io.penguintech.gough.reconcile.Records.HostRecord;
import io.penguintech.gough.schema.DeployOptions;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Writes the changes of hosts, each with its fields and risk. Decides nothing. */
final class HostChanges {
    private static final FieldChange ON = new FieldChange("power", Optional.of("off"), Optional.of("on"));

    private static final String CARDS =
            "the document names a card by another address than MAAS does, so it was replaced; MAAS is told, and nothing is sent to the machine itself";

    private final Desired desired;
    private final Rules rules;

    HostChanges(Desired desired, Rules rules) {
        this.desired = desired;
        this.rules = rules;
    }

    /** What would run on the host if it were deployed now. */
    static Deployment deployment(Desired desired, Host host) {
        return new Deployment(
                host.generation(),
                host.os().release().orElse(""),
                host.os().kernel().orElse(""),
                desired.userData().getOrDefault(host.name(), ""),
                host.os().options());
    }

    private Deployment deployment(Host host) {
        return deployment(desired, host);
    }

    /** Digest of the host's user data; empty when it has none. */
    String userData(Host host) {
        return desired.userData().getOrDefault(host.name(), "");
    }

    /**
     * From where a host is brought up.
     *
     * @param from as people read it: absent, New, Ready
     * @param lost whether a person confirmed that what ran there is gone
     */
    record Start(Identity machine, String from, String because, boolean lost) {}

    Change bringUp(Host host, Start start, Setup setup, List<FieldChange> fields) {
        var deployment =
                host.goal() instanceof HostGoal.Deployed ? Optional.of(deployment(host)) : Optional.<Deployment>empty();
        var verb = deployment.isPresent() ? "deploy" : "prepare";
        return new Change.BringUp(
                subject(host),
                host.region(),
                start.machine(),
                start.from(),
                host.goal(),
                deployment,
                start.lost(),
                setup,
                deployment.map(runs -> with(fields, runs)).orElse(fields),
                rules.raised(verb, risk(start).or(MachineFields.risk(fields))),
                start.because());
    }

    /** Deploying a host that was lost destroys what runs there, should the person who confirmed it be wrong. */
    private static Risk risk(Start start) {
        return start.lost() ? Risk.DESTRUCTIVE : Risk.DISRUPTIVE;
    }

    Change amend(Host host, Machine machine, Setup setup, List<FieldChange> fields) {
        boolean renamed = fields.stream().anyMatch(field -> field.field().equals(MachineFields.HOSTNAME));
        boolean runs = machine.state() instanceof Machine.State.Deployed;
        var hosts = fields.stream().filter(VmHosting::isAbout).findFirst();
        boolean replaced = fields.stream().anyMatch(Cards::isAbout);
        if (replaced) return amend(host, machine, setup, fields, CARDS);
        var because = renamed && runs
                ? "MAAS has other values than declared; the running system keeps its old name %s until it is reinstalled"
                        .formatted(machine.hostname())
                : hosts.map(VmHosting::because).orElse("MAAS has other values than declared");
        return amend(host, machine, setup, fields, because);
    }

    private Change amend(Host host, Machine machine, Setup setup, List<FieldChange> fields, String because) {
        var hosting = VmHosting.takesIn(fields) ? Risk.DESTRUCTIVE : Risk.NONE;
        return new Change.Amend(
                subject(host),
                host.region(),
                new Identity.Known(machine.id()),
                setup,
                fields,
                rules.raised(
                        Change.Amend.verb(setup, fields),
                        MachineFields.risk(fields).or(hosting)),
                because);
    }

    Change adopt(Host host, Machine machine, List<FieldChange> fields) {
        return new Change.Adopt(
                subject(host),
                host.region(),
                new Identity.Known(machine.id()),
                Condition.of(machine),
                fields,
                rules.raised("adopt", Risk.NOTICE.or(MachineFields.risk(fields))),
                "spec.adopt is true: the machine is taken over as it is, and never reinstalled for it");
    }

    Change register(Host host, Identity machine, Optional<HostRecord> record, List<FieldChange> fields) {
        var because = record.isPresent()
                ? "it still runs, which a person confirmed, and its region does not know it any more"
                : "spec.adopt is true and MAAS does not know the machine: it is taken in as it runs, and never reinstalled for it";
        return new Change.Register(
                subject(host),
                host.region(),
                machine,
                record.flatMap(HostRecord::deployment),
                fields,
                rules.raised("register", Risk.DISRUPTIVE.or(MachineFields.risk(fields))),
                because);
    }

    Change release(HostCase it, HostGoal.Erase erase, boolean delete, Duration hold) {
        var host = it.host();
        var machine = it.machine();
        return new Change.Release(
                subject(host),
                host.region(),
                new Identity.Known(machine.id()),
                Condition.of(machine),
                erase,
                delete,
                hold,
                Locks.beside(
                        Locks.lifted(it),
                        VmHosting.beside(
                                VmHosting.removed(machine, it.index().region()).stream(), released(host, machine))),
                rules.raised("release", Risk.DESTRUCTIVE),
                guarded(it, "spec.goal is %s".formatted(host.goal().word())));
    }

    /** With the guards that are asked before it begins: for people, and no part of its digest. */
    private String guarded(HostCase it, String because) {
        var guards = desired.guards(it.host()).stream()
                .map(guard -> guard.query().value())
                .distinct()
                .toList();
        return guards.isEmpty() || !(it.machine().state() instanceof Machine.State.Deployed)
                ? because
                : "%s; first the host must answer %s with no row: %s"
                        .formatted(because, guards.size() == 1 ? "its guard" : "its guards", String.join(", ", guards));
    }

    /** MAAS deletes a virtual machine that it composed when it is released (facts), whatever the document says. */
    private static List<FieldChange> released(Host host, Machine machine) {
        var goal = toGoal(host);
        return machine.vmHost()
                .map(vmHost -> List.of(
                        goal,
                        new FieldChange(
                                MachineFields.MACHINE,
                                Optional.of("virtual, on VM host " + vmHost.name()),
                                Optional.of("deleted by MAAS, with its disks"))))
                .orElseGet(() -> List.of(goal));
    }

    /** @param asked the request; empty when the generation was raised */
    Change reinstall(
            HostCase it, Deployment before, Setup setup, List<FieldChange> fields, Optional<HostRequest> asked) {
        var host = it.host();
        var machine = it.machine();
        var after = deployment(host);
        var all = new ArrayList<>(with(fields, after, Optional.of(before)));
        show(
                all,
                "generation",
                Optional.of(Integer.toString(before.generation())),
                Integer.toString(after.generation()));
        return new Change.Reinstall(
                subject(host),
                host.region(),
                new Identity.Known(machine.id()),
                Condition.of(machine),
                after,
                setup,
                asked,
                all.stream().sorted().toList(),
                rules.raised("reinstall", Risk.DESTRUCTIVE),
                guarded(it, asked.map(HostRequest::because).orElse("spec.generation was raised")));
    }

    /** Switches or tests the machine as somebody asked; our own lock is lifted meanwhile. */
    Change onRequest(HostCase it, HostRequest request) {
        var host = it.host();
        var machine = it.machine();
        var fields = List.of(
                request.what() == HostRequest.What.TEST
                        ? RequestWay.tests(machine)
                        : new FieldChange("power", Optional.empty(), Optional.of(power(request.what()))));
        return new Change.OnRequest(
                subject(host),
                host.region(),
                new Identity.Known(machine.id()),
                Condition.of(machine),
                request,
                Locks.beside(Locks.of(it, fields), fields),
                rules.raised(request.what().word(), Risk.DISRUPTIVE),
                request.because());
    }

    private static String power(HostRequest.What what) {
        return switch (what) {
            case POWER_ON -> "on";
            case POWER_OFF ->
                "off, by force if it has not shut down after %d minutes".formatted(RequestWay.SWITCHED.toMinutes());
            case POWER_CYCLE -> "off, then on";
            case REINSTALL, TEST -> throw new IllegalArgumentException("nothing about power: " + what);
        };
    }

    Change restore(HostCase it) {
        var host = it.host();
        var machine = it.machine();
        return new Change.Restore(
                subject(host),
                host.region(),
                new Identity.Known(machine.id()),
                Condition.of(machine),
                Locks.beside(Locks.of(it, List.of(ON)), List.of(ON)),
                rules.raised("restore", Risk.DISRUPTIVE),
                "it was switched off to be retired, and its document came back");
    }

    Change maintain(HostCase it) {
        var host = it.host();
        var machine = it.machine();
        return new Change.Maintain(
                subject(host),
                host.region(),
                new Identity.Known(machine.id()),
                Condition.of(machine),
                Locks.beside(Locks.lifted(it), List.of(toGoal(host))),
                rules.raised("maintain", Risk.DISRUPTIVE),
                "spec.goal is maintenance: what runs there is cut off until it is back");
    }

    Change back(Host host, Machine machine, String to) {
        return new Change.Return(
                subject(host),
                host.region(),
                new Identity.Known(machine.id()),
                to,
                Locks.beside(
                        Locks.toCome(host),
                        List.of(new FieldChange(
                                "goal",
                                Optional.of(new HostGoal.Maintenance().word()),
                                Optional.of(host.goal().word())))),
                rules.raised("return", Risk.DISRUPTIVE),
                "Gough put it into rescue mode, and its goal is %s now"
                        .formatted(host.goal().word()));
    }

    private static FieldChange toGoal(Host host) {
        return new FieldChange("goal", Optional.empty(), Optional.of(host.goal().word()));
    }

    static Subject.OfHost subject(Host host) {
        return new Subject.OfHost(host.name());
    }

    private static List<FieldChange> with(List<FieldChange> fields, Deployment after) {
        return with(fields, after, Optional.empty());
    }

    /** The fields and, for people, what will run. */
    private static List<FieldChange> with(List<FieldChange> fields, Deployment after, Optional<Deployment> before) {
        var all = new ArrayList<>(fields);
        show(all, "os.release", before.map(Deployment::release), after.release());
        show(all, "os.kernel", before.map(Deployment::kernel), after.kernel());
        show(all, "user-data", before.map(Deployment::userData), after.userData());
        options(all, before.map(Deployment::options).orElse(DeployOptions.NONE), after.options());
        return all.stream().sorted().toList();
    }

    private static void options(List<FieldChange> into, DeployOptions before, DeployOptions after) {
        var is = before.said();
        var shall = after.said();
        var names = new TreeSet<>(is.keySet());
        names.addAll(shall.keySet());
        for (var name : names) show(into, name, Optional.ofNullable(is.get(name)), shall.getOrDefault(name, ""));
    }

    private static void show(List<FieldChange> into, String field, Optional<String> before, String after) {
        var is = before.filter(text -> !text.isEmpty());
        var shall = after.isEmpty() ? Optional.<String>empty() : Optional.of(after);
        if (!is.equals(shall)) into.add(new FieldChange(field, is, shall));
    }
}
