package io.penguintech.gough.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.bot.rollout.Requests;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.settings.SettingsRefused;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.ForgeSettings;
import io.penguintech.gough.simulators.forge.ForgeStandIn;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.simulators.git.GitSettings;
import io.penguintech.gough.simulators.git.GitStandIn;
import io.penguintech.gough.simulators.git.Person;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole service, as an operator starts it. */
class ServiceStartTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path temp;

    private final List<String> settings = new ArrayList<>();

    @BeforeEach
    void settings() throws Exception {
        settings.addAll(List.of(
                "--gough.data-dir=" + temp.resolve("data"),
                "--server.port=0",
                "--gough.api.tokens[0].name=test",
                "--gough.api.tokens[0].role=viewer",
                "--gough.api.tokens[0].file=" + Files.writeString(temp.resolve("token"), TOKEN)));
    }

    private ConfigurableApplicationContext start() {
        return GoughApplication.start(settings.toArray(String[]::new));
    }

    @Test
    void itStartsWithEverythingDownAndSaysWhatIsDown() throws Exception {
        settings.addAll(List.of(
                "--gough.repositories.main.url=http://127.0.0.1:1/infra.git",
                "--gough.maas.default.url=http://127.0.0.1:1/MAAS",
                "--gough.maas.default.api-key-file=" + Files.writeString(temp.resolve("key"), "aaa:bbb:ccc"),
                "--gough.fleet.default.url=http://127.0.0.1:1",
                "--gough.fleet.default.token-file="
                        + Files.writeString(temp.resolve("fleet"), "s3cr3t-token-of-fleet")));
        try (var context = start()) {
            assertThat(get(context, "/actuator/health/liveness").statusCode()).isEqualTo(200);
            assertThat(get(context, "/actuator/health/readiness").statusCode()).isEqualTo(200);
            until("all three are noticed", () -> {
                var health = get(context, "/actuator/health");
                return health.statusCode() == 503
                        && health.body().contains("maas default")
                        && health.body().contains("fleet default")
                        && health.body().contains("127.0.0.1:1/infra.git");
            });
            until(
                    "metrics tell it too",
                    () -> get(context, "/actuator/prometheus")
                            .body()
                            .contains("gough_backend_up{backend=\"maas default\"} 0.0"));
            assertThat(get(context, "/actuator/prometheus").body())
                    .contains("gough_backend_call_seconds_count{", "gough_tick_seconds_count{")
                    .doesNotContain("s3cr3t", "bbb");
        }
    }

    @Test
    void aPushIsTakenUpByPollingAndARestartKeepsIt() throws Exception {
        try (var git = GitStandIn.start(GitSettings.in(temp.resolve("git")))) {
            git.createRepository("infra");
            settings.addAll(List.of(
                    "--gough.repositories.main.url=" + git.cloneUrl("infra"), "--gough.repositories.main.poll=1s"));
            var main = new RepositoryId("main");
            Revision pushed;
            try (var context = start();
                    var ada = git.workbench("infra", new Person("Ada", "ada@example.com"))) {
                pushed = new Revision(ada.commit("rules", Edit.write("gough.yaml", "nonsense")));
                ada.push();
                until(
                        "the push is taken up",
                        () -> context.getBean(Requests.class).newest(main).equals(Optional.of(pushed)));
                until(
                        "and judged",
                        () -> context.getBean(Rollouts.class).list(main, Optional.empty(), 1).stream()
                                .anyMatch(rollout -> rollout.state().word().equals("rejected")));
            }
            git.down();
            try (var forge = ForgeStandIn.start(ForgeSettings.of(ForgeDialect.GITEA));
                    var context = startOn(forge)) {
                assertThat(context.getBean(Requests.class).newest(main)).contains(pushed);
                assertThat(context.getBean(JdbcClient.class)
                                .sql("show fsync")
                                .query(String.class)
                                .single())
                        .isEqualTo("on");
                git.up();
                theForgeIsHeardAndTold(context, git, forge);
            }
        }
    }

    /** Polls come once an hour: it is the forge's call that is heard. */
    private ConfigurableApplicationContext startOn(ForgeStandIn forge) throws Exception {
        settings.remove("--gough.repositories.main.poll=1s");
        settings.addAll(List.of(
                "--gough.repositories.main.poll=1h",
                "--gough.forge.main.kind=gitea",
                "--gough.forge.main.url=" + forge.url(),
                "--gough.forge.main.project=acme/infra",
                "--gough.forge.main.token-file=" + Files.writeString(temp.resolve("forge"), "standin-forge-token"),
                "--gough.forge.main.webhook-secret-file="
                        + Files.writeString(temp.resolve("hook"), "standin-webhook-secret")));
        return start();
    }

    private static void theForgeIsHeardAndTold(
            ConfigurableApplicationContext context, GitStandIn git, ForgeStandIn forge) throws InterruptedException {
        until(
                "all that was asked for before is done",
                () -> context.getBean(JdbcClient.class)
                                .sql("select count(*) from requests")
                                .query(Long.class)
                                .single()
                        == 0);
        git.onPush((repository, push) -> forge.push("ada", push.ref().replace("refs/heads/", ""), push.after()));
        forge.connect(uri(context, "/webhooks/gitea/main"));
        try (var ada = git.workbench("infra", new Person("Ada", "ada@example.com"))) {
            var pushed = ada.commit("more rules", Edit.write("gough.yaml", "more nonsense"));
            ada.push();
            until(
                    "the push is taken up",
                    () -> context.getBean(Requests.class)
                            .newest(new RepositoryId("main"))
                            .equals(Optional.of(new Revision(pushed))));
            until(
                    "and the forge shows what became of it",
                    () -> forge.statuses(pushed).stream()
                            .anyMatch(status -> status.state().equals("failure")
                                    && status.description().endsWith("rejected, nothing was done")));
        }
    }

    @Test
    void badSettingsStopTheStartAndAreNamedTogether() {
        settings.addAll(List.of(
                "--gough.maas.default.url=nonsense",
                "--gough.fleet.default.token-file=" + temp.resolve("absent"),
                "--gough.engine.tick=soon"));
        assertThatThrownBy(this::start)
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContainingAll(
                        "gough.maas.default.url",
                        "gough.maas.default.api-key-file",
                        "gough.fleet.default.url",
                        "gough.fleet.default.token-file",
                        "gough.engine.tick");
        assertThat(temp.resolve("data")).as("nothing was started").doesNotExist();
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext context, String path) {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(uri(context, path))
                    .header("Authorization", "Bearer " + TOKEN)
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static URI uri(ConfigurableApplicationContext context, String path) {
        var port = ((WebServerApplicationContext) context).getWebServer().getPort();
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("not in time: " + what);
            Thread.sleep(200);
        }
    }
}
