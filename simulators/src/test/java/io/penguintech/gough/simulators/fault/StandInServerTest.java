package io.penguintech.gough.simulators.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shared shell over real HTTP. */
class StandInServerTest {
    private final ConcurrentLinkedQueue<Call> seen = new ConcurrentLinkedQueue<>();
    private final StandInServer server = StandInServer.start(this::handle);
    private final HttpClient http = HttpClient.newHttpClient();
    private Duration patience = Duration.ofSeconds(30);

    private Answer handle(Call call) {
        seen.add(call);
        return Answer.json(201, "{\"path\":\"" + call.path() + "\"}").withHeader("X-Own", "yes");
    }

    @AfterEach
    void stop() {
        server.close(); // first: it cuts what is held, for which the client would wait
        http.close();
    }

    @Test
    void aCallReachesTheHandlerAsItWasSent() throws Exception {
        var answer = send("POST", "/a%20b/c?x=1&x=2&y=a+b", "n=1&n=2&t=%C3%A9", "application/x-www-form-urlencoded");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"path\":\"/a%20b/c\"}");
        assertThat(answer.headers().firstValue("X-Own")).contains("yes");
        assertThat(answer.headers().firstValue("Content-Length")).contains("19");
        assertThat(answer.headers().firstValue("Transfer-Encoding")).isEmpty();
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        var call = seen.remove();
        assertThat(call.query()).isEqualTo(Map.of("x", List.of("1", "2"), "y", List.of("a b")));
        assertThat(call.form()).isEqualTo(Map.of("n", List.of("1", "2"), "t", List.of("é")));
        assertThat(call.segments()).containsExactly("a b", "c");
        assertThat(call.header("content-TYPE")).contains("application/x-www-form-urlencoded");
    }

    @Test
    void aMultipartFormIsReadFieldByField() throws Exception {
        var body = "--B\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\nline 1\r\nline é\r\n"
                + "--B\r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\n\r\n--B--\r\n";

        send("POST", "/m", body, "multipart/form-data; boundary=B");

        assertThat(seen.remove().form()).isEqualTo(Map.of("k", List.of("line 1\r\nline é", "")));
    }

    @Test
    void aResetCutsTheConnectionBeforeTheHandlerIsAsked() {
        server.faults().add(FaultRule.once("*", "/x", new Fault.Reset()));

        assertThatThrownBy(() -> send("POST", "/x", "", "text/plain"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class);
        assertThat(seen).isEmpty();
        assertThat(server.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.status()).isZero());
    }

    @Test
    void aSwallowedAnswerLeavesItsEffect() throws Exception {
        server.faults().add(FaultRule.once("POST", "/x\\?op=go", new Fault.DoneThenTimeout(Duration.ofMinutes(5))));

        patience = Duration.ofSeconds(3);
        assertThatThrownBy(() -> send("POST", "/x?op=go", "", "text/plain")).isInstanceOf(HttpTimeoutException.class);
        patience = Duration.ofSeconds(30);
        assertThat(seen).hasSize(1);
        assertThat(server.count(call -> call.status() == 201)).isEqualTo(1);
        assertThat(send("POST", "/x?op=go", "", "text/plain").statusCode()).isEqualTo(201);
    }

    @Test
    void aHoldOfZeroCutsRightAfterTheEffect() {
        server.faults().add(FaultRule.once("POST", "/x", new Fault.DoneThenTimeout(Duration.ZERO)));

        assertThatThrownBy(() -> send("POST", "/x", "", "text/plain"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class);
        assertThat(seen).hasSize(1);
    }

    @Test
    void aRateLimitSaysWhenToComeBack() throws Exception {
        server.faults().add(FaultRule.times(2, "GET", "/x", new Fault.RateLimited(Duration.ofSeconds(7))));

        for (int i = 0; i < 2; i++) {
            var answer = send("GET", "/x", "", "text/plain");
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        }
        assertThat(send("GET", "/x", "", "text/plain").statusCode()).isEqualTo(201);
        assertThat(seen).hasSize(1);
    }

    @Test
    void aDelayKeepsTheAnswerBack() throws Exception {
        server.faults().add(FaultRule.once("GET", "/x", new Fault.Delay(Duration.ofMillis(300))));
        long start = System.nanoTime();

        assertThat(send("GET", "/x", "", "text/plain").statusCode()).isEqualTo(201);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void heldCallsDoNotKeepOthersWaiting() throws Exception {
        server.faults().add(FaultRule.times(60, "POST", "/held", new Fault.DoneThenTimeout(Duration.ofMinutes(5))));
        var held = IntStream.range(0, 60)
                .mapToObj(i -> http.sendAsync(request("POST", "/held", "", "text/plain"), BodyHandlers.ofString()))
                .toList();

        assertThat(send("GET", "/free", "", "text/plain").statusCode()).isEqualTo(201);
        assertThat(held).noneMatch(call -> call.isDone() && !call.isCompletedExceptionally());
    }

    @Test
    void equalSeedsDrawEqualFaults() {
        assertThat(strikes(new Faults(42)))
                .isEqualTo(strikes(new Faults(42)))
                .contains(true)
                .contains(false);
        assertThat(strikes(new Faults(42))).isNotEqualTo(strikes(new Faults(43)));
    }

    private static List<Boolean> strikes(Faults faults) {
        faults.add(FaultRule.chance(0.5, "*", "", new Fault.Reset()));
        return IntStream.range(0, 64)
                .mapToObj(i -> faults.take("GET", "/").isPresent())
                .toList();
    }

    @Test
    void faultsCanBeSetAndSeenOverHttp() throws Exception {
        var rule = """
                {"method": "GET", "path": "/f", "times": 1,
                 "fault": {"kind": "status", "code": 503, "headers": {"Retry-After": "10"}, "body": "no rack"}}""";

        assertThat(send("POST", "/standin/faults", rule, "application/json").statusCode())
                .isEqualTo(201);
        assertThat(send("GET", "/standin/faults", "", "text/plain").body())
                .isEqualTo("{\"rules\":[{\"id\":1,\"method\":\"GET\",\"path\":\"/f\",\"times\":1,"
                        + "\"fault\":\"status\"}],\"struck\":0}");
        var answer = send("GET", "/f", "", "text/plain");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("no rack");
        assertThat(answer.headers().firstValue("Retry-After")).contains("10");
        assertThat(send("GET", "/standin/calls/count?path=/f", "", "text/plain").body())
                .contains("\"count\":1");
        assertThat(send("GET", "/standin/calls", "", "text/plain").body()).contains("\"status\":503");
    }

    @Test
    void aWrongRuleIsRefusedWithTheKindsThatExist() throws Exception {
        var answer = send("POST", "/standin/faults", "{\"fault\":{\"kind\":\"explode\"}}", "application/json");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("explode").contains("doneThenTimeout");
        assertThat(server.faults().rules()).isEmpty();
    }

    @Test
    void aBugOfTheHandlerIsAFiveHundred() throws Exception {
        try (var broken = StandInServer.start(call -> {
            throw new IllegalStateException("broken");
        })) {
            var request =
                    HttpRequest.newBuilder(URI.create(broken.baseUrl() + "/")).build();
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("broken");
        }
    }

    @Test
    void wireMocksOwnAdministrationIsShut() throws Exception {
        assertThat(send("GET", "/__admin/mappings", "", "text/plain").statusCode())
                .isEqualTo(404);
    }

    private HttpResponse<String> send(String method, String target, String body, String contentType)
            throws IOException, InterruptedException {
        return http.send(request(method, target, body, contentType), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String target, String body, String contentType) {
        return HttpRequest.newBuilder(URI.create(server.baseUrl() + target))
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", contentType)
                .timeout(patience)
                .build();
    }
}
