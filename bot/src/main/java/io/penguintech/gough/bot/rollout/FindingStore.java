package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code accepted_findings}: differences somebody decided to live with. */
final class FindingStore {
    private final JdbcClient db;

    FindingStore(JdbcClient db) {
        this.db = db;
    }

    /** Digests of the findings that are kept quiet. */
    Set<String> accepted(RepositoryId repository) {
        return db
                .sql("select digest from accepted_findings where repository = :repository")
                .param("repository", repository.value())
                .query(String.class)
                .list() // a stream would keep its connection
                .stream()
                .collect(Collectors.toSet());
    }
}
