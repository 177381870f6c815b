package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Patience;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Risk;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Into rescue mode and back, so that the machine is what it was. */
class MaintenanceJourneyTest extends JourneyFixture {
    private static final String RUNNING_NOBLE = "Deployed noble ga-24.04, owner gough";

    private static HostDraft maintained() {
        return host().goal(new HostGoal.Maintenance());
    }

    private static MachineDraft rescued() {
        return ours().owner(Given.USER).stamped(Given.NOBLE).rescued();
    }

    private static Records.HostRecord record() {
        return Given.record("hv-01", deployed(), Given.NOBLE);
    }

    private static Change back(HostDraft host) {
        return one(Given.plan(
                Given.desired(host),
                Given.observed(rescued()),
                Given.records(Given.maintained(record(), RUNNING_NOBLE))));
    }

    @Test
    void aRunningHostEntersRescueModeAndIsRememberedAsWhatItWas() {
        var change = running(maintained(), deployed());

        assertThat(change.risk()).isEqualTo(Risk.DISRUPTIVE);
        assertThat(change.destroysHost()).isFalse();
        assertThat(step(next(change, deployed()))).isEqualTo(new Step.Rescue(M1));
        assertThat(remember(change, deployed(), Optional.of(record()))).contains(record());
        took("rescue", RUNNING);
        waits(next(change, ours().owner(Given.USER).busy(Machine.Doing.OTHER)));
        assertThat(next(change, rescued())).isEqualTo(ARRIVED);
        assertThat(remember(change, rescued(), Optional.of(record())))
                .contains(Given.maintained(record(), RUNNING_NOBLE));
    }

    @Test
    void itExitsAndMustBeWhatItWas() {
        var change = back(host());
        var kept = Optional.of(Given.maintained(record(), RUNNING_NOBLE));

        assertThat(change.risk()).isEqualTo(Risk.DISRUPTIVE);
        assertThat(step(next(change, rescued()))).isEqualTo(new Step.ExitRescue(M1));
        assertThat(remember(change, rescued(), kept)).isEqualTo(kept);
        took("exit-rescue", RUNNING);
        waits(next(change, ours().owner(Given.USER).busy(Machine.Doing.OTHER)));
        assertThat(next(change, deployed())).isEqualTo(ARRIVED);
        assertThat(remember(change, deployed(), kept)).contains(record());
        assertThat(stuck(next(change, deployed().state(new Machine.State.Deployed("jammy", ""), "Deployed"))))
                .contains("before its maintenance it was " + RUNNING_NOBLE, "jammy");
    }

    @Test
    void whatSomebodyElseLetEnterIsNotLetExit() {
        var plan = Given.plan(Given.desired(host()), Given.observed(rescued()), Given.records(record()));
        assertThat(Plans.why(plan)).contains("Somebody works on it");

        // A person arrived there first: the goal is reached, and it stays theirs.
        var change = running(maintained(), deployed());
        assertThat(next(change, rescued())).isEqualTo(ARRIVED);
        took("rescue", new Outcome.Failed(new Failure.WorldChanged("it is in rescue mode")));
        assertThat(remember(change, rescued(), Optional.of(record()))).contains(record());
    }

    @Test
    void whatSomebodyLetExitMeanwhileIsForgotten() {
        var kept = Given.maintained(record(), RUNNING_NOBLE);
        assertThat(Given.records(kept).outdatedBy(Given.observed(deployed()))).containsExactly(record());
        assertThat(Given.records(kept).outdatedBy(Given.observed(rescued()))).isEmpty();
        assertThat(Given.records(kept).outdatedBy(Given.observed(ours().busy(Machine.Doing.OTHER))))
                .isEmpty();
        assertThat(Given.records(record()).outdatedBy(Given.observed(deployed())))
                .isEmpty();
    }

    @Test
    void failuresAndSurprisesStopIt() {
        var enter = running(maintained(), deployed());
        assertThat(stuck(next(enter, deployed().locked()))).contains("veto");
        assertThat(stuck(next(enter, deployed().owner("eve")))).contains("belongs to eve");
        assertThat(stuck(next(enter, ours().ready()))).contains("now it is Ready");
        took("rescue", RUNNING);
        assertThat(stuck(next(enter, deployed()))).contains("somebody let it exit");
        var failed = new Machine.State.Broken(Machine.Trouble.ENTERING_RESCUE, "no power");
        assertThat(stuck(next(enter, rescued().state(failed, "Failed to enter rescue mode"))))
                .contains("no power", "Then retry");
        now = T0.plus(Patience.DEFAULT.commissioning());
        assertThat(stuck(next(enter, ours().busy(Machine.Doing.OTHER)))).contains("longer than");

        taken.clear();
        var exit = back(host());
        assertThat(stuck(next(exit, rescued().locked()))).contains("veto");
        took("exit-rescue", RUNNING);
        assertThat(stuck(next(exit, rescued()))).contains("somebody let it enter");
    }

    @Test
    void nothingIsSentTwiceAfterACallWithoutAnAnswer() {
        var enter = running(maintained(), deployed());
        took("rescue", UNCLEAR);
        waits(next(enter, deployed()));
        assertThat(next(enter, rescued())).isEqualTo(ARRIVED);

        taken.clear();
        var exit = back(host());
        diedIn("exit-rescue");
        waits(next(exit, rescued()));
        assertThat(next(exit, deployed())).isEqualTo(ARRIVED);
        now = T0.plus(Patience.DEFAULT.unclear());
        assertThat(step(next(exit, rescued()))).isEqualTo(new Step.ExitRescue(M1));
    }

    @Test
    void itGoesOnOnlyWhileItIsWanted() {
        var enter = (Change.OfHost) running(maintained(), deployed());
        assertThat(stillWanted(enter, deployed(), Given.desired(maintained()))).isTrue();
        assertThat(stillWanted(enter, deployed(), Given.desired(host()))).isFalse();
        taken.add(new Taken("rescue", T0, Optional.of(RUNNING)));
        assertThat(stillWanted(enter, deployed(), Given.desired(host()))).isTrue();

        taken.clear();
        var exit = (Change.OfHost) back(host());
        assertThat(stillWanted(exit, deployed(), Given.desired(maintained()))).isFalse();
        assertThat(stillWanted(exit, deployed(), Given.desired(host()))).isTrue();
        assertThat(stillWanted(exit, deployed(), Given.desired(host().ready()))).isTrue();
    }

    @Test
    void aHostToBeReinstalledComesBackFirst() {
        assertThat(back(host().unprotected().generation(2))).isInstanceOf(Change.Return.class);
        assertThat(back(host().unprotected().retired(HostGoal.Erase.NONE, true)))
                .isInstanceOf(Change.Return.class);
    }

    @Test
    void settlingWatchesWhatIsUnderWay() {
        var enter = running(maintained(), deployed());
        took("rescue", RUNNING);
        assertThat(settle(enter, ours().owner(Given.USER).busy(Machine.Doing.OTHER)))
                .isInstanceOf(Next.Wait.class);
        assertThat(settle(enter, rescued())).isEqualTo(ARRIVED);
    }
}
