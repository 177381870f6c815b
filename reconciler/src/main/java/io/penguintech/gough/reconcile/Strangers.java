package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Machine.State;
import io.penguintech.gough.schema.HostGoal;
import java.util.ArrayList;

/**
 * A machine that is not ours, or not beyond doubt: taken when nobody has used it, taken over as it is when the document
 * asks for that, else left alone with a way out.
 */
final class Strangers {
    private final Desired desired;
    private final Draft draft;
    private final HostStarts starts;

    Strangers(Desired desired, Draft draft, HostStarts starts) {
        this.desired = desired;
        this.draft = draft;
        this.starts = starts;
    }

    // ---- neither marked nor remembered

    /** Somebody else's, unless nobody has used it yet. */
    void unmarked(HostCase it) {
        switch (it.host().goal()) {
            case HostGoal.Deployed ignored -> take(it);
            case HostGoal.Ready ignored -> take(it);
            case HostGoal.Maintenance ignored -> maintenance(it);
            case HostGoal.Retired retired -> retired(it, retired);
        }
    }

    private void take(HostCase it) {
        if (it.machine().state() instanceof State.New && isFree(it)) {
            starts.bringUp(it);
        } else if (!it.host().adopt()) {
            notOurs(it, wayToAdopt(it));
        } else if (it.machine().state() instanceof State.Ready
                && isFree(it)
                && it.host().goal() instanceof HostGoal.Deployed) {
            // Nothing runs on it, so there is nothing to keep; of a virtual machine that is not certain.
            if (it.machine().vmHost().isEmpty()) starts.bringUp(it);
            else notOurs(it, wayToKeep(it));
        } else {
            adopt(it);
        }
    }

    private void maintenance(HostCase it) {
        if (isIdle(it) && isFree(it))
            starts.notYetMaintained(
                    it.host(),
                    "%s is %s and not ours yet".formatted(Condition.name(it.machine()), Condition.of(it.machine())));
        else if (it.host().adopt()) adopt(it);
        else notOurs(it, wayToAdopt(it));
    }

    /** Of what was never ours there is nothing to give up. */
    private void retired(HostCase it, HostGoal.Retired goal) {
        if (isIdle(it) && isFree(it) && !goal.delete()) draft.unchanged();
        else
            notOurs(
                    it,
                    "So it is not Gough's to give up: release or delete it in MAAS if that is right, and take the host out of the repository.");
    }

    private void notOurs(HostCase it, String way) {
        block(
                it,
                "%s is not ours: MAAS says %s, and it carries no mark of Gough. %s Or correct spec.machine, if the document means another one."
                        .formatted(it.name(), Condition.of(it.machine()), way));
    }

    private static String wayToAdopt(HostCase it) {
        return switch (it.machine().state()) {
            case State.Deployed ignored ->
                "Set %s to take it over as it is, without reinstalling; or release it in MAAS if that is right."
                        .formatted(adopting(it));
            case State.Ready ignored
            when isFree(it) ->
                it.machine().vmHost().isPresent()
                        ? wayToKeep(it)
                        : "Nothing runs on it: set spec.adopt: true to take it; or delete it in MAAS.";
            case State.New _, State.Ready _, State.Allocated _, State.Busy _, State.Broken _ ->
                "Set spec.adopt: true to have it taken over once it is deployed, or Ready and nobody's.";
        };
    }

    /** MAAS commissions whatever it finds on a VM host, and calls it Ready although its disks were never looked at. */
    private static String wayToKeep(HostCase it) {
        return "It is a virtual machine on VM host %s, and MAAS calls one Ready also when it found it there and restarted it: something may be on its disks. Look at it; then deploy it in MAAS and set spec.adopt: true, or delete it there, disks and all."
                .formatted(it.machine().vmHost().orElseThrow().name());
    }

    /** What the document must say besides what it says, so that the machine is taken over as it is; may be empty. */
    static String adopting(HostCase it) {
        boolean runs = it.machine().state() instanceof State.Deployed;
        var missing = new ArrayList<String>();
        if (!it.host().adopt()) missing.add("spec.adopt: true");
        if (runs && !(it.host().goal() instanceof HostGoal.Deployed)) missing.add("spec.goal: deployed");
        return String.join(" and ", missing);
    }

    // ---- marks and records that disagree

