package io.penguintech.gough.simulators.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Time in a stand-in. */
class StandInClockTest {
    private static final Instant START = Instant.parse("2026-11-22T19:40:00Z");

    @Test
    void aStoppedClockMovesOnlyWhenPushed() {
        var clock = StandInClock.stoppedAt(START);

        assertThat(clock.instant()).isEqualTo(START);
        clock.advance(Duration.ofHours(3));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(3 * 3600));
    }

    @Test
    void aFasterClockRunsAheadOfRealTime() throws InterruptedException {
        var before = Instant.now();
        var clock = StandInClock.faster(1000);
        Thread.sleep(20);

        assertThat(clock.instant()).isAfter(before.plusSeconds(19));
    }

    @Test
    void timeDoesNotRunBackwards() {
        var clock = StandInClock.stoppedAt(START);

        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StandInClock.faster(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itIsTheClockOfWhateverTakesOneAndCanBeTurnedBack() {
        var clock = StandInClock.stoppedAt(START);
        assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);

        clock.turn(Duration.ofMinutes(-5));
        assertThat(Clock.offset(clock, Duration.ofMinutes(1)).instant()).isEqualTo(START.minusSeconds(240));
    }
}
