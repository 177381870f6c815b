package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Desired;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Planner;
import io.penguintech.gough.reconcile.Rules;

/**
 * Everything but the files that a plan is made of: what was seen and what is remembered. Holds no secret.
 *
 * @param repository whose view it is
 * @param observed what was seen
 * @param remembered what the database says
 */
public record Snapshot(RepositoryId repository, Observed observed, Remembered remembered) {
    /** The plan of {@code declared}: what the engine would make of the same files. */
    public Plan plan(Declarations.Declared.Valid declared) {
        var inventory = declared.inventory();
        var accepted = remembered.accepted().equals(inventory.revision());
        var desired = new Desired(
                inventory,
                declared.userData(),
                Unprotected.releasable(
                        accepted ? remembered.releasable() : remembered.unprotected(),
                        inventory,
                        observed,
                        remembered.records()),
                repository.value(),
                remembered.requests());
        var rules = Rules.of(remembered.rules().orElseGet(InForce::nothingAllowed));
        return Planner.plan(desired, observed, remembered.records(), rules);
    }

    /** As JSON that {@link #parse} reads. Of strangers' workload annotations nothing is kept. */
    public String json() {
        return SnapshotDocument.of(this).json();
    }

    /**
     * Reads {@link #json}.
     *
     * @throws IllegalArgumentException when it is no snapshot; says why
     */
    public static Snapshot parse(String json) {
        return SnapshotDocument.parse(json).snapshot();
    }
}
