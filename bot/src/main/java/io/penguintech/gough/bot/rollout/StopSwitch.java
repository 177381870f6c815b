package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The emergency stop: table {@code stops} and the file {@code STOP} in the data folder. Asked before every write. */
final class StopSwitch {
    private static final int FIRST_LINE = 200;

    private final JdbcClient db;
    private final Path file;

    StopSwitch(JdbcClient db, Path dataDir) {
        this.db = db;
        this.file = dataDir.resolve("STOP");
    }

    /** Why nothing at all may be written for this repository; empty when it may. */
    Optional<String> reason(RepositoryId repository) {
        if (Files.exists(file))
            return Optional.of("The file %s exists%s. Remove it to go on.".formatted(file, written()));
        return of(repository).stream()
                .filter(stop -> stop.scope().part() instanceof Scope.Part.Whole)
                .map(RepositoryStatus.Stop::words)
                .findFirst();
    }

    /** What somebody wrote into the file. */
    private String written() {
        try (var in = Files.newInputStream(file)) {
            var start = new String(in.readNBytes(FIRST_LINE), StandardCharsets.UTF_8);
            var line = start.lines().findFirst().orElse("").strip();
            return line.isEmpty() ? "" : " (%s)".formatted(line);
        } catch (IOException e) {
            return "";
        }
    }

    /** Every stop that concerns this repository, also those of a part of it; the widest first. */
    List<RepositoryStatus.Stop> of(RepositoryId repository) {
        return db.sql("select * from stops where split_part(scope, ' ', 1) in ('*', :repository) order by scope")
                .param("repository", repository.value())
                .query((row, number) -> new RepositoryStatus.Stop(
                        Scope.stored(row.getString("scope")),
                        row.getString("by"),
                        row.getString("reason"),
                        Columns.instant(row, "at")))
                .list();
    }

    void stop(Scope scope, String by, String reason, Instant now) {
        db.sql("""
                insert into stops (scope, reason, by, at) values (:scope, :reason, :by, :now)
                on conflict (scope) do update set reason = excluded.reason, by = excluded.by, at = excluded.at""")
                .param("scope", scope.text())
                .param("reason", Columns.text(reason))
                .param("by", by)
                .param("now", Columns.at(now))
                .update();
    }

    /** Whether there was one to end. */
    boolean resume(Scope scope) {
        return db.sql("delete from stops where scope = :scope")
                        .param("scope", scope.text())
                        .update()
                > 0;
    }

    /** Whether the file stops everything: only removing it helps. */
    boolean byFile() {
        return Files.exists(file);
    }
}
