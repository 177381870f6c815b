package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Patience;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.HostGoal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How machines are given up, reinstalled, held and brought back. */
class GivingUpJourneyTest extends JourneyFixture {
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
    void whatLostItsStampSinceIsNotGivenUp() {
        for (var change : List.of(
                running(host().unprotected().ready(), deployed()),
                running(host().unprotected().generation(2), deployed()),
                running(host().unprotected().retired(HostGoal.Erase.NONE, false), deployed())))
            assertThat(stuck(next(change, ours().deployed(Given.USER)))).contains("deployed it anew");

        var held = running(host().unprotected().retired(HostGoal.Erase.NONE, false), deployed());
        took("power-off", DONE);
        assertThat(stuck(next(held, ours().deployed(Given.USER)))).contains("deployed it anew");
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
}
