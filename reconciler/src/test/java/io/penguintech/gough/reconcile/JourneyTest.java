package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Patience;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.HostGoal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What comes next on a host's way, and when nothing may. */
class JourneyTest {
    private static final String A = "52:54:00:aa:00:01";
    private static final SystemId M1 = new SystemId("m1");
    private static final Instant T0 = Given.NOON;
    private static final Outcome DONE = new Outcome.Done(Optional.of("m1"));
    private static final Outcome RUNNING = new Outcome.Running(Duration.ofSeconds(7));
    private static final Outcome UNCLEAR = new Outcome.Failed(new Failure.Unclear("no answer"));

    private final List<Taken> taken = new ArrayList<>();
    private Instant now = T0.plusSeconds(60);

    private JourneyTest took(String word, Outcome outcome) {
        taken.add(new Taken(word, T0, Optional.of(outcome)));
        return this;
    }

    private JourneyTest diedIn(String word) {
        taken.add(new Taken(word, T0, Optional.empty()));
        return this;
    }

    private Course course() {
        return new Course(Given.REPOSITORY_ID, Given.USER, "rev1", Patience.DEFAULT, now);
    }

    private Next next(Change change, MachineDraft machine) {
        return Journey.next(
                (Change.OfHost) change,
                new Seen<>(Optional.ofNullable(machine).map(MachineDraft::build), now),
                taken,
                course());
    }

    private Next settle(Change change, MachineDraft machine) {
        return Journey.settle(
                (Change.OfHost) change,
                new Seen<>(Optional.ofNullable(machine).map(MachineDraft::build), now),
                taken,
                course());
    }

    private Optional<Records.HostRecord> remember(
            Change change, MachineDraft machine, Optional<Records.HostRecord> before) {
        return Journey.remember(
                (Change.OfHost) change,
                new Seen<>(Optional.ofNullable(machine).map(MachineDraft::build), now),
                taken,
                before,
                course());
    }

    private static MachineDraft machine() {
        return new MachineDraft("m1", "hv-01", A);
    }

    private static MachineDraft ours() {
        return machine().marked();
    }

    private static HostDraft host() {
        return new HostDraft("hv-01", A);
    }

    private static Change absent(HostDraft host) {
        return one(Given.plan(Given.desired(host), Given.observed(), Records.NONE));
    }

    private static Change idle(HostDraft host, MachineDraft machine) {
        return one(Given.plan(
                Given.desired(host), Given.observed(machine), Given.records(Given.record("hv-01", machine))));
    }

    private static Change running(HostDraft host, MachineDraft machine) {
        return one(Given.plan(
                Given.desired(host),
                Given.observed(machine),
                Given.records(Given.record("hv-01", machine, Given.NOBLE))));
    }

    private static Change one(Plan plan) {
        return Plans.only(plan, Change.class);
    }

    private static MachineDraft deployed() {
        return ours().deployed(Given.USER).stamped(Given.NOBLE);
    }

    private static Step step(Next next) {
        assertThat(next).isInstanceOf(Next.Start.class);
        return ((Kind.Plain) ((Next.Start) next).kind()).step();
    }

    private static String stuck(Next next) {
        assertThat(next).isInstanceOf(Next.Stuck.class);
        return ((Next.Stuck) next).why();
    }

    private static Duration waits(Next next) {
        assertThat(next).isInstanceOf(Next.Wait.class);
        return ((Next.Wait) next).in();
    }

    private static final Next ARRIVED = new Next.Arrived();

    // ---- up

