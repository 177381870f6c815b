package io.penguintech.gough.templates.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTest {
    private static final Instant NOW = Instant.parse("2026-11-22T21:40:00.5Z");

    @ParameterizedTest
    @CsvSource({
        "PT0S, now",
        "PT4S, now",
        "PT-4S, now",
        "PT5S, 5 s ago",
        "PT59S, 59 s ago",
        "PT60S, 1 min ago",
        "PT59M, 59 min ago",
        "PT60M, 1 h ago",
        "PT47H, 47 h ago",
        "PT48H, 2 days ago",
        "PT-2H, in 2 h"
    })
    void saysHowLongAgo(Duration before, String ago) {
        assertThat(Moment.of(NOW.minus(before), NOW).ago()).isEqualTo(ago);
    }

    @ParameterizedTest
    @CsvSource("2026-11-22T21:40:00Z")
    void writesSecondsInUtc(String iso) {
        assertThat(Moment.of(NOW, NOW).iso()).isEqualTo(iso);
    }
}
