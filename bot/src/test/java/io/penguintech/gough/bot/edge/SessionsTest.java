package io.penguintech.gough.bot.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.Repository.Role;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser's session is worth what its token and its person are worth now. */
class SessionsTest {
    @TempDir
    static Path dir;

    private static FakeRollouts rollouts;
    private static EdgeService service;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        rollouts = new FakeRollouts();
        service = EdgeService.start(rollouts, dir);
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        service.close();
    }

    @BeforeEach
    void asBefore() {
        EdgeService.secret(dir, "operate", EdgeService.OPERATE);
        rollouts.bobs.set(Optional.of(Role.APPROVER));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(service.uri(path));
    }

    private static String signIn() throws IOException, InterruptedException {
        var answer = send(to("/sign-in")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "token=" + URLEncoder.encode(EdgeService.OPERATE, StandardCharsets.UTF_8))));
        return answer.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
    }

    private static int look(String cookie) throws IOException, InterruptedException {
        return send(to("/").header("Accept", "text/html").header("Cookie", cookie))
                .statusCode();
    }

    @Test
    void aReplacedTokenEndsItsSessionsForGood() throws Exception {
        var cookie = signIn();
        assertThat(look(cookie)).isEqualTo(200);

        EdgeService.secret(dir, "operate", "another-token-0123456789abcdef");
        assertThat(look(cookie)).isEqualTo(303);
        EdgeService.secret(dir, "operate", EdgeService.OPERATE);
        assertThat(look(cookie)).as("the session itself is gone").isEqualTo(303);
        assertThat(look(signIn())).isEqualTo(200);
    }

    @Test
    void aRemovedTokenEndsItsSessions() throws Exception {
        var cookie = signIn();
        Files.delete(dir.resolve("operate"));
        assertThat(look(cookie)).isEqualTo(303);
    }

    @Test
    void aPersonWhoIsNoLongerKnownIsOutAtOnceHoweverTheyCome() throws Exception {
        var cookie = signIn();
        rollouts.bobs.set(Optional.empty());

        assertThat(look(cookie)).isEqualTo(303);
        assertThat(signIn()).isEmpty();
        assertThat(send(to("/api/v1/status").header("Authorization", "Bearer " + EdgeService.OPERATE))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aPersonWhoLostARoleHasItNowhere() throws Exception {
        var cookie = signIn();
        rollouts.bobs.set(Optional.of(Role.VIEWER));

        assertThat(look(cookie)).isEqualTo(200);
        var stop = send(to("/api/v1/stop")
                .header("Authorization", "Bearer " + EdgeService.OPERATE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"reason\": \"x\"}")));
        assertThat(stop.statusCode()).isEqualTo(403);
        assertThat(rollouts.deeds).isEmpty();
    }
}
