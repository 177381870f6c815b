package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tables {@code events}, {@code event_positions}, {@code open_alerts} and {@code resolved_alerts}: facts, in the transaction that made them. */
final class Outbox {
    /** Any constant: transactions that write events follow one another, so that numbers are in the order of commits. */
    private static final long ONE_AFTER_THE_OTHER = 0x676f756768L;

    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration LATELY = Duration.ofDays(7);
    private static final int MOST = 100;

    private final JdbcClient db;

    Outbox(JdbcClient db) {
        this.db = db;
    }

    /** An event with its number. */
    record Numbered(long sequence, RolloutEvent event) {}

    /**
     * How far a consumer is.
     *
     * @param failures how often the next event failed in a row
     * @param notBefore when to try again
     */
    record Position(long sequence, int failures, Optional<Instant> notBefore) {}

    /** Must be called inside the transaction that changes what the event is about. */
    void publish(RolloutEvent event, Instant now) {
        db.sql("select cast(pg_advisory_xact_lock(:key) as text)")
                .param("key", ONE_AFTER_THE_OTHER)
                .query()
                .singleValue();
        db.sql("insert into events (repository, body, at) values (:repository, cast(:body as jsonb), :at)")
                .param("repository", event.repository().value())
                .param("body", Json.write(event))
                .param("at", Columns.at(now))
                .update();
    }

    /** Raises an alert unless it is open with the same words. */
    void raise(RepositoryId repository, String key, String severity, String text, Instant now) {
        var fresh = db.sql("""
                insert into open_alerts (repository, key, severity, text, since)
                values (:repository, :key, :severity, :text, :now)
                on conflict (repository, key) do update set severity = excluded.severity, text = excluded.text
                where (open_alerts.severity, open_alerts.text) is distinct from (excluded.severity, excluded.text)""")
                .param("repository", repository.value())
                .param("key", key)
                .param("severity", severity)
                .param("text", Columns.text(text))
                .param("now", Columns.at(now))
                .update();
        if (fresh > 0) publish(new RolloutEvent.AlertRaised(repository, key, severity, text), now);
    }

    /** Raises an alert unless it is open, whatever it says: one that speaks of a state, not of its newest detail. */
    void raiseOnce(RepositoryId repository, String key, String severity, String text, Instant now) {
        var fresh = db.sql("""
                insert into open_alerts (repository, key, severity, text, since)
                values (:repository, :key, :severity, :text, :now)
                on conflict (repository, key) do nothing""")
                .param("repository", repository.value())
                .param("key", key)
                .param("severity", severity)
                .param("text", Columns.text(text))
                .param("now", Columns.at(now))
                .update();
        if (fresh > 0) publish(new RolloutEvent.AlertRaised(repository, key, severity, text), now);
    }

    /** Resolves an alert if it is open. */
    void resolve(RepositoryId repository, String key, String text, Instant now) {
        var gone = db.sql("""
                with gone as (delete from open_alerts where repository = :repository and key = :key returning *)
                insert into resolved_alerts (repository, key, severity, text, since, resolved_at, ending)
                select repository, key, severity, text, since, :now, :ending from gone""")
                .param("repository", repository.value())
                .param("key", key)
                .param("now", Columns.at(now))
                .param("ending", Columns.text(text))
                .update();
        if (gone > 0)
            db.sql("delete from resolved_alerts where resolved_at < :old")
                    .param("old", Columns.at(now.minus(KEPT)))
                    .update();
        if (gone > 0) publish(new RolloutEvent.AlertResolved(repository, key, text), now);
    }

    /** Open alerts, the oldest first. */
    List<Ledger.Alert> openAlerts(Optional<RepositoryId> repository) {
        return db.sql("""
                select *, null::timestamptz as resolved_at, null as ending from open_alerts
                where cast(:repository as text) is null or repository = :repository
                order by since, repository, key""")
                .param("repository", repository.map(RepositoryId::value).orElse(null), Types.VARCHAR)
                .query(Outbox::alert)
                .list();
    }

    /** Alerts that were resolved lately, the newest first. */
    List<Ledger.Alert> resolvedAlerts(Optional<RepositoryId> repository, Instant now) {
        return db.sql("""
                select * from resolved_alerts
                where resolved_at > :lately and (cast(:repository as text) is null or repository = :repository)
                order by resolved_at desc, id desc limit :most""")
                .param("lately", Columns.at(now.minus(LATELY)))
                .param("repository", repository.map(RepositoryId::value).orElse(null), Types.VARCHAR)
                .param("most", MOST)
                .query(Outbox::alert)
                .list();
    }

    private static Ledger.Alert alert(ResultSet row, int number) throws SQLException {
        var ending = Columns.optional(row, "ending");
        return new Ledger.Alert(
                new RepositoryId(row.getString("repository")),
                row.getString("key"),
                row.getString("severity"),
                row.getString("text"),
                Columns.instant(row, "since"),
                Columns.optionalInstant(row, "resolved_at").map(at -> new Ledger.Resolved(at, ending.orElse(""))));
    }

    List<Numbered> after(long sequence, int limit) {
        return db.sql("select sequence, body from events where sequence > :sequence order by sequence limit :limit")
                .param("sequence", sequence)
                .param("limit", limit)
                .query((row, number) ->
                        new Numbered(row.getLong("sequence"), Json.read(row.getString("body"), RolloutEvent.class)))
                .list();
    }

    Position position(String consumer) {
        return db.sql("select * from event_positions where consumer = :consumer")
                .param("consumer", consumer)
                .query((row, number) -> new Position(
                        row.getLong("position"), row.getInt("failures"), Columns.optionalInstant(row, "not_before")))
                .optional()
                .orElse(new Position(0, 0, Optional.empty()));
    }

    void save(String consumer, Position position) {
        db.sql("""
                insert into event_positions (consumer, position, failures, not_before)
                values (:consumer, :position, :failures, :notBefore)
                on conflict (consumer) do update
                set position = excluded.position, failures = excluded.failures, not_before = excluded.not_before""")
                .param("consumer", consumer)
                .param("position", position.sequence())
                .param("failures", position.failures())
                .param("notBefore", Columns.at(position.notBefore()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }
}
