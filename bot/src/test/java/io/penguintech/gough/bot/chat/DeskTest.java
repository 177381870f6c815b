package io.penguintech.gough.bot.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When something was said that Slack brings late. */
class DeskTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private static Instant said(String ts) {
        var event = new JsonObject();
        event.addProperty("ts", ts);
        return Desk.said(event, NOW);
    }

    @Test
    void aMentionThatComesLateWasSaidWhenItWasWritten() {
        assertThat(said(NOW.minusSeconds(1800).getEpochSecond() + ".000200")).isEqualTo(NOW.minusSeconds(1800));
        assertThat(said(Long.toString(NOW.getEpochSecond() + 60)))
                .as("by a clock ahead of ours")
                .isEqualTo(NOW);
        for (var odd : new String[] {"", "x", "-1", "99999999999999999999", "1.2.3"})
            assertThat(said(odd)).as(odd).isEqualTo(NOW);
        assertThat(Desk.said(new JsonObject(), NOW)).isEqualTo(NOW);
    }
}
