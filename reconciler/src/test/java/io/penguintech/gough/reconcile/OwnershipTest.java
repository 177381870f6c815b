package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Risk;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose a machine is: what is not ours, foreign, in doubt or lost is never touched. */
class OwnershipTest {
    private static final String A = "52:54:00:aa:00:01";

    private static MachineDraft machine() {
        return new MachineDraft("m1", "hv-01", A);
    }

    private static Plan plan(HostDraft host, MachineDraft machine, Records records) {
        return Given.plan(Given.desired(host), Given.observed(machine), records);
    }

    static Stream<MachineDraft> strangers() {
        return Stream.of(
                machine().ready(),
                machine().ready().owner("eve"),
                machine().owner("eve"),
                machine().allocated("eve"),
                machine().allocated(Given.USER),
                machine().deployed("eve"),
                machine().deployed(Given.USER),
                machine().busy(Machine.Doing.COMMISSIONING).owner("eve"),
                machine().busy(Machine.Doing.OTHER),
                machine().broken());
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void anUnmarkedMachineIsNotOursUnlessItIsNewAndFree(MachineDraft stranger) {
        for (var goal : new HostGoal[] {new HostGoal.Deployed(), new HostGoal.Ready()})
            assertThat(Plans.why(plan(new HostDraft("hv-01", A).goal(goal), stranger, Records.NONE)))
                    .contains("is not ours", "m1", "spec.adopt: true");
    }

    @Test
    void aFreeNewMachineIsTakenByAddressAndMarked() {
        var change = Plans.only(
                plan(new HostDraft("hv-01", A), machine().hostname("fast-cat"), Records.NONE), Change.BringUp.class);

        assertThat(change.verb()).isEqualTo("deploy");
        assertThat(change.risk()).isEqualTo(Risk.DISRUPTIVE);
        assertThat(change.fields())
                .extracting(FieldChange::field)
                .containsExactly("hostname", "os.release", "tags." + Given.OWN_TAG, "tags." + Desired.MANAGED);
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void aMachineOfAnotherGoughIsNeverTouchedNotEvenToAdopt(MachineDraft machine) {
        machine.tag(Desired.MANAGED, "gough-other");
        for (var host : new HostDraft[] {new HostDraft("hv-01", A), new HostDraft("hv-01", A).adopt()})
            assertThat(Plans.why(plan(host, machine, Records.NONE))).contains("another Gough", "gough-other");
    }

    @Test
    void marksOfTwoGoughsAreInDoubtAlsoForAdopting() {
        var machine = machine().marked().tag("gough-other").ready();

        assertThat(Plans.why(plan(
                        new HostDraft("hv-01", A).adopt(), machine, Given.records(Given.record("hv-01", machine)))))
                .contains("in doubt");
    }

    @Test
    void marksWithoutARecordAreInDoubtUntilAdopted() {
        var machine = machine().marked().deployed(Given.USER);

        assertThat(Plans.why(plan(new HostDraft("hv-01", A), machine, Records.NONE)))
                .contains("in doubt", "records know nothing", "spec.adopt: true");
        Plans.only(plan(new HostDraft("hv-01", A).adopt(), machine, Records.NONE), Change.Adopt.class);
    }

    @Test
    void aRecordWithoutMarksIsInDoubtUntilAdopted() {
        var machine = machine().deployed(Given.USER).stamped(Given.NOBLE);
        var records = Given.records(Given.record("hv-01", machine, Given.NOBLE));

        assertThat(Plans.why(plan(new HostDraft("hv-01", A), machine, records)))
                .contains("in doubt", "marks", "are gone");
        Plans.only(plan(new HostDraft("hv-01", A).adopt(), machine, records), Change.Adopt.class);
    }

    @Test
    void halfAMarkIsInDoubt() {
        for (var mark : new String[] {Desired.MANAGED, Given.OWN_TAG})
            assertThat(Plans.why(plan(new HostDraft("hv-01", A), machine().tag(mark), Records.NONE)))
                    .contains("in doubt", "only part");
    }

    @Test
    void marksOnAnotherMachineThanTheRememberedOneAreInDoubt() {
        var gone = new MachineDraft("m0", "hv-01", A);

        assertThat(Plans.why(plan(
                        new HostDraft("hv-01", A),
                        machine().marked().ready(),
                        Given.records(Given.record("hv-01", gone)))))
                .contains("in doubt", "remembers machine m0");
    }

    static Stream<MachineDraft> emptied() {
        return Stream.of(
                machine(),
                machine().marked(),
                machine().marked().ready(),
                machine().ready(),
                machine().marked().allocated(Given.USER),
                new MachineDraft("m9", "hv-01", A).marked().ready(),
                new MachineDraft("m9", "hv-01", A));
    }

    @ParameterizedTest
    @MethodSource("emptied")
    void aHostThatRanAndIsFoundEmptyIsLostAndNeverDeployedAgain(MachineDraft now) {
        for (var record : new Records.HostRecord[] {
            Given.record("hv-01", machine(), Given.NOBLE), Given.adopted("hv-01", machine())
        })
            for (var host : new HostDraft[] {new HostDraft("hv-01", A), new HostDraft("hv-01", A).ready()}) {
                var plan = plan(host, now, Given.records(record));

                assertThat(Plans.why(plan))
                        .startsWith("Lost:")
                        .contains("m1", "never deployed again", "gough confirm-lost hv-01 --reason");
                assertThat(Plans.findings(plan)).contains("lost");
            }
    }

    @Test
    void aHostThatRanAndIsAbsentIsLost() {
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A)),
                Given.observed(),
                Given.records(Given.record("hv-01", machine(), Given.NOBLE)));

