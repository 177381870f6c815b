package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Alert.Silence;
import io.penguintech.gough.bot.source.RepositoryId;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code alert_silences}: what people do not want to hear of for a time, by what it is about. */
final class SilencedAlerts {
    private final JdbcClient db;

    SilencedAlerts(JdbcClient db) {
        this.db = db;
    }

    /** Those that hold now, the soonest to end first. */
    List<Silence> of(RepositoryId repository, Instant now) {
        return db.sql("select * from alert_silences where repository = :repository and until > :now order by until, id")
                .param("repository", repository.value())
                .param("now", Columns.at(now))
                .query((row, _) -> new Silence(
                        Columns.optional(row, "key"),
                        Columns.optional(row, "host"),
                        row.getString("by"),
                        row.getString("reason"),
                        Columns.instant(row, "at"),
                        Columns.instant(row, "until")))
                .list();
    }

    /** One of the same takes the place of an earlier one. */
    void add(RepositoryId repository, Silence silence) {
        end(repository, silence.key(), silence.host(), silence.at());
        db.sql("""
                insert into alert_silences (repository, key, host, by, reason, at, until)
                values (:repository, :key, :host, :by, :reason, :at, :until)""")
                .param("repository", repository.value())
                .param("key", silence.key().orElse(null), Types.VARCHAR)
                .param("host", silence.host().orElse(null), Types.VARCHAR)
                .param("by", silence.by())
                .param("reason", Columns.text(silence.reason()))
                .param("at", Columns.at(silence.at()))
                .param("until", Columns.at(silence.until()))
                .update();
    }

    /** How many were ended: exactly those of this key and this host. */
    int end(RepositoryId repository, Optional<String> key, Optional<String> host, Instant now) {
        return db.sql("""
                update alert_silences set until = :now where repository = :repository and until > :now
                    and key is not distinct from cast(:key as text) and host is not distinct from cast(:host as text)""")
                .param("repository", repository.value())
                .param("key", key.orElse(null), Types.VARCHAR)
                .param("host", host.orElse(null), Types.VARCHAR)
                .param("now", Columns.at(now))
                .update();
    }
}
