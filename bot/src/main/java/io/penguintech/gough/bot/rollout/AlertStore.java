package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Alert.Severity;
import io.penguintech.gough.bot.source.RepositoryId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tables {@code open_alerts} and {@code resolved_alerts}. What people are told is published in the transaction that changes an
 * alert: at once, or when {@link #tell} says so of what is silenced or changes too often.
 */
final class AlertStore {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration LATELY = Duration.ofDays(7);
    private static final int MOST = 100;
    /** What a person sees of an alert; when it is the same, there is nothing to tell. */
    private static final String SEEN = "severity || case when muted then ' muted ' else ' ' end || text";

    private final JdbcClient db;
    private final Outbox outbox;
    private final SilencedAlerts silences;

    AlertStore(JdbcClient db, Outbox outbox, SilencedAlerts silences) {
        this.db = db;
        this.outbox = outbox;
        this.silences = silences;
    }

    /**
     * What an alert is to say.
     *
     * @param hosts how many hosts it is about; 0 for none
     * @param muted whether all of them are silenced
     * @param expires when it is over by itself; empty for what something else ends
     * @param endsByAck whether it is over when somebody acknowledges it, as nothing that is seen ends it
     */
    record Saying(
            String key,
            Severity severity,
            String text,
            int hosts,
            boolean muted,
            Optional<Instant> expires,
            boolean endsByAck) {
        private static Saying of(String key, Severity severity, String text, boolean endsByAck) {
            return new Saying(key, severity, text, 0, false, Optional.empty(), endsByAck);
        }
    }

    /** Raises an alert unless it is open with the same words; people are told at once. */
    void raise(RepositoryId repository, String key, Severity severity, String text, Instant now) {
        if (put(repository, Saying.of(key, severity, text, false), false, now)) tellNow(repository, key, now);
    }

    /** Raises an alert that nothing ends but a person who acknowledges it; people are told at once. */
    void announce(RepositoryId repository, String key, Severity severity, String text, Instant now) {
        if (put(repository, Saying.of(key, severity, text, true), false, now)) tellNow(repository, key, now);
    }

    /** Raises an alert unless it is open, whatever it says: one that speaks of a state, not of its newest detail. */
    void raiseOnce(RepositoryId repository, String key, Severity severity, String text, Instant now) {
        if (open(repository, key, now).isEmpty()) raise(repository, key, severity, text, now);
    }

    /** Raises or changes an alert that is derived from what is seen; people are told by {@link #tell}. */
    void derive(RepositoryId repository, Saying saying, Instant now) {
        put(repository, saying, true, now);
    }

    /** Raises or changes an alert that time or a person ends; people are told by {@link #tell}. */
    void put(RepositoryId repository, Saying saying, Instant now) {
        put(repository, saying, false, now);
    }

    /** It does not end by itself before that, if it is open and ends by itself at all. */
    void prolong(RepositoryId repository, String key, Instant expires) {
        db.sql("""
                update open_alerts set expires = greatest(expires, :expires)
                where repository = :repository and key = :key and expires is not null""")
                .param("repository", repository.value())
                .param("key", key)
                .param("expires", Columns.at(expires))
                .update();
    }

    /** Whether it is new or says something else now. Who had it in hand had a less severe one in hand. */
    private boolean put(RepositoryId repository, Saying saying, boolean derived, Instant now) {
        return db.sql("""
                        insert into open_alerts
                            (repository, key, severity, text, since, changed_at, derived, muted, hosts, expires, ends_by_ack)
                        values
                            (:repository, :key, :severity, :text, :now, :now, :derived, :muted, :hosts, :expires, :endsByAck)
                        on conflict (repository, key) do update set
                            severity = excluded.severity, text = excluded.text, changed_at = excluded.changed_at,
                            muted = excluded.muted, hosts = excluded.hosts,
                            expires = greatest(open_alerts.expires, excluded.expires),
                            acknowledged_by = case when excluded.severity = 'critical' and open_alerts.severity <> 'critical'
                                then null else open_alerts.acknowledged_by end
                        where (open_alerts.severity, open_alerts.text, open_alerts.muted, open_alerts.hosts)
                            is distinct from (excluded.severity, excluded.text, excluded.muted, excluded.hosts)""")
                        .param("repository", repository.value())
                        .param("key", saying.key())
                        .param("severity", saying.severity().word())
                        .param("text", Columns.text(saying.text()))
                        .param("now", Columns.at(now))
                        .param("derived", derived)
                        .param("muted", saying.muted())
                        .param("hosts", saying.hosts())
                        .param("expires", Columns.at(saying.expires()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("endsByAck", saying.endsByAck())
                        .update()
                > 0;
    }

    /**
     * Tells people of what they have not been told: what is new, and what says something else since {@code pause} at least. What is
     * silenced waits until it is not any more. Ends what is over by itself.
     */
    void tell(RepositoryId repository, Duration pause, Instant now) {
        db.sql("select key from open_alerts where repository = :repository and expires <= :now")
                .param("repository", repository.value())
                .param("now", Columns.at(now))
                .query(String.class)
                .list()
                .forEach(key -> resolve(repository, key, "Nothing more was heard of it.", now));
        db.sql("""
                select key from open_alerts where repository = :repository
                    and told is distinct from %s and not (told is null and muted)
                    and (told_at is null or told_at <= :before) order by since, key""".formatted(SEEN))
                .param("repository", repository.value())
                .param("before", Columns.at(now.minus(pause)))
                .query(String.class)
                .list()
                .forEach(key -> tellNow(repository, key, now));
    }

    /** Whoever shows alerts shows this one as it is now, if people know of it. */
    void showAgain(RepositoryId repository, String key, Instant now) {
        db.sql(
                        "select severity, text from open_alerts where repository = :repository and key = :key and told is not null")
                .param("repository", repository.value())
                .param("key", key)
                .query((row, _) -> raised(repository, key, row))
                .optional()
                .ifPresent(event -> outbox.publish(event, now));
    }

    /** People are told anew when it is not silenced any more. */
    void silenced(RepositoryId repository, String key) {
        db.sql("update open_alerts set told = '' where repository = :repository and key = :key and told is not null")
                .param("repository", repository.value())
                .param("key", key)
                .update();
    }

    private void tellNow(RepositoryId repository, String key, Instant now) {
        if (silences.of(repository, now).stream().anyMatch(silence -> silence.isOf(key))) return;
        var event = db.sql("""
                update open_alerts set told = %s, told_at = :now where repository = :repository and key = :key
                returning severity, text""".formatted(SEEN))
                .param("repository", repository.value())
                .param("key", key)
                .param("now", Columns.at(now))
                .query((row, _) -> raised(repository, key, row))
                .single();
        outbox.publish(event, now);
    }

    private static RolloutEvent.AlertRaised raised(RepositoryId repository, String key, ResultSet row)
            throws SQLException {
        return new RolloutEvent.AlertRaised(repository, key, row.getString("severity"), row.getString("text"));
    }

    /** Resolves an alert if it is open. Who was not told of it is not told that it is over. */
    void resolve(RepositoryId repository, String key, String text, Instant now) {
        var told = db.sql("""
                with gone as (delete from open_alerts where repository = :repository and key = :key returning *),
                whole as (delete from alert_parts where repository = :repository and key = :key),
                ended as (update alert_hosts set until = :now
                    where repository = :repository and key = :key and until is null),
                kept as (insert into resolved_alerts
                    (repository, key, severity, text, since, resolved_at, ending, acknowledged_by)
                    select repository, key, severity, text, since, :now, :ending, acknowledged_by from gone)
                select told is not null from gone""")
                .param("repository", repository.value())
                .param("key", key)
                .param("now", Columns.at(now))
                .param("ending", Columns.text(text))
                .query(Boolean.class)
                .optional();
        if (told.isPresent()) forget(now);
        if (told.orElse(false)) outbox.publish(new RolloutEvent.AlertResolved(repository, key, text), now);
    }

    private void forget(Instant now) {
        for (var table :
                List.of("resolved_alerts where resolved_at", "alert_hosts where until", "alert_silences where until"))
            db.sql("delete from %s < :old".formatted(table))
                    .param("old", Columns.at(now.minus(KEPT)))
                    .update();
    }

    /** Somebody has it in hand. */
    void acknowledge(RepositoryId repository, String key, String by, Instant now) {
        db.sql("""
                update open_alerts set acknowledged_by = :by, acknowledged_at = :now
                where repository = :repository and key = :key""")
                .param("repository", repository.value())
                .param("key", key)
                .param("by", by)
                .param("now", Columns.at(now))
                .update();
    }

    /** Whether it is over when somebody acknowledges it. */
    boolean endsByAck(RepositoryId repository, String key) {
        return db.sql("select ends_by_ack from open_alerts where repository = :repository and key = :key")
                .param("repository", repository.value())
                .param("key", key)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** Keys of the open alerts that are derived from what is seen. */
    List<String> derived(RepositoryId repository) {
        return db.sql("select key from open_alerts where repository = :repository and derived")
                .param("repository", repository.value())
                .query(Columns::only)
                .list();
    }

    /** Keys of the open alerts that end by themselves some time; nobody ends them before this transaction is over. */
    List<String> expiring(RepositoryId repository) {
        return db.sql(
                        "select key from open_alerts where repository = :repository and expires is not null order by key for update")
                .param("repository", repository.value())
                .query(Columns::only)
                .list();
    }

    /** What the open alerts of a kind are about: the rest of each key that begins with {@code prefix}. */
    List<String> about(RepositoryId repository, String prefix) {
        return db
                .sql("select key from open_alerts where repository = :repository and starts_with(key, :prefix)")
                .param("repository", repository.value())
                .param("prefix", prefix)
                .query(Columns::only)
                .list()
                .stream()
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    /** Open alerts, the oldest first. */
    List<Alert> open(Optional<RepositoryId> repository, Instant now) {
        var known = new HashMap<RepositoryId, List<Alert.Silence>>();
        return db
                .sql("""
                select *, null::timestamptz as resolved_at, null as ending, %s from open_alerts a
                where cast(:repository as text) is null or repository = :repository
                order by since, repository, key""".formatted(BEFORE))
                .param("repository", repository.map(RepositoryId::value).orElse(null), Types.VARCHAR)
                .param("lately", Columns.at(now.minus(LATELY)))
                .query((row, _) -> alert(row))
                .list() // a stream would keep its connection
                .stream()
                .map(alert -> silenced(alert, known.computeIfAbsent(alert.repository(), one -> silences.of(one, now))))
                .toList();
    }

    private static final String BEFORE = """
            (select count(*) from resolved_alerts r where r.repository = a.repository and r.key = a.key
                and r.resolved_at > :lately) as before""";

    Optional<Alert> open(RepositoryId repository, String key, Instant now) {
        return db.sql("""
                select *, null::timestamptz as resolved_at, null as ending, %s from open_alerts a
                where repository = :repository and key = :key""".formatted(BEFORE))
                .param("repository", repository.value())
                .param("key", key)
                .param("lately", Columns.at(now.minus(LATELY)))
                .query((row, _) -> alert(row))
                .optional()
                .map(alert -> silenced(alert, silences.of(repository, now)));
    }

    private static Alert silenced(Alert alert, List<Alert.Silence> silences) {
        var silence = silences.stream().filter(one -> one.isOf(alert.key())).findFirst();
        return new Alert(
                alert.repository(),
                alert.key(),
                alert.severity(),
                alert.text(),
                alert.since(),
                alert.changedAt(),
                alert.hosts(),
                alert.before(),
                alert.acknowledged(),
                silence,
                alert.resolved());
    }

    /** Alerts that were resolved lately, the newest first. */
    List<Alert> resolved(Optional<RepositoryId> repository, Instant now) {
        return db.sql("""
                select *, resolved_at as changed_at, 0 as hosts, 0 as before, resolved_at as acknowledged_at
                from resolved_alerts
                where resolved_at > :lately and (cast(:repository as text) is null or repository = :repository)
                order by resolved_at desc, id desc limit :most""")
                .param("lately", Columns.at(now.minus(LATELY)))
                .param("repository", repository.map(RepositoryId::value).orElse(null), Types.VARCHAR)
                .param("most", MOST)
                .query((row, _) -> alert(row))
                .list();
    }

    private static Alert alert(ResultSet row) throws SQLException {
        var ending = Columns.optional(row, "ending");
        return new Alert(
                new RepositoryId(row.getString("repository")),
                row.getString("key"),
                Severity.of(row.getString("severity")),
                row.getString("text"),
                Columns.instant(row, "since"),
                Columns.instant(row, "changed_at"),
                row.getInt("hosts"),
                row.getInt("before"),
                acknowledged(row.getString("acknowledged_by"), row),
                Optional.empty(),
                Columns.optionalInstant(row, "resolved_at").map(at -> new Alert.Resolved(at, ending.orElse(""))));
    }

    private static Optional<Alert.Acknowledged> acknowledged(@Nullable String by, ResultSet row) throws SQLException {
        return by == null
                ? Optional.empty()
                : Optional.of(new Alert.Acknowledged(by, Columns.instant(row, "acknowledged_at")));
    }
}
