package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Records.HostRecord;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import java.util.Optional;

/** Compares one host with its machine: whose is it, may it be touched, and what does its goal need? */
final class HostPlanning {
    private final Desired desired;
    private final Draft draft;
    private final HostStarts starts;
    private final Lifecycle lifecycle;
    private final Strangers strangers;
    private final Composing composing;

    HostPlanning(Desired desired, Rules rules, Draft draft, Composing composing) {
        this.desired = desired;
        this.draft = draft;
        this.composing = composing;
        starts = new HostStarts(desired, rules, draft, composing);
        lifecycle = new Lifecycle(desired, draft, starts);
        strangers = new Strangers(desired, draft, starts);
    }

    void plan(Host host, Identified identified) {
        compare(host, identified);
        var request = request(host).filter(asked -> !isMet(asked, identified));
        if (request.isPresent() && !draft.says(HostChanges.subject(host)))
            draft.block(HostChanges.subject(host), cannot(request.get(), host));
    }

    private Optional<HostRequest> request(Host host) {
        return Optional.ofNullable(desired.requests().get(host.name()));
    }

    private static boolean isMet(HostRequest request, Identified identified) {
        return identified instanceof Identified.Found(var machine, var _, var _, var _) && request.isMet(machine);
    }

    /** What was asked for is answered, whatever the host is. */
    private static String cannot(HostRequest request, Host host) {
        return HostRequest.contradiction(request.what(), host)
                .orElseGet(() ->
                        "%s asked to %s, but nothing that Gough deployed runs there now: it was adopted as it was, or is not there. Withdraw the request: gough withdraw %s --reason TEXT."
                                .formatted(request.by(), request.what().deed(), host.name()));
    }

    private void compare(Host host, Identified identified) {
        switch (identified) {
            case Identified.Unread(var why) -> draft.wait(HostChanges.subject(host), why);
            case Identified.Doubt(var why, var ignored) -> draft.block(HostChanges.subject(host), why);
            case Identified.Unseen(var record, var index) -> absent(host, record, index);
            case Identified.Found(var machine, var record, var ignored, var index) ->
                found(new HostCase(host, machine, record, index, request(host)));
        }
    }

    // ---- not there

    private void absent(Host host, Optional<HostRecord> record, MachineIndex index) {
        if (record.filter(HostRecord::ran).isPresent()) {
            if (record.get().living()) starts.register(host, record, index);
            else
                lost(
                        host,
                        record.get(),
                        "MAAS does not know it any more",
                        " If it still runs and only MAAS forgot it, as when the region is rebuilt, an admin says so for all such hosts of the region at once: gough confirm-running %s --reason TEXT. They are then registered as they run."
                                .formatted(host.region()));
            return;
        }
        boolean takesOver = host.adopt()
                && host.goal() instanceof HostGoal.Deployed
                && record.filter(HostRecord::lost).isEmpty();
        if (takesOver) {
            starts.register(host, Optional.empty(), index);
            return;
        }
        switch (host.goal()) {
            case HostGoal.Retired ignored -> draft.unchanged();
            case HostGoal.Maintenance ignored -> starts.notYetMaintained(host, "MAAS does not know it yet");
            case HostGoal.Ready ignored -> starts.enlist(host, record, index);
            case HostGoal.Deployed ignored -> starts.enlist(host, record, index);
        }
    }

    // ---- whose is it

