package io.penguintech.gough.bot.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tables {@code events} and {@code event_positions}: facts, in the transaction that made them. */
final class Outbox {
    /** Any constant: transactions that write events follow one another, so that numbers are in the order of commits. */
    private static final long ONE_AFTER_THE_OTHER = 0x676f756768L;

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