    @Test
    void anAbsentHostIsEnlistedMarkedSetCommissionedAllocatedStampedAndDeployed() {
        var change = absent(host().zone("rack-a").tags("role-db"));

        assertThat(next(change, null)).isEqualTo(new Next.Start(new Kind.Enlist()));
        took("enlist", DONE);
        assertThat(step(next(change, machine())))
                .isEqualTo(new Step.Tag(
                        M1, new TreeSet<>(List.of(Desired.MANAGED, Given.OWN_TAG, "role-db")), new TreeSet<>()));
        var tagged = ours().tag("role-db");
        assertThat(((Step.Amend) step(next(change, tagged))).fields())
                .containsOnlyKeys("zone")
                .containsValue("rack-a");
        var set = ours().tag("role-db").zone("rack-a");
        assertThat(step(next(change, set))).isEqualTo(new Step.Commission(M1));
        took("commission", RUNNING);
        assertThat(waits(next(change, set.busy(Machine.Doing.COMMISSIONING)))).isEqualTo(Duration.ofSeconds(7));
        assertThat(step(next(change, set.ready()))).isEqualTo(new Step.Allocate(M1));
        took("allocate", DONE);
        assertThat(((Step.Stamp) step(next(change, set.allocated(Given.USER)))).annotations())
                .containsEntry("gough.repository", "demo")
                .containsEntry("gough.generation", "1")
                .containsEntry("gough.user-data", "none")
                .containsEntry("gough.revision", "rev1");
        took("stamp", DONE);
        assertThat(next(change, set.stamped(Given.NOBLE))).isEqualTo(new Next.Start(new Kind.Deploy(M1)));
        took("deploy", RUNNING);
        waits(next(change, set.busy(Machine.Doing.DEPLOYING)));
        assertThat(next(change, set.deployed(Given.USER))).isEqualTo(ARRIVED);
    }

    @Test
    void goalReadyEndsAtReady() {
        var change = idle(host().ready(), ours());
        took("commission", RUNNING);

        assertThat(next(change, ours().ready())).isEqualTo(ARRIVED);
        assertThat(stuck(next(change, ours().allocated(Given.USER)))).contains("somebody took it");
    }

    @Test
    void aMachineThatAppearedOnItsOwnIsPlannedAnew() {
        assertThat(stuck(next(absent(host()), machine()))).contains("absent when this was approved");
    }

    @Test
    void anEnlistedMachineWithOtherAddressesIsASurprise() {
        took("enlist", DONE);

        assertThat(stuck(next(absent(host()), new MachineDraft("m1", "x", "52:54:00:aa:00:99"))))
                .contains("none of the addresses");
    }

    @Test
    void anEnlistedMachineThatVanishedNeedsAPersonOnce() {
        var change = absent(host());
        took("enlist", DONE);
        assertThat(stuck(next(change, null))).contains("somebody deleted it");

        taken.add(Taken.retry(T0));
        assertThat(next(change, null)).isEqualTo(new Next.Start(new Kind.Enlist()));
    }

    @Test
    void surprisesEndAChange() {
        var change = idle(host(), ours().ready());

        assertThat(stuck(next(change, null))).contains("m1", "somebody deleted it");
        assertThat(stuck(next(change, ours().id("m2").ready()))).contains("now it is machine m2");
        assertThat(stuck(next(change, machine().ready()))).contains("took them off");
        assertThat(stuck(next(
                        change, machine().tag(Desired.MANAGED, "gough-other").ready())))
                .contains("another Gough");
        assertThat(stuck(next(change, ours().allocated("eve")))).contains("belongs to eve");
        assertThat(stuck(next(change, ours().ready().locked()))).contains("locked", "veto");
        assertThat(stuck(next(change, ours().broken())))
                .contains("MAAS says Failed commissioning", "commission it there again", "Then retry");
        assertThat(stuck(next(change, ours().busy(Machine.Doing.DEPLOYING)))).contains("somebody else did");
        assertThat(stuck(next(change, ours().busy(Machine.Doing.RELEASING)))).contains("somebody else did");
        assertThat(stuck(next(change, ours().deployed(Given.USER)))).contains("without this change's stamp");
        assertThat(stuck(next(change, ours().allocated(Given.USER)))).contains("did not allocate it");
    }

    @Test
    void halfOfOurMarksIsMendedWhenTheChangePutsThemOn() {
        var change = absent(host());
        took("enlist", DONE).diedIn("tag");

        assertThat(((Step.Tag) step(next(change, machine().tag(Desired.MANAGED)))).add())
                .containsExactly(Given.OWN_TAG);
        assertThat(stuck(next(change, machine().tag(Desired.MANAGED, Given.OWN_TAG, "gough-other"))))
                .contains("marks");
    }

    @Test
    void anAllocatedMachineWithOurStampIsResumed() {
        var machine = ours().allocated(Given.USER).stamped(Given.NOBLE);

        assertThat(next(idle(host(), ours().ready()), machine)).isEqualTo(new Next.Start(new Kind.Deploy(M1)));
    }

