package io.penguintech.gough.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gough apply --repo URL}: a branch that others push to while a person reads and answers. */
class ApplyBranchTest {
    private static final Pattern DIGEST = Pattern.compile("(?m)^digest ([0-9a-f]{64})$");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    Site site;

    @SuppressWarnings("NullAway.Init") // set before each test
    GitStandIn git;

    @BeforeEach
    void begin() {
        site = new Site(folder);
        git = GitStandIn.start(GitSettings.in(folder.resolve("git")));
        git.createRepository("infra");
    }

    @AfterEach
    void end() {
        git.close();
        site.close();
    }

    /** Pushes files of the site's folder. */
    private void push(String... files) {
        try (var ada = git.workbench("infra", new Person("Ada", "ada@example.org"))) {
            for (var file : files) ada.commit(file, Edit.write(file, Files.readString(site.infra.resolve(file))));
            ada.push();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String[] command(String name, String... more) {
        var words = new ArrayList<>(List.of(name, "--repo", git.cloneUrl("infra")));
        words.addAll(site.backends());
        words.addAll(List.of("--state", site.state.toString()));
        words.addAll(List.of("--initial-rules", site.infra.resolve("gough.yaml").toString()));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private Run apply(String typed, Runnable meanwhile, String... more) {
        var all = new ArrayList<>(List.of("--tick-millis", "50", "--digest", planned()));
        all.addAll(List.of(more));
        return Run.watched(typed, meanwhile, command("apply", all.toArray(String[]::new)));
    }

    private String planned() {
        var found = DIGEST.matcher(Run.of(command("plan")).ends(Exit.OK).results());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void whatIsMergedWhileSomebodyReadsIsNotApplied() {
        site.query("uptime", "SELECT 1 FROM uptime").query("users", "SELECT 1 FROM users");
        push("gough.yaml", "queries/uptime.yaml");

        var run = apply("yes\n", () -> push("queries/users.yaml")).ends(Exit.NEEDS_PERSON);

        assertThat(run.messages()).contains("look at it again");
        assertThat(site.writes()).isZero();
        assertThat(site.state.resolve("apply-begun")).doesNotExist();
    }

    @Test
    void whatIsMergedWhileSomebodyBreaksTheGlassIsNotApplied() {
        var id = site.machine("m1", 1);
        site.host("alpha", 1, "deployed").query("users", "SELECT 1 FROM users");
        push("gough.yaml", "hosts/alpha.yaml");

        var run = apply("alpha\n", () -> push("queries/users.yaml"), "--break-glass", "--reason", "test")
                .ends(Exit.NEEDS_PERSON);

        assertThat(run.messages()).contains("look at it again");
        assertThat(site.writes()).isZero();
        assertThat(site.maas.received("deploy", id)).isZero();
    }

    @Test
    void aForgeThatIsGoneWhenItShallBeginEndsItWithThree() {
        site.query("uptime", "SELECT 1 FROM uptime");
        push("gough.yaml", "queries/uptime.yaml");

        apply("yes\n", () -> git.down()).ends(Exit.UNREACHABLE);

        assertThat(site.writes()).isZero();
    }

    @Test
    void aBranchThatWasRewoundIsNotSaidToBeDone() {
        site.query("uptime", "SELECT 1 FROM uptime").query("users", "SELECT 1 FROM users");
        push("gough.yaml", "queries/uptime.yaml", "queries/users.yaml");
        apply("yes\n", () -> {}).ends(Exit.OK);
        try (var ada = git.workbench("infra", new Person("Ada", "ada@example.org"))) {
            ada.rewind(1);
            ada.forcePush();
        }

        var run = Run.of(command("apply", "--tick-millis", "50", "--digest", "a".repeat(12), "--yes"))
                .ends(Exit.STOPPED);

        assertThat(run.messages()).contains("stopped: ");
        assertThat(site.fleet.report("users")).isPresent();
    }

    @Test
    void aBranchThatStaysIsApplied() {
        site.query("uptime", "SELECT 1 FROM uptime");
        push("gough.yaml", "queries/uptime.yaml");

        apply("yes\n", () -> {}).ends(Exit.OK);

        assertThat(site.fleet.report("uptime")).isPresent();
    }
}
