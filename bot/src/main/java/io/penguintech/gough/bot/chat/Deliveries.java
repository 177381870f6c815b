package io.penguintech.gough.bot.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Remembers what Slack delivered, so that the same delivery twice is the same delivery once. */
final class Deliveries {
    /** Slack's signatures hold for five minutes; its retries come within six. */
    private static final Duration KEPT = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final Clock clock;

    Deliveries(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whether {@code id} came for the first time. */
    boolean first(String id) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.sql("delete from slack_delivery where at < :before")
                .param("before", now.minus(KEPT))
                .update();
        return jdbc.sql("insert into slack_delivery (id, at) values (:id, :at) on conflict do nothing")
                        .param("id", id)
                        .param("at", now)
                        .update()
                == 1;
    }
}