    @Test
    void anOlderStampIsWrittenAnewBeforeDeploying() {
        var machine = ours().allocated(Given.USER).stamped(new Records.Deployment(1, "noble", "", "old"));

        assertThat(step(next(idle(host(), ours().ready()), machine))).isInstanceOf(Step.Stamp.class);
    }

    @Test
    void whatMaasTookAndDidNotFinishIsNotStartedAgainWithoutAPerson() {
        var commission = idle(host(), ours());
        took("commission", RUNNING);
        assertThat(stuck(next(commission, ours()))).contains("New again");
        taken.add(Taken.retry(T0));
        assertThat(step(next(commission, ours()))).isEqualTo(new Step.Commission(M1));

        taken.clear();
        var deploy = idle(host(), ours().ready());
        took("allocate", DONE).took("deploy", RUNNING);
        assertThat(stuck(next(deploy, ours().ready()))).contains("Ready again");
        var allocated = ours().allocated(Given.USER).stamped(Given.NOBLE);
        assertThat(stuck(next(deploy, allocated))).contains("Allocated again");
        taken.add(Taken.retry(T0));
        assertThat(next(deploy, allocated)).isEqualTo(new Next.Start(new Kind.Deploy(M1)));
    }

    @Test
    void deadlinesEndWaiting() {
        var change = idle(host(), ours().ready());
        took("allocate", DONE).took("deploy", RUNNING);
        var busy = ours().busy(Machine.Doing.DEPLOYING);

        now = T0.plus(Patience.DEFAULT.deploying()).minusSeconds(1);
        waits(next(change, busy));
        now = T0.plus(Patience.DEFAULT.deploying());
        assertThat(stuck(next(change, busy))).contains("longer than");
        taken.clear();
        took("commission", RUNNING);
        now = T0.plus(Patience.DEFAULT.commissioning());
        assertThat(stuck(next(change, ours().busy(Machine.Doing.COMMISSIONING))))
                .contains("longer than");
        now = T0.plus(Patience.DEFAULT.releasing()).minusSeconds(1);
        waits(next(change, ours().busy(Machine.Doing.OTHER)));
        now = T0.plus(Patience.DEFAULT.releasing());
        assertThat(stuck(next(change, ours().busy(Machine.Doing.OTHER)))).contains("longer than");
    }

    @Test
    void whatSomebodyElseCommissionsIsWaitedFor() {
        var change = idle(host(), ours());

        assertThat(waits(next(change, ours().busy(Machine.Doing.COMMISSIONING))))
                .isEqualTo(Duration.ofSeconds(15));
        assertThat(waits(next(change, ours().busy(Machine.Doing.OTHER)))).isEqualTo(Duration.ofSeconds(15));
    }

    // ---- doubt

    @Test
    void afterADoubtNothingIsWrittenUntilTheEffectIsSeenOrTheTimeIsOver() {
        var change = idle(host(), ours().ready());
        var allocated = ours().allocated(Given.USER).stamped(Given.NOBLE);
        for (var doubt : List.of(true, false)) {
            taken.clear();
            took("allocate", DONE);
            if (doubt) took("deploy", UNCLEAR);
            else diedIn("deploy");

            now = T0.plus(Patience.DEFAULT.unclear()).minusSeconds(10);
            assertThat(waits(next(change, allocated))).isEqualTo(Duration.ofSeconds(10));
            now = T0.plusSeconds(60);
            assertThat(waits(next(change, allocated))).isEqualTo(Duration.ofSeconds(15));
            waits(next(change, ours().busy(Machine.Doing.DEPLOYING)));
            now = T0.plus(Patience.DEFAULT.unclear());
            assertThat(next(change, allocated)).isEqualTo(new Next.Start(new Kind.Deploy(M1)));
        }
    }

    @Test
    void everyStepThatMustNotBeSentTwiceIsWaitedFor() {
        waits(diedIn("enlist").next(absent(host()), null));
        taken.clear();
        waits(diedIn("commission").next(idle(host(), ours()), ours()));
        taken.clear();
        var released = running(host().unprotected().ready(), deployed());
        waits(diedIn("release").next(released, deployed()));
        assertThat(next(released, ours().ready())).isEqualTo(ARRIVED);
        taken.clear();
        var deleted = idle(host().unprotected().retired(HostGoal.Erase.NONE, true), ours().ready());
        waits(diedIn("delete").next(deleted, ours().ready()));
        assertThat(next(deleted, null)).isEqualTo(ARRIVED);
    }

