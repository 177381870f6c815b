package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code mended_fields}: what drifted and was set back without asking. */
final class MendedStore {
    private static final int TOO_OFTEN = 3;
    private static final Duration DAY = Duration.ofHours(24);

    private final JdbcClient db;

    MendedStore(JdbcClient db) {
        this.db = db;
    }

    void add(RepositoryId repository, Change change, Instant now) {
        for (var field : change.fields())
            db.sql("""
                    insert into mended_fields (repository, subject, field, at)
                    values (:repository, :subject, :field, :now)""")
                    .param("repository", repository.value())
                    .param("subject", change.subject().text())
                    .param("field", field.field())
                    .param("now", Columns.at(now))
                    .update();
    }

    /** Subjects of which one field was mended three times in the last 24 hours: somebody or something sets it again. */
    Set<String> restless(RepositoryId repository, Instant now) {
        return db
                .sql("""
                select distinct subject from mended_fields
                where repository = :repository and at > :since
                group by subject, field having count(*) >= :often""")
                .param("repository", repository.value())
                .param("since", Columns.at(now.minus(DAY)))
                .param("often", TOO_OFTEN)
                .query(String.class)
                .list() // a stream would keep its connection
                .stream()
                .collect(Collectors.toSet());
    }
}
