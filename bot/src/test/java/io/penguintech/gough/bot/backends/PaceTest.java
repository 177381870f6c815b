package io.penguintech.gough.bot.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How fast machines are read again. */
class PaceTest {
    private final Pace tenth = new Pace(0.1);

    @Test
    void beforeAnyAnswerAMachineCostsWhatWasRecorded() {
        assertThat(tenth.each()).isEqualTo(Duration.ofMillis(29));
        assertThat(tenth.pass(10_000, Duration.ofMinutes(5))).isEqualTo(Duration.ofSeconds(2900));
    }

    @Test
    void readingTakesNoMoreThanItsShare() {
        tenth.measured(50, Duration.ofSeconds(2));
        // 2 s of 20: a tenth.
        assertThat(tenth.pause(50, Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(18));
        assertThat(new Pace(1).pause(0, Duration.ofSeconds(2))).isZero();
    }

    @Test
    void oneQuickAnswerDoesNotHurryASlowRegion() {
        tenth.measured(50, Duration.ofSeconds(5));
        tenth.measured(50, Duration.ofSeconds(5));
        assertThat(tenth.pause(50, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(49));
    }

    @Test
    void aSlowAnswerIsFollowedByALongerPauseAndThenForgotten() {
        tenth.measured(50, Duration.ofSeconds(1));
        assertThat(tenth.pause(50, Duration.ofSeconds(50))).isEqualTo(Duration.ofSeconds(450));
        tenth.measured(50, Duration.ofSeconds(50));
        for (int i = 0; i < 40; i++) tenth.measured(50, Duration.ofSeconds(1));
        assertThat(tenth.each()).isBetween(Duration.ofMillis(20), Duration.ofMillis(21));
    }

    @Test
    void aFewMachinesAreReadNoOftenerThanWished() {
        assertThat(tenth.pass(100, Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aShareIsAShare() {
        assertThatThrownBy(() -> new Pace(0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Pace(1.5)).hasMessageContaining("at most 1");
    }
}