    @Test
    void whatMayBeSentTwiceIsSentAgainAtOnce() {
        diedIn("tag");
        assertThat(step(next(absentEnlisted(), machine()))).isInstanceOf(Step.Tag.class);
    }

    private Change absentEnlisted() {
        taken.addFirst(new Taken("enlist", T0, Optional.of(DONE)));
        return absent(host());
    }

    @Test
    void anOlderLookThanTheLastStepIsNoLook() {
        took("commission", RUNNING);
        now = T0.minusSeconds(1);

        assertThat(waits(next(idle(host(), ours()), ours()))).isZero();
        assertThat(waits(settle(idle(host(), ours()), ours()))).isZero();
    }

    @Test
    void tryAgainWaitsAndThenTriesThreeTimes() {
        var change = idle(host(), ours());
        took("commission", new Outcome.Failed(new Failure.TryAgain("busy", Duration.ofSeconds(90))));
        assertThat(waits(next(change, ours()))).isEqualTo(Duration.ofSeconds(30));
        now = T0.plusSeconds(90);
        assertThat(step(next(change, ours()))).isEqualTo(new Step.Commission(M1));

        took("commission", taken.getFirst().outcome().orElseThrow());
        took("commission", taken.getFirst().outcome().orElseThrow());
        assertThat(stuck(next(change, ours()))).contains("tried 3 times", "busy");
        taken.add(Taken.retry(T0));
        assertThat(step(next(change, ours()))).isEqualTo(new Step.Commission(M1));
    }

    @Test
    void aRefusalNeedsAPersonAndAChangedWorldALook() {
        var change = idle(host(), ours());
        took("commission", new Outcome.Failed(new Failure.NeedsHuman("no power type")));
        assertThat(stuck(next(change, ours()))).contains("commission was refused", "no power type");

        taken.clear();
        took("commission", new Outcome.Failed(new Failure.WorldChanged("not New")));
        assertThat(step(next(change, ours()))).isEqualTo(new Step.Commission(M1));
    }

    @Test
    void aRetryDoesNotShortenADoubt() {
        diedIn("commission");
        taken.add(Taken.retry(T0));

        waits(next(idle(host(), ours()), ours()));
    }

    // ---- fields

    @Test
    void anAmendSetsTagsThenFieldsThenArrives() {
        var change = running(host().zone("rack-a").tags("t"), deployed());

        assertThat(step(next(change, deployed())))
                .isEqualTo(new Step.Tag(M1, new TreeSet<>(List.of("t")), new TreeSet<>()));
        assertThat(((Step.Amend) step(next(change, deployed().tag("t")))).fields())
                .containsEntry("zone", "rack-a");
        assertThat(next(change, deployed().tag("t").zone("rack-a"))).isEqualTo(ARRIVED);
    }

    @Test
    void aFieldThatSomebodyChangedSinceTheApprovalIsNotOverwritten() {
        var change = running(host().zone("rack-a"), deployed());

        assertThat(stuck(next(change, deployed().zone("rack-c")))).contains("zone was default", "now it is rack-c");
    }

    @Test
    void aFieldMaasDoesNotTakeBecomesAQuestion() {
        var change = running(host().zone("rack-a"), deployed());
        took("amend", DONE).took("amend", DONE).took("amend", DONE);

        assertThat(stuck(next(change, deployed()))).contains("amend was tried 3 times without effect");
    }

    @Test
    void fieldsOfAnAdoptedHostAreSetWhoeverOwnsIt() {
        var machine = ours().deployed("eve");
        var change = one(Given.plan(
                Given.desired(host().tags("t")),
                Given.observed(machine),
                Given.records(Given.adopted("hv-01", machine))));

        assertThat(step(next(change, machine))).isInstanceOf(Step.Tag.class);
    }

