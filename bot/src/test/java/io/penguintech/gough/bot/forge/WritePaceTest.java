package io.penguintech.gough.bot.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WritePaceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void afterARestAFewFollowEachOtherAndThenEachWaits() {
        assertThat(waits(4, List.of(0L, 0L, 0L, 0L, 0L, 1_000L, 2_000L)))
                .containsExactly(0L, 0L, 0L, 0L, 1_000L, 1_000L, 1_000L);
    }

    @Test
    void aRestGivesBackSoManyAsItHadRoomForAndNoMore() {
        assertThat(waits(3, List.of(0L, 0L, 0L, 2_000L, 2_000L, 2_000L, 60_000L, 60_000L, 60_000L, 60_000L)))
                .containsExactly(0L, 0L, 0L, 0L, 0L, 1_000L, 0L, 0L, 0L, 1_000L);
    }

    @Test
    void oneAtOnceIsAlwaysThatFarFromTheNext() {
        assertThat(waits(1, List.of(0L, 0L, 1_500L, 3_000L, 9_000L))).containsExactly(0L, 1_000L, 500L, 0L, 0L);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void itCountsOnWhenTheClockOfTheProcessGoesRound(long start) {
        var turns = new WritePace(SECOND, 2).turns();
        assertThat(List.of(turns.next(start), turns.next(start), turns.next(start)))
                .containsExactly(Duration.ZERO, Duration.ZERO, SECOND);
    }

    /** GitHub refuses more than 80 a minute, GitLab more than 300. */
    @ParameterizedTest
    @EnumSource(ForgeKind.class)
    void whoeverWritesAsFastAsHeMayIsRefusedByNoForge(ForgeKind kind) {
        int most = switch (kind) {
            case GITHUB -> 80;
            case GITLAB -> 300;
            case GITEA -> Integer.MAX_VALUE;
        };
        var turns = WritePace.of(kind).turns();
        long now = 0;
        int written = 0;
        while (now < Duration.ofMinutes(1).toNanos()) {
            now += turns.next(now).toNanos();
            written++;
        }
        assertThat(written).isBetween(10, most);
    }

    private static List<Long> waits(int atOnce, List<Long> asked) {
        var turns = new WritePace(SECOND, atOnce).turns();
        var waits = new ArrayList<Long>();
        for (var at : asked)
            waits.add(turns.next(Duration.ofMillis(at).toNanos()).toMillis());
        return waits;
    }
}
