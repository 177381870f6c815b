package io.penguintech.gough.reconcile;

import static io.penguintech.gough.reconcile.LifecycleAnswer.*;
import static io.penguintech.gough.reconcile.LifecycleCase.Lock;
import static io.penguintech.gough.reconcile.LifecycleCase.Owner;
import static io.penguintech.gough.reconcile.LifecycleCase.Protect;
import static io.penguintech.gough.reconcile.LifecycleCase.Standing;
import static io.penguintech.gough.reconcile.LifecycleCase.Status;
import static io.penguintech.gough.reconcile.LifecycleCase.Wish;

/** The one answer each case must get, written by hand and without the planner. The first rule that fits counts. */
final class LifecycleRules {
    private LifecycleRules() {}

    static LifecycleAnswer answer(LifecycleCase it) {
        if (it.standing() == Standing.ANOTHER_GOUGH && !it.is(Status.ABSENT)) return FOREIGN;
        if (it.standing() == Standing.LIVING) return living(it);
        if (it.standing().ran() && (it.is(Status.ABSENT) || isIdle(it) || isAllocated(it))) return LOST;
        if (it.is(Status.ABSENT)) return absent(it);
        return switch (it.standing()) {
            case STRANGER -> stranger(it);
            case NO_RECORD, NO_MARKS, NO_MARKS_RAN, ADOPTED_UNMARKED -> it.adopt() ? adopting(it) : IN_DOUBT;
            case TWO_GOUGHS, ANOTHER_GOUGH -> IN_DOUBT;
            case MANAGED, STAMPED, DEPLOYED, UNSTAMPED, OTHER_STAMP, HELD, MAINTAINED, MAINTAINED_IDLE, ADOPTED ->
                ours(it);
            case LIVING -> living(it);
        };
    }

    // ---- MAAS's statuses, in groups

    private static boolean isIdle(LifecycleCase it) {
        return it.is(Status.NEW, Status.READY);
    }

    private static boolean isAllocated(LifecycleCase it) {
        return it.is(Status.RESERVED, Status.ALLOCATED);
    }

    private static boolean isBusy(LifecycleCase it) {
        return it.is(
                Status.COMMISSIONING,
                Status.TESTING,
                Status.DEPLOYING,
                Status.RELEASING,
                Status.DISK_ERASING,
                Status.ENTERING_RESCUE_MODE,
                Status.EXITING_RESCUE_MODE);
    }

    /** What is neither free nor running, in the order: unknown, busy, and everything else waits for a person. */
    private static LifecycleAnswer underWay(LifecycleCase it) {
        if (it.is(Status.TO_COME)) return UNKNOWN_STATUS;
        return isBusy(it) ? BUSY : MEND;
    }

    // ---- not there, or not ours

    /** The region forgot it, and a person said that it runs: it is registered, unless MAAS has another idea of it. */
    private static LifecycleAnswer living(LifecycleCase it) {
        if (it.is(Status.ABSENT)) return REGISTER;
        return it.is(Status.DEPLOYED) && it.owner() == Owner.OURS ? unlocked(it, REGISTER) : LOST;
    }

    private static LifecycleAnswer absent(LifecycleCase it) {
        return switch (it.wish()) {
            case READY -> PREPARE;
            case DEPLOYED, REINSTALLED -> it.adopt() ? REGISTER : DEPLOY;
            case MAINTENANCE -> NOT_YET;
            case RETIRED, DELETED -> NOTHING;
        };
    }

    private static LifecycleAnswer stranger(LifecycleCase it) {
        boolean free = isIdle(it) && it.owner() == Owner.NONE;
        if (it.wish() == Wish.RETIRED && free) return NOTHING;
        if (it.wish().givesUp()) return NOT_OURS;
        if (it.wish() == Wish.MAINTENANCE && free) return NOT_YET;
        if (it.is(Status.NEW) && free) return unlocked(it, it.wish() == Wish.READY ? PREPARE : DEPLOY);
        if (!it.adopt()) return NOT_OURS;
        if (it.is(Status.READY) && free && it.wish().runs()) return unlocked(it, DEPLOY);
        return adopting(it);
    }

    private static LifecycleAnswer adopting(LifecycleCase it) {
        if (isAllocated(it)) return NOT_OURS_YET;
        if (isIdle(it)) {
            boolean readyAsAsked = it.is(Status.READY) && it.wish() == Wish.READY && it.owner() == Owner.NONE;
            if (readyAsAsked && isUntouched(it)) return takenOver(it);
            return it.owner() == Owner.OTHER ? NOT_OURS_YET : adopted(it);
        }
        if (it.is(Status.DEPLOYED) && !it.wish().runs()) return KEEPS;
        if (it.is(Status.DEPLOYED)) return isUntouched(it) ? takenOver(it) : adopted(it);
        return underWay(it);
    }

    /** Without a mark, and without a record of anything but that it was adopted. */
    private static boolean isUntouched(LifecycleCase it) {
        return it.standing() == Standing.STRANGER || it.standing() == Standing.ADOPTED_UNMARKED;
    }

    /** What is as declared is not written to. */
    private static LifecycleAnswer takenOver(LifecycleCase it) {
        if (!it.differs()) return NOTHING;
        return it.lock() == Lock.NONE ? ADOPT : LOCKED_FIELDS;
    }

    /** Whose lock it is does not matter: Gough never locked what it did not deploy. */
    private static LifecycleAnswer adopted(LifecycleCase it) {
        return it.lock() == Lock.NONE ? ADOPT : LOCKED;
    }

    // ---- ours

