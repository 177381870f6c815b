package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Plan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code accepted_findings}: differences somebody decided to live with. */
final class FindingStore {
    private final JdbcClient db;

    FindingStore(JdbcClient db) {
        this.db = db;
    }

    /** A difference that was accepted, as it was shown then. */
    record Accepted(String digest, String subject, String kind, String what, String by, Instant at, String reason) {}

    /** What is kept quiet, by the digest of the difference. */
    Map<String, Accepted> accepted(RepositoryId repository) {
        return db
                .sql("select * from accepted_findings where repository = :repository")
                .param("repository", repository.value())
                .query(FindingStore::row)
                .list() // a stream would keep its connection
                .stream()
                .collect(Collectors.toMap(Accepted::digest, one -> one));
    }

    /** Answers whether it was news. */
    boolean accept(RepositoryId repository, Plan.Finding finding, String by, String reason, Instant now) {
        return db.sql("""
                        insert into accepted_findings (repository, digest, subject, kind, what, by, reason, at)
                        values (:repository, :digest, :subject, :kind, :what, :by, :reason, :at)
                        on conflict (repository, digest) do nothing""")
                        .param("repository", repository.value())
                        .param("digest", finding.digest())
                        .param("subject", Columns.text(finding.subject().text()))
                        .param("kind", finding.kind())
                        .param("what", Columns.text(finding.what()))
                        .param("by", by)
                        .param("reason", Columns.text(reason))
                        .param("at", Columns.at(now))
                        .update()
                > 0;
    }

    /** From now on this difference is shown again. Answers whether it was accepted. */
    boolean reopen(RepositoryId repository, String digest) {
        return db.sql("delete from accepted_findings where repository = :repository and digest = :digest")
                        .param("repository", repository.value())
                        .param("digest", digest)
                        .update()
                > 0;
    }

    private static Accepted row(ResultSet row, int number) throws SQLException {
        return new Accepted(
                row.getString("digest"),
                row.getString("subject"),
                row.getString("kind"),
                row.getString("what"),
                row.getString("by"),
                Columns.instant(row, "at"),
                row.getString("reason"));
    }
}
