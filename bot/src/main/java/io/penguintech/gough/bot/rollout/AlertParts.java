package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code alert_parts}: what an open alert consists of that only a Fleet tells. They go with the alert. */
final class AlertParts {
    private final JdbcClient db;

    AlertParts(JdbcClient db) {
        this.db = db;
    }

    /**
     * Adds one, or renews it.
     *
     * @param part what makes it one and the same
     * @param words what people see of it
     * @param expires until when it counts, if it is not heard of again
     */
    void put(RepositoryId repository, String key, String part, String words, Instant now, Instant expires) {
        db.sql("""
                insert into alert_parts (repository, key, part, words, at, expires)
                values (:repository, :key, :part, :words, :now, :expires)
                on conflict (repository, key, part) do update set
                    words = excluded.words, at = excluded.at,
                    expires = greatest(alert_parts.expires, excluded.expires)""")
                .param("repository", repository.value())
                .param("key", key)
                .param("part", part)
                .param("words", Columns.text(words))
                .param("now", Columns.at(now))
                .param("expires", Columns.at(expires))
                .update();
    }

    /** It was heard of again; nothing happens when it is none any more. */
    void prolong(RepositoryId repository, String key, String part, Instant expires) {
        db.sql("""
                update alert_parts set expires = greatest(expires, :expires)
                where repository = :repository and key = :key and part = :part""")
                .param("repository", repository.value())
                .param("key", key)
                .param("part", part)
                .param("expires", Columns.at(expires))
                .update();
    }

    /** The words of those that count now, the newest first. */
    List<String> words(RepositoryId repository, String key, Instant now) {
        return db.sql("""
                select words from alert_parts where repository = :repository and key = :key and expires > :now
                order by at desc, part""")
                .param("repository", repository.value())
                .param("key", key)
                .param("now", Columns.at(now))
                .query(Columns::only)
                .list();
    }

    /** When the last of them is over; empty when there is none. */
    Optional<Instant> until(RepositoryId repository, String key) {
        return db.sql("select max(expires) as until from alert_parts where repository = :repository and key = :key")
                .param("repository", repository.value())
                .param("key", key)
                .query((row, _) -> Columns.optionalInstant(row, "until"))
                .single();
    }

    /** Forgets those that do not count any more. */
    void forget(Instant now) {
        db.sql("delete from alert_parts where expires <= :now")
                .param("now", Columns.at(now))
                .update();
    }
}
