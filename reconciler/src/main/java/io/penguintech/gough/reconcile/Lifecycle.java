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
            case Machine.State.Busy ignored -> starts.busy(it);
            case Machine.State.Broken ignored -> starts.broken(it);
            case Machine.State.New ignored -> idle(it);
            case Machine.State.Ready ignored -> idle(it);
            case Machine.State.Allocated ignored -> allocated(it);
            case Machine.State.Deployed ignored -> deployed(it);
        }
    }

    private void idle(HostCase it) {
        switch (it.host().goal()) {
            case HostGoal.Deployed ignored -> starts.bringUp(it);
            case HostGoal.Ready ignored -> {
                if (it.machine().state() instanceof Machine.State.New) starts.bringUp(it);
                else starts.amend(it);
            }
            case HostGoal.Maintenance ignored -> starts.maintenance(it.host());
            case HostGoal.Retired retired -> {
                if (retired.delete()) starts.release(it, retired.erase(), true, Duration.ZERO);
                else draft.unchanged();
            }
        }
    }

    private void allocated(HostCase it) {
        if (!it.ownedByUs()) {
            block(
                    it,
                    "%s is Allocated to %s, not to our user %s. Gough waits for nobody's allocation: release it in MAAS, then it is planned again."
                            .formatted(it.name(), it.owner(), it.user()));
            return;
        }
        switch (it.host().goal()) {
            case HostGoal.Deployed ignored -> resume(it);
            case HostGoal.Ready ignored -> heldByUs(it);
            case HostGoal.Maintenance ignored -> starts.maintenance(it.host());
            case HostGoal.Retired retired -> starts.release(it, retired.erase(), retired.delete(), starts.hold());
        }
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
            case HostGoal.Maintenance ignored -> starts.maintenance(it.host());
            case HostGoal.Retired retired -> starts.release(it, retired.erase(), retired.delete(), starts.hold());
        }
    }

    /** Whether what runs there is what Gough remembers to have deployed. */
    private Optional<String> doubtOfDeployed(HostCase it) {
        if (it.adopted() || adoptsNow(it)) return Optional.empty();
        var deployment = it.deployment();
        if (deployment.isEmpty())
            return Optional.of(
                    "%s is %s, but Gough did not deploy it. Set spec.adopt: true to keep it as it is; or release it in MAAS, then it is planned again."
                            .formatted(it.name(), Condition.of(it.machine())));
        if (!it.ownedByUs())
            return Optional.of(
                    "%s was deployed by Gough as user %s, but now belongs to %s: somebody marked it broken and fixed, or deployed it anew. Its lifecycle is left alone. Look at the machine; set spec.adopt: true after removing Gough's two tags to keep it as it is."
                            .formatted(it.name(), it.user(), it.owner()));
        if (Stamp.contradicts(it.machine(), deployment.get(), desired.repositoryId()))
            return Optional.of(
                    "%s carries a stamp that differs from Gough's records: what runs there is not what the database remembers, as after restoring an older database. Restore the newer database; or set spec.adopt: true after removing Gough's two tags to keep the machine as it is."
                            .formatted(it.name()));
        return Optional.empty();
    }

    /** Deployed by somebody on a machine of ours, and the document says to keep it so. */
    private static boolean adoptsNow(HostCase it) {
        return it.host().adopt() && it.deployment().isEmpty() && it.host().goal() instanceof HostGoal.Deployed;
    }

    private void keepDeployed(HostCase it) {
        var deployment = it.deployment();
        if (it.adopted()) {
            HostFindings.ofAdopted(it.host(), it.machine(), draft);
            starts.amend(it);
        } else if (deployment.isEmpty()) {
            starts.adopt(it);
        } else if (it.record().flatMap(Records.HostRecord::heldSince).isPresent()) {
            starts.restore(it);
        } else if (it.host().generation() > deployment.get().generation()) {
            starts.reinstall(it, deployment.get());
        } else {
            HostFindings.ofDeployed(it.host(), it.machine(), deployment.get(), starts.userData(it.host()), draft);
            starts.amend(it);
        }
    }

    private void block(HostCase it, String why) {
        draft.block(it.subject(), why);
    }
}
