package io.penguintech.gough.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.GoughApplication;
import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.bot.storage.EmbeddedDatabase;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service and the command line with a PostgreSQL server of the operator's own ({@code spring.datasource.*}). */
class ExternalDatabaseTest {
    private static final String OWNER = "gough_service";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    private final Map<String, String> settings = new TreeMap<>();

    @AfterEach
    void forget() {
        settings.keySet().forEach(System::clearProperty);
    }

    @Test
    void theServiceMigratesItAndTwoPlansAreTheSameByteForByte() throws Exception {
        try (var site = new Site(folder);
                var git = GitStandIn.start(GitSettings.in(folder.resolve("git")));
                var server = DataFolder.open(folder.resolve("server"));
                var database = EmbeddedDatabase.start(server)) {
            makeDatabase(database);
            site.machine("m1", 1);
            site.host("alpha", 1, "deployed").host("beta", 2, "ready").query("uptime", "SELECT 1 FROM uptime");
            push(git, site);
            settle(site, git, database.url().replaceAll("/[^/]*$", "/gough"));

            try (var context = GoughApplication.start("--server.port=0")) {
                assertThat(context.isRunning()).isTrue();
                assertThat(migrations(database)).isPositive();
                assertThat(folder.resolve("data/postgres"))
                        .as("an embedded database beside it")
                        .doesNotExist();
                var url = git.cloneUrl("infra");
                var first = Run.of("plan", "--repo", url).ends(Exit.OK);
                var second = Run.of("plan", "--repo", url).ends(Exit.OK);
                assertThat(first.results()).contains("host alpha", "host beta", "query default/uptime");
                assertThat(second.results()).isEqualTo(first.results());
                assertThat(Run.of("plan", "--repo", url, "-o", "json")
                                .ends(Exit.OK)
                                .results())
                        .isEqualTo(Run.of("plan", "--repo", url, "-o", "json")
                                .ends(Exit.OK)
                                .results());
            }
        }
    }

    /** A role that owns its database and may nothing else, as an operator makes it. */
    private static void makeDatabase(EmbeddedDatabase server) throws SQLException {
        try (var connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("create role " + OWNER + " login password 'of-the-operator'");
            statement.execute("create database gough owner " + OWNER);
        }
    }

    private static int migrations(EmbeddedDatabase server) throws SQLException {
        var url = server.url().replaceAll("/[^/]*$", "/gough");
        try (var connection = DriverManager.getConnection(url, server.user(), server.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from flyway_schema_history where success")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private static void push(GitStandIn git, Site site) throws Exception {
        git.createRepository("infra");
        try (var ada = git.workbench("infra", new Person("Ada", "ada@example.org"))) {
            for (var file : new String[] {"gough.yaml", "hosts/alpha.yaml", "hosts/beta.yaml", "queries/uptime.yaml"})
                ada.commit(file, Edit.write(file, Files.readString(site.infra.resolve(file))));
            ada.push();
        }
    }

    private void settle(Site site, GitStandIn git, String database) throws Exception {
        var backends = site.backends();
        set("spring.datasource.url", database);
        set("spring.datasource.username", OWNER);
        set("spring.datasource.password", "of-the-operator");
        set("gough.data-dir", folder.resolve("data").toString());
        set("gough.repositories.main.url", git.cloneUrl("infra"));
        set("gough.repositories.main.ceiling.mode", "observe");
        set(
                "gough.repositories.main.initial-rules",
                site.infra.resolve("gough.yaml").toString());
        set("gough.maas.default.url", site.maas.url());
        set("gough.maas.default.api-key-file", backends.get(3));
        set("gough.fleet.default.url", site.fleet.url());
        set("gough.fleet.default.token-file", backends.get(7));
    }

    private void set(String key, String value) {
        settings.put(key, value);
        System.setProperty(key, value);
    }
}
