package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Journey.Patience;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.MachineSpec;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What goes on only while the newest revision still asks for it. */
class WantedJourneyTest extends JourneyFixture {
    /** What MAAS has now. */
    private @Nullable MachineDraft is = deployed();

    private boolean wanted(Change change, HostDraft... newest) {
        return stillWanted(change, is, Given.desired(newest));
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
    void whatWasGivenUpGoesOn() {
        var retire = running(host().unprotected().retired(HostGoal.Erase.QUICK, true), deployed());
        took("power-off", DONE);
        assertThat(wanted(retire, host())).isFalse();
        for (var refused : List.of(
                new Failure.TryAgain("busy", Duration.ZERO),
                new Failure.NeedsHuman("no"),
                new Failure.WorldChanged("x"))) took("release", new Outcome.Failed(refused));
        assertThat(wanted(retire, host())).isFalse();

        for (var word : List.of("release", "delete"))
            for (var outcome : List.of(RUNNING, DONE)) {
                taken.clear();
                took(word, outcome);
                assertThat(wanted(retire, host())).isTrue();
            }
    }

    @Test
    void whatGotNoAnswerGoesOnOnceItsEffectIsSeenAndIsElseAskedForAnew() {
        var retire = running(host().unprotected().retired(HostGoal.Erase.QUICK, true), deployed());
        for (var outcome : List.of(Optional.of(UNCLEAR), Optional.<Outcome>empty())) {
            taken.clear();
            taken.add(new Taken("release", T0, outcome));
            is = deployed();
            assertThat(wanted(retire, host())).isFalse();
            is = ours().busy(Machine.Doing.RELEASING);
            assertThat(wanted(retire, host())).isTrue();
            is = ours().ready();
            assertThat(wanted(retire, host())).isTrue();

            taken.clear();
            taken.add(new Taken("delete", T0, outcome));
            assertThat(wanted(retire, host())).isFalse();
            is = null;
            assertThat(wanted(retire, host())).isTrue();
        }
    }

    @Test
    void whatAPersonForgaveWithoutAnEffectIsAskedForAnew() {
        var deploy = idle(host(), ours().ready());
        is = ours().allocated(Given.USER);
        took("deploy", RUNNING);
        assertThat(wanted(deploy, host().ready())).isTrue();
        taken.add(Taken.retry(T0));
        assertThat(wanted(deploy, host().ready())).isFalse();
        assertThat(wanted(deploy, host())).isTrue();
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
        assertThat(stillWanted(deploy, is, Given.withUserData(Given.desired(host()), "hv-01", "feed")))
                .isFalse();
        diedIn("deploy");
        is = ours().allocated(Given.USER);
        assertThat(wanted(deploy)).isFalse();
        is = ours().busy(Machine.Doing.DEPLOYING);
        assertThat(wanted(deploy)).isTrue();
        is = deployed();
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
    void aReinstallThatMayHaveReleasedIsNotHeldToTheNewProtectionOnlyOnceThatIsSeen() {
        var reinstall = running(host().unprotected().generation(2), deployed());
        diedIn("release");
        assertThat(wanted(reinstall, host().generation(2))).isFalse();
        is = ours().ready();
        assertThat(wanted(reinstall, host().generation(2))).isTrue();
        took("allocate", DONE);
        is = ours().allocated(Given.USER);
        assertThat(wanted(reinstall, host().generation(2))).isTrue();
    }

    @Test
    void changesThatOnlySetFieldsGoOn() {
        assertThat(wanted(running(host().tags("t"), deployed()))).isTrue();
    }

    @Test
    void whatANewerDocumentSaysOfAnotherMachineAsksNothingOfThisOne() {
        var retire = running(host().unprotected().retired(HostGoal.Erase.QUICK, false), deployed());
        assertThat(wanted(retire, other().unprotected().retired(HostGoal.Erase.QUICK, false)))
                .isFalse();
        var reinstall = running(host().unprotected().generation(2), deployed());
        assertThat(wanted(reinstall, other().unprotected().generation(2))).isFalse();
        var maintain = running(host().goal(new HostGoal.Maintenance()), deployed());
        assertThat(wanted(maintain, other().goal(new HostGoal.Maintenance()))).isFalse();
        assertThat(wanted(idle(host(), ours().ready()), other())).isFalse();

        is = deployed().serial("ABC");
        assertThat(wanted(retire, host().serial("abc").unprotected().retired(HostGoal.Erase.QUICK, false)))
                .isTrue();
        assertThat(wanted(retire, host().serial("def").unprotected().retired(HostGoal.Erase.QUICK, false)))
                .isFalse();

        took("release", RUNNING);
        assertThat(wanted(retire, other())).isTrue();
    }

    private static HostDraft other() {
        return new HostDraft("hv-01", "52:54:00:aa:00:02");
    }

    @Test
    void howAMachineIsSwitchedIsNotToldOnceTheNewestDocumentSaysOtherwise() {
        var told = Given.record("hv-01", deployed(), Given.NOBLE)
                .switchedBy(new TreeMap<>(Map.of("type", "ipmi", "power_address", "192.0.2.1")));
        for (var wrong : List.of(
                switchedAt("192.0.2.2"), switchedAt("192.0.2.2").unprotected().generation(2))) {
            var change = one(Given.plan(Given.desired(wrong), Given.observed(deployed()), Given.records(told)));
            assertThat(wanted(change, wrong)).isTrue();
            assertThat(wanted(change, wrong.power(at("192.0.2.1")))).isFalse();
            assertThat(wanted(change, wrong.power(at("192.0.2.3")))).isFalse();
        }
        var up = absent(switchedAt("192.0.2.2"));
        is = null;
        assertThat(wanted(up, switchedAt("192.0.2.2"))).isTrue();
        assertThat(wanted(up, switchedAt("192.0.2.1"))).isFalse();
    }

    @Test
    void whatMaasMayHaveBeenToldOfPowerIsToldAnewWhateverIsDeclaredNext() {
        var told = Given.record("hv-01", deployed(), Given.NOBLE)
                .switchedBy(new TreeMap<>(Map.of("type", "ipmi", "power_address", "192.0.2.1")));
        var change = one(
                Given.plan(Given.desired(switchedAt("192.0.2.2")), Given.observed(deployed()), Given.records(told)));
        took("set-power", UNCLEAR);
        var since = remember(change, deployed(), Optional.of(told)).orElseThrow();
        for (var next : List.of("192.0.2.1", "192.0.2.2"))
            assertThat(one(Given.plan(
                                    Given.desired(switchedAt(next)), Given.observed(deployed()), Given.records(since)))
                            .fields())
                    .singleElement()
                    .satisfies(field -> assertThat(field.after()).contains(next));

        took("set-power", DONE);
        assertThat(remember(change, deployed(), Optional.of(since))
                        .orElseThrow()
                        .power())
                .isEqualTo(new TreeMap<>(Map.of("type", "ipmi", "power_address", "192.0.2.2")));
    }

    private static HostDraft switchedAt(String address) {
        return host().power(at(address));
    }

    private static Optional<MachineSpec.Power> at(String address) {
        var parameters = new TreeMap<String, Tree>();
        parameters.put("power_address", new Tree.Scalar(address, Place.ofFile("x")));
        return Optional.of(new MachineSpec.Power("ipmi", parameters));
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
}
