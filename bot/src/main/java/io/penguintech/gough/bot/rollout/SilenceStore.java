package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code silenced_changes}: what is not asked again until it differs. */
final class SilenceStore {
    private final JdbcClient db;

    SilenceStore(JdbcClient db) {
        this.db = db;
    }

    /** Why a change is not asked about. */
    enum Why {
        /** Somebody said no: holds until the change differs. */
        DECLINED,
        /** Nobody said yes in time: holds until somebody asks for a look, or a new revision. */
        EXPIRED,
        /** The rollout was cancelled: holds like an expired question. */
        CANCELLED
    }

    /** A silenced change. */
    record Silence(String digest, Why why, String by, RolloutId rollout, Instant at) {
        /** Who silenced it, for people. */
        String words() {
            return switch (why) {
                case DECLINED -> "declined by %s in %s".formatted(by, rollout);
                case EXPIRED -> "not approved in time in %s".formatted(rollout);
                case CANCELLED -> "cancelled by %s in %s".formatted(by, rollout);
            };
        }
    }

    void add(RepositoryId repository, RolloutId rollout, Why why, String by, Collection<String> digests, Instant now) {
        db.sql("""
                insert into silenced_changes (repository, digest, rollout, why, by, at)
                select distinct :repository, digest, :rollout, :why, :by, :at
                from unnest(cast(:digests as text[])) as digest
                on conflict (repository, digest) do update
                set rollout = excluded.rollout, why = excluded.why, by = excluded.by, at = excluded.at
                where silenced_changes.why <> 'DECLINED'""")
                .param("repository", repository.value())
                .param("digests", Columns.array(digests))
                .param("rollout", rollout.value())
                .param("why", why.name())
                .param("by", by)
                .param("at", Columns.at(now), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    /** By digest. */
    Map<String, Silence> of(RepositoryId repository) {
        return db
                .sql("select * from silenced_changes where repository = :repository")
                .param("repository", repository.value())
                .query((row, number) -> new Silence(
                        row.getString("digest"),
                        Why.valueOf(row.getString("why")),
                        row.getString("by"),
                        new RolloutId(row.getLong("rollout")),
                        Columns.instant(row, "at")))
                .list() // a stream would keep its connection
                .stream()
                .collect(Collectors.toMap(Silence::digest, silence -> silence));
    }

    /** Everything but a no may be asked again. */
    void forgetUnanswered(RepositoryId repository) {
        db.sql("delete from silenced_changes where repository = :repository and why <> 'DECLINED'")
                .param("repository", repository.value())
                .update();
    }

    /** Everything this rollout silenced may be asked again. */
    void forget(RolloutId rollout) {
        db.sql("delete from silenced_changes where rollout = :rollout")
                .param("rollout", rollout.value())
                .update();
    }
}
