package io.penguintech.gough.bot.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.bot.storage.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** What Gough remembers: the embedded database of a data folder, or the service's own elsewhere. */
final class State implements AutoCloseable {
    private static final int CONNECTIONS = 4;

    private final @Nullable DataFolder folder;
    private final @Nullable EmbeddedDatabase embedded;
    private final HikariDataSource database;

    private State(@Nullable DataFolder folder, @Nullable EmbeddedDatabase embedded, HikariDataSource database) {
        this.folder = folder;
        this.embedded = embedded;
        this.database = database;
    }

    /** A database elsewhere. */
    record External(String url, String user, String password) {
        @Override
        public String toString() {
            return url;
        }
    }

    /** Whether a data folder holds a database. */
    static boolean exists(Path folder) {
        return Files.isDirectory(folder.resolve("postgres"));
    }

    /** Opens a data folder with its embedded database; both are made when they are missing. */
    static State embedded(Path path) {
        var folder = folder(path);
        try {
            var embedded = EmbeddedDatabase.start(folder);
            return new State(
                    folder,
                    embedded,
                    migrated(pool(new External(embedded.url(), embedded.user(), embedded.password()))));
        } catch (RuntimeException e) {
            folder.close();
            throw new CommandFailed(Exit.UNREACHABLE, String.valueOf(e.getMessage()));
        }
    }

    /** Opens the service's database elsewhere, to read it. */
    static State reading(External external) {
        return new State(null, null, reached(external));
    }

    /** Opens the service's database elsewhere, to go on with its work; {@code path} is its data folder. */
    static State working(External external, Path path) {
        var folder = folder(path);
        try {
            return new State(folder, null, migrated(reached(external)));
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static DataFolder folder(Path path) {
        try {
            return DataFolder.open(path);
        } catch (IllegalStateException e) {
            throw new CommandFailed(
                    Exit.NEEDS_PERSON,
                    e.getMessage() + "; if that is the service, ask it: gough plan --server, gough approve --server");
        }
    }

    private static HikariDataSource reached(External external) {
        try {
            return pool(external);
        } catch (RuntimeException e) {
            throw new CommandFailed(
                    Exit.UNREACHABLE, "the database %s does not answer: %s".formatted(external, e.getMessage()));
        }
    }

    private static HikariDataSource pool(External external) {
        var config = new HikariConfig();
        config.setPoolName("command line");
        config.setJdbcUrl(external.url());
        config.setUsername(external.user());
        config.setPassword(external.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(10_000);
        return new HikariDataSource(config);
    }

    private static HikariDataSource migrated(HikariDataSource database) {
        Flyway.configure().dataSource(database).outOfOrder(true).load().migrate();
        return database;
    }

    DataSource database() {
        return database;
    }

    /** The data folder; there is none where the database is only read. */
    Optional<DataFolder> folder() {
        return Optional.ofNullable(folder);
    }

    @Override
    public void close() {
        database.close();
        if (embedded != null) embedded.close();
        if (folder != null) folder.close();
    }
}