    @Test
    void adoptingMarksAndSetsFieldsAndNothingElse() {
        var machine = machine().deployed("eve");
        var change = one(Given.plan(Given.desired(host().adopt()), Given.observed(machine), Records.NONE));

        assertThat(((Step.Tag) step(next(change, machine))).add()).containsExactly(Given.OWN_TAG, Desired.MANAGED);
        assertThat(next(change, machine().deployed("eve").marked())).isEqualTo(ARRIVED);
        assertThat(stuck(next(change, machine().deployed("mallory")))).contains("owner mallory");
    }

    // ---- down

    @Test
    void retiringSwitchesOffHoldsReleasesAndDeletes() {
        var change = running(host().unprotected().retired(HostGoal.Erase.SECURE, true), deployed());

        assertThat(step(next(change, deployed()))).isEqualTo(new Step.PowerOff(M1));
        took("power-off", DONE);
        now = T0.plus(Duration.ofHours(72)).minusSeconds(5);
        var wait = next(change, deployed());
        assertThat(waits(wait)).isEqualTo(Duration.ofSeconds(5));
        now = T0.plusSeconds(60);
        assertThat(waits(next(change, deployed()))).isEqualTo(Duration.ofMinutes(1));
        now = T0.plus(Duration.ofHours(72)).minusSeconds(5);
        assertThat(((Next.Wait) wait).why()).contains("reverting the commit", "2026-11-25T12:00:00Z");
        now = T0.plus(Duration.ofHours(72));
        assertThat(step(next(change, deployed()))).isEqualTo(new Step.Release(M1, HostGoal.Erase.SECURE));
        taken.add(new Taken("release", now, Optional.of(RUNNING)));
        waits(next(change, ours().busy(Machine.Doing.RELEASING)));
        assertThat(step(next(change, ours()))).isEqualTo(new Step.Delete(M1));
        assertThat(next(change, null)).isEqualTo(ARRIVED);
    }

    @Test
    void aReleaseForGoalReadyHoldsNothingAndEndsInNewReadyOrNothing() {
        var change = running(host().unprotected().ready(), deployed());

        assertThat(step(next(change, deployed()))).isEqualTo(new Step.Release(M1, HostGoal.Erase.QUICK));
        took("release", RUNNING);
        for (var end : List.of(ours(), ours().ready()))
            assertThat(next(change, end)).isEqualTo(ARRIVED);
        assertThat(next(change, null)).isEqualTo(ARRIVED);
        assertThat(stuck(next(change, ours().broken()))).contains("MAAS says");
        assertThat(stuck(next(change, deployed()))).contains("took the release");
        now = T0.plus(Patience.DEFAULT.releasing());
        assertThat(stuck(next(change, ours().busy(Machine.Doing.RELEASING)))).contains("longer than");
    }

    @Test
    void aMachineIsCheckedOnceMoreBeforeItIsGivenUp() {
        for (var change : List.of(
                running(host().unprotected().ready(), deployed()),
                running(host().unprotected().generation(2), deployed()),
                running(host().unprotected().retired(HostGoal.Erase.NONE, false), deployed()))) {
            var other = deployed().state(new Machine.State.Deployed("jammy", ""), "Deployed");
            assertThat(stuck(next(change, other))).contains("when this was approved", "jammy");
            assertThat(stuck(next(change, deployed().owner("eve")))).contains("belongs to eve");
            assertThat(stuck(next(change, deployed().locked()))).contains("veto");
            assertThat(stuck(next(change, null))).contains("deleted");
        }
    }

    @Test
    void aMachineSomebodyElseReleasedIsNotDeleted() {
        var delete = running(host().unprotected().retired(HostGoal.Erase.NONE, true), deployed());
        assertThat(stuck(next(delete, ours().ready()))).contains("it is not deleted");

        var keep = running(host().unprotected().retired(HostGoal.Erase.NONE, false), deployed());
        assertThat(next(keep, ours().ready())).isEqualTo(ARRIVED);
    }

