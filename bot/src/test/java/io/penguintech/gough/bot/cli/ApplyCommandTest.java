package io.penguintech.gough.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.fleet.ReportFields;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code gough apply} with a data folder of its own, against stand-ins that behave. */
class ApplyCommandTest {
    private static final Pattern DIGEST = Pattern.compile("(?m)^digest ([0-9a-f]{64})$");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    Site site;

    @BeforeEach
    void begin() {
        site = new Site(folder);
    }

    @AfterEach
    void end() {
        site.close();
    }

    private String planned() {
        var plan = Run.of(site.command("plan")).ends(Exit.OK).results();
        var found = DIGEST.matcher(plan);
        assertThat(found.find()).as(plan).isTrue();
        return found.group(1);
    }

    private Run apply(String typed, String... more) {
        var all = new ArrayList<>(List.of("--tick-millis", "50"));
        all.addAll(List.of(more));
        return Run.typing(typed, Map.of(), site.command("apply", all.toArray(String[]::new)));
    }

    /** As if somebody had said no to the change of {@code subject} in the first rollout. */
    private void decline(String subject) throws Exception {
        var plan = Run.of(site.command("plan", "-o", "json")).ends(Exit.OK).results();
        var digest = new JsonMapper()
                .readTree(plan)
                .get("changes")
                .valueStream()
                .filter(change -> change.get("subject").asString().equals(subject))
                .findFirst()
                .orElseThrow()
                .get("digest")
                .asString();
        try (var state = State.embedded(site.state);
                var connection = state.database().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("insert into silenced_changes values ('main', '%s', 1, 'DECLINED', 'ada', now())"
                    .formatted(digest));
        }
    }

    @Test
    void whatIsMildIsDoneWithYesAndThenNothingIsLeft() {
        site.query("uptime", "SELECT 1 FROM uptime");
        site.fleet.create(FleetSettings.PERSON, ReportFields.of("stranger", "SELECT 2"));
        var stranger = site.fleet.report("stranger").orElseThrow();
        var digest = planned();

        apply("", "--digest", digest).ends(Exit.NEEDS_PERSON);
        assertThat(site.writes()).isZero();
        var run = apply("", "--digest", digest, "--yes").ends(Exit.OK);

        assertThat(run.results()).contains("done");
        assertThat(run.messages()).contains("done: create query default/uptime");
        assertThat(site.fleet.report("uptime")).isPresent();
        assertThat(site.fleet.report("stranger")).contains(stranger);
        assertThat(Run.of(site.command("plan", "--detailed-exitcode"))
                        .ends(Exit.OK)
                        .results())
                .contains("in sync");
    }

