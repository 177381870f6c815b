package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.HostGoal;
import java.time.Duration;
import java.util.Optional;

/** A machine that is ours: what its goal needs. */
final class Lifecycle {
    private final Desired desired;
    private final Draft draft;
    private final HostStarts starts;

    Lifecycle(Desired desired, Draft draft, HostStarts starts) {
        this.desired = desired;
        this.draft = draft;
        this.starts = starts;
    }

    // ---- ours: what does the goal need

    void plan(HostCase it) {
        switch (it.machine().state()) {
            case Machine.State.Busy(var doing) -> starts.busy(it, doing);
            case Machine.State.Broken broken -> broken(it, broken);
            case Machine.State.New ignored -> idle(it);
            case Machine.State.Ready ignored -> idle(it);
            case Machine.State.Allocated ignored -> allocated(it);
            case Machine.State.Deployed ignored -> deployed(it);
        }
    }

    /** Rescue mode is what goal maintenance asks for; Gough ends it only where it began it. */
    private void broken(HostCase it, Machine.State.Broken broken) {
        boolean maintenance = it.host().goal() instanceof HostGoal.Maintenance;
        boolean rescue = broken.trouble() == Machine.Trouble.RESCUE;
        var from = it.maintainedFrom();
        if (rescue && maintenance) draft.unchanged();
        else if (rescue && from.isPresent()) starts.back(it, from.get());
        else starts.broken(it, broken);
    }

    private void idle(HostCase it) {
        if (it.machine().owner().isPresent() && !it.ownedByUs()) {
            block(it, "%s is %s: somebody took it%s".formatted(it.name(), Condition.of(it.machine()), othersWay(it)));
            return;
        }
        switch (it.host().goal()) {
            case HostGoal.Deployed ignored -> starts.bringUp(it);
            case HostGoal.Ready ignored -> {
                var test = it.machine().state() instanceof Machine.State.Ready
                        ? it.open(HostRequest.What.TEST)
                        : Optional.<HostRequest>empty();
                boolean isNew = it.machine().state() instanceof Machine.State.New;
                // Confirmed to be empty, and somebody took our marks off: preparing it sets them.
                boolean bare = Marks.of(it.machine(), desired.ownTag()) == Marks.NONE;
                if (isNew || bare) starts.bringUp(it);
                else if (test.isPresent()) starts.onRequest(it, test.get());
                else starts.amend(it);
            }
            case HostGoal.Maintenance ignored -> maintainIdle(it);
            case HostGoal.Retired retired -> {
                // Of a virtual machine nothing is kept, so one that was never deployed goes as well.
                boolean goes = retired.delete()
                        || (it.host().vm().isPresent() && it.machine().vmHost().isPresent());
                if (goes) starts.release(it, retired.erase(), true, Duration.ZERO);
                else draft.unchanged();
            }
        }
    }

    private void maintainIdle(HostCase it) {
        if (it.machine().state() instanceof Machine.State.Ready) starts.maintain(it);
        else starts.notYetMaintained(it.host(), "%s is New".formatted(Condition.name(it.machine())));
    }

    /** What was switched off to be retired is switched on again first: it is to come back as it was. */
    private void maintainRunning(HostCase it) {
        if (it.isHeld() && !it.runsInMemory()) starts.restore(it);
        else starts.maintain(it);
    }

    private void allocated(HostCase it) {
        if (!it.ownedByUs()) {
            block(
                    it,
                    "%s is Allocated to %s, not to our user %s%s"
                            .formatted(it.name(), it.owner(), it.user(), othersWay(it)));
            return;
        }
        switch (it.host().goal()) {
            case HostGoal.Deployed ignored -> resume(it);
            case HostGoal.Ready ignored -> heldByUs(it);
            case HostGoal.Maintenance ignored -> heldByUs(it);
            case HostGoal.Retired retired -> starts.release(it, retired.erase(), retired.delete(), starts.hold());
        }
    }

    /** What to do about something of somebody else on a machine of ours. */
    private static String othersWay(HostCase it) {
        return it.host().goal() instanceof HostGoal.Retired
                ? ", so it is not Gough's to give up. If somebody uses it now, take the host out of the repository and Gough's two tags off the machine; if it shall be given up, release it in MAAS."
                : ". Release it in MAAS when that is right, then it is planned again.";
    }

    private void resume(HostCase it) {
        if (Stamp.isOurs(it.machine(), desired.repositoryId())) starts.bringUp(it);
        else heldByUs(it);
    }

    private void heldByUs(HostCase it) {
        block(
                it,
                "%s is Allocated to our own user %s without being deployed, and Gough did not do that for this goal. Somebody may be preparing it: release it in MAAS, then it is planned again."
                        .formatted(it.name(), it.user()));
    }

