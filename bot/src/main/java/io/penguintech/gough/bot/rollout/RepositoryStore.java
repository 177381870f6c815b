package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table {@code repositories}. */
final class RepositoryStore {
    private final JdbcClient db;

    RepositoryStore(JdbcClient db) {
        this.db = db;
    }

    /** The row of {@code id}, made when there is none. */
    RepositoryRow get(RepositoryId id) {
        db.sql("insert into repositories (repository) values (:id) on conflict do nothing")
                .param("id", id.value())
                .update();
        return db.sql("select * from repositories where repository = :id")
                .param("id", id.value())
                .query(RepositoryStore::row)
                .single();
    }

    /** The row of {@code id}, if there is one. */
    Optional<RepositoryRow> find(RepositoryId id) {
        return db.sql("select * from repositories where repository = :id")
                .param("id", id.value())
                .query(RepositoryStore::row)
                .optional();
    }

    /** A revision was taken up. */
    void newest(RepositoryId id, Revision revision) {
        set(id, "newest", revision.id());
    }

    /** A valid revision is brought about from now on. */
    void current(RepositoryId id, Revision revision, int declared) {
        db.sql("update repositories set current = :revision, declared = :declared where repository = :id")
                .param("revision", revision.id())
                .param("declared", declared)
                .param("id", id.value())
                .update();
    }

    /** A revision was brought about completely. */
    void converged(RepositoryId id, Revision revision) {
        set(id, "converged", revision.id());
    }

    /** The rules of {@code revision} judge from now on. */
    void accept(RepositoryId id, Revision revision, Repository rules, Collection<String> unprotected) {
        db.sql("""
                update repositories
                set accepted = :revision, rules = :rules, releasable = unprotected,
                    unprotected = :unprotected
                where repository = :id""")
                .param("revision", revision.id())
                .param("rules", Json.write(rules))
                .param("unprotected", Columns.array(unprotected))
                .param("id", id.value())
                .update();
    }

    /** A guard stops the repository; {@code keys} are what resuming confirms. */
    void halt(RepositoryId id, String why, Collection<String> keys) {
        db.sql("update repositories set guard = :why, guard_keys = :keys where repository = :id")
                .param("why", Columns.text(why))
                .param("keys", Columns.array(keys))
                .param("id", id.value())
                .update();
    }

    /** A person confirmed what the guard found. Answers false, and does nothing, when it has found other keys since. */
    boolean confirm(RepositoryId id, Collection<String> keys) {
        return db.sql("""
                        update repositories
                        set confirmed = confirmed || guard_keys, guard = null, guard_keys = '{}'
                        where repository = :id and guard_keys = cast(:keys as text[])""")
                        .param("id", id.value())
                        .param("keys", Columns.array(keys))
                        .update()
                > 0;
    }

    /** Machines carry journal numbers up to {@code stamp}, and a person said that this is right. */
    void acceptStamp(RepositoryId id, long stamp) {
        db.sql("update repositories set highest_stamp = greatest(highest_stamp, :stamp) where repository = :id")
                .param("stamp", stamp)
                .param("id", id.value())
                .update();
    }

    void checked(RepositoryId id, Instant at) {
        db.sql("update repositories set checked_at = :at where repository = :id")
                .param("at", Columns.at(at))
                .param("id", id.value())
                .update();
    }

    private void set(RepositoryId id, String column, String value) {
        db.sql("update repositories set " + column + " = :value where repository = :id")
                .param("value", value)
                .param("id", id.value())
                .update();
    }

    private static RepositoryRow row(ResultSet row, int number) throws SQLException {
        return new RepositoryRow(
                new RepositoryId(row.getString("repository")),
                Columns.optional(row, "newest").map(Revision::new),
                Columns.optional(row, "current").map(Revision::new),
                Columns.optional(row, "converged").map(Revision::new),
                Columns.optional(row, "accepted").map(Revision::new),
                Columns.optional(row, "rules").map(json -> Json.read(json, Repository.class)),
                Columns.list(row, "unprotected"),
                Columns.list(row, "releasable"),
                row.getInt("declared"),
                Columns.optional(row, "guard"),
                List.copyOf(Columns.list(row, "guard_keys")),
                Set.copyOf(Columns.list(row, "confirmed")),
                row.getLong("highest_stamp"),
                Columns.optionalInstant(row, "checked_at"));
    }
}
