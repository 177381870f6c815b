package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The emergency stop: table {@code stops} and the file {@code STOP} in the data folder. Asked before every write. */
final class StopSwitch {
    private static final String EVERYTHING = "*";

    private final JdbcClient db;
    private final Path file;

    StopSwitch(JdbcClient db, Path dataDir) {
        this.db = db;
        this.file = dataDir.resolve("STOP");
    }

    /** Why nothing may be written for this repository; empty when it may. */
    Optional<String> reason(RepositoryId repository) {
        if (Files.exists(file)) return Optional.of("The file " + file + " exists. Remove it to go on.");
        return db.sql("select * from stops where scope in (:all, :repository) order by scope limit 1")
                .param("all", EVERYTHING)
                .param("repository", repository.value())
                .query((row, number) -> "Stopped by %s: %s".formatted(row.getString("by"), row.getString("reason")))
                .optional();
    }

    void stop(Optional<RepositoryId> scope, String by, String reason, Instant now) {
        db.sql("""
                insert into stops (scope, reason, by, at) values (:scope, :reason, :by, :now)
                on conflict (scope) do update set reason = excluded.reason, by = excluded.by, at = excluded.at""")
                .param("scope", scope(scope))
                .param("reason", Columns.text(reason))
                .param("by", by)
                .param("now", Columns.at(now))
                .update();
    }

    /** Whether there was one to end. */
    boolean resume(Optional<RepositoryId> scope) {
        return db.sql("delete from stops where scope = :scope")
                        .param("scope", scope(scope))
                        .update()
                > 0;
    }

    /** Whether the file stops everything: only removing it helps. */
    boolean byFile() {
        return Files.exists(file);
    }

    private static String scope(Optional<RepositoryId> scope) {
        return scope.map(RepositoryId::value).orElse(EVERYTHING);
    }
}