    @Test
    void aReinstallReleasesThenBringsUpTheSameMachine() {
        var change = running(host().unprotected().generation(2), deployed());
        var two = new Records.Deployment(2, "noble", "", "");

        assertThat(step(next(change, deployed()))).isEqualTo(new Step.Release(M1, HostGoal.Erase.NONE));
        assertThat(stuck(next(change, ours().ready()))).contains("now it is Ready");
        took("release", RUNNING);
        assertThat(step(next(change, ours()))).isEqualTo(new Step.Commission(M1));
        assertThat(step(next(change, ours().ready()))).isEqualTo(new Step.Allocate(M1));
        assertThat(stuck(next(change, deployed()))).contains("took the release");
        took("allocate", DONE);
        assertThat(step(next(change, ours().allocated(Given.USER)))).isInstanceOf(Step.Stamp.class);
        took("deploy", RUNNING);
        waits(next(change, ours().busy(Machine.Doing.DEPLOYING)));
        assertThat(next(change, ours().deployed(Given.USER).stamped(two))).isEqualTo(ARRIVED);
        assertThat(stuck(next(change, deployed()))).contains("stamp");
        assertThat(stuck(next(change, null))).contains("deleted");
    }

    @Test
    void aHeldMachineIsSwitchedOnAgain() {
        var record = Given.record("hv-01", deployed(), Given.NOBLE);
        var held = new Records.HostRecord(
                record.host(),
                record.region(),
                record.systemId(),
                record.macAddresses(),
                false,
                record.deployment(),
                Optional.of(T0),
                record.tags());
        var change = one(Given.plan(Given.desired(host()), Given.observed(deployed()), Given.records(held)));

        assertThat(step(next(change, deployed()))).isEqualTo(new Step.PowerOn(M1));
        assertThat(stuck(next(change, ours().ready()))).contains("now it is Ready");
        assertThat(remember(change, deployed(), Optional.of(held)).orElseThrow().heldSince())
                .contains(T0);
        took("power-on", DONE);
        assertThat(next(change, deployed())).isEqualTo(ARRIVED);
        assertThat(remember(change, deployed(), Optional.of(held)).orElseThrow().heldSince())
                .isEmpty();
    }

    // ---- another revision

    private boolean wanted(Change change, HostDraft... newest) {
        return Journey.stillWanted((Change.OfHost) change, taken, Given.desired(newest));
    }

    @Test
    void retiringIsWantedOnlyWhileTheNewestRevisionAsksForExactlyThat() {
        var retire = running(host().unprotected().retired(HostGoal.Erase.QUICK, false), deployed());

        assertThat(wanted(retire, host().unprotected().retired(HostGoal.Erase.QUICK, false)))
                .isTrue();
        assertThat(wanted(retire, host().unprotected())).isFalse();
        assertThat(wanted(retire, host().unprotected().goal(new HostGoal.Maintenance())))
                .isFalse();
        assertThat(wanted(retire, host().unprotected().ready())).isFalse();
        assertThat(wanted(retire, host().retired(HostGoal.Erase.QUICK, false))).isFalse();
        assertThat(wanted(retire, host().unprotected().retired(HostGoal.Erase.SECURE, false)))
                .isFalse();
        assertThat(wanted(retire, host().unprotected().retired(HostGoal.Erase.QUICK, true)))
                .isFalse();
        assertThat(wanted(retire)).isFalse();

        var release = running(host().unprotected().ready(), deployed());
        assertThat(wanted(release, host().unprotected().ready())).isTrue();
        assertThat(wanted(release, host().unprotected())).isFalse();
    }

    @Test
    void reinstallingIsWantedOnlyForTheSameGeneration() {
        var reinstall = running(host().unprotected().generation(2), deployed());

        assertThat(wanted(reinstall, host().unprotected().generation(2))).isTrue();
        assertThat(wanted(reinstall, host().unprotected().generation(1))).isFalse();
        assertThat(wanted(reinstall, host().generation(2))).isFalse();
        assertThat(wanted(reinstall, host().unprotected().generation(2).ready()))
                .isFalse();
    }

    @Test
    void whatWasGivenUpOrMayHaveBeenGoesOn() {
        var retire = running(host().unprotected().retired(HostGoal.Erase.QUICK, true), deployed());
        took("power-off", DONE);
        assertThat(wanted(retire, host())).isFalse();
        for (var refused : List.of(
                new Failure.TryAgain("busy", Duration.ZERO),
                new Failure.NeedsHuman("no"),
                new Failure.WorldChanged("x"))) took("release", new Outcome.Failed(refused));
        assertThat(wanted(retire, host())).isFalse();

        for (var word : List.of("release", "delete"))
            for (var outcome :
                    List.of(Optional.of(RUNNING), Optional.of(UNCLEAR), Optional.of(DONE), Optional.<Outcome>empty())) {
                taken.clear();
                taken.add(new Taken(word, T0, outcome));
                assertThat(wanted(retire, host())).isTrue();
            }
    }

