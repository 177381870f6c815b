package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Patience;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.Commissioning;
import io.penguintech.gough.schema.DeployOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How a host is brought up, step by step, and what ends its way. */
class BringUpJourneyTest extends JourneyFixture {
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
    void itIsCommissionedAsDeclaredAndReadyOnesAreLeftAlone() {
        var how = new Commissioning(false, true, false, false, List.of(), Optional.of(List.of()));
        var change = idle(host().commissioning(how), ours());

        assertThat(change.fields())
                .contains(
                        new FieldChange("commissioning.skipNetworking", Optional.empty(), Optional.of("true")),
                        new FieldChange("commissioning.tests", Optional.empty(), Optional.of("none")));
        assertThat(step(next(change, ours()))).isEqualTo(new Step.Commission(M1, how));
        took("commission", RUNNING);
        assertThat(step(next(change, ours().ready()))).isEqualTo(new Step.Allocate(M1));
        assertThat(change.digest()).isNotEqualTo(idle(host(), ours()).digest());
        assertThat(change.digest())
                .as("also when it is commissioned already")
                .isEqualTo(idle(host().commissioning(how), ours().ready()).digest());
        assertThat(Given.plan(
                                Given.desired(host().ready().commissioning(how)),
                                Given.observed(ours().ready()),
                                Given.records(Given.record("hv-01", ours().ready())))
                        .inSync())
                .isTrue();
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
    void aMachineThatWasTakenWithoutTheBridgesIsNotDeployedAsIfItHadThem() {
        var bridges = new DeployOptions.Bridging(DeployOptions.Bridging.Type.STANDARD, false, 15);
        var options = new DeployOptions(false, false, Optional.of(bridges));
        var change = idle(host().options(options), ours().ready());
        assertThat(step(next(change, ours().ready()))).isEqualTo(new Step.Allocate(M1, Optional.of(bridges)));

        took("allocate", DONE);
        assertThat(stuck(next(change, ours().allocated(Given.USER)))).contains("os.bridgeAll", "release it in MAAS");
    }

    @Test
    void whatSomebodyElseDeployedOnAStampedMachineIsNotOurs() {
        var change = idle(host(), ours().ready());
        var theirs = ours().deployed(Given.USER).stamped(Given.NOBLE);
        took("allocate", DONE).took("stamp", DONE);
        assertThat(stuck(next(change, theirs))).contains("this change's stamp", "somebody else deployed it");

        took("deploy", new Outcome.Failed(new Failure.WorldChanged("409")));
        assertThat(stuck(next(change, theirs))).contains("somebody else deployed it");
        assertThat(stuck(next(change, ours().busy(Machine.Doing.DEPLOYING)))).contains("somebody else did");
        assertThat(remember(change, theirs, Optional.of(Given.record("hv-01", theirs)))
                        .orElseThrow()
                        .deployment())
                .isEmpty();

        took("deploy", UNCLEAR);
        assertThat(next(change, theirs)).isEqualTo(ARRIVED);
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
}
