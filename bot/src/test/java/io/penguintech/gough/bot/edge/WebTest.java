package io.penguintech.gough.bot.edge;

import static io.penguintech.gough.bot.edge.Samples.asked;
import static io.penguintech.gough.bot.edge.Samples.plan;
import static io.penguintech.gough.bot.edge.Samples.rollout;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.Waits;
import io.penguintech.gough.templates.view.Assets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pages and API over HTTP, through the whole filter chain, without Slack. */
@ExtendWith(OutputCaptureExtension.class)
class WebTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @TempDir
    static Path dir;

    private static FakeRollouts rollouts;
    private static EdgeService service;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        rollouts = new FakeRollouts();
        service = EdgeService.start(rollouts, dir);
        http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    }

    @AfterAll
    static void stop() {
        http.close();
        service.close();
    }

    @BeforeEach
    void fill() {
        rollouts.deeds.clear();
        rollouts.known.clear();
        rollouts.stopped.set(Optional.empty());
        rollouts.put(rollout(1, asked(), plan()));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.uri(path)).timeout(Duration.ofSeconds(30));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> get(String path) {
        return send(request(path).header("Authorization", "Bearer " + EdgeService.LOOK));
    }

    private static JsonNode json(String path) {
        var answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private static HttpResponse<String> post(String path, String token, String body) {
        return send(request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> signIn(String token) {
        return send(request("/sign-in")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8))));
    }

    private static String cookie() {
        return signIn(EdgeService.OPERATE)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";", 2)[0];
    }

    private static HttpResponse<String> page(String path, String cookie) {
        return send(request(path).header("Accept", "text/html").header("Cookie", cookie));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/status",
                "/api/v1/hosts",
                "/api/v1/rollouts/r1",
                "/",
                "/hosts",
                "/drift",
                "/nothing",
                "/actuator/prometheus",
                "/actuator",
                "/actuator/env",
                "/api/openapi.json"
            })
    void nothingIsToldToStrangers(String path) {
        for (var request : List.of(request(path), request(path).header("Authorization", "Bearer wrong"))) {
            var answer = send(request);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate"))
                    .hasValueSatisfying(v -> assertThat(v).startsWith("Bearer"));
            var problem = MAPPER.readTree(answer.body());
            assertThat(problem.get("status").asInt()).isEqualTo(401);
            assertThat(problem.get("detail").asString()).contains("gough.api.tokens");
        }
        var browser = send(request(path).header("Accept", "text/html"));
        assertThat(browser.statusCode()).isEqualTo(303);
        assertThat(browser.headers().firstValue("Location")).contains("/sign-in");
    }

    @Test
    void theProbesAnswerEverybodyAndTellNothing() {
        var answer = send(request("/actuator/health/liveness"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void metricsNeedATokenUnlessTheyAreOpened(@TempDir Path other) {
        assertThat(get("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
        try (var open = EdgeService.start(rollouts, other, "gough.api.open-metrics=true")) {
            var answer = send(HttpRequest.newBuilder(open.uri("/actuator/prometheus")));
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aTokenBecomesACookieThatNoScriptAndNoOtherSiteCanUse() {
        var answer = signIn(EdgeService.OPERATE);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("gough=")
                .contains("HttpOnly", "SameSite=Strict", "Path=/");
        assertThat(answer.headers().toString()).doesNotContain(EdgeService.OPERATE);
        assertThat(page(
                                "/",
                                answer.headers()
                                        .firstValue("Set-Cookie")
                                        .orElseThrow()
                                        .split(";", 2)[0])
                        .body())
                .contains("operate")
                .doesNotContain(EdgeService.OPERATE);
    }

    @Test
    void aWrongTokenIsNoWayIn() {
        var answer = signIn("wrong-token-0123456789-<script>");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.body()).contains("No token of the server settings").doesNotContain("<script>");
        assertThat(signIn("").statusCode()).isEqualTo(401);
    }

    @Test
    void signingOutEndsTheSession() {
        var cookie = cookie();
        assertThat(page("/", cookie).statusCode()).isEqualTo(200);
        send(request("/sign-out").header("Cookie", cookie).POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(page("/", cookie).statusCode()).isEqualTo(303);
    }

    @Test
    void aBrowserCanOnlyLook() {
        for (var path : List.of(
                "stop",
                "resume",
                "reconcile",
                "rollouts/r1/approve",
                "rollouts/r1/retry",
                "confirm",
                "hosts/hv-001/accept",
                "regions/default/confirm-running",
                "requests",
                "requests/withdraw",
                "hosts/hv-001/confirm-lost")) {
            var answer = send(request("/api/v1/" + path)
                    .header("Cookie", cookie())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"x\",\"digest\":\"0123456789ab\"}")));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("A browser's session only shows");
        }
        assertThat(rollouts.deeds).isEmpty();
    }

    @Test
    void whatOnlyADecisionEndsIsDecidedWithAReasonAndADigest() {
        var lost = "/api/v1/hosts/hv-001/confirm-lost";
        for (var body : List.of("{}", "{\"reason\": \"gone\"}", "{\"digest\": \"0123456789ab\", \"reason\": \" \"}"))
            assertThat(post(lost, EdgeService.OPERATE, body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        assertThat(post("/api/v1/hosts/hv-001/accept", EdgeService.OPERATE, "{\"finding\": \"release\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(
                                "/api/v1/hosts/no%20host/confirm-lost",
                                EdgeService.OPERATE, "{\"digest\": \"0123456789ab\", \"reason\": \"x\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(rollouts.deeds).isEmpty();
        for (var path : List.of(
                "/api/v1/hosts/hv-001/accept",
                "/api/v1/hosts/hv-001/reopen",
                "/api/v1/drift/0123456789ab/accept",
                "/api/v1/drift/0123456789ab/reopen",
                lost,
                "/api/v1/regions/default/confirm-running",
                "/api/v1/confirm"))
            assertThat(post(
                                    path,
                                    EdgeService.OPERATE,
                                    "{\"finding\": \"release\", \"digest\": \"abcdefabcdef\", \"reason\": \"fine\"}")
                            .statusCode())
                    .as(path)
                    .isEqualTo(200);
        assertThat(rollouts.deeds)
                .containsExactly(
                        "accept host hv-001 release abcdefabcdef: fine by token:operate",
                        "reopen host hv-001 release abcdefabcdef: fine by token:operate",
                        "accept 0123456789ab: fine by token:operate",
                        "reopen 0123456789ab: fine by token:operate",
                        "confirm-lost hv-001 abcdefabcdef: fine by token:operate",
                        "confirm-running default abcdefabcdef: fine by token:operate",
                        "confirm abcdefabcdef: fine by token:operate");
    }

    @Test
    void aYesMayNameHowManyHostsAreDestroyed() {
        var body = "{\"digest\": \"%s\", \"destroys\": 7}".formatted(plan().digest());
        assertThat(post("/api/v1/rollouts/r1/approve", EdgeService.OPERATE, body)
                        .statusCode())
                .isEqualTo(200);
        assertThat(rollouts.deeds).containsExactly("approve of 7 destroyed r1 by token:operate");
    }

    @Test
    void theAuditIsReadPageByPageAndByPerson() {
        var first = json("/api/v1/audit?limit=1");
        assertThat(first.at("/entries/0/person").asString()).isEqualTo("bob");
        assertThat(first.path("next").asString()).isEqualTo("2");
        var second = json("/api/v1/audit?limit=1&before=2");
        assertThat(second.at("/entries/0/what").asString()).isEqualTo("stop");
        assertThat(json("/api/v1/audit?person=nobody").path("entries")).isEmpty();
        for (var wrong : List.of("limit=0", "limit=1001", "before=x"))
            assertThat(get("/api/v1/audit?" + wrong).statusCode()).as(wrong).isEqualTo(400);
        assertThat(send(request("/api/v1/audit")).statusCode()).isEqualTo(401);
        assertThat(page("/audit?person=bob", cookie()).body())
                .contains("accept", "maas default cannot be read", "&lt;b&gt;next");
    }

    @Test
    void aStopMayReachAPartOnly() {
        var body = "{\"reason\": \"smoke\", \"scope\": \"%s\"}";
        assertThat(post("/api/v1/stop", EdgeService.OPERATE, body.formatted("rack-a"))
                        .body())
                .contains("is no scope");
        assertThat(post("/api/v1/stop", EdgeService.OPERATE, body.formatted("pool:production"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(rollouts.deeds).containsExactly("stop pool:production: smoke by token:operate");
    }

    @Test
    void oneHostMayBeTriedAgain() {
        assertThat(post("/api/v1/rollouts/r1/retry", EdgeService.OPERATE, "{\"host\": \"hv-001\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/api/v1/rollouts/r1/early", EdgeService.OPERATE, "{\"digest\": \"123456789abc\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(
                                "/api/v1/rollouts/r1/early",
                                EdgeService.LOOK,
                                "{\"digest\": \"123456789abc\", \"reason\": \"smoke\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/api/v1/rollouts/r1/overrule", EdgeService.OPERATE, "{\"digest\": \"123456789abc\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(
                                "/api/v1/rollouts/r1/overrule",
                                EdgeService.LOOK,
                                "{\"digest\": \"123456789abc\", \"reason\": \"smoke\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(rollouts.deeds).containsExactly("retry hv-001 of r1 by token:operate");
    }

    @Test
    void whatWaitsIsShown() {
        var why = "Wave 2 of 5 (zone rack-b) is on; later waves come after it. 60 wait.";
        rollouts.put(Samples.waiting(
                rollout(2, new RolloutState.Applying(), Samples.plan()), new Waits(why, Optional.of(Samples.NOW))));
        assertThat(page("/rollouts/r2", cookie()).body()).contains(why);
        assertThat(json("/api/v1/rollouts/r2").at("/rollout/waits").asString()).isEqualTo(why);
        assertThat(json("/api/v1/rollouts/r2").at("/rollout/waitsUntil").asString())
                .isEqualTo(Samples.NOW.toString());
    }

    @Test
    void theRoleOfATokenIsItsLimit() {
        var answer = post("/api/v1/stop", EdgeService.LOOK, "{\"reason\":\"x\"}");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("role of this token");
        assertThat(post("/api/v1/stop", EdgeService.OPERATE, "{\"reason\":\"smoke\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(rollouts.deeds).containsExactly("stop: smoke by token:operate");
    }

    @Test
    void everyPageShowsWhatIsThereAndKeepsTheRulesForContent() {
        rollouts.put(rollout(2, new RolloutState.Stalled("<img src=x onerror=alert(1)>"), Samples.hostile(40)));
        rollouts.stopped.set(Optional.of("drill <b>"));
        var cookie = cookie();
        for (var path :
                List.of("/", "/hosts", "/hosts?state=blocked", "/rollouts", "/rollouts/r2", "/drift", "/audit")) {
            var answer = page(path, cookie);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Security-Policy")).contains(Assets.CONTENT_SECURITY_POLICY);
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("no-store");
            assertThat(answer.body())
                    .contains("</html>")
                    .doesNotContain("<img", "<b>", "onclick", "style=", "<script>");
        }
        assertThat(page("/", cookie).body()).contains("drill &lt;b&gt;", "r2", "maas default");
        assertThat(page("/rollouts/r2", cookie).body()).contains("&lt;img src=x");
    }

    @Test
    void aPageThatIsNotThereIsAPage() {
        var answer = page("/rollouts/r77", cookie());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no rollout of this number.", "</html>");
        assertThat(page("/no/such/page", cookie()).statusCode()).isEqualTo(404);
    }

    @Test
    void assetsMayBeKeptForEver() {
        for (var asset : Assets.ALL) {
            var answer = send(request(asset.path()));
            assertThat(answer.body()).isEqualTo(asset.text());
            assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("max-age=31536000", "immutable");
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains(asset.type().replace(" ", ""));
        }
        assertThat(send(request("/assets/../application.yaml")).statusCode()).isNotEqualTo(200);
    }

    @Test
    void hostsComeInPages() {
        var first = json("/api/v1/hosts?limit=200");
        assertThat(first.get("hosts")).hasSize(200);
        var rest = json("/api/v1/hosts?limit=200&after=" + first.get("next").asString());
        assertThat(rest.get("hosts")).hasSize(50);
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(json("/api/v1/hosts/hv-050").get("sync").asString()).isEqualTo("blocked");
        assertThat(page("/hosts", cookie()).body()).contains("hv-200", "/hosts?repository=main&amp;after=hv-200");
        assertThat(page("/hosts", cookie()).body())
                .contains("&lt;b", "mallory", "changed it at 2026-11-22 20:00 UTC")
                .doesNotContain("<b>mallory");
        assertThat(json("/api/v1/hosts/hv-002").get("deed").get("what").asString())
                .isEqualTo("Deployed→Releasing");
        assertThat(get("/api/v1/hosts?limit=0").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/hosts?limit=many").statusCode()).isEqualTo(400);
    }

    @Test
    void rolloutsComeInPages() {
        IntStream.rangeClosed(1, 45).forEach(i -> rollouts.put(rollout(i, asked(), plan())));
        var first = json("/api/v1/rollouts");
        assertThat(first.get("rollouts")).hasSize(20);
        assertThat(first.at("/rollouts/0/id").asString()).isEqualTo("r45");
        var second = json("/api/v1/rollouts?before=" + first.get("next").asString());
        assertThat(second.at("/rollouts/0/id").asString()).isEqualTo("r25");
        assertThat(json("/api/v1/rollouts/45").at("/changes/1/risk").asString()).isEqualTo("destructive");
    }

    @Test
    void aPlanIsFoundByItsDigest() {
        var digest = plan().digest();
        assertThat(json("/api/v1/plans/" + digest).at("/digest").asString()).isEqualTo(digest);
        assertThat(json("/api/v1/plans/" + digest.substring(0, 12))
                        .at("/rollouts/0")
                        .asString())
                .isEqualTo("r1");
        assertThat(get("/api/v1/plans/" + "0".repeat(12)).statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/plans/abc").statusCode()).isEqualTo(400);
    }

    @Test
    void decisionsAreMadeOverHttp() {
        var digest = plan().digest();
        var yes = post("/api/v1/rollouts/r1/approve", EdgeService.OPERATE, "{\"digest\":\"" + digest + "\"}");
        assertThat(yes.statusCode()).as(yes.body()).isEqualTo(200);
        var old = post("/api/v1/rollouts/r1/approve", EdgeService.OPERATE, "{\"digest\":\"0123456789ab\"}");
        assertThat(old.statusCode()).isEqualTo(409);
        assertThat(MAPPER.readTree(old.body()).get("detail").asString()).contains("The plan has changed since");
        assertThat(post("/api/v1/rollouts/r1/approve", EdgeService.OPERATE, "{}")
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"x\"", "", "{\"digest\":{\"a\":1}}"})
    void aBodyThatCannotBeReadIsAProblemWithoutInternals(String body) {
        var answer = post("/api/v1/rollouts/r1/approve", EdgeService.OPERATE, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).doesNotContain("jackson", "Exception", "at io.", "Decision");
    }

    @Test
    void aBodyThatIsTooLargeIsNotRead() {
        var answer = post("/api/v1/stop", EdgeService.OPERATE, "{\"reason\":\"" + "x".repeat(100_000) + "\"}");
        assertThat(answer.statusCode()).isEqualTo(413);
        var chunked = send(request("/api/v1/stop")
                .header("Authorization", "Bearer " + EdgeService.OPERATE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[100_000]))));
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(rollouts.deeds).isEmpty();
    }

    @Test
    void faultsOfOursAreToldWithoutTheirInside(CapturedOutput output) {
        rollouts.broken.set(new IllegalStateException("select secret from table"));
        try {
            var answer = get("/api/v1/status");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("Fault ").doesNotContain("secret", "IllegalState", "at io.");
            assertThat(output.getAll()).contains("Fault ");
            rollouts.broken.set(new DataAccessResourceFailureException("jdbc:postgresql://db/secret"));
            var down = get("/api/v1/status");
            assertThat(down.statusCode()).isEqualTo(503);
            assertThat(down.body()).doesNotContain("jdbc");
            assertThat(page("/", cookie()).body()).contains("The database does not answer", "</html>");
        } finally {
            rollouts.broken.set(null);
        }
    }

    /** There is no token that was not set, and none that was set without thinking. */
    @ParameterizedTest
    @ValueSource(strings = {"", "gough", "admin", "changeme", "password", "only-23-characters-here"})
    void noTokenThatAnybodyCouldGuessLetsIn(String token) throws IOException {
        EdgeService.secret(dir, "look", token);
        try {
            var guessed = request("/api/v1/status").header("Authorization", "Bearer " + token);
            assertThat(send(guessed).statusCode()).isEqualTo(401);
            assertThat(signIn(token).statusCode()).isEqualTo(401);
            var basic = Base64.getEncoder().encodeToString(("gough:" + token).getBytes(StandardCharsets.UTF_8));
            assertThat(send(request("/api/v1/status").header("Authorization", "Basic " + basic))
                            .statusCode())
                    .isEqualTo(401);
        } finally {
            EdgeService.secret(dir, "look", EdgeService.LOOK);
        }
    }

    @Test
    void aRotatedTokenNeedsNoRestart() throws IOException {
        EdgeService.secret(dir, "look", "other-token-0123456789abcdef");
        try {
            assertThat(get("/api/v1/status").statusCode()).isEqualTo(401);
            Files.delete(dir.resolve("look"));
            assertThat(get("/api/v1/status").statusCode()).isEqualTo(401);
        } finally {
            EdgeService.secret(dir, "look", EdgeService.LOOK);
        }
        assertThat(get("/api/v1/status").statusCode()).isEqualTo(200);
    }

    @Test
    void withoutSlackTheServiceRunsAndSaysSo(CapturedOutput output, @TempDir Path other) {
        int before = output.getAll().length();
        try (var quiet = EdgeService.start(rollouts, other)) {
            var answer = send(HttpRequest.newBuilder(quiet.uri("/slack/events"))
                    .POST(HttpRequest.BodyPublishers.ofString("command=%2Fgough")));
            assertThat(answer.statusCode()).isEqualTo(404);
        }
        assertThat(output.getAll().substring(before))
                .containsOnlyOnce("Slack is not configured")
                .doesNotContain("security password");
    }

    private static HttpResponse<String> webhook(String secret, String body) {
        return send(request("/webhooks/fleet/" + secret)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void whatAFleetPostsToItsSecretAddressIsHeard() {
        assertThat(webhook(EdgeService.WEBHOOK, "{\"policy\": {\"id\": 7}, \"hosts\": [{\"id\": 1}]}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(rollouts.deeds).containsExactly("heard of default: FailingPolicy[policy=7, hosts=1]");
        assertThat(webhook(EdgeService.WEBHOOK, "{\"something\": \"new\"}").statusCode())
                .as("refusing it would only make Fleet post it again")
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "webhook-secret-0123456789abcdeF", "webhook-secret-0123456789abcdef%00"})
    void aWrongSecretFindsNothingAndNothingIsRead(String secret) {
        var answer = webhook(secret, "{\"policy\": {\"id\": 7}, \"hosts\": []}");
        assertThat(answer.statusCode()).isBetween(400, 404);
        assertThat(rollouts.deeds).isEmpty();
    }

    @Test
    void theSecretAddressTakesNothingButPosts(CapturedOutput output) {
        assertThat(send(request("/webhooks/fleet/" + EdgeService.WEBHOOK)).statusCode())
                .isEqualTo(401);
        assertThat(webhook(EdgeService.WEBHOOK + "/more", "{}").statusCode()).isEqualTo(401);
        assertThat(webhook(EdgeService.WEBHOOK, "nonsense").statusCode()).isEqualTo(400);
        rollouts.broken.set(new IllegalStateException("broken"));
        var answer = webhook(EdgeService.WEBHOOK, "{\"policy\": {\"id\": 7}, \"hosts\": []}");
        rollouts.broken.set(null);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(output.getAll()).contains("broken").doesNotContain(EdgeService.WEBHOOK);
        assertThat(get("/actuator/prometheus").body())
                .contains("gough_fleet_webhooks_total")
                .doesNotContain(EdgeService.WEBHOOK);
    }

    @Test
    void whatCannotBeWrittenDownNowFleetIsAskedToPostAgain() {
        rollouts.broken.set(new org.springframework.dao.DataAccessResourceFailureException(
                "away", new java.sql.SQLTransientConnectionException("no connection is to be had")));
        var answer = webhook(EdgeService.WEBHOOK, "{\"type\": \"deleted_host\", \"details\": {}}");
        rollouts.broken.set(null);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("60");
    }

    @Test
    void aHugeBodyOrNoJsonIsRefused() {
        var huge = "{\"policy\": {\"id\": 7}, \"hosts\": [], \"x\": \"" + "x".repeat(5 << 20) + "\"}";
        assertThat(webhook(EdgeService.WEBHOOK, huge).statusCode()).isEqualTo(413);
        assertThat(send(request("/webhooks/fleet/" + EdgeService.WEBHOOK)
                                .POST(HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(huge.getBytes(StandardCharsets.UTF_8)))))
                        .statusCode())
                .as("without saying how long it is")
                .isEqualTo(413);
        assertThat(webhook(EdgeService.WEBHOOK, "nonsense").statusCode()).isEqualTo(400);
        assertThat(webhook(EdgeService.WEBHOOK, "{\"policy\": []}").statusCode())
                .isEqualTo(400);
        assertThat(rollouts.deeds).isEmpty();
    }
}