    @Test
    void aDeploymentThatIsOutOfDateIsNotStarted() {
        var deploy = idle(host(), ours().ready());
        assertThat(wanted(deploy, host())).isTrue();
        assertThat(wanted(deploy, host().release("jammy"))).isFalse();
        assertThat(wanted(deploy, host().kernel("ga-24.04"))).isFalse();
        assertThat(wanted(deploy, host().generation(2))).isFalse();
        assertThat(wanted(deploy, host().ready())).isFalse();
        assertThat(wanted(deploy)).isFalse();
        assertThat(Journey.stillWanted(
                        (Change.OfHost) deploy, taken, Given.withUserData(Given.desired(host()), "hv-01", "feed")))
                .isFalse();
        diedIn("deploy");
        assertThat(wanted(deploy)).isTrue();

        taken.clear();
        var prepare = idle(host().ready(), ours());
        assertThat(wanted(prepare, host().ready().release("jammy"))).isTrue();
        assertThat(wanted(prepare, host())).isFalse();
    }

    @Test
    void aReinstallThatReleasedAlreadyDeploysOnlyWhatIsStillAskedFor() {
        var reinstall = running(host().unprotected().generation(2), deployed());
        took("release", RUNNING);

        assertThat(wanted(reinstall, host().generation(2))).isTrue();
        assertThat(wanted(reinstall, host().generation(3))).isFalse();
        took("deploy", RUNNING);
        assertThat(wanted(reinstall, host().generation(3))).isTrue();
    }

    @Test
    void changesThatOnlySetFieldsGoOn() {
        assertThat(wanted(running(host().tags("t"), deployed()))).isTrue();
    }

    // ---- settling

    @Test
    void settlingWatchesWhatIsInFlightAndStartsNothing() {
        var change = idle(host(), ours().ready());
        assertThat(settle(change, ours().ready())).isEqualTo(ARRIVED);
        assertThat(settle(change, null)).isEqualTo(ARRIVED);
        assertThat(settle(change, ours().busy(Machine.Doing.DEPLOYING))).isEqualTo(ARRIVED);

        took("deploy", RUNNING);
        waits(settle(change, ours().busy(Machine.Doing.DEPLOYING)));
        assertThat(settle(change, ours().deployed(Given.USER))).isEqualTo(ARRIVED);
        now = T0.plus(Patience.DEFAULT.deploying());
        assertThat(stuck(settle(change, ours().busy(Machine.Doing.DEPLOYING)))).contains("longer than");

        now = T0.plusSeconds(60);
        diedIn("deploy");
        waits(settle(change, ours().allocated(Given.USER)));
        now = T0.plus(Patience.DEFAULT.unclear());
        assertThat(settle(change, ours().allocated(Given.USER))).isEqualTo(ARRIVED);
    }

    // ---- memory

    @Test
    void nothingIsRememberedBeforeTheMachineCarriesOurMarks() {
        var change = absent(host());
        took("enlist", DONE);

        assertThat(remember(change, machine(), Optional.empty())).isEmpty();
        assertThat(remember(change, ours(), Optional.empty())).hasValueSatisfying(record -> {
            assertThat(record.systemId()).isEqualTo(M1);
            assertThat(record.adopted()).isFalse();
            assertThat(record.deployment()).isEmpty();
            assertThat(record.macAddresses())
                    .containsExactlyElementsOf(host().build().machine().macAddresses());
        });
        assertThat(remember(change, ours().owner("eve"), Optional.empty())).isEmpty();
    }

    @Test
    void aDeploymentIsRememberedOnceTheMachineRunsWithItsStamp() {
        var change = idle(host().tags("t"), ours().ready());
        var before = Optional.of(Given.record("hv-01", ours()));

        assertThat(remember(change, ours().deployed(Given.USER), before)
                        .orElseThrow()
                        .deployment())
                .isEmpty();
        var after = remember(change, deployed().tag("t", "theirs"), before).orElseThrow();
        assertThat(after.deployment()).contains(Given.NOBLE);
        assertThat(after.tags()).containsExactly("t");
    }