    @Test
    void whatDisturbsAHostNeedsItsNameTypedAndAReason() {
        var id = site.machine("m1", 1);
        var stranger = site.machine("stranger", 9);
        site.host("alpha", 1, "deployed");
        var before = site.maas.machine(stranger);
        var digest = planned();

        apply("", "--digest", digest, "--yes").ends(Exit.NEEDS_PERSON);
        apply("alpha\n", "--digest", digest, "--break-glass").ends(Exit.USAGE);
        apply("beta\n", "--digest", digest, "--break-glass", "--reason", "test").ends(Exit.NEEDS_PERSON);
        assertThat(site.writes()).isZero();
        apply("alpha\n", "--digest", digest.substring(0, 12), "--break-glass", "--reason", "no service here")
                .ends(Exit.OK);

        assertThat(site.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(site.maas.received("deploy", id)).isEqualTo(1);
        assertThat(site.maas.machine(stranger)).isEqualTo(before);
        Run.of(site.command("plan", "--detailed-exitcode")).ends(Exit.OK);
        apply("", "--digest", digest, "--yes").ends(Exit.OK);
        assertThat(site.maas.received("deploy", id)).isEqualTo(1);
    }

    @Test
    void anotherPlanThanTheOneSeenIsNotBegun() {
        site.query("uptime", "SELECT 1 FROM uptime");
        var digest = planned();
        site.query("users", "SELECT 1 FROM users");

        var run = apply("", "--digest", digest, "--yes").ends(Exit.NEEDS_PERSON);

        assertThat(run.messages()).contains("look at it again");
        assertThat(site.writes()).isZero();
    }

    @Test
    void whatSomebodySaidNoToIsNotSaidToBeDone() throws Exception {
        site.query("uptime", "SELECT 1 FROM uptime");
        apply("", "--digest", planned(), "--yes").ends(Exit.OK);
        site.query("users", "SELECT 1 FROM users");
        decline("query default/users");

        var run = apply("", "--digest", planned(), "--yes").ends(Exit.NEEDS_PERSON);

        assertThat(run.messages()).contains("create query default/users (declined by ada in r1)");
        assertThat(site.fleet.report("users")).isEmpty();
    }

    @Test
    void aNoIsHeardAlsoWhereSomethingElseIsDoneAfterIt() throws Exception {
        site.query("uptime", "SELECT 1 FROM uptime");
        apply("", "--digest", planned(), "--yes").ends(Exit.OK);
        site.query("users", "SELECT 1 FROM users").query("disks", "SELECT 1 FROM disk_info");
        decline("query default/users");

        var run = apply("", "--digest", planned(), "--yes").ends(Exit.NEEDS_PERSON);

        assertThat(run.messages())
                .contains("create query default/users (declined by ada in r1)")
                .doesNotContain("query default/disks (");
        assertThat(site.fleet.report("disks")).isPresent();
        assertThat(site.fleet.report("users")).isEmpty();
    }

    @Test
    void theGlassIsNoAnswerToANo() throws Exception {
        site.query("uptime", "SELECT 1 FROM uptime");
        apply("", "--digest", planned(), "--yes").ends(Exit.OK);
        site.machine("m1", 1);
        site.host("alpha", 1, "deployed");
        decline("host alpha");
        long before = site.writes();
        var digest = planned();

        var run = apply("alpha\n", "--digest", digest, "--break-glass", "--reason", "test")
                .ends(Exit.NEEDS_PERSON);

        assertThat(run.messages()).contains("deploy host alpha (declined by ada in r1)");
        assertThat(site.writes()).isEqualTo(before);
        assertThat(site.state.resolve("apply-begun")).content().doesNotContain(digest);
    }

    /** Its words, after a run in which the glass broke and a stop let nothing begin. */
    private String[] brokenAndStopped(String digest) throws Exception {
        var glass = new String[] {"--digest", digest, "--break-glass", "--reason", "test"};
        Files.createDirectories(site.state);
        Files.createFile(site.state.resolve("STOP"));
        apply("alpha\n", glass).ends(Exit.STOPPED);
        Files.delete(site.state.resolve("STOP"));
        return glass;
    }

    @Test
    void theGlassBreaksForThePlanThatWasSeenAlsoWhenItIsRunAgain() throws Exception {
        site.host("alpha", 1, "deployed");
        var digest = planned();
        var glass = brokenAndStopped(digest);
        var id = site.machine("m1", 1);
        assertThat(planned()).isNotEqualTo(digest);

        var run = apply("alpha\n", glass).ends(Exit.NEEDS_PERSON);

        assertThat(run.messages()).contains("look at it again");
        assertThat(site.maas.received("deploy", id)).isZero();
        assertThat(site.maas.received("commission", id)).isZero();
        assertThat(site.state.resolve("apply-begun")).doesNotExist();
    }

    @Test
    void theGlassBreaksWhenItIsRunAgainAndThePlanIsTheSame() throws Exception {
        var id = site.machine("m1", 1);
        site.host("alpha", 1, "deployed");
        var digest = planned();
        var glass = brokenAndStopped(digest);

        apply("alpha\n", glass).ends(Exit.OK);

        assertThat(site.maas.received("deploy", id)).isEqualTo(1);
    }

    @Test
    void whatIsDestroyedAndHasNoHostIsNamedBeforeTheGlassBreaks() {
        site.query("uptime", "SELECT 1 FROM uptime").query("users", "SELECT 1 FROM users");
        apply("", "--digest", planned(), "--yes").ends(Exit.OK);
        site.query("users", "SELECT 2 FROM users");

        var run = apply("", "--digest", planned(), "--break-glass", "--reason", "test")
                .ends(Exit.OK);

        assertThat(run.messages()).contains("beside hosts: update query default/users");
        assertThat(site.fleet.report("users").orElseThrow().fields().query()).isEqualTo("SELECT 2 FROM users");
    }

    @Test
    void theFileStopStopsIt() throws Exception {
        site.query("uptime", "SELECT 1 FROM uptime");
        var digest = planned();
        Files.createDirectories(site.state);
        Files.createFile(site.state.resolve("STOP"));

        var run = apply("", "--digest", digest, "--yes").ends(Exit.STOPPED);

        assertThat(run.messages()).contains("STOP");
        assertThat(site.writes()).isZero();
    }

    @Test
    void aDataFolderIsStoppedAndResumedWithoutAService() throws Exception {
        site.query("uptime", "SELECT 1 FROM uptime");
        var digest = planned();
        var state = site.state.toString();
        assertThat(Run.of("resume", "--state", state).ends(Exit.OK).results()).contains("There was no stop");
        Run.of("stop", "--state", state, "--reason", "smoke in the hall").ends(Exit.OK);
        assertThat(Files.readString(site.state.resolve("STOP"))).startsWith("smoke in the hall, by ");

        assertThat(apply("", "--digest", digest, "--yes").ends(Exit.STOPPED).messages())
                .contains("smoke in the hall");
        assertThat(site.writes()).isZero();
        assertThat(Run.of("resume", "--state", state).ends(Exit.OK).results()).contains("is over");
        Run.of("stop", "--state", state, "--scope", "rack", "--reason", "a repository that is none here")
                .ends(Exit.OK);
        Run.of("stop", "--state", state, "--scope", "rack:a", "--reason", "wrong")
                .ends(Exit.USAGE);
        Run.of("stop", "--state", state, "--scope", "fleet:default", "--reason", "Fleet is moved")
                .ends(Exit.OK);
        apply("", "--digest", digest, "--yes").ends(Exit.STOPPED);
        assertThat(site.writes()).isZero();

        Run.of("resume", "--state", state, "--scope", "fleet:default").ends(Exit.OK);
        apply("", "--digest", digest, "--yes").ends(Exit.OK);
        assertThat(site.fleet.report("uptime")).isPresent();
    }

    @Test
    void aFolderInUseIsNotWorkedWith() {
        site.query("uptime", "SELECT 1 FROM uptime");
        var digest = planned();
        try (var other = io.penguintech.gough.bot.storage.DataFolder.open(site.state)) {
            assertThat(apply("", "--digest", digest, "--yes")
                            .ends(Exit.NEEDS_PERSON)
                            .messages())
                    .contains(other.path().toString())
                    .contains("--server");
        }
        assertThat(site.writes()).isZero();
    }

    @Test
    void aBackendThatIsAwayEndsItWithThree() {
        site.query("uptime", "SELECT 1 FROM uptime");
        var digest = planned();
        site.fleet.down();

        apply("", "--digest", digest, "--yes").ends(Exit.UNREACHABLE);
    }

    @Test
    void aDigestIsTwelveDigitsOrMore() {
        apply("", "--digest", "abc").ends(Exit.USAGE);
    }
}