    private void deployed(HostCase it) {
        var doubt = doubtOfDeployed(it);
        if (doubt.isPresent()) {
            block(it, doubt.get());
            return;
        }
        switch (it.host().goal()) {
            case HostGoal.Deployed ignored -> keepDeployed(it);
            case HostGoal.Ready ignored -> starts.release(it, HostGoal.Erase.QUICK, false, Duration.ZERO);
            case HostGoal.Maintenance ignored -> maintainRunning(it);
            case HostGoal.Retired retired -> starts.release(it, retired.erase(), retired.delete(), starts.hold());
        }
    }

    /** Whether what runs there is what Gough remembers to have deployed. */
    private Optional<String> doubtOfDeployed(HostCase it) {
        if (it.adopted() || adoptsNow(it)) return Optional.empty();
        var deployment = it.deployment();
        if (deployment.isEmpty()) return Optional.of(notRecorded(it));
        if (!it.ownedByUs())
            return Optional.of(
                    "%s was deployed by Gough as user %s, but now belongs to %s: somebody marked it broken and fixed, or deployed it anew. Its lifecycle is left alone. Look at the machine; %s."
                            .formatted(it.name(), it.user(), it.owner(), untagged(it)));
        if (Stamp.contradicts(it.machine(), deployment.get(), desired.repositoryId()))
            return Optional.of(
                    "%s carries a stamp that differs from Gough's records: what runs there is not what the database remembers, as after restoring an older database. Restore the newer database; or, %s."
                            .formatted(it.name(), untagged(it)));
        return Optional.empty();
    }

    private String notRecorded(HostCase it) {
        var is = Condition.of(it.machine());
        if (it.host().goal() instanceof HostGoal.Retired && !Stamp.isOurs(it.machine(), desired.repositoryId()))
            return "%s is %s, but Gough did not deploy it%s".formatted(it.name(), is, othersWay(it));
        var keep = "To keep it as it is, set %s. Or release it in MAAS, then it is planned again."
                .formatted(Strangers.adopting(it));
        return Stamp.isOurs(it.machine(), desired.repositoryId())
                ? "%s is %s and carries our stamp, but Gough's records know of no deployment, as after restoring an older database. Restore the newer database. %s"
                        .formatted(it.name(), is, keep)
                : "%s is %s, but Gough did not deploy it. %s".formatted(it.name(), is, keep);
    }

    /** How a machine whose records are wrong is kept: without our marks it can be adopted. */
    private static String untagged(HostCase it) {
        var adopting = Strangers.adopting(it);
        return "to keep it as it is, take Gough's two tags off it in MAAS"
                + (adopting.isEmpty() ? "" : " and set " + adopting);
    }

    /** Deployed by somebody on a machine of ours, and the document says to keep it so. */
    private static boolean adoptsNow(HostCase it) {
        return it.host().adopt() && it.deployment().isEmpty() && it.host().goal() instanceof HostGoal.Deployed;
    }

    private void keepDeployed(HostCase it) {
        var deployment = it.deployment();
        if (it.adopted()) {
            HostFindings.ofAdopted(it, draft);
            HostFindings.setup(it, false, draft);
            HostFindings.hardware(it, draft);
            starts.amend(it);
        } else if (deployment.isEmpty()) {
            starts.adopt(it);
        } else if (it.isHeld() && !it.runsInMemory()) {
            starts.restore(it);
        } else if (Cards.of(it).areReplaced() && !it.lockedByOthers()) {
            // What else is asked for comes after it, once document and MAAS name the same machine.
            asItRuns(it, deployment.get());
            starts.amend(it);
        } else if (it.host().generation() > deployment.get().generation()) {
            // One that somebody asked for as well is brought about by it.
            starts.reinstall(it, deployment.get(), it.open(HostRequest.What.REINSTALL));
        } else if (it.isHeld()) {
            starts.goneWithPower(it);
        } else {
            keepRunning(it, deployment.get());
        }
    }

    /** As it runs, but for what somebody asked for. */
    private void keepRunning(HostCase it, Records.Deployment deployment) {
        var request = it.open();
        if (request.filter(asked -> asked.what() == HostRequest.What.REINSTALL).isPresent()) {
            starts.reinstall(it, deployment, request);
            return;
        }
        asItRuns(it, deployment);
        if (request.isPresent()) starts.onRequest(it, request.get());
        else starts.amend(it);
    }

    private void asItRuns(HostCase it, Records.Deployment deployment) {
        HostFindings.ofDeployed(it.host(), it.machine(), deployment, starts.userData(it.host()), draft);
        HostFindings.setup(it, true, draft);
        HostFindings.hardware(it, draft);
        VmHosting.find(it, draft);
    }

    private void block(HostCase it, String why) {
        draft.block(it.subject(), why);
    }
}
