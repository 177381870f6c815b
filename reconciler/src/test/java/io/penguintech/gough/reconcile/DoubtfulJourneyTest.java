package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Patience;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.HostGoal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What happens when a call gave no answer, a refusal or only part of an answer. */
class DoubtfulJourneyTest extends JourneyFixture {
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
}
