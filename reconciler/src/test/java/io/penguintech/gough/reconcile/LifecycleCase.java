package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.maas.Folded;
import io.penguintech.gough.schema.HostGoal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One host and its machine in one condition, of all that there are.
 *
 * @param status MAAS's status, or that it does not know the machine
 * @param standing what Gough knows of the machine and the machine of Gough
 * @param wish what the document asks for
 * @param adopt what {@code spec.adopt} says
 * @param protect what {@code spec.protect} says and said
 * @param owner whose it is in MAAS
 * @param lock whose lock it has in MAAS
 * @param differs whether a field differs from the document
 */
record LifecycleCase(
        Status status,
        Standing standing,
        Wish wish,
        boolean adopt,
        Protect protect,
        Owner owner,
        Lock lock,
        boolean differs) {
    private static final String MAC = "52:54:00:aa:00:01";

    /** MAAS's statuses by number and name (facts), one of a MAAS to come, and none. */
    enum Status {
        ABSENT(-1, "not in MAAS"),
        NEW(0, "New"),
        COMMISSIONING(1, "Commissioning"),
        FAILED_COMMISSIONING(2, "Failed commissioning"),
        MISSING(3, "Missing"),
        READY(4, "Ready"),
        RESERVED(5, "Reserved"),
        DEPLOYED(6, "Deployed"),
        RETIRED(7, "Retired"),
        BROKEN(8, "Broken"),
        DEPLOYING(9, "Deploying"),
        ALLOCATED(10, "Allocated"),
        FAILED_DEPLOYMENT(11, "Failed deployment"),
        RELEASING(12, "Releasing"),
        FAILED_RELEASING(13, "Releasing failed"),
        DISK_ERASING(14, "Disk erasing"),
        FAILED_DISK_ERASING(15, "Failed disk erasing"),
        RESCUE_MODE(16, "Rescue mode"),
        ENTERING_RESCUE_MODE(17, "Entering rescue mode"),
        FAILED_ENTERING_RESCUE_MODE(18, "Failed to enter rescue mode"),
        EXITING_RESCUE_MODE(19, "Exiting rescue mode"),
        FAILED_EXITING_RESCUE_MODE(20, "Failed to exit rescue mode"),
        TESTING(21, "Testing"),
        FAILED_TESTING(22, "Failed testing"),
        TO_COME(77, "Teleporting");

        final int number;
        final String word;

        Status(int number, String word) {
            this.number = number;
            this.word = word;
        }
    }

    /** What the document asks for. */
    enum Wish {
        READY("`ready`"),
        DEPLOYED("`deployed`"),
        REINSTALLED("`deployed`, `generation` raised"),
        MAINTENANCE("`maintenance`"),
        RETIRED("`retired`"),
        DELETED("`retired`, `delete: true`");

        final String word;

        Wish(String word) {
            this.word = word;
        }

        boolean runs() {
            return this == DEPLOYED || this == REINSTALLED;
        }

        boolean givesUp() {
            return this == RETIRED || this == DELETED;
        }
    }

    /** What {@code spec.protect} says. */
    enum Protect {
        /** False, and so already in the revision accepted before. */
        OFF,
        ON,
        /** False for the first time. */
        JUST_OFF
    }

    /** Whose the machine is in MAAS. */
    enum Owner {
        OURS,
        OTHER,
        NONE
    }

    /** Whose lock the machine has. */
    enum Lock {
        NONE,
        ANOTHERS,
        /** Remembered as ours, and declared. */
        OURS
    }

    /** What Gough knows of the machine, and the machine of Gough. */
    enum Standing {
        STRANGER,
        MANAGED,
        STAMPED,
        DEPLOYED,
        UNSTAMPED,
        OTHER_STAMP,
        HELD,
        MAINTAINED,
        MAINTAINED_IDLE,
        ADOPTED,
        ADOPTED_UNMARKED,
        LIVING,
        NO_RECORD,
        NO_MARKS,
        NO_MARKS_RAN,
        TWO_GOUGHS,
        ANOTHER_GOUGH;

        /** Whether Gough remembers that something ran on it. */
        boolean ran() {
            return switch (this) {
                case DEPLOYED,
                        UNSTAMPED,
                        OTHER_STAMP,
                        HELD,
                        MAINTAINED,
                        ADOPTED,
                        ADOPTED_UNMARKED,
                        LIVING,
                        NO_MARKS_RAN -> true;
                case STRANGER, MANAGED, STAMPED, MAINTAINED_IDLE, NO_RECORD, NO_MARKS, TWO_GOUGHS, ANOTHER_GOUGH ->
                    false;
            };
        }
    }

    /** Every case there is. */
    static List<LifecycleCase> all() {
        var all = new ArrayList<LifecycleCase>();
        for (var status : Status.values())
            for (var standing : Standing.values())
                for (var wish : Wish.values())
                    for (boolean adopt : new boolean[] {false, true}) all.addAll(all(status, standing, wish, adopt));
        return all;
    }

    private static List<LifecycleCase> all(Status status, Standing standing, Wish wish, boolean adopt) {
        var all = new ArrayList<LifecycleCase>();
        for (var protect : Protect.values())
            for (var owner : Owner.values())
                for (var lock : Lock.values())
                    // Fields and protection have nothing to do with each other.
                    for (boolean differs : protect == Protect.OFF ? new boolean[] {false, true} : new boolean[1])
                        all.add(new LifecycleCase(status, standing, wish, adopt, protect, owner, lock, differs));
        return all;
    }

    boolean is(Status... some) {
        return Arrays.asList(some).contains(status);
    }

    // ---- the world of the case

    Plan plan() {
        var given = Given.desired(host());
        var releasable = protect == Protect.OFF
                ? given.releasable()
                : new TreeSet<>(
                        given.releasable().headSet(given.inventory().hosts().firstKey()));
        var desired = new Desired(given.inventory(), given.userData(), releasable, Given.REPOSITORY_ID);
        var observed = status == Status.ABSENT ? Given.observed() : Given.observed(machine());
        return Given.plan(desired, observed, record().map(Given::records).orElse(Records.NONE));
    }

    private HostDraft host() {
        var host = new HostDraft("hv-01", MAC)
                .goal(
                        switch (wish) {
                            case READY -> new HostGoal.Ready();
                            case DEPLOYED, REINSTALLED -> new HostGoal.Deployed();
                            case MAINTENANCE -> new HostGoal.Maintenance();
                            case RETIRED -> new HostGoal.Retired(HostGoal.Erase.SECURE, false);
                            case DELETED -> new HostGoal.Retired(HostGoal.Erase.SECURE, true);
                        });
        if (wish == Wish.REINSTALLED) host.generation(2);
        if (protect != Protect.ON) host.unprotected();
        if (adopt) host.adopt();
        if (differs) host.zone("rack-a");
        if (lock == Lock.OURS) host.lock();
        return host;
    }

    private MachineDraft machine() {
        var machine = new MachineDraft("wagqdr", "hv-01", MAC)
                .state(Folded.of(status.number), status.word)
                .owner(
                        switch (owner) {
                            case OURS -> Given.USER;
                            case OTHER -> "eve";
                            case NONE -> "";
                        });
        machine.locked(lock != Lock.NONE);
        switch (standing) {
            case STRANGER, NO_MARKS, ADOPTED_UNMARKED -> {}
            case MANAGED, MAINTAINED_IDLE, UNSTAMPED, ADOPTED, NO_RECORD -> machine.marked();
            case STAMPED, DEPLOYED, HELD, MAINTAINED, LIVING -> machine.marked().stamped(Given.NOBLE);
            case OTHER_STAMP -> machine.marked().stamped(new Records.Deployment(7, "noble", "", ""));
            case NO_MARKS_RAN -> machine.stamped(Given.NOBLE);
            case TWO_GOUGHS -> machine.marked().tag("gough-other");
            case ANOTHER_GOUGH -> machine.tag(Desired.MANAGED, "gough-other");
        }
        return machine;
    }

    private Optional<Records.HostRecord> record() {
        return lock == Lock.OURS ? remembered().map(Given::locked) : remembered();
    }

    private Optional<Records.HostRecord> remembered() {
        var machine = new MachineDraft("wagqdr", "hv-01", MAC);
        return switch (standing) {
            case STRANGER, NO_RECORD, ANOTHER_GOUGH -> Optional.empty();
            case MANAGED, STAMPED, NO_MARKS, TWO_GOUGHS -> Optional.of(Given.record("hv-01", machine));
            case DEPLOYED, UNSTAMPED, OTHER_STAMP, NO_MARKS_RAN ->
                Optional.of(Given.record("hv-01", machine, Given.NOBLE));
            case MAINTAINED ->
                Optional.of(Given.maintained(
                        Given.record("hv-01", machine, Given.NOBLE), "Deployed noble ga-24.04, owner gough"));
            case MAINTAINED_IDLE -> Optional.of(Given.maintained(Given.record("hv-01", machine), "Ready"));
            case HELD -> Optional.of(held(Given.record("hv-01", machine, Given.NOBLE)));
            case ADOPTED, ADOPTED_UNMARKED -> Optional.of(Given.adopted("hv-01", machine));
            case LIVING ->
                Optional.of(Given.record("hv-01", machine, Given.NOBLE).confirmedLiving());
        };
    }

    private static Records.HostRecord held(Records.HostRecord it) {
        return new Records.HostRecord(
                it.host(),
                it.region(),
                it.systemId(),
                it.macAddresses(),
                it.adopted(),
                it.deployment(),
                Optional.of(Given.NOON),
                it.tags());
    }
}
