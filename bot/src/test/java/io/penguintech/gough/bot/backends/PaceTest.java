package io.penguintech.gough.bot.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How fast machines are read again. */
class PaceTest {
    private static final Duration LIST = Duration.ofHours(6);
    private static final Duration SWEEP = Duration.ofMinutes(5);
    private static final Duration NEVER = Duration.ofDays(10_000);
    private static final Duration MOMENT = Duration.ofMillis(10);

    /** Without lists worth speaking of. */
    private final Pace tenth = new Pace(0.1, NEVER);

    @Test
    void beforeAnyAnswerAMachineCostsWhatWasRecorded() {
        assertThat(tenth.each()).isEqualTo(Duration.ofMillis(29));
        assertThat(tenth.pass(10_000, SWEEP)).isCloseTo(Duration.ofSeconds(2900), Duration.ofSeconds(1));
    }

    private static double read(Pace pace, int machines) {
        double each = machines * (double) pace.each().toNanos();
        return each / pace.pass(machines, SWEEP).toNanos()
                + each / pace.list(machines).toNanos();
    }

    @Test
    void completeListsAndBatchesTogetherTakeNoMoreThanTheirShare() {
        for (int machines : List.of(1, 100, 1_000, 10_000, 100_000, 1_000_000))
            for (double share : List.of(0.01, 0.1, 1.0))
                for (var list : List.of(Duration.ofMinutes(1), LIST, NEVER))
                    assertThat(read(new Pace(share, list), machines)).isLessThanOrEqualTo(share * 1.000_001);
        assertThat(read(new Pace(0.1, LIST), 10_000)).isBetween(0.0999, 0.1);
    }

    @Test
    void aRegionTooLargeForItsListsIsListedMoreSeldomAndStillReadInBatches() {
        var pace = new Pace(0.1, Duration.ofMinutes(10));
        assertThat(pace.list(100)).isEqualTo(Duration.ofMinutes(10));
        // 290 s a list: half of a tenth of the time
        assertThat(pace.list(10_000)).isEqualTo(Duration.ofSeconds(5800));
        assertThat(pace.pass(10_000, SWEEP)).isEqualTo(Duration.ofSeconds(5800));
    }

    @Test
    void aListThatFailedIsTriedAgainSoonerThanTheNextOneWouldComeAndAtOnceWhereItCostNothing() {
        var pace = new Pace(0.1, LIST);
        assertThat(pace.listAgain(10_000, Duration.ofMinutes(1))).isEqualTo(LIST.dividedBy(12));
        // five minutes of each hundred: half of a tenth
        assertThat(pace.listAgain(10_000, Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(100));
        assertThat(pace.listAgain(10_000, Duration.ofMillis(300))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void readingTakesNoMoreThanItsShare() {
        tenth.measured(50, Duration.ofSeconds(2));
        // 2 s of 20: a tenth.
        assertThat(tenth.pause(50, Duration.ofSeconds(2), 50)).isCloseTo(Duration.ofSeconds(18), MOMENT);
        assertThat(new Pace(1, NEVER).pause(0, Duration.ofSeconds(2), 0)).isZero();
    }

    @Test
    void oneQuickAnswerDoesNotHurryASlowRegion() {
        tenth.measured(50, Duration.ofSeconds(5));
        tenth.measured(50, Duration.ofSeconds(5));
        assertThat(tenth.pause(50, Duration.ofSeconds(1), 50)).isCloseTo(Duration.ofSeconds(49), MOMENT);
    }

    @Test
    void aSlowAnswerIsFollowedByALongerPauseAndThenForgotten() {
        tenth.measured(50, Duration.ofSeconds(1));
        assertThat(tenth.pause(50, Duration.ofSeconds(50), 50)).isCloseTo(Duration.ofSeconds(450), MOMENT);
        tenth.measured(50, Duration.ofSeconds(50));
        for (int i = 0; i < 40; i++) tenth.measured(50, Duration.ofSeconds(1));
        assertThat(tenth.each()).isBetween(Duration.ofMillis(20), Duration.ofMillis(21));
    }

    @Test
    void aFewMachinesAreReadNoOftenerThanWished() {
        assertThat(tenth.pass(100, SWEEP)).isEqualTo(SWEEP);
    }

    @Test
    void aShareIsAShare() {
        assertThatThrownBy(() -> new Pace(0, LIST)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Pace(1.5, LIST)).hasMessageContaining("at most 1");
    }
}