    private void found(HostCase it) {
        var elsewhere = composing.elsewhere(it.host(), it.machine());
        if (elsewhere.isPresent() && !it.recorded()) {
            block(
                    it,
                    "%s is a virtual machine on VM host %s, and the document wants one on %s. Correct spec.vm.host, or give the document another name."
                            .formatted(
                                    it.name(),
                                    elsewhere.get(),
                                    it.host().vm().orElseThrow().on()));
            return;
        }
        elsewhere.ifPresent(on -> draft.find(
                it.subject(),
                "vm-elsewhere",
                "It lives on VM host %s, and the document says %s. Gough moves no virtual machine: correct spec.vm.host."
                        .formatted(on, it.host().vm().orElseThrow().on()),
                on));
        Told.findMade(it, draft);
        var marks = Marks.of(it.machine(), desired.ownTag());
        if (marks == Marks.FOREIGN) {
            foreign(it);
        } else if (isRegistered(it)) {
            starts.register(it);
        } else if (it.record().filter(HostRecord::ran).isPresent() && isEmptied(it)) {
            lost(
                    it.host(),
                    it.record().get(),
                    "MAAS now says %s of %s".formatted(Condition.of(it.machine()), Condition.name(it.machine())),
                    "");
        } else if ((marks == Marks.OURS && it.recorded()) || isConfirmedEmpty(it, marks)) {
            lifecycle.plan(it);
        } else if (marks == Marks.NONE && !it.recorded()) {
            strangers.unmarked(it);
        } else {
            strangers.inDoubt(it, marks);
        }
    }

    /** Whether a person confirmed that what ran there is gone, and the machine is one nobody uses. */
    private static boolean isConfirmedEmpty(HostCase it, Marks marks) {
        boolean known = marks == Marks.OURS || (marks == Marks.NONE && it.recorded() && isMarkedAnew(it.host()));
        boolean idle = it.machine().state() instanceof Machine.State.New
                || it.machine().state() instanceof Machine.State.Ready;
        return known
                && idle
                && it.machine().owner().isEmpty()
                && it.record().filter(HostRecord::lost).isPresent();
    }

    /** Whether what its goal asks for sets our marks, or writes nothing. */
    private static boolean isMarkedAnew(Host host) {
        return switch (host.goal()) {
            case HostGoal.Deployed ignored -> true;
            case HostGoal.Ready ignored -> true;
            case HostGoal.Maintenance ignored -> false;
            case HostGoal.Retired retired -> !retired.delete();
        };
    }

    /** Whether Gough registered it and was ended before it could mark it. */
    private boolean isRegistered(HostCase it) {
        return it.record().filter(HostRecord::living).isPresent()
                && it.machine().state() instanceof Machine.State.Deployed
                && it.ownedByUs()
                && !it.recorded()
                && Marks.of(it.machine(), desired.ownTag()) != Marks.DOUBTFUL;
    }

    /** Whether nothing runs on it, or it is not the machine that was remembered. */
    private static boolean isEmptied(HostCase it) {
        if (!it.recorded()) return true;
        return switch (it.machine().state()) {
            case Machine.State.New(), Machine.State.Ready(), Machine.State.Allocated() -> true;
            case Machine.State.Busy ignored -> false;
            case Machine.State.Deployed ignored -> false;
            case Machine.State.Broken ignored -> false;
        };
    }

    private void foreign(HostCase it) {
        var tags = it.machine().tags().tailSet(Marks.PREFIX).stream()
                .takeWhile(tag -> tag.startsWith(Marks.PREFIX))
                .toList();
        block(
                it,
                "%s belongs to another Gough: it carries the tag %s, ours is %s. Retire the host there (or take those tags off) before this repository declares it."
                        .formatted(it.name(), String.join(", ", tags), desired.ownTag()));
    }

    private void lost(Host host, HostRecord record, String now, String otherWay) {
        var ran = record.deployment()
                .map(d -> "deployed with %s".formatted(d.release()))
                .orElse("adopted as it was");
        var text =
                "Lost: recorded as %s on machine %s, but %s, and Gough did not release it. Either a region restored from a backup, a wrong URL or an API key with fewer rights, or somebody released or deleted it. It is never deployed again by itself: look at the machine first and bring back what was lost. Only if what ran there is gone for good, an approver says so, for this host alone: gough confirm-lost %s --reason TEXT. It is then planned as a new host, and deploying it is approved like a reinstall.%s"
                        .formatted(ran, record.systemId(), now, host.name(), otherWay);
        draft.block(HostChanges.subject(host), text);
        draft.find(
                HostChanges.subject(host),
                "lost",
                text,
                record.region().value(),
                record.systemId().value(),
                ran);
    }

    private void block(HostCase it, String why) {
        draft.block(it.subject(), why);
    }
}
