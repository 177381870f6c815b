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

    HostPlanning(Desired desired, Rules rules, Draft draft) {
        this.desired = desired;
        this.draft = draft;
        starts = new HostStarts(desired, rules, draft);
        lifecycle = new Lifecycle(desired, draft, starts);
    }

    void plan(Host host, Identified identified) {
        switch (identified) {
            case Identified.Unread(var why) -> draft.wait(HostChanges.subject(host), why);
            case Identified.Doubt(var why, var ignored) -> draft.block(HostChanges.subject(host), why);
            case Identified.Unseen(var record, var index) -> absent(host, record, index);
            case Identified.Found(var machine, var record, var ignored, var index) ->
                found(new HostCase(host, machine, record, index));
        }
    }

    // ---- not there

    private void absent(Host host, Optional<HostRecord> record, MachineIndex index) {
        if (record.filter(HostRecord::ran).isPresent()) {
            lost(host, record.get(), "MAAS does not know it any more");
            return;
        }
        switch (host.goal()) {
            case HostGoal.Retired ignored -> draft.unchanged();
            case HostGoal.Maintenance ignored -> starts.maintenance(host);
            case HostGoal.Ready ignored -> starts.enlist(host, index);
            case HostGoal.Deployed ignored -> starts.enlist(host, index);
        }
    }

    // ---- whose is it

    private void found(HostCase it) {
        var marks = Marks.of(it.machine(), desired.ownTag());
        if (marks == Marks.FOREIGN) {
            foreign(it);
        } else if (it.record().filter(HostRecord::ran).isPresent() && isEmptied(it)) {
            lost(
                    it.host(),
                    it.record().get(),
                    "MAAS now says %s of %s".formatted(Condition.of(it.machine()), Condition.name(it.machine())));
        } else if (marks == Marks.OURS && it.recorded()) {
            lifecycle.plan(it);
        } else if (marks == Marks.NONE && !it.recorded()) {
            stranger(it);
        } else {
            inDoubt(it, marks);
        }
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

    private void lost(Host host, HostRecord record, String now) {
        var ran = record.deployment()
                .map(d -> "deployed with %s".formatted(d.release()))
                .orElse("adopted as it was");
        var text =
                "Lost: recorded as %s on machine %s, but %s, and Gough did not release it. Either a region restored from a backup, a wrong URL or an API key with fewer rights, or somebody released or deleted it. It is never deployed again by itself: look at the machine first and bring back what was lost. This version cannot be told to take a lost host for a new one."
                        .formatted(ran, record.systemId(), now);
        draft.block(HostChanges.subject(host), text);
        draft.find(
                HostChanges.subject(host),
                "lost",
                text,
                record.region().value(),
                record.systemId().value(),
                ran);
    }

    /** Not marked, not remembered: somebody else's, unless nobody has used it yet. */
    private void stranger(HostCase it) {
        boolean free = it.machine().owner().isEmpty();
        switch (it.machine().state()) {
            case Machine.State.New ignored when free -> strangerNew(it);
            case Machine.State.Ready ignored when free && it.host().adopt() -> strangerReady(it);
            case Machine.State.Deployed ignored when it.host().adopt() -> adopt(it);
            case Machine.State.New ignored -> notOurs(it);
            case Machine.State.Ready ignored -> notOurs(it);
            case Machine.State.Allocated ignored -> notOurs(it);
            case Machine.State.Busy ignored -> notOurs(it);
            case Machine.State.Deployed ignored -> notOurs(it);
            case Machine.State.Broken ignored -> notOurs(it);
        }
    }

    private void strangerNew(HostCase it) {
        switch (it.host().goal()) {
            case HostGoal.Ready ignored -> starts.bringUp(it);
            case HostGoal.Deployed ignored -> starts.bringUp(it);
            case HostGoal.Maintenance ignored -> starts.maintenance(it.host());
            case HostGoal.Retired retired -> strangerRetired(it, retired);
        }
    }

    private void strangerReady(HostCase it) {
        switch (it.host().goal()) {
            case HostGoal.Ready ignored -> adopt(it);
            case HostGoal.Deployed ignored -> starts.bringUp(it);
            case HostGoal.Maintenance ignored -> starts.maintenance(it.host());
            case HostGoal.Retired retired -> strangerRetired(it, retired);
        }
    }

    private void strangerRetired(HostCase it, HostGoal.Retired goal) {
        if (goal.delete()) notOurs(it);
        else draft.unchanged();
    }

    private void notOurs(HostCase it) {
        block(
                it,
                "%s is not ours: MAAS says %s and it carries no mark of Gough. Set spec.adopt: true to take it over as it is, without reinstalling; or release it to New or remove it in MAAS; or correct spec.machine."
                        .formatted(it.name(), Condition.of(it.machine())));
    }

    private void inDoubt(HostCase it, Marks marks) {
        if (it.host().adopt() && isAdoptable(it, marks)) {
            adopt(it);
            return;
        }
        var evidence = switch (marks) {
            case DOUBTFUL ->
                "it carries only part of Gough's marks, or two Goughs' (%s)"
                        .formatted(String.join(", ", it.machine().tags()));
            case OURS ->
                it.record().isPresent()
                        ? "it carries our marks, but Gough remembers machine %s instead"
                                .formatted(it.record().get().systemId())
                        : "it carries our marks (%s), but Gough's records know nothing of it: an older or new database"
                                .formatted(desired.ownTag());
            case NONE, FOREIGN ->
                "Gough remembers it, but its marks %s and %s are gone: a restored region, or somebody took them off"
                        .formatted(Desired.MANAGED, desired.ownTag());
        };
        block(
                it,
                "%s is in doubt: %s. MAAS says %s. Nothing is done to it. Restore the database or the tags if that was a mistake; else set spec.adopt: true to take it over as it is, without reinstalling."
                        .formatted(it.name(), evidence, Condition.of(it.machine())));
    }

    /** Another Gough's mark beside ours is settled by people, not by adopting. */
    private boolean isAdoptable(HostCase it, Marks marks) {
        if (marks != Marks.DOUBTFUL) return true;
        return it.machine().tags().stream()
                .filter(tag -> tag.startsWith(Marks.PREFIX))
                .allMatch(desired.ownTag()::equals);
    }

    private void adopt(HostCase it) {
        switch (it.machine().state()) {
            case Machine.State.Busy ignored -> starts.busy(it);
            case Machine.State.Broken ignored -> starts.broken(it);
            case Machine.State.Allocated ignored ->
                block(
                        it,
                        "%s is Allocated to %s. It can be adopted once it is deployed or released."
                                .formatted(it.name(), it.owner()));
            case Machine.State.New ignored -> starts.adopt(it);
            case Machine.State.Ready ignored -> starts.adopt(it);
            case Machine.State.Deployed ignored -> starts.adopt(it);
        }
    }

    private void block(HostCase it, String why) {
        draft.block(it.subject(), why);
    }
}