        assertThat(Plans.why(plan)).startsWith("Lost:").contains("does not know it any more");
    }

    @Test
    void aLostHostIsPlannedAnewOnceAPersonConfirmedIt() {
        var lost = Given.record("hv-01", machine(), Given.NOBLE);

        var plan = plan(new HostDraft("hv-01", A), machine().marked().ready(), Given.records(lost.confirmedLost()));

        var change = Plans.only(plan, Change.BringUp.class);
        assertThat(change.verb()).isEqualTo("deploy");
        assertThat(change.risk()).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(change.destroysHost()).isTrue();
    }

    @Test
    void aHostThatIsAbsentIsEnlistedAnewAsADestructiveChangeOnceAPersonConfirmedIt() {
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A)),
                Given.observed(),
                Given.records(Given.record("hv-01", machine(), Given.NOBLE).confirmedLost()));

        var change = Plans.only(plan, Change.BringUp.class);
        assertThat(change.machine()).isInstanceOf(Change.Identity.Absent.class);
        assertThat(change.risk()).isEqualTo(Risk.DESTRUCTIVE);
    }

    @Test
    void aConfirmedHostIsPlannedAnewAlsoWhenTheRegionForgotOurMarks() {
        var lost = Given.record("hv-01", machine(), Given.NOBLE).confirmedLost();

        for (var now : new MachineDraft[] {
            machine(),
            machine().ready(),
            new MachineDraft("m9", "hv-01", A).marked().ready()
        })
            assertThat(Plans.only(plan(new HostDraft("hv-01", A), now, Given.records(lost)), Change.BringUp.class)
                            .risk())
                    .isEqualTo(Risk.DESTRUCTIVE);
    }

    @Test
    void aConfirmedHostWithoutOurMarksIsMarkedAnewOrLeftAlone() {
        var records =
                Given.records(Given.record("hv-01", machine(), Given.NOBLE).confirmedLost());

        var ready =
                plan(new HostDraft("hv-01", A).ready().zone("rack-a"), machine().ready(), records);
        assertThat(Plans.only(ready, Change.BringUp.class).fields())
                .extracting(FieldChange::field)
                .contains("tags." + Given.OWN_TAG, "zone");
        var cared = plan(
                new HostDraft("hv-01", A).goal(new HostGoal.Maintenance()),
                machine().ready(),
                records);
        assertThat(Plans.why(cared)).contains("in doubt");
    }

    @Test
    void aConfirmedHostThatRunsAfterAllOrBelongsToSomebodyIsNotTouched() {
        var lost = Given.record("hv-01", machine(), Given.NOBLE).confirmedLost();

        for (var now : new MachineDraft[] {
            machine().marked().deployed(Given.USER),
            machine().marked().deployed("eve"),
            machine().allocated("eve"),
            new MachineDraft("m9", "hv-01", A).ready()
        })
            assertThat(Plans.why(plan(new HostDraft("hv-01", A), now, Given.records(lost))))
                    .isNotEmpty();
    }

    @Test
    void aHostThatNeverRanMayVanishAndIsEnlistedAgain() {
        var plan = Given.plan(
                Given.desired(new HostDraft("hv-01", A).ready()),
                Given.observed(),
                Given.records(Given.record("hv-01", machine())));

        assertThat(Plans.only(plan, Change.BringUp.class).verb()).isEqualTo("prepare");
    }

    @Test
    void aDeployedMachineOfSomebodyElseIsAdoptedWithoutItsDomain() {
        var host = new HostDraft("hv-01", A)
                .adopt()
                .zone("rack-a")
                .pool("production")
                .domain("example")
                .description("db")
                .tags("role-db");

        var change = Plans.only(plan(host, machine().deployed("eve"), Records.NONE), Change.Adopt.class);

        assertThat(change.before()).isEqualTo("Deployed noble ga-24.04, owner eve");
        assertThat(change.risk()).isEqualTo(Risk.NOTICE);
        assertThat(change.fields())
                .extracting(FieldChange::field)
                .containsExactly(
                        "description",
                        "pool",
                        "tags." + Given.OWN_TAG,
                        "tags." + Desired.MANAGED,
                        "tags.role-db",
                        "zone");
    }

    @Test
    void aReadyMachineOfNobodyIsTakenOverByADeploymentOrKeptWithoutAWrite() {
        var deploy = Plans.only(
                plan(new HostDraft("hv-01", A).adopt(), machine().ready(), Records.NONE), Change.BringUp.class);
        assertThat(deploy.from()).isEqualTo("Ready");

        assertThat(plan(new HostDraft("hv-01", A).adopt().ready(), machine().ready(), Records.NONE)
                        .inSync())
                .isTrue();
        Plans.only(
                plan(
                        new HostDraft("hv-01", A).adopt().ready().zone("rack-a"),
                        machine().ready(),
                        Records.NONE),
                Change.Adopt.class);
    }

    @Test
    void whatIsAdoptedAsDeclaredNeedsNoWriteWhoeverDeployedItAndLockedOrNot() {
        var host = new HostDraft("hv-01", A).adopt();
        for (var machine : new MachineDraft[] {
            machine().deployed("eve"),
            machine().deployed(Given.USER),
            machine().deployed("eve").locked()
        }) {
            var plan = plan(host, machine, Records.NONE);

            assertThat(plan.inSync()).isTrue();
            assertThat(plan.unchanged()).isEqualTo(2);
            assertThat(plan.findings()).isEmpty();
        }
    }

    @Test
    void theFirstDifferenceOfAnAdoptedMachineBringsTheMarksAlong() {
        var machine = machine().deployed("eve");
        var host = new HostDraft("hv-01", A).adopt().tags("role-db");

        for (var records : new Records[] {Records.NONE, Given.records(Given.adopted("hv-01", machine))})
            assertThat(Plans.only(plan(host, machine, records), Change.Adopt.class)
                            .fields())
                    .extracting(FieldChange::field)
                    .containsExactly("tags." + Given.OWN_TAG, "tags." + Desired.MANAGED, "tags.role-db");
    }

    // ---- remembered without a mark

    private static List<Records.HostRecord> unrecorded(HostDraft host, MachineDraft machine, Records records) {
        return Adoptions.unrecorded(Given.desired(host), Given.observed(machine), records);
    }

    @Test
    void whatIsAdoptedWithoutAWriteIsRememberedOnceSoThatItIsMissedWhenItGoes() {
        var machine = machine().deployed("eve").locked();
        var host = new HostDraft("hv-01", A).adopt();

        var kept = unrecorded(host, machine, Records.NONE);

        assertThat(kept)
                .containsExactly(Given.adopted("hv-01", machine).switchedBy(new TreeMap<>(Map.of("type", "ipmi"))));
        var records = Given.records(kept.getFirst());
        assertThat(unrecorded(host, machine, records)).isEmpty();
        assertThat(plan(host, machine, records).inSync()).isTrue();
        for (var now :
                new Observed[] {Given.observed(), Given.observed(machine().ready())})
            assertThat(Plans.why(Given.plan(Given.desired(host), now, records))).startsWith("Lost:");
    }

    @Test
    void nothingIsRememberedOfWhatIsInDoubtEmptyDifferentOrNotAdopted() {
        var adopts = new HostDraft("hv-01", A).adopt();
        var eves = machine().deployed("eve");

        assertThat(unrecorded(new HostDraft("hv-01", A), eves, Records.NONE)).isEmpty();
        assertThat(unrecorded(new HostDraft("hv-01", A).adopt().zone("rack-a"), eves, Records.NONE))
                .isEmpty();
        assertThat(unrecorded(new HostDraft("hv-01", A).adopt().ready(), eves, Records.NONE))
                .isEmpty();
        for (var machine : new MachineDraft[] {
            machine().ready(),
            machine().broken(),
            machine().busy(Machine.Doing.DEPLOYING),
            machine().allocated("eve"),
            machine().deployed("eve").marked(),
            machine().deployed("eve").tag(Desired.MANAGED),
            machine().deployed("eve").tag("gough-other")
        }) assertThat(unrecorded(adopts, machine, Records.NONE)).isEmpty();
    }

    // ---- what runs and is not in MAAS

    @Test
    void whatIsAdoptedAndNotInMaasIsRegisteredAsItRunsAndNeverDeployed() {
        var host = new HostDraft("hv-01", A).adopt().zone("rack-a").generation(9);

        var change = Plans.only(Given.plan(Given.desired(host), Given.observed(), Records.NONE), Change.Register.class);

        assertThat(change.deployment()).isEmpty();
        assertThat(change.risk()).isEqualTo(Risk.DISRUPTIVE);
        assertThat(change.destroysHost()).isFalse();
        assertThat(change.fields())
                .extracting(FieldChange::field)
                .containsExactly("hostname", "power.type", "tags." + Given.OWN_TAG, "tags." + Desired.MANAGED, "zone");
    }

    @Test
    void registeringWaitsForZonesAndForAnImageOfTheArchitecture() {
        var host = new HostDraft("hv-01", A).adopt().zone("rack-z").architecture("arm64/generic");

        assertThat(Plans.why(Given.plan(Given.desired(host), Given.observed(), Records.NONE)))
                .contains("no zone \"rack-z\"", "no image for arm64/generic");
    }

    @Test
    void aLostHostThatAPersonConfirmedToRunIsRegisteredWithWhatIsRemembered() {
        for (var record : new Records.HostRecord[] {
            Given.record("hv-01", machine(), Given.NOBLE), Given.adopted("hv-01", machine())
        }) {
            var plan = Given.plan(
                    Given.desired(new HostDraft("hv-01", A)),
                    Given.observed(),
                    Given.records(record.confirmedLiving()));

            assertThat(Plans.only(plan, Change.Register.class).deployment()).isEqualTo(record.deployment());
        }
    }

    @Test
    void anotherMachineThatTheNewRegionGaveTheOldIdIsNotTakenForAHostThatRuns() {
        var living = Given.record("hv-01", machine(), Given.NOBLE).confirmedLiving();
        var other = new MachineDraft("m1", "hv-02", "52:54:00:aa:00:02").ready();

        Plans.only(plan(new HostDraft("hv-01", A), other, Given.records(living)), Change.Register.class);
        assertThat(living.confirmedLiving()).isEqualTo(living);
    }

    @Test
    void aHostConfirmedToRunThatIsFoundFreeIsStillLost() {
        var records =
                Given.records(Given.record("hv-01", machine(), Given.NOBLE).confirmedLiving());
        for (var now : new MachineDraft[] {machine(), new MachineDraft("m9", "hv-01", A).ready()})
            assertThat(Plans.why(plan(new HostDraft("hv-01", A), now, records))).startsWith("Lost:");
    }

    @Test
    void aRegistrationThatEndedHalfWayIsPlannedToItsEnd() {
        var records =
                Given.records(Given.record("hv-01", machine(), Given.NOBLE).confirmedLiving());
        var made = new MachineDraft("m9", "hv-01", A).deployed(Given.USER);

        assertThat(Plans.only(plan(new HostDraft("hv-01", A), made, records), Change.Register.class)
                        .machine())
                .isEqualTo(new Change.Identity.Known(new SystemId("m9")));
        assertThat(Plans.why(
                        plan(new HostDraft("hv-01", A), new MachineDraft("m9", "hv-01", A).deployed("eve"), records)))
                .startsWith("Lost:");
    }

    @Test
    void whatIsOnItsWayBrokenOrHeldIsNotAdopted() {
        var host = new HostDraft("hv-01", A).adopt();

        assertThat(Plans.waits(plan(host, machine().marked().busy(Machine.Doing.DEPLOYING), Records.NONE)))
                .isTrue();
        assertThat(Plans.why(plan(host, machine().marked().broken(), Records.NONE)))
                .contains("needs a person");
        assertThat(Plans.why(plan(host, machine().marked().allocated("eve"), Records.NONE)))
                .contains("Allocated to eve");
        assertThat(Plans.why(plan(host, machine().allocated("eve"), Records.NONE)))
                .contains("is not ours");
    }

    @Test
    void aLockMakesADifferenceOfWhatIsAdoptedAFinding() {
        var plan = plan(
                new HostDraft("hv-01", A).adopt().zone("rack-a"),
                machine().deployed("eve").locked(),
                Records.NONE);

        assertThat(plan.inSync()).isTrue();
        assertThat(Plans.finding(plan, "locked")).contains("lock is a veto", "rack-a");
    }

    @Test
    void aLockIsAVetoToAdoptingWhatIsInDoubt() {
        assertThat(Plans.why(plan(
                        new HostDraft("hv-01", A).adopt(),
                        machine().deployed("eve").marked().locked(),
                        Records.NONE)))
                .contains("locked", "veto");
    }

    @Test
    void anAdoptedHostIsInSyncWhateverItsUserData() {
        var machine = machine().marked().deployed("eve");
        var desired = Given.withUserData(Given.desired(new HostDraft("hv-01", A).adopt()), "hv-01", "feed");

        var plan = Given.plan(desired, Given.observed(machine), Given.records(Given.adopted("hv-01", machine)));

        assertThat(plan.inSync()).isTrue();
        assertThat(plan.findings()).isEmpty();
    }

    @Test
    void theLifecycleOfAnAdoptedHostIsNotOurs() {
        var machine = machine().marked().deployed("eve");
        var records = Given.records(Given.adopted("hv-01", machine));

        for (var goal : new HostGoal[] {new HostGoal.Ready(), new HostGoal.Retired(HostGoal.Erase.QUICK, true)})
            assertThat(Plans.why(
                            plan(new HostDraft("hv-01", A).unprotected().adopt().goal(goal), machine, records)))
                    .contains("adopted as it was");
        assertThat(plan(new HostDraft("hv-01", A).unprotected().adopt().generation(9), machine, records)
                        .changes())
                .isEmpty();
    }

    @Test
    void whatSomebodyDeployedOnAMachineOfOursIsNotReleasedAndCanBeAdopted() {
        var machine = machine().marked().deployed("eve");
        var records = Given.records(Given.record("hv-01", machine));

        assertThat(Plans.why(plan(new HostDraft("hv-01", A), machine, records))).contains("Gough did not deploy it");
        assertThat(Plans.why(plan(
                        new HostDraft("hv-01", A).unprotected().adopt().retired(HostGoal.Erase.QUICK, true),
                        machine,
                        records)))
                .contains("Gough did not deploy it");
        Plans.only(plan(new HostDraft("hv-01", A).adopt(), machine, records), Change.Adopt.class);
    }

    @Test
    void aRetiredHostWhoseMachineWasNeverOursIsReachedUnlessItShallBeDeleted() {
        assertThat(plan(new HostDraft("hv-01", A).retired(HostGoal.Erase.QUICK, false), machine(), Records.NONE)
                        .inSync())
                .isTrue();
        assertThat(Plans.why(plan(
                        new HostDraft("hv-01", A).unprotected().retired(HostGoal.Erase.QUICK, true),
                        machine(),
                        Records.NONE)))
                .contains("is not ours");
    }

    @Test
    void machinesNobodyDeclaresAreCountedAndNotListed() {
        var plan = Given.plan(
                Given.desired(new HostDraft[0]),
                Given.observed(
                        new MachineDraft("m1", "a").deployed("eve"),
                        new MachineDraft("m2", "b"),
                        new MachineDraft("m3", "c").marked().ready()),
                Records.NONE);

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.inSync()).isTrue();
        assertThat(Plans.findings(plan)).containsExactly("orphan", "unmanaged");
        assertThat(Plans.finding(plan, "unmanaged")).contains("2 machines");
        assertThat(Plans.finding(plan, "orphan")).contains("m3", "neither a document nor a record");
    }

    @Test
    void aHostWhoseDocumentVanishedIsAnOrphanAndKept() {
        var machine = machine().marked().deployed(Given.USER).stamped(Given.NOBLE);
        var records = Given.records(Given.record("hv-01", machine, Given.NOBLE));

        var plan = Given.plan(Given.desired(new HostDraft[0]), Given.observed(machine), records);
        assertThat(plan.changes()).isEmpty();
        assertThat(Plans.findings(plan)).containsExactly("orphan");
        assertThat(Plans.finding(plan, "orphan")).contains("hv-01", "Deployed", "goal: retired");

        var gone = Given.plan(Given.desired(new HostDraft[0]), Given.observed(), records);
        assertThat(Plans.finding(gone, "orphan")).contains("does not know it any more");
    }
}
