package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code audit}: who asked for what, also when it was refused. */
final class AuditStore {
    private final JdbcClient db;

    AuditStore(JdbcClient db) {
        this.db = db;
    }

    /**
     * A line to be written.
     *
     * @param repository its id; {@code *} for what concerns all
     * @param who the account it was asked with
     * @param person the person behind that account, if one is known
     * @param what the deed
     * @param outcome accepted or refused
     * @param text what Gough answered
     * @param reason why, as the person said
     * @param hosts the hosts it is about
     */
    record Line(
            String repository,
            String who,
            Optional<String> person,
            String what,
            String outcome,
            String text,
            String reason,
            Collection<String> hosts) {
        /** Keeps a copy. */
        Line {
            hosts = List.copyOf(hosts);
        }
    }

    /** The newest lines first. */
    List<Ledger.Entry> read(Ledger.Filter filter) {
        return db.sql("""
                select * from audit
                where id < :before
                    and (cast(:repository as text) is null or repository in (:repository, '*'))
                    and (cast(:person as text) is null or person = :person or who = :person)
                    and (cast(:hosts as text[]) is null or hosts @> cast(:hosts as text[]))
                order by id desc limit :limit""")
                .param("before", filter.before().orElse(Long.MAX_VALUE))
                .param(
                        "repository",
                        filter.repository().map(RepositoryId::value).orElse(null),
                        Types.VARCHAR)
                .param("person", filter.person().orElse(null), Types.VARCHAR)
                .param(
                        "hosts",
                        filter.host().map(host -> Columns.array(List.of(host))).orElse(null),
                        Types.ARRAY)
                .param("limit", Math.clamp(filter.limit(), 1, 1000))
                .query(AuditStore::entry)
                .list();
    }

    private static Ledger.Entry entry(ResultSet row, int number) throws SQLException {
        return new Ledger.Entry(
                row.getLong("id"),
                row.getString("repository"),
                Columns.instant(row, "at"),
                row.getString("who"),
                Columns.optional(row, "person"),
                row.getString("what"),
                row.getString("outcome"),
                row.getString("detail"),
                row.getString("reason"),
                Columns.list(row, "hosts"));
    }

    /** Writes a line down; answers its number. */
    long write(Line line, Instant now) {
        return db.sql("""
                insert into audit (repository, at, who, person, what, outcome, detail, reason, hosts)
                values (:repository, :at, :who, :person, :what, :outcome, :detail, :reason, :hosts)
                returning id""")
                .param("repository", line.repository())
                .param("at", Columns.at(now))
                .param("who", line.who())
                .param("person", line.person().orElse(null))
                .param("what", line.what())
                .param("outcome", line.outcome())
                .param("detail", Columns.text(line.text()))
                .param("reason", Columns.text(line.reason()))
                .param(
                        "hosts",
                        Columns.array(line.hosts().stream().map(Columns::text).toList()))
                .query(Long.class)
                .single();
    }
}
