package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.source.RepositoryId;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Table {@code pull_commands}: what was said is decided once. */
final class CommandStore {
    private final TransactionTemplate transaction;
    private final JdbcClient db;

    CommandStore(TransactionTemplate transaction, JdbcClient db) {
        this.transaction = transaction;
        this.db = db;
    }

    /**
     * Something that was decided.
     *
     * @param answer what is to be said to it
     * @param answered whether the forge shows that
     */
    record Decided(Optional<String> answer, boolean answered) {}

    /** What was decided about a pull request, by what was said. */
    Map<String, Decided> decided(RepositoryId repository, long number) {
        return db
                .sql(
                        "select said, answer, answered from pull_commands where repository = :repository and number = :number")
                .param("repository", repository.value())
                .param("number", number)
                .query((row, line) -> Map.entry(
                        row.getString("said"),
                        new Decided(Optional.ofNullable(row.getString("answer")), row.getBoolean("answered"))))
                .list() // a stream would keep its connection
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Decides, in one transaction with remembering that, unless it was decided meanwhile. */
    void decide(RepositoryId repository, long number, String said, Supplier<Optional<String>> decision, Instant now) {
        transaction.executeWithoutResult(status -> {
            var first = db.sql("""
                            insert into pull_commands (repository, number, said, at) values (:repository, :number, :said, :at)
                            on conflict do nothing""")
                            .param("repository", repository.value())
                            .param("number", number)
                            .param("said", said)
                            .param("at", now.atOffset(ZoneOffset.UTC))
                            .update()
                    > 0;
            if (!first) return;
            var answer = decision.get();
            db.sql("""
                    update pull_commands set answer = :answer
                    where repository = :repository and number = :number and said = :said""")
                    .param("repository", repository.value())
                    .param("number", number)
                    .param("said", said)
                    .param("answer", answer.orElse(null), Types.VARCHAR)
                    .update();
        });
    }

    /** Decides that nothing comes of all of it, nor is anything said to it; in one statement, however much it is. */
    void passOver(RepositoryId repository, long number, List<String> said, Instant now) {
        if (said.isEmpty()) return;
        db.sql("""
                insert into pull_commands (repository, number, said, at, answered)
                select :repository, :number, said, :at, true from unnest(cast(:said as text[])) as t (said)
                on conflict do nothing""")
                .param("repository", repository.value())
                .param("number", number)
                .param("said", said.toArray(String[]::new))
                .param("at", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The forge shows that it was heard, and the answer if there is one. */
    void answered(RepositoryId repository, long number, String said) {
        db.sql("""
                update pull_commands set answered = true
                where repository = :repository and number = :number and said = :said""")
                .param("repository", repository.value())
                .param("number", number)
                .param("said", said)
                .update();
    }
}
