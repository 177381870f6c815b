package io.penguintech.gough.bot.rollout;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code audit}: who asked for what, also when it was refused. */
final class AuditStore {
    private final JdbcClient db;

    AuditStore(JdbcClient db) {
        this.db = db;
    }

    /** {@code repository} is {@code *} for what concerns all. */
    void write(String repository, String who, String what, String detail, Instant now) {
        db.sql("insert into audit (repository, at, who, what, detail) values (:repository, :at, :who, :what, :detail)")
                .param("repository", repository)
                .param("at", Columns.at(now))
                .param("who", who)
                .param("what", what)
                .param("detail", Columns.text(detail))
                .update();
    }
}