    /** Marks without a record, a record without marks, or the marks of two: nothing is done unless it is adopted. */
    void inDoubt(HostCase it, Marks marks) {
        boolean adoptable = isAdoptable(it, marks);
        if (it.host().adopt() && adoptable) {
            adopt(it);
            return;
        }
        var way = adoptable
                ? "Restore the database or the tags if that was a mistake; else set %s to take it over as it is, without reinstalling."
                        .formatted(adopting(it))
                : "Adopting does not settle that: agree with the other Gough's people whose machine it is, and take the other's tags off in MAAS.";
        block(
                it,
                "%s is in doubt: %s. MAAS says %s. Nothing is done to it. %s"
                        .formatted(it.name(), evidence(it, marks), Condition.of(it.machine()), way));
    }

    private String evidence(HostCase it, Marks marks) {
        return switch (marks) {
            case DOUBTFUL ->
                "it carries only part of Gough's marks, or two Goughs' (%s)"
                        .formatted(String.join(", ", it.machine().tags()));
            case OURS ->
                it.record().isPresent()
                        ? "it carries our marks, but Gough remembers machine %s instead"
                                .formatted(it.record().get().systemId())
                        : "it carries our marks (%s), but Gough's records know nothing of it: an older or new database, or somebody took it while Gough began with it"
                                .formatted(desired.ownTag());
            case NONE, FOREIGN ->
                it.adopted()
                        ? "Gough remembers that it was adopted, and it does not carry our marks %s and %s, or not any more"
                                .formatted(Desired.MANAGED, desired.ownTag())
                        : "Gough remembers it, but its marks %s and %s are gone: a restored region, or somebody took them off"
                                .formatted(Desired.MANAGED, desired.ownTag());
        };
    }

    /** Another Gough's mark beside ours is settled by people, not by adopting. */
    private boolean isAdoptable(HostCase it, Marks marks) {
        if (marks != Marks.DOUBTFUL) return true;
        return it.machine().tags().stream()
                .filter(tag -> tag.startsWith(Marks.PREFIX))
                .allMatch(desired.ownTag()::equals);
    }

    // ---- the document asks to adopt it

    private void adopt(HostCase it) {
        switch (it.machine().state()) {
            case State.Busy(var doing) -> starts.busy(it, doing);
            case State.Broken broken -> starts.broken(it, broken);
            case State.Allocated ignored ->
                block(
                        it,
                        "%s is not ours yet: it is Allocated to %s. It can be adopted once it is deployed or released."
                                .formatted(it.name(), it.owner()));
            case State.New _, State.Ready _ -> adoptIdle(it);
            case State.Deployed ignored -> adoptRunning(it);
        }
    }

    private void adoptIdle(HostCase it) {
        if (isFree(it) && isReadyAsAsked(it) && isUntouched(it) && isSetUpAsDeclared(it)) starts.takeOver(it);
        else if (isFree(it) || it.ownedByUs()) starts.adopt(it);
        else
            block(
                    it,
                    "%s is not ours yet: it is %s. It can be adopted once nobody has it."
                            .formatted(it.name(), Condition.of(it.machine())));
    }

    /** Cards and disks are set up on a machine of ours only: one that differs is marked first. */
    private static boolean isSetUpAsDeclared(HostCase it) {
        var names = SetupNames.of(it.host(), it.index());
        var plan = new SetupPlan(names.setup(), it.machine().fitted());
        return names.problems().isEmpty()
                && plan.problem().isEmpty()
                && plan.differences().isEmpty();
    }

    /** Adopting keeps what runs; another goal contradicts that. */
    private void adoptRunning(HostCase it) {
        if (it.host().goal() instanceof HostGoal.Deployed) {
            if (isUntouched(it)) starts.takeOver(it);
            else starts.adopt(it);
        } else
            block(
                    it,
                    "%s is %s. spec.adopt: true keeps what runs there, but the goal is %s, which asks for something else. Set spec.goal: deployed to keep it; or release it in MAAS, then it is planned again."
                            .formatted(
                                    it.name(),
                                    Condition.of(it.machine()),
                                    it.host().goal().word()));
    }

    private static boolean isReadyAsAsked(HostCase it) {
        return it.machine().state() instanceof State.Ready && it.host().goal() instanceof HostGoal.Ready;
    }

    private boolean isUntouched(HostCase it) {
        return Adoptions.isUntouched(it, Marks.of(it.machine(), desired.ownTag()));
    }

    private static boolean isFree(HostCase it) {
        return it.machine().owner().isEmpty();
    }

    private static boolean isIdle(HostCase it) {
        return it.machine().state() instanceof State.New || it.machine().state() instanceof State.Ready;
    }

    private void block(HostCase it, String why) {
        draft.block(it.subject(), why);
    }
}
