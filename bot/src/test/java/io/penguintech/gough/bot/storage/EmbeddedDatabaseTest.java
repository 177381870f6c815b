package io.penguintech.gough.bot.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    @TempDir
    Path temp;

    @Test
    void aKilledServiceLosesNothingCommittedAndLeavesNoServerBehind() throws Exception {
        var folder = temp.resolve("data");
        var killed = startElsewhere(folder);
        long orphan = Long.parseLong(Files.readAllLines(folder.resolve("postgres/data/postmaster.pid"))
                .getFirst()
                .strip());
        killed.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(orphan))
                .as("the server outlives its killed parent")
                .isPresent();

        try (var data = DataFolder.open(folder);
                var database = EmbeddedDatabase.start(data)) {
            assertThat(query(database, "select what from kept")).isEqualTo("committed");
            assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(query(database, "show fsync")).isEqualTo("on");
            assertThat(query(database, "show synchronous_commit")).isEqualTo("on");
            assertThatThrownBy(() -> DriverManager.getConnection(database.url(), database.user(), "guess"))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(folder.resolve("postgres/data/postmaster.pid")).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("postgres-password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void anInterruptedFirstStartIsMadeAnew() throws Exception {
        var folder = temp.resolve("data");
        Files.createDirectories(folder.resolve("postgres/data/base"));
        Files.writeString(folder.resolve("postgres/data/postgresql.conf"), "# half made");
        Files.writeString(
                folder.resolve("postgres/data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n");
        try (var data = DataFolder.open(folder);
                var database = EmbeddedDatabase.start(data)) {
            assertThat(query(database, "select 'up'")).isEqualTo("up");
        }
    }

    @Test
    void aFolderOfAnotherVersionIsRefusedAndKept() throws Exception {
        var folder = temp.resolve("data");
        Files.createDirectories(folder.resolve("postgres/data"));
        Files.writeString(folder.resolve("postgres/ready"), "9");
        Files.writeString(folder.resolve("postgres/data/PG_VERSION"), "9\n");
        try (var data = DataFolder.open(folder)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(data)).hasMessageContaining("PostgreSQL 9");
        }
        assertThat(folder.resolve("postgres/data/PG_VERSION")).exists();
    }

    private static String query(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** A process of its own that has committed a row and waits to be killed. */
    private static Process startElsewhere(Path folder) throws Exception {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Victim.class.getName(), folder.toString()));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolveSibling("victim.log").toFile())
                .start();
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!Files.exists(folder.resolve("committed"))) {
            assertThat(process.isAlive()).as(() -> log(folder)).isTrue();
            assertThat(System.nanoTime()).as("the other process starts in time").isLessThan(end);
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        return process;
    }

    private static String log(Path folder) {
        try {
            return Files.readString(folder.resolveSibling("victim.log"));
        } catch (java.io.IOException e) {
            return "no log";
        }
    }

    /** Commits one row, says so, and waits. */
    static final class Victim {
        public static void main(String[] args) throws Exception {
            var folder = DataFolder.open(Path.of(args[0]));
            var database = EmbeddedDatabase.start(folder);
            try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                    var statement = connection.createStatement()) {
                statement.execute("create table kept(what text)");
                statement.execute("insert into kept values ('committed')");
            }
            Files.writeString(folder.path().resolve("committed"), "");
            Thread.sleep(Duration.ofMinutes(10));
        }
    }
}
