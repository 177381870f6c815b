package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.HostRequest;
import io.penguintech.gough.schema.HostName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code host_requests}: what people asked for about hosts. One open request a host. */
final class HostRequestStore {
    /** How long what ended is shown. */
    private static final Duration SHOWN = Duration.ofDays(7);

    private static final int MOST_SHOWN = 100;

    private final JdbcClient db;

    HostRequestStore(JdbcClient db) {
        this.db = db;
    }

    /**
     * A request that is to be recorded.
     *
     * @param by the person
     * @param account with which account
     */
    record Asking(HostRequest.What what, String by, String account, String reason, Instant at, Instant expires) {}

    /** Records a request; its number. Empty when one of that host is open. */
    Optional<Long> add(RepositoryId repository, HostName host, Asking asking) {
        return db.sql("""
                insert into host_requests (repository, host, what, by, account, reason, at, expires)
                values (:repository, :host, :what, :by, :account, :reason, :at, :expires)
                on conflict (repository, host) where ended_at is null do nothing
                returning id""")
                .param("repository", repository.value())
                .param("host", host.value())
                .param("what", asking.what().word())
                .param("by", Columns.text(asking.by()))
                .param("account", Columns.text(asking.account()))
                .param("reason", Columns.text(asking.reason()))
                .param("at", Columns.at(asking.at()))
                .param("expires", Columns.at(asking.expires()))
                .query(Long.class)
                .optional();
    }

    /** What is open, by host; also what is over and nobody ended yet. */
    List<RequestStatus> open(RepositoryId repository) {
        return db.sql("select * from host_requests where repository = :repository and ended_at is null order by id")
                .param("repository", repository.value())
                .query(HostRequestStore::row)
                .list();
    }

    /** Whether a request is open and not over; if so, it stays as it is until the transaction ends. */
    boolean lock(long number, Instant now) {
        return db.sql("""
                        select id from host_requests
                        where id = :number and ended_at is null and expires > :now for update""")
                .param("number", number)
                .param("now", Columns.at(now))
                .query(Long.class)
                .optional()
                .isPresent();
    }

    /** What is to be planned: open, and not over. */
    SortedMap<HostName, HostRequest> planned(RepositoryId repository, Instant now) {
        var planned = new TreeMap<HostName, HostRequest>();
        for (var one : open(repository))
            if (now.isBefore(one.expires()))
                planned.put(one.host(), new HostRequest(one.number(), one.what(), one.by(), one.reason()));
        return planned;
    }

    /** What is open, and what ended in the last seven days, the newest first. */
    List<RequestStatus> shown(RepositoryId repository, Instant now) {
        return db.sql("""
                select * from host_requests
                where repository = :repository and (ended_at is null or ended_at > :since)
                order by id desc limit :most""")
                .param("repository", repository.value())
                .param("since", Columns.at(now.minus(SHOWN)))
                .param("most", MOST_SHOWN)
                .query(HostRequestStore::row)
                .list();
    }

    /**
     * Hosts that were switched off because somebody asked for it, and when that was done, as far as nothing else was brought about on request
     * since.
     */
    Map<HostName, Instant> switchedOff(RepositoryId repository) {
        var off = new HashMap<HostName, Instant>();
        db.sql("""
                select * from (
                    select distinct on (host) host, what, ended_at from host_requests
                    where repository = :repository and ending = 'done'
                    order by host, id desc) last
                where what = :what""")
                .param("repository", repository.value())
                .param("what", HostRequest.What.POWER_OFF.word())
                .query(row -> {
                    off.put(
                            new HostName(row.getString("host")),
                            Columns.optionalInstant(row, "ended_at").orElseThrow());
                });
        return off;
    }

    /** Ends a request, once. Answers whether it was open. */
    boolean end(long number, RequestStatus.Ending how, String outcome, Instant now) {
        return db.sql("""
                        update host_requests set ended_at = :now, ending = :how, outcome = :outcome
                        where id = :number and ended_at is null""")
                        .param("now", Columns.at(now))
                        .param("how", how.name().toLowerCase(Locale.ROOT))
                        .param("outcome", Columns.text(outcome))
                        .param("number", number)
                        .update()
                > 0;
    }

    private static RequestStatus row(ResultSet row, int number) throws SQLException {
        var ended = Columns.optionalInstant(row, "ended_at");
        var how = Columns.optional(row, "ending").map(word -> word.toUpperCase(Locale.ROOT));
        return new RequestStatus(
                row.getLong("id"),
                new HostName(row.getString("host")),
                HostRequest.What.of(row.getString("what")).orElseThrow(),
                row.getString("by"),
                row.getString("reason"),
                Columns.instant(row, "at"),
                Columns.instant(row, "expires"),
                row.getString("outcome"),
                ended.map(at -> new RequestStatus.Ended(RequestStatus.Ending.valueOf(how.orElseThrow()), at)));
    }
}
