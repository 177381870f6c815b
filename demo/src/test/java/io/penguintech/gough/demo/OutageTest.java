package io.penguintech.gough.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.slack.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Each server goes away in the middle of a rollout and comes back: connections are reset, new ones refused; PostgreSQL
 * is really stopped and started. Nothing is lost, nobody has to do anything, and people are told once. Some seconds
 * each; a minute each with {@code -Dgough.outage=60s}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTest {
    private static final Duration OUTAGE = DurationStyle.detectAndParse(System.getProperty("gough.outage", "5s"));
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SLACK_WAITS = "Slack messages of main are delayed";

    @TempDir
    static Path folder;

    private MortalDatabase database;
    private Lines lines;
    private ThreeHosts scene;

    @BeforeAll
    void bringTheFirstRevisionAbout() {
        LoggingSystem.get(OutageTest.class.getClassLoader()).beforeInitialize();
        database = MortalDatabase.start(folder);
        scene = ThreeHosts.start(database.settings(), standIns -> {
            lines = Lines.to(standIns);
            return lines::through;
        });
        assertThat(scene.play(() -> false)).isTrue();
    }

    @AfterAll
    void close() {
        if (scene != null) scene.close();
        if (lines != null) lines.close();
        if (database != null) database.close();
    }

    @Test
    void aRegionThatGoesAwayWhileItDeploysIsWaitedForAndToldOnce() {
        var before = Told.by(scene);
        scene.add("hv-02", "While MAAS is away");
        untilDeployIsSentTo("hv-02");
        whileAway(lines.maas(), () -> {}, () -> !before.alertsSince(scene).isEmpty());

        finished("MAAS was away");
        toldOnceInSlack(before, "maas default");
        loggedOnce(before, "maas default does not answer");
    }

    @Test
    void aFleetThatIsAwayWhenARevisionComesIsWaitedForAndToldOnce() {
        var before = Told.by(scene);
        whileAway(
                lines.fleet(),
                () -> scene.add("dk-02", "While Fleet is away"),
                () -> !before.alertsSince(scene).isEmpty());

        finished("Fleet was away");
        toldOnceInSlack(before, "fleet default");
        loggedOnce(before, "fleet default does not answer");
    }

    @Test
    void aGitServerThatIsAwayWhenSomebodyPushesIsAskedUntilItAnswersAndToldOnce() {
        var before = Told.by(scene);
        whileAway(
                lines.git(),
                () -> scene.add("hv-03", "While git is away"),
                () -> !before.alertsSince(scene).isEmpty());

        finished("git was away");
        toldOnceInSlack(before, "The repository");
        loggedOnce(before, "The remote of main does not answer");
    }

    @Test
    void aForgeThatTakesNoStatusHearsOfEverythingWhenItIsBack() {
        var before = Told.by(scene);
        whileAway(
                lines.forge(),
                () -> {
                    scene.add("hv-04", "While the forge is away");
                    until("the rollout to end without the forge", () -> scene.play(() -> false));
                },
                () -> before.warningsSince(scene).size() > 1);

        finished("the forge was away");
        until(
                "the forge to show it",
                () -> scene.standIns().forge().statuses(scene.wanted()).stream()
                        .anyMatch(status -> status.description().equals("brought about")));
        assertThat(before.alertsSince(scene)).isEmpty();
        assertThat(before.warningsSince(scene))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("The statuses of main are told later"),
                        line -> assertThat(line).contains("The open pull requests of main cannot be listed now"));
    }

    @Test
    void aDatabaseThatIsRestartedWhileAMachineDeploysForgetsNothingAndIsToldOnce() {
        var before = Told.by(scene);
        scene.add("dk-03", "While the database is away");
        untilDeployIsSentTo("dk-03");
        database.stop();
        try {
            until("readiness to say so", () -> answer("/actuator/health/readiness") == 503);
            assertThat(answer("/actuator/health/liveness")).isEqualTo(200);
            passTime(() -> !before.warningsSince(scene).isEmpty());
        } finally {
            database.startAgain();
        }
        until("readiness to say so", () -> answer("/actuator/health/readiness") == 200);

        finished("the database was restarted");
        assertThat(before.alertsSince(scene)).isEmpty();
        loggedOnce(before, "The database does not answer");
    }

    @Test
    void aSlackThatIsAwayStopsNothingAndHearsEverythingOnceWhenItIsBack() {
        var before = Told.by(scene);
        scene.add("st-02", "While Slack is away");
        untilDeployIsSentTo("st-02");
        var proposed = new AtomicLong();
        whileAway(
                lines.slack(),
                () -> {
                    proposed.set(scene.propose("dk-04"));
                    until("the rollout to end without Slack", scene::done);
                },
                () -> before.warningsSince(scene).size() > 1);

        finished("Slack was away");
        until("Slack to ask about the pull request", () -> before.questionsSince(scene) == 1);
        scene.standIns().forge().close(Cast.ADA.handle(), proposed.get());
        assertThat(before.alertsSince(scene)).isEmpty();
        assertThat(before.warningsSince(scene))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains(SLACK_WAITS),
                        line -> assertThat(line).contains("Slack messages of the pull requests of main are delayed"));
    }

    /** People say yes, and the machine is sent what it shall run. */
    private void untilDeployIsSentTo(String host) {
        var maas = scene.standIns().maas();
        scene.play(() -> maas.machine(host)
                .filter(machine -> maas.received("deploy", machine.systemId()) > 0)
                .isPresent());
    }

    private void whileAway(Cable line, Runnable work, BooleanSupplier told) {
        line.cut();
        try {
            work.run();
            passTime(told);
        } finally {
            line.mend(line.far());
        }
    }

    /** As long as the outage shall last, and until people are told. They go on as always. */
    private void passTime(BooleanSupplier told) {
        var end = Instant.now().plus(OUTAGE);
        scene.play(() -> Instant.now().isAfter(end));
        until("the outage to be long enough", () -> Instant.now().isAfter(end));
        until("people to be told of it", told);
    }

    private void finished(String when) {
        assertThat(scene.play(() -> false)).as("%s: done", when).isTrue();
        until(when + ": Slack to say so", scene::isToldInSlack);
        scene.assertEndIsRight(when);
    }

    /** One message, edited once: when it was over. */
    private void toldOnceInSlack(Told before, String what) {
        until(
                "the alert to be taken back",
                () -> before.alertsSince(scene).stream()
                        .allMatch(alert -> alert.text().startsWith(":white_check_mark:")));
        assertThat(before.alertsSince(scene))
                .singleElement()
                .satisfies(
                        alert -> assertThat(alert.versions().getFirst().text()).contains(what))
                .satisfies(alert -> assertThat(alert.edits()).isEqualTo(1));
    }

    /** Nothing else may be in the log, but that Slack let itself wait: it limits how often it is spoken to. */
    private void loggedOnce(Told before, String what) {
        assertThat(before.warningsSince(scene))
                .filteredOn(line -> line.contains(what) || !line.contains(SLACK_WAITS))
                .singleElement()
                .asString()
                .contains(what);
    }

    private int answer(String path) {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(scene.url() + path)).build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void until(String what, BooleanSupplier reached) {
        var end = Instant.now().plus(PATIENCE);
        while (!reached.getAsBoolean()) {
            assertThat(Instant.now())
                    .as(() -> "still waiting for " + what + "\n" + scene.said())
                    .isBefore(end);
            ThreeHosts.pause();
        }
    }

    /** What people had heard at a moment. */
    private record Told(int messages, int logged) {
        static Told by(ThreeHosts scene) {
            return new Told(roots(scene).size(), scene.log().length());
        }

        List<Message> alertsSince(ThreeHosts scene) {
            return roots(scene).stream()
                    .skip(messages)
                    .filter(message ->
                            !message.versions().getFirst().text().matches("(?s)(r\\d+|Pull request \\d+) .*"))
                    .toList();
        }

        /** Messages about pull requests. */
        long questionsSince(ThreeHosts scene) {
            return roots(scene).stream()
                    .skip(messages)
                    .filter(message -> message.text().startsWith("Pull request "))
                    .count();
        }

        List<String> warningsSince(ThreeHosts scene) {
            return scene.log()
                    .substring(logged)
                    .lines()
                    .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                    .toList();
        }

        private static List<Message> roots(ThreeHosts scene) {
            return scene.standIns().slack().messages(StandIns.CHANNEL).stream()
                    .filter(message -> message.threadTs() == null)
                    .toList();
        }
    }
}
