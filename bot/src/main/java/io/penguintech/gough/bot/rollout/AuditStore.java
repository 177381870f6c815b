package io.penguintech.gough.bot.rollout;

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
                .param("hosts", Columns.array(line.hosts()))
                .query(Long.class)
                .single();
    }
}
