package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Machine;

/** What the adapter makes of MAAS's status numbers, for tests of what is decided from them. */
public final class Folded {
    private Folded() {}

    /** The state behind a status number; a deployed machine runs noble. */
    public static Machine.State of(int status) {
        return Statuses.fold(status, "noble", "ga-24.04", "");
    }
}
