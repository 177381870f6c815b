package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.HostStorage;
import java.util.List;
import java.util.Optional;

/** How the disks of a machine differ from what is declared, and the write that comes next. */
sealed interface StorageSetup permits StoragePlan, DesignPlan {
    static StorageSetup of(HostStorage declared, Disks disks) {
        return declared.design()
                .<StorageSetup>map(design -> new DesignPlan(design, disks))
                .orElseGet(() -> new StoragePlan(declared, disks));
    }

    /** Why it cannot be set up so on this machine, with the way out; empty when it can. */
    Optional<String> problem();

    /** Each field that differs, sorted. */
    List<FieldChange> differences();

    /** The next write; empty when everything is as declared, or a problem is in the way. */
    Optional<SetupWrite> next();
}
