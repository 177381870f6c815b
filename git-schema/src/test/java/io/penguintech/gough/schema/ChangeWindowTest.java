package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a change window is open, and when it opens next: whatever the clocks do. */
class ChangeWindowTest {
    private static ChangeWindow window(String days, String from, String to) {
        var all = days.isEmpty()
                ? new TreeSet<>(EnumSet.allOf(DayOfWeek.class))
                : Arrays.stream(days.split(" ")).map(ChangeWindow::day).collect(Collectors.toCollection(TreeSet::new));
        return new ChangeWindow(all, LocalTime.parse(from), LocalTime.parse(to), ZoneId.of("Europe/Stockholm"));
    }

    /** 2026-11-23 is a Monday; Stockholm is an hour ahead of UTC in winter. */
    @ParameterizedTest
    @CsvSource({
        "mon tue, 09:00, 17:00, 2026-11-23T07:59:59Z, false",
        "mon tue, 09:00, 17:00, 2026-11-23T08:00:00Z, true",
        "mon tue, 09:00, 17:00, 2026-11-24T15:59:59Z, true",
        "mon tue, 09:00, 17:00, 2026-11-24T16:00:00Z, false",
        "mon tue, 09:00, 17:00, 2026-11-25T10:00:00Z, false",
        "mon, 22:00, 06:00, 2026-11-23T20:59:59Z, false",
        "mon, 22:00, 06:00, 2026-11-23T21:00:00Z, true",
        "mon, 22:00, 06:00, 2026-11-24T04:59:59Z, true",
        "mon, 22:00, 06:00, 2026-11-24T05:00:00Z, false",
        "mon, 22:00, 06:00, 2026-11-23T02:00:00Z, false",
        "sun, 22:00, 06:00, 2026-11-23T02:00:00Z, true",
        "mon, 18:00, 00:00, 2026-11-23T22:59:59Z, true",
        "mon, 18:00, 00:00, 2026-11-23T23:00:00Z, false",
        "mon, 00:00, 00:00, 2026-11-22T23:00:00Z, true",
        "mon, 00:00, 00:00, 2026-11-23T23:00:00Z, false"
    })
    void itIsOpenWhileAClockOnTheWallShowsItsTimes(String days, String from, String to, Instant now, boolean open) {
        assertThat(window(days, from, to).isOpen(now)).isEqualTo(open);
    }

    /** In Stockholm the night of 2026-03-29 has no 02:00 to 03:00, and that of 2026-10-25 has it twice. */
    @ParameterizedTest
    @CsvSource({
        "02:30, 05:00, 2026-03-29T00:59:59Z, false",
        "02:30, 05:00, 2026-03-29T01:00:00Z, true",
        "02:30, 05:00, 2026-03-29T03:00:00Z, false",
        "01:00, 02:30, 2026-03-29T00:59:59Z, true",
        "01:00, 02:30, 2026-03-29T01:00:00Z, false",
        "02:00, 03:00, 2026-03-29T01:00:00Z, false",
        "02:00, 03:00, 2026-10-25T00:00:00Z, true",
        "02:00, 03:00, 2026-10-25T01:59:59Z, true",
        "02:00, 03:00, 2026-10-25T02:00:00Z, false",
        "01:00, 02:30, 2026-10-25T00:29:59Z, true",
        "01:00, 02:30, 2026-10-25T00:30:00Z, false",
        "01:00, 02:30, 2026-10-25T01:00:00Z, true"
    })
    void anHourThatClocksShowTwiceCountsTwiceAndOneTheySkipDoesNot(String from, String to, Instant now, boolean open) {
        assertThat(window("", from, to).isOpen(now)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "mon tue, 09:00, 17:00, 2026-11-23T10:00:00Z, 2026-11-23T10:00:00Z",
        "mon tue, 09:00, 17:00, 2026-11-23T16:00:00Z, 2026-11-24T08:00:00Z",
        "mon tue, 09:00, 17:00, 2026-11-24T16:00:00Z, 2026-11-30T08:00:00Z",
        "mon, 22:00, 06:00, 2026-11-24T05:00:00Z, 2026-11-30T21:00:00Z",
        "fri, 22:00, 06:00, 2026-03-23T12:00:00Z, 2026-03-27T21:00:00Z",
        "fri, 22:00, 06:00, 2026-03-30T12:00:00Z, 2026-04-03T20:00:00Z",
        "sun, 02:30, 05:00, 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z",
        "sun, 02:00, 03:00, 2026-03-28T12:00:00Z, 2026-04-05T00:00:00Z",
        "sun, 02:30, 05:00, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z",
        "sun, 01:00, 02:30, 2026-10-25T00:45:00Z, 2026-10-25T01:00:00Z",
        "mon, 00:00, 00:00, 2026-11-23T23:00:00Z, 2026-11-29T23:00:00Z"
    })
    void itSaysWhenItOpensNext(String days, String from, String to, Instant now, Instant opens) {
        assertThat(window(days, from, to).opensAt(now)).contains(opens);
    }

    /** A year of half hours around both changes of the clocks, the long way. */
    @Test
    void theMomentItOpensIsTheFirstOneAtWhichItIsOpen() {
        for (var window : List.of(window("mon sun", "22:30", "02:30"), window("", "02:15", "02:45"))) {
            for (var start : List.of("2026-03-26T00:00:00Z", "2026-10-22T00:00:00Z")) {
                var begin = Instant.parse(start);
                for (int i = 0; i < 5 * 24 * 4; i++) {
                    var now = begin.plusSeconds(i * 900L);
                    var first = now;
                    while (!window.isOpen(first)) first = first.plusSeconds(900);
                    assertThat(window.opensAt(now)).as("%s at %s", window, now).contains(first);
                }
            }
        }
    }

    @Test
    void theFirstOfSeveralCountsAndNoneIsAlwaysOpen() {
        var now = Instant.parse("2026-11-23T16:30:00Z");
        var windows = List.of(window("mon", "09:00", "17:00"), window("tue", "03:00", "04:00"));
        assertThat(ChangeWindow.firstOpen(windows, now)).isEqualTo(Instant.parse("2026-11-24T02:00:00Z"));
        assertThat(ChangeWindow.firstOpen(List.of(), now)).isEqualTo(now);
    }

    @Test
    void itIsToldAsItIsWritten() {
        var window = window("mon fri", "22:00", "00:00");
        assertThat(window.words()).isEqualTo("mon, fri 22:00-24:00 Europe/Stockholm");
        assertThat(window("", "22:00", "06:00").words()).isEqualTo("every day 22:00-06:00 Europe/Stockholm");
        assertThat(window.clock(Instant.parse("2026-11-23T21:00:00Z")))
                .isEqualTo("Mon 23 Nov 2026 22:00 Europe/Stockholm");
    }
}
