package io.penguintech.gough.demo.bench;

import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.bot.storage.EmbeddedDatabase;
import io.penguintech.gough.schema.Inventory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import tools.jackson.databind.json.JsonMapper;

/** A database that remembers every host as deployed and every query as made. */
final class Memory implements AutoCloseable {
    private final DataFolder folder;
    private final EmbeddedDatabase database;

    Memory(Path path) {
        folder = DataFolder.open(path);
        database = EmbeddedDatabase.start(folder);
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .outOfOrder(true)
                .load()
                .migrate();
    }

    /** Remembers what stands at {@code site} as what {@code inventory} declares. */
    void remember(Site site, Inventory inventory, SortedMap<?, String> userData) {
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password())) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("insert into repositories (repository) values ('" + Site.REPOSITORY + "')");
            }
            hosts(connection, site, inventory, userData);
            queries(connection, site);
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be filled: " + e.getMessage(), e);
        }
    }

    private static void hosts(Connection connection, Site site, Inventory inventory, SortedMap<?, String> userData)
            throws SQLException {
        try (var insert = connection.prepareStatement("""
                insert into host_records (repository, host, region, system_id, mac_addresses, adopted, deployment)
                values (?, ?, 'default', ?, ?, false, cast(? as jsonb))""")) {
            for (var host : inventory.hosts().values()) {
                insert.setString(1, Site.REPOSITORY);
                insert.setString(2, host.name().value());
                insert.setString(3, site.machines().get(host.name().value()));
                insert.setArray(
                        4,
                        connection.createArrayOf(
                                "text",
                                host.machine().macAddresses().stream()
                                        .map(Object::toString)
                                        .toArray()));
                var deployment = Map.of(
                        "generation",
                        host.generation(),
                        "release",
                        host.os().release().orElse(""),
                        "kernel",
                        host.os().kernel().orElse(""),
                        "userData",
                        String.valueOf(userData.get(host.name())));
                insert.setString(5, JsonMapper.shared().writeValueAsString(deployment));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void queries(Connection connection, Site site) throws SQLException {
        try (var insert =
                connection.prepareStatement("insert into fleet_records (repository, kind, fleet, team, name, object_id)"
                        + " values (?, 'query', 'default', '', ?, ?)")) {
            for (var query : site.queries().entrySet()) {
                insert.setString(1, Site.REPOSITORY);
                insert.setString(2, query.getKey());
                insert.setLong(3, query.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Settings with which a service uses it. */
    List<String> settings() {
        return List.of(
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password());
    }

    EmbeddedDatabase database() {
        return database;
    }

    /** Memory of its processes in MiB; pages that several share are counted once (PSS). */
    long mib() {
        var pidFile = folder.path().resolve("postgres/data/postmaster.pid");
        try (var lines = Files.lines(pidFile)) {
            long pid = Long.parseLong(lines.findFirst().orElseThrow().strip());
            var postmaster = ProcessHandle.of(pid).orElseThrow();
            return Stream.concat(Stream.of(postmaster), postmaster.descendants())
                            .mapToLong(process -> kib(process.pid(), "smaps_rollup", "Pss:"))
                            .sum()
                    / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot find the database's processes", e);
        }
    }

    /** A number of KiB that Linux tells of a process. */
    static long kib(long pid, String file, String key) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // the process has ended
        }
    }

    @Override
    public void close() {
        database.close();
        folder.close();
    }
}
