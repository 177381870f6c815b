package io.penguintech.gough.bot.backends;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.fault.StandInClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A reading is due after its pause, or soon for a reason, but never at once again. */
class TurnTest {
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final StandInClock clock = StandInClock.stoppedAt(Instant.parse("2026-01-01T00:00:00Z"));
    private boolean reason;
    private boolean well = true;
    private int readings;

    private final Turn turn = new Turn(clock, () -> reason, () -> {
        readings++;
        return new Turn.Rest(PAUSE, well);
    });

    private void after(Duration time, int expected) {
        clock.advance(time);
        assertThat(turn.step()).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(readings).isEqualTo(expected);
    }

    @Test
    void withoutAReasonItIsReadAfterItsPause() {
        after(Duration.ZERO, 1);
        after(Duration.ofMinutes(9), 1);
        after(Duration.ofMinutes(1), 2);
    }

    @Test
    void whoDidNotAnswerWellIsLeftAloneForAsLongAsThatTakesWhateverTheReason() {
        well = false;
        reason = true;
        after(Duration.ZERO, 1);
        after(Duration.ofSeconds(30), 1);
        after(Duration.ofMinutes(9), 1);
        well = true;
        after(Duration.ofSeconds(30), 2);
        after(Duration.ofSeconds(20), 3);
    }

    @Test
    void aReasonMakesItSoonAndAHundredReasonsNoSooner() {
        after(Duration.ZERO, 1);
        reason = true;
        after(Duration.ofSeconds(19), 1);
        after(Duration.ofSeconds(1), 2);
        for (int i = 0; i < 19; i++) after(Duration.ofSeconds(1), 2);
        after(Duration.ofSeconds(1), 3);
        reason = false;
        after(Duration.ofMinutes(9), 3);
    }
}
