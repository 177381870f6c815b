package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code requests}: who asked for a look. One row a repository: twice in the queue is once. */
final class RequestStore {
    private final JdbcClient db;

    RequestStore(JdbcClient db) {
        this.db = db;
    }

    /** A look somebody asked for. */
    record Request(String cause, Optional<String> requester, Instant at) {}

    void add(RepositoryId repository, String cause, Optional<String> requester, Instant now) {
        db.sql("""
                insert into requests (repository, cause, requester, at, not_before)
                values (:repository, :cause, :requester, :now, :now)
                on conflict (repository) do update
                set at = excluded.at, not_before = excluded.not_before,
                    cause = case when requests.requester is null then excluded.cause else requests.cause end,
                    requester = coalesce(requests.requester, excluded.requester)""")
                .param("repository", repository.value())
                .param("cause", cause)
                .param("requester", requester.orElse(null))
                .param("now", Columns.at(now))
                .update();
    }

    Optional<Request> due(RepositoryId repository, Instant now) {
        return db.sql("select * from requests where repository = :repository and not_before <= :now")
                .param("repository", repository.value())
                .param("now", Columns.at(now))
                .query((row, number) -> new Request(
                        row.getString("cause"), Columns.optional(row, "requester"), Columns.instant(row, "at")))
                .optional();
    }

    void postpone(RepositoryId repository, Instant now, Duration by) {
        db.sql("update requests set not_before = :at where repository = :repository")
                .param("at", Columns.at(now.plus(by)))
                .param("repository", repository.value())
                .update();
    }

    /** Removes the request unless a newer one came meanwhile. */
    void taken(RepositoryId repository, Request request) {
        db.sql("delete from requests where repository = :repository and at <= :at")
                .param("repository", repository.value())
                .param("at", Columns.at(request.at()))
                .update();
    }
}
