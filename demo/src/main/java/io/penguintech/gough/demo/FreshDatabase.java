package io.penguintech.gough.demo;

import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.bot.storage.EmbeddedDatabase;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * An embedded PostgreSQL with nothing in it. The stand-ins forget everything when the demo ends, so the database must
 * too; its programs and its cluster stay, which makes the next start quick.
 */
final class FreshDatabase implements AutoCloseable {
    private final DataFolder folder;
    private final EmbeddedDatabase database;

    private FreshDatabase(DataFolder folder, EmbeddedDatabase database) {
        this.folder = folder;
        this.database = database;
    }

    /**
     * Starts it in {@code path}.
     *
     * @throws DataFolder.Unusable when another demo runs in this folder; says so
     */
    static FreshDatabase start(Path path) {
        return start(DataFolder.open(path));
    }

    /** Starts it in a folder that is ours already, which is given back when this fails or is closed. */
    static FreshDatabase start(DataFolder folder) {
        try {
            var fresh = new FreshDatabase(folder, EmbeddedDatabase.start(folder));
            fresh.empty();
            return fresh;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Forgets everything that was written. */
    void empty() {
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            // Sessions of a service that was killed may not have noticed yet.
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where pid <> pg_backend_pid() and datname = current_database()");
            statement.execute("drop schema if exists public cascade");
            statement.execute("create schema public");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot empty the demo's database: " + e.getMessage(), e);
        }
    }

    /** Settings that make the service use it. */
    List<String> settings() {
        return List.of(
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password());
    }

    @Override
    public void close() {
        database.close();
        folder.close();
    }
}
