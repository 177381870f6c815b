package io.penguintech.gough.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.storage.DataFolder;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the service's settings are, the commands use its backends, its database and its repository. */
class ServiceDatabaseTest {
    private static final Pattern DIGEST = Pattern.compile("(?m)^digest ([0-9a-f]{64})$");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    private final Map<String, String> settings = new TreeMap<>();

    @AfterEach
    void forget() {
        settings.keySet().forEach(System::clearProperty);
    }

    @Test
    void theServicesRepositoryIsPlannedAndAppliedWhileItIsAway() throws Exception {
        try (var site = new Site(folder);
                var git = GitStandIn.start(GitSettings.in(folder.resolve("git")))) {
            site.query("uptime", "SELECT 1 FROM uptime");
            push(git, site);
            settle(site, git);
            var url = git.cloneUrl("infra");
            var plan =
                    DIGEST.matcher(Run.of("plan", "--repo", url).ends(Exit.OK).results());
            assertThat(plan.find()).isTrue();

            Run.of("apply", site.infra.toString(), "--digest", plan.group(1)).ends(Exit.USAGE);
            try (var service = DataFolder.open(folder.resolve("data"))) {
                assertThat(Run.of("apply", "--digest", plan.group(1), "--yes")
                                .ends(Exit.NEEDS_PERSON)
                                .messages())
                        .contains(service.path().toString());
            }
            assertThat(site.writes()).isZero();
            Run.of("apply", "--digest", plan.group(1), "--yes", "--tick-millis", "50")
                    .ends(Exit.OK);

            assertThat(site.fleet.report("uptime")).isPresent();
            assertThat(Run.of("plan", "--repo", url, "--detailed-exitcode")
                            .ends(Exit.OK)
                            .results())
                    .contains("in sync");
        }
    }

    @Test
    void settingsThatCannotBeUsedAreNamedTogether() {
        set("gough.maas.default.url", "nonsense");
        set("gough.fleet.default.url", "nonsense");

        Site.write(
                folder.resolve("gough.yaml"),
                "apiVersion: gough.io/v1\nkind: Repository\nmetadata: {name: i}\nspec: {mode: apply}\n");

        assertThat(Run.of("plan", folder.toString()).ends(Exit.USAGE).messages())
                .contains("gough.maas.default.url", "gough.maas.default.api-key-file", "gough.fleet.default.url");
    }

    private static void push(GitStandIn git, Site site) throws Exception {
        git.createRepository("infra");
        try (var ada = git.workbench("infra", new Person("Ada", "ada@example.org"))) {
            ada.commit(
                    "Ask for the uptime",
                    Edit.write("gough.yaml", Files.readString(site.infra.resolve("gough.yaml"))),
                    Edit.write("queries/uptime.yaml", Files.readString(site.infra.resolve("queries/uptime.yaml"))));
            ada.push();
        }
    }

    private void settle(Site site, GitStandIn git) {
        var backends = site.backends();
        set("gough.data-dir", folder.resolve("data").toString());
        set("gough.repositories.main.url", git.cloneUrl("infra"));
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
