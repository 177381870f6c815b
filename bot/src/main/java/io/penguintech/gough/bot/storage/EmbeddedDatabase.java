package io.penguintech.gough.bot.storage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own inside the data folder, for a single machine and for the demo. As durable as a real one:
 * every commit is on disk before it counts, a kill -9 of us or of it loses nothing committed. It listens on the
 * loopback address only and asks for a password that is made at the first start and kept in the data folder.
 *
 * <p>Running as root works where user namespaces do (PostgreSQL itself refuses root).
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String USER = "postgres";
    private static final Duration START = Duration.ofMinutes(2);
    private static final String MAJOR = "18";

    private final EmbeddedPostgres server;
    private final Postmaster postmaster;
    private final String password;

    private EmbeddedDatabase(EmbeddedPostgres server, Postmaster postmaster, String password) {
        this.server = server;
        this.postmaster = postmaster;
        this.password = password;
    }

    /**
     * Starts it on a free port, after stopping what a killed Gough left running on the same files.
     *
     * @throws IllegalStateException when it cannot start; says where its log is
     */
    public static EmbeddedDatabase start(DataFolder folder) {
        var home = folder.folder("postgres");
        var data = home.resolve("data");
        var postmaster = new Postmaster(data);
        postmaster.stopOrphan();
        try {
            dropHalfMade(home, data);
            refuseOtherVersion(data);
            var password = folder.remembered("postgres-password");
            var database = new EmbeddedDatabase(server(home, data, password), postmaster, password);
            database.requirePassword(data);
            Files.writeString(ready(home), MAJOR);
            return database;
        } catch (IOException | SQLException | RuntimeException e) {
            postmaster.stopOrphan();
            throw new IllegalStateException(
                    "the embedded PostgreSQL cannot start (%s); its logs are in %s. Or use your own: spring.datasource.url"
                            .formatted(e.getMessage(), home),
                    e);
        }
    }

    private static EmbeddedPostgres server(Path home, Path data, String password) throws IOException {
        var output = home.resolve("start.log");
        Files.deleteIfExists(output);
        var server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(home.resolve("programs").toFile())
                .setRegisterShutdownHook(false)
                .setPort(FreePort.find())
                .setPGStartupWait(START)
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .setConnectConfig("password", password)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "40")
                .setServerConfig("shared_buffers", "64MB")
                .setServerConfig("logging_collector", "on")
                .setServerConfig("log_directory", "log")
                .setServerConfig("log_filename", "postgresql-%a.log")
                .setServerConfig("log_truncate_on_rotation", "on")
                .start();
        // The library opens this folder to everyone; the data folder above is closed, but two doors are better.
        // It is not there when this process unpacked the programs before, for another folder.
        var programs = home.resolve("programs");
        if (Files.isDirectory(programs))
            Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwx------"));
        return server;
    }

    /** A folder that never came to its first complete start holds nothing of ours, and PostgreSQL cannot go on from it. */
    private static void dropHalfMade(Path home, Path data) throws IOException {
        if (Files.exists(ready(home)) || !Files.exists(data)) return;
        LOG.info("Making the embedded database anew: its first start was interrupted");
        Folders.delete(data);
    }

    private static Path ready(Path home) {
        return home.resolve("ready");
    }

    private static void refuseOtherVersion(Path data) throws IOException {
        var version = data.resolve("PG_VERSION");
        if (!Files.exists(version)) return;
        var found = Files.readString(version).strip();
        if (!found.equals(MAJOR))
            throw new IOException(
                    "%s was written by PostgreSQL %s, this is %s; dump it with the older Gough and restore it"
                            .formatted(data, found, MAJOR));
    }

    /** From the first start on nobody gets in without the password, not even from this machine. */
    private void requirePassword(Path data) throws IOException, SQLException {
        var access = List.of(
                "# Written by Gough at each start.",
                "host all all 127.0.0.1/32 scram-sha-256",
                "host all all ::1/128 scram-sha-256");
        try (var connection = connect();
                var statement = connection.createStatement()) {
            // The password is hexadecimal, made by us: nothing in it needs quoting.
            statement.execute("alter role " + USER + " password '" + password + "'");
            Files.write(data.resolve("pg_hba.conf"), access, StandardCharsets.UTF_8);
            statement.execute("select pg_reload_conf()");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, password);
    }

    /** Its JDBC URL, without a password. */
    public String url() {
        return "jdbc:postgresql://localhost:%d/postgres".formatted(server.getPort());
    }

    /** The user to connect as. */
    public String user() {
        return USER;
    }

    /** The password to connect with. */
    public String password() {
        return password;
    }

    /** Stops it and waits until its files are at rest. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop the embedded PostgreSQL", e);
        } finally {
            postmaster.stopOrphan();
        }
    }

    @Override
    public String toString() {
        return "EmbeddedDatabase[" + url() + "]";
    }
}
