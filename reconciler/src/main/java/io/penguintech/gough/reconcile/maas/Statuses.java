package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Machine.Doing;
import io.penguintech.gough.reconcile.Machine.State;
import io.penguintech.gough.reconcile.Machine.Trouble;

/** Folds MAAS's node statuses to what they mean for us, by number: names differ between versions. */
final class Statuses {
    private Statuses() {}

    /**
     * The state behind a status.
     *
     * @param release the series MAAS names, used when it is deployed
     * @param kernel the kernel MAAS names, used when it is deployed
     * @param message MAAS's own words about the status, used when it needs a person
     */
    static State fold(int status, String release, String kernel, String message) {
        return switch (status) {
            case 0 -> new State.New();
            case 4 -> new State.Ready();
            // Reserved, Allocated
            case 5, 10 -> new State.Allocated();
            case 6 -> new State.Deployed(release, kernel);
            // Commissioning, Testing
            case 1, 21 -> new State.Busy(Doing.COMMISSIONING);
            case 9 -> new State.Busy(Doing.DEPLOYING);
            // Releasing, Disk erasing
            case 12, 14 -> new State.Busy(Doing.RELEASING);
            // Entering and exiting rescue mode
            case 17, 19 -> new State.Busy(Doing.OTHER);
            case 2, 3, 7, 8, 11, 13, 15, 16, 18, 20, 22 -> new State.Broken(trouble(status), message);
            // A status of a MAAS to come: hands off, without an error.
            default -> new State.Busy(Doing.UNKNOWN);
        };
    }

    private static Trouble trouble(int status) {
        return switch (status) {
            case 2 -> Trouble.COMMISSIONING;
            case 3 -> Trouble.MISSING;
            case 7 -> Trouble.RETIRED;
            case 8 -> Trouble.MARKED_BROKEN;
            case 11 -> Trouble.DEPLOYMENT;
            case 13 -> Trouble.RELEASING;
            case 15 -> Trouble.ERASING;
            case 16 -> Trouble.RESCUE;
            case 18 -> Trouble.ENTERING_RESCUE;
            case 20 -> Trouble.EXITING_RESCUE;
            case 22 -> Trouble.TESTING;
            default -> Trouble.OTHER;
        };
    }
}
