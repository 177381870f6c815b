package io.penguintech.gough.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What {@code gough plan} and {@code gough snapshot} say, against stand-ins. */
class PlanCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    Site site;

    @BeforeEach
    void begin() {
        site = new Site(folder);
        site.machine("m1", 1);
        site.machine("stranger", 9);
        site.host("alpha", 1, "deployed").query("uptime", "SELECT 1 FROM uptime");
    }

    @AfterEach
    void end() {
        site.close();
    }

    @Test
    void saysWhatWouldChangeByRiskWithItsDigest() {
        var run = Run.of(site.command("plan")).ends(Exit.OK);

        assertThat(run.results())
                .contains("1 deploy")
                .contains("\ndisruptive\n  deploy  host alpha  New -> Deployed (noble)")
                .contains("\nnone\n  create  query default/uptime")
                .containsPattern("\ndigest [0-9a-f]{64}\n");
        assertThat(site.writes()).isZero();
        assertThat(site.state).doesNotExist();
    }

    @Test
    void isByteForByteTheSameTwice() {
        for (var format : new String[] {"text", "json", "markdown"})
            assertThat(Run.of(site.command("plan", "-o", format)).ends(Exit.OK).results())
                    .isNotEmpty()
                    .isEqualTo(Run.of(site.command("plan", "-o", format)).results());
    }

    @Test
    void tellsScriptsThatThereAreChanges() {
        Run.of(site.command("plan", "--detailed-exitcode")).ends(Exit.CHANGES);
    }

    @Test
    void isReadableByPrograms() {
        var json = JsonMapper.shared()
                .readTree(Run.of(site.command("plan", "-o", "json")).results());

        assertThat(json.path("risk").asString()).isEqualTo("disruptive");
        assertThat(json.path("inSync").asBoolean()).isFalse();
        assertThat(json.path("changes").size()).isEqualTo(2);
        assertThat(json.path("changes").path(0).path("subject").asString()).isNotEmpty();
        assertThat(json.path("digest").asString()).hasSize(64);
    }

    @Test
    void endsWithThreeWhenABackendIsAway() {
        site.fleet.down();

        var run = Run.of(site.command("plan")).ends(Exit.UNREACHABLE);

        assertThat(run.messages()).contains("fleet default");
        assertThat(run.results()).isEmpty();
    }

    @Test
    void endsWithOneWhenTheFilesAreInvalid() {
        Site.write(site.infra.resolve("hosts/bad.yaml"), "kind: Hots\n");

        var run = Run.of(site.command("plan")).ends(Exit.INVALID);

        assertThat(run.messages()).contains("hosts/bad.yaml").contains("gough validate");
    }

    @Test
    void endsWithTwoWhenItIsNotSaidWhatToCompareWith() {
        var run = Run.of("plan", site.infra.toString()).ends(Exit.USAGE);

        assertThat(run.messages()).contains("--server").contains("--state").contains("--against");
    }

    @Test
    void endsWithTwoWhenAKeyFileIsMissing() {
        var run = Run.of("plan", site.infra.toString(), "--maas-url", site.maas.url(), "--state", site.state.toString())
                .ends(Exit.USAGE);

        assertThat(run.messages()).contains("--maas-api-key-file");
    }

    @Test
    void aSnapshotGivesTheSamePlanWithoutAnyBackend() {
        var file = folder.resolve("seen.json").toString();
        var live = Run.of(site.command("plan")).results();
        var words = new java.util.ArrayList<>(java.util.List.of("snapshot", file));
        words.addAll(site.backends());
        words.addAll(java.util.List.of("--state", site.state.toString()));
        words.addAll(java.util.List.of(
                "--initial-rules", site.infra.resolve("gough.yaml").toString()));
        Run.of(words.toArray(String[]::new)).ends(Exit.OK);
        site.maas.close();

        var run = Run.of("plan", site.infra.toString(), "--against", file).ends(Exit.OK);
        assertThat(run.results()).isEqualTo(live);
        assertThat(run.messages())
                .containsPattern("(?m)^maas default as of \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$")
                .contains("fleet default as of ");
    }

    @Test
    void aFileThatIsNoSnapshotIsRefused() {
        var file = folder.resolve("seen.json");
        Site.write(file, "{\"format\": \"something else\"}");

        var run = Run.of("plan", site.infra.toString(), "--against", file.toString())
                .ends(Exit.USAGE);

        assertThat(run.messages()).contains("no snapshot");
    }

    @Test
    void aServiceThatDoesNotAnswerEndsWithThree() {
        var token = folder.resolve("token");
        Site.write(token, "t0ken");

        Run.in(
                        Map.of("GOUGH_TOKEN_FILE", token.toString()),
                        "plan",
                        site.infra.toString(),
                        "--server",
                        "http://127.0.0.1:1")
                .ends(Exit.UNREACHABLE);
    }

    @Test
    void nothingOfOthersReachesTheTerminalAsACommand() {
        assertThat(Terminal.plain("a\u001b[2Jb\nc")).isEqualTo("a\\u001b[2Jb\\nc");
    }
}
