package io.penguintech.gough.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The commands that look at files and need no server. */
class FileCommandsTest {
    private static final String EXAMPLE = "../docs/examples/infra";
    private static final Path MISTAKES = Path.of("../git-schema/src/test/resources/mistakes");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @Test
    void validateNamesEveryMistakeAtOnce() throws Exception {
        var run = Run.of("validate", MISTAKES.toString()).ends(Exit.INVALID);

        // What a server's settings forbid is known there only.
        var expected = Files.readAllLines(MISTAKES.resolveSibling("mistakes.txt")).stream()
                .filter(line -> !line.contains("(server settings)"))
                .toList();
        assertThat(expected).hasSizeGreaterThanOrEqualTo(40);
        assertThat(run.results().lines()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(run.messages()).startsWith("invalid: ").contains(" errors");
    }

    @Test
    void validateSpeaksToProgramsToo() {
        var json = JsonMapper.shared()
                .readTree(Run.of("validate", MISTAKES.toString(), "-o", "json")
                        .ends(Exit.INVALID)
                        .results());
        assertThat(json.path("diagnostics").size()).isGreaterThanOrEqualTo(40);
        assertThat(json.path("diagnostics").path(1).propertyNames())
                .containsExactly("severity", "summary", "detail", "file", "line", "column");

        var sarif = JsonMapper.shared()
                .readTree(Run.of("validate", MISTAKES.toString(), "-o", "sarif")
                        .ends(Exit.INVALID)
                        .results());
        assertThat(sarif.path("version").asString()).isEqualTo("2.1.0");
        assertThat(sarif.path("runs").path(0).path("results").size()).isGreaterThanOrEqualTo(40);

        assertThat(Run.of("validate", MISTAKES.toString(), "-o", "github")
                        .ends(Exit.INVALID)
                        .results())
                .contains("::error file=gough.yaml,line=6,col=9,title=Unknown word::");
    }

    @Test
    void theExampleOfTheDocumentationIsValidWithoutAWarning() {
        var run = Run.of("validate", EXAMPLE).ends(Exit.OK);

        assertThat(run.results().lines()).allMatch(line -> line.contains(": notice: Table of events."));
        assertThat(run.messages()).startsWith("valid: ").contains(" notices").doesNotContain("warning");
    }

    @Test
    void quietLeavesOutWhatAScriptDoesNotNeed() {
        assertThat(Run.of("validate", EXAMPLE, "--quiet").ends(Exit.OK).messages())
                .isEmpty();
    }

    @Test
    void aRepositoryIsReadFromGitWithoutAWorkTree() {
        try (var git = GitStandIn.start(GitSettings.in(folder))) {
            git.createRepository("infra");
            try (var ada = git.workbench("infra", new Person("Ada", "ada@example.org"))) {
                ada.commit(
                        "rules",
                        Edit.write(
                                "gough.yaml",
                                "apiVersion: gough.io/v1\n"
                                        + "kind: Repository\n"
                                        + "metadata: {name: infra}\n"
                                        + "spec: {mode: apply}\n"));
                ada.push();
            }
            var url = git.cloneUrl("infra");
            assertThat(Run.of("validate", "--repo", url)
                            .ends(Exit.OK)
                            .messages()
                            .lines())
                    .singleElement()
                    .asString()
                    .contains("valid: 0 hosts");
            assertThat(Run.of("validate", "--repo", url, "--ref", "absent")
                            .ends(Exit.UNREACHABLE)
                            .messages())
                    .contains("absent");
            Run.of("validate", folder.toString(), "--repo", url).ends(Exit.USAGE);
            try (var ada = git.workbench("infra", new Person("Ada", "ada@example.org"))) {
                ada.commit(
                        "no files of ours",
                        Edit.symlink("hosts/passwd.yaml", "/etc/passwd"),
                        Edit.write("hosts/large.yaml", "#".repeat((1 << 20) + 1)));
                ada.push();
            }
            assertThat(Run.of("validate", "--repo", url).ends(Exit.INVALID).toString())
                    .contains("hosts/passwd.yaml", "hosts/large.yaml");
        }
        assertThat(Run.of("validate", "--repo", "http://ada:hunter2@127.0.0.1:1/infra.git")
                        .ends(Exit.UNREACHABLE)
                        .messages())
                .contains("http://ada@127.0.0.1:1/infra.git")
                .doesNotContain("hunter2");
        Run.of("validate", "--repo", "http://127.0.0.1:1/infra.git").ends(Exit.UNREACHABLE);
        Run.of("validate", folder.resolve("absent").toString()).ends(Exit.UNREACHABLE);
    }

    @Test
    void renderPrintsUserDataWithoutSecrets() {
        var run = Run.of("render", "hv-01", "--dir", EXAMPLE).ends(Exit.OK);

        assertThat(run.results()).contains("#cloud-config", "hostname: hv-01", "fleet/enroll#secret");
        assertThat(run.messages()).contains("digest ");
        Run.of("render", "nobody", "--dir", EXAMPLE).ends(Exit.INVALID);
        Run.of("render", "no body", "--dir", EXAMPLE).ends(Exit.USAGE);
        Run.of("render", "hv-01", "--dir", MISTAKES.toString()).ends(Exit.INVALID);
    }

    @Test
    void explainSaysWhereEachValueComesFrom() {
        var run = Run.of("explain", "hv-01", "--dir", EXAMPLE).ends(Exit.OK);

        assertThat(run.results().lines().findFirst().orElse(""))
                .startsWith("FIELD")
                .contains("FROM");
        assertThat(run.results()).contains("os.release").contains("profiles/base.yaml:");
        assertThat(Run.of("explain", "hv-01", "os.release", "--dir", EXAMPLE)
                        .ends(Exit.OK)
                        .results()
                        .lines())
                .hasSize(2);
        Run.of("explain", "nobody", "--dir", EXAMPLE).ends(Exit.INVALID);
    }

    @Test
    void schemaPrintsTheKinds() {
        assertThat(Run.of("schema").ends(Exit.OK).results().lines()).contains("host", "query");
        assertThat(JsonMapper.shared()
                        .readTree(Run.of("schema", "host").ends(Exit.OK).results())
                        .path("$schema")
                        .asString())
                .startsWith("https://json-schema.org/");
        assertThat(Run.of("schema", "hots").ends(Exit.USAGE).messages()).contains("host");
    }

    @Test
    void versionAndHelpAreShort() {
        assertThat(Run.of("version").ends(Exit.OK).results())
                .startsWith("gough ")
                .contains("Java ");
        var help = Run.of("help").ends(Exit.OK).results();
        assertThat(help).isEqualTo(Run.of().ends(Exit.OK).results());
        assertThat(help.lines()).hasSizeLessThan(50);
        for (var command : List.of(
                "validate",
                "plan",
                "apply",
                "snapshot",
                "import",
                "render",
                "explain",
                "schema",
                "status",
                "rollouts",
                "approve",
                "reject",
                "cancel",
                "retry",
                "early",
                "overrule",
                "reconcile",
                "stop",
                "resume",
                "confirm",
                "accept",
                "confirm-lost",
                "confirm-running",
                "power",
                "test",
                "reinstall",
                "withdraw",
                "maintenance",
                "serve",
                "version",
                "help")) assertThat(help).containsPattern("(?m)^  " + command + " +\\S");
        assertThat(Run.of("help", "plan").ends(Exit.OK).results())
                .contains("--detailed-exitcode")
                .isEqualTo(Run.of("plan", "--help").ends(Exit.OK).results());
        assertThat(Run.of("help", "plam").ends(Exit.USAGE).messages()).contains("plam");
        Run.of("plam").ends(Exit.USAGE);
        Run.of("plan", "--no-such-option").ends(Exit.USAGE);
    }

    @Test
    void serveHandsItsSettingsToTheService() {
        assertThat(Run.of("serve", "--server.port=0").ends(Exit.OK).results()).contains("served --server.port=0");
    }

    @Test
    void coloursAreForPeopleWhoWantThem() {
        assertThat(validateOn(true)).contains("\u001b[31merror\u001b[0m");
        assertThat(validateOn(false)).doesNotContain("\u001b");
    }

    private static String validateOn(boolean colour) {
        var results = new ByteArrayOutputStream();
        var terminal = new Terminal(
                new PrintStream(results, true, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                false,
                colour);
        Gough.run(new String[] {"validate", MISTAKES.toString()}, terminal, settings -> 0, Map.of());
        return results.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpAboutALaunchersCommandSaysWhereItIs() {
        assertThat(Run.of("help").ends(Exit.OK).results()).doesNotContain("  demo", "  mutants");
        System.setProperty("gough.launcher", "true");
        try {
            assertThat(Run.of("help").ends(Exit.OK).results())
                    .containsPattern("(?m)^  demo +\\S")
                    .containsPattern("(?m)^  test +\\S")
                    .containsPattern("(?m)^  bench +\\S")
                    .containsPattern("(?m)^  mutants +\\S");
        } finally {
            System.clearProperty("gough.launcher");
        }
        assertThat(Run.of("help", "demo").ends(Exit.USAGE).messages()).contains("./gough help demo");
        assertThat(Run.of("help", "dmeo").ends(Exit.USAGE).messages()).contains("there is no command dmeo");
    }
}