    private static LifecycleAnswer ours(LifecycleCase it) {
        if (it.is(Status.RESCUE_MODE)) return rescued(it);
        if (isIdle(it)) return idle(it);
        if (isAllocated(it)) return allocated(it);
        return it.is(Status.DEPLOYED) ? running(it) : underWay(it);
    }

    /** Only what Gough itself let enter, and nobody took over since, Gough lets exit. */
    private static LifecycleAnswer rescued(LifecycleCase it) {
        if (it.wish() == Wish.MAINTENANCE) return NOTHING;
        boolean byGough = it.standing() == Standing.MAINTAINED || it.standing() == Standing.MAINTAINED_IDLE;
        return byGough && it.owner() == Owner.OURS ? unlocked(it, RETURN) : MEND;
    }

    private static LifecycleAnswer maintained(LifecycleCase it) {
        return switch (it.standing()) {
            case HELD -> unlocked(it, RESTORE);
            case ADOPTED -> LifecycleAnswer.ADOPTED;
            case UNSTAMPED -> NO_STAMP;
            default -> unlocked(it, MAINTAIN);
        };
    }

    private static LifecycleAnswer idle(LifecycleCase it) {
        if (it.owner() == Owner.OTHER) return TAKEN;
        return switch (it.wish()) {
            case READY -> it.is(Status.NEW) ? unlocked(it, PREPARE) : fields(it);
            case DEPLOYED, REINSTALLED -> unlocked(it, DEPLOY);
            case MAINTENANCE -> it.is(Status.NEW) ? NOT_YET : unlocked(it, MAINTAIN);
            case RETIRED -> NOTHING;
            case DELETED -> guarded(it, DELETE);
        };
    }

    private static LifecycleAnswer allocated(LifecycleCase it) {
        if (it.owner() != Owner.OURS) return ALLOCATED_ELSEWHERE;
        return switch (it.wish()) {
            case READY -> ALLOCATED_BY_US;
            case DEPLOYED, REINSTALLED -> it.standing() == Standing.STAMPED ? unlocked(it, DEPLOY) : ALLOCATED_BY_US;
            case MAINTENANCE -> ALLOCATED_BY_US;
            case RETIRED -> guarded(it, GIVE_UP);
            case DELETED -> guarded(it, GIVE_UP_AND_DELETE);
        };
    }

    private static LifecycleAnswer running(LifecycleCase it) {
        if (!it.standing().ran()) return runsUnrecorded(it);
        if (it.standing() != Standing.ADOPTED) {
            if (it.owner() != Owner.OURS) return OWNER_CHANGED;
            if (it.standing() == Standing.OTHER_STAMP) return LifecycleAnswer.OTHER_STAMP;
        }
        return switch (it.wish()) {
            case READY -> guarded(it, RELEASE);
            case DEPLOYED -> it.standing() == Standing.HELD ? unlocked(it, RESTORE) : fields(it);
            case REINSTALLED -> reinstalled(it);
            case MAINTENANCE -> maintained(it);
            case RETIRED -> guarded(it, GIVE_UP);
            case DELETED -> guarded(it, GIVE_UP_AND_DELETE);
        };
    }

    private static LifecycleAnswer runsUnrecorded(LifecycleCase it) {
        if (it.adopt() && it.wish().runs()) return adopted(it);
        return it.standing() == Standing.STAMPED ? NOT_RECORDED : NOT_DEPLOYED_BY_US;
    }

    private static LifecycleAnswer reinstalled(LifecycleCase it) {
        return switch (it.standing()) {
            case HELD -> unlocked(it, RESTORE);
            case ADOPTED -> fields(it);
            default -> guarded(it, REINSTALL);
        };
    }

    // ---- guards

    private static LifecycleAnswer guarded(LifecycleCase it, LifecycleAnswer change) {
        if (it.standing() == Standing.ADOPTED) return LifecycleAnswer.ADOPTED;
        if (it.protect() == Protect.ON) return PROTECTED;
        if (it.protect() == Protect.JUST_OFF) return PROTECTED_BEFORE;
        if (it.is(Status.DEPLOYED) && it.standing() == Standing.UNSTAMPED) return NO_STAMP;
        return unlocked(it, change);
    }

    private static LifecycleAnswer unlocked(LifecycleCase it, LifecycleAnswer change) {
        return vetoed(it) ? LOCKED : change;
    }

    /** Somebody else's lock; or ours on something that Gough did not deploy, or on what is somebody else's now. */
    private static boolean vetoed(LifecycleCase it) {
        return it.lock() != Lock.NONE && !lockedByGough(it);
    }

    private static boolean lockedByGough(LifecycleCase it) {
        return it.lock() == Lock.OURS
                && it.owner() == Owner.OURS
                && switch (it.standing()) {
                    case DEPLOYED, UNSTAMPED, OTHER_STAMP, HELD, MAINTAINED, NO_MARKS_RAN -> true;
                    case STRANGER,
                            MANAGED,
                            STAMPED,
                            MAINTAINED_IDLE,
                            ADOPTED,
                            ADOPTED_UNMARKED,
                            LIVING,
                            NO_RECORD,
                            NO_MARKS,
                            TWO_GOUGHS,
                            ANOTHER_GOUGH -> false;
                };
    }

    /** Our lock is lifted, for good, when it is not asked for any more: it needs protection. */
    private static LifecycleAnswer fields(LifecycleCase it) {
        if (lockedByGough(it)) return it.differs() || it.protect() != Protect.ON ? AMEND : NOTHING;
        if (!it.differs()) return NOTHING;
        return vetoed(it) ? LOCKED_FIELDS : AMEND;
    }
}