    @Test
    void aReleaseIsRememberedOnlyAsOurs() {
        var change = running(host().unprotected().retired(HostGoal.Erase.NONE, true), deployed());
        var before = Optional.of(Given.record("hv-01", deployed(), Given.NOBLE));

        assertThat(remember(change, ours().ready(), before).orElseThrow().deployment())
                .contains(Given.NOBLE);
        took("power-off", DONE);
        assertThat(remember(change, deployed(), before).orElseThrow().heldSince())
                .contains(T0);
        assertThat(remember(change, null, before)).isEqualTo(before);
        took("release", RUNNING);
        assertThat(remember(change, deployed(), before).orElseThrow().deployment())
                .contains(Given.NOBLE);
        for (var end : List.of(ours(), ours().ready(), ours().busy(Machine.Doing.RELEASING), ours().broken())) {
            var after = remember(change, end, before).orElseThrow();
            assertThat(after.deployment()).isEmpty();
            assertThat(after.heldSince()).isEmpty();
        }
        assertThat(remember(change, null, before)).isEmpty();
    }

    @Test
    void aReinstallIsRememberedStepByStep() {
        var change = running(host().unprotected().generation(2), deployed());
        var before = Optional.of(Given.record("hv-01", deployed(), Given.NOBLE));
        var two = new Records.Deployment(2, "noble", "", "");

        assertThat(remember(change, deployed(), before).orElseThrow().deployment())
                .contains(Given.NOBLE);
        took("release", RUNNING);
        assertThat(remember(change, ours().ready(), before).orElseThrow().deployment())
                .isEmpty();
        took("allocate", DONE);
        assertThat(remember(change, ours().allocated(Given.USER), before)
                        .orElseThrow()
                        .deployment())
                .isEmpty();
        assertThat(remember(change, ours().deployed(Given.USER).stamped(two), before)
                        .orElseThrow()
                        .deployment())
                .contains(two);
    }

    @Test
    void anAdoptedMachineThatRunsIsNotOursToDeploy() {
        var machine = machine().deployed("eve");
        var change = one(Given.plan(Given.desired(host().adopt()), Given.observed(machine), Records.NONE));

        assertThat(remember(change, machine, Optional.empty())).isEmpty();
        var after = remember(change, machine.marked(), Optional.empty()).orElseThrow();
        assertThat(after.adopted()).isTrue();
        assertThat(after.deployment()).isEmpty();

        var ready = one(Given.plan(
                Given.desired(host().ready().adopt()), Given.observed(machine().ready()), Records.NONE));
        assertThat(remember(ready, ours().ready(), Optional.empty())
                        .orElseThrow()
                        .adopted())
                .isFalse();
    }

    @Test
    void anAmendKeepsWhatIsRememberedAndItsTags() {
        var machine = deployed().tag("old", "kept");
        var before = Given.record("hv-01", machine, Given.NOBLE);
        var remembered = new Records.HostRecord(
                before.host(),
                before.region(),
                before.systemId(),
                before.macAddresses(),
                false,
                before.deployment(),
                Optional.empty(),
                new TreeSet<>(List.of("old", "kept", "vanished")));
        var change = one(Given.plan(
                Given.desired(host().tags("kept", "new")), Given.observed(machine), Given.records(remembered)));

        assertThat(step(next(change, machine)))
                .isEqualTo(new Step.Tag(M1, new TreeSet<>(List.of("new")), new TreeSet<>(List.of("old"))));
        assertThat(remember(change, deployed().tag("kept", "old"), Optional.of(remembered))
                        .orElseThrow()
                        .tags())
                .containsExactly("kept", "old");
        var after = remember(change, deployed().tag("kept", "new"), Optional.of(remembered))
                .orElseThrow();
        assertThat(after.tags()).containsExactly("kept", "new");
        assertThat(after.deployment()).contains(Given.NOBLE);
    }

    @Test
    void anotherMachineUnderTheSameNameInheritsNothing() {
        var gone = Given.record("hv-01", new MachineDraft("m0", "hv-01", A), Given.NOBLE);
        var change = idle(host(), ours());

        assertThat(remember(change, ours(), Optional.of(gone)).orElseThrow().deployment())
                .isEmpty();
    }
}
