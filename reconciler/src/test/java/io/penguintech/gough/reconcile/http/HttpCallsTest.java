package io.penguintech.gough.reconcile.http;

import static io.penguintech.gough.reconcile.http.Site.silent;
import static io.penguintech.gough.reconcile.http.Site.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limits of calls, against real sockets. */
class HttpCallsTest {
    private static final HttpSettings QUICK = HttpSettings.DEFAULT.repeating(3, Duration.ofMillis(2));
    private static final HttpSettings SHORT = QUICK.within(Duration.ofMillis(300), Duration.ofMillis(800));

    private final Site site = Site.start();
    private final AtomicInteger headers = new AtomicInteger();
    private final List<String> heard = new ArrayList<>();
    private final List<Long> bytes = new ArrayList<>();

    @AfterEach
    void stop() {
        site.close();
    }

    private HttpCalls calls(HttpSettings settings) {
        CallListener listener = (backend, operation, status, took, length) -> {
            synchronized (heard) {
                heard.add(backend + " " + operation + " " + status + " " + !took.isNegative());
                bytes.add(length);
            }
        };
        return new HttpCalls("default", settings, () -> "token-" + headers.incrementAndGet(), listener, new Random(1));
    }

    private Exchange get(HttpSettings settings) {
        try (var calls = calls(settings)) {
            return calls.exchange(Request.get("read", site.uri("/thing")));
        }
    }

    private Exchange post(HttpSettings settings) {
        try (var calls = calls(settings)) {
            var body = new Request.Body("text/plain", "hello".getBytes(StandardCharsets.UTF_8));
            return calls.exchange(Request.write("write", "POST", site.uri("/thing"), body));
        }
    }

    private static int status(Exchange exchange) {
        return ((Exchange.Answered) exchange).status();
    }

    @Test
    void aReadIsRepeatedWithAFreshHeaderUntilItIsAnswered() {
        site.then(text(503, ""), text(500, "oops"), text(200, "fine"));
        var answer = (Exchange.Answered) get(QUICK);
        assertThat(answer.body()).isEqualTo("fine");
        assertThat(site.authorizations()).containsExactly("token-1", "token-2", "token-3");
        assertThat(heard).containsExactly("default read 503 true", "default read 500 true", "default read 200 true");
    }

    @Test
    void triesEndSomewhere() {
        site.then(text(503, ""), text(503, ""), text(503, ""), text(200, ""));
        assertThat(status(get(QUICK))).isEqualTo(503);
        assertThat(site.asked()).hasSize(3);
    }

    @Test
    void refusalsAreNotRepeated() {
        for (int status : List.of(400, 401, 403, 404, 409, 410, 501)) {
            site.then(text(status, "no"));
            assertThat(status(get(QUICK))).isEqualTo(status);
        }
        assertThat(site.asked()).hasSize(7);
    }

    @Test
    void aWriteIsRepeatedOnlyWhenItDidNotHappen() {
        for (int status : List.of(408, 409, 500, 502, 503, 504)) {
            site.then(text(status, "no"));
            assertThat(status(post(QUICK))).isEqualTo(status);
        }
        assertThat(site.asked()).hasSize(6).allMatch(call -> call.equals("POST /thing hello"));
        site.then(text(429, ""), text(409, "", "Retry-After", "0"), text(200, "made"));
        assertThat(status(post(QUICK))).isEqualTo(200);
        assertThat(site.asked()).hasSize(9);
    }

    @Test
    void aPauseThatDoesNotFitIsNotWaitedFor() {
        site.then(text(429, "", "Retry-After", "3600"));
        var answer = (Exchange.Answered) get(QUICK);
        assertThat(answer.retryAfter()).contains(Duration.ofHours(1));
        assertThat(site.asked()).hasSize(1);
    }

    private static Optional<Duration> retryAfter(String... namesAndValues) {
        var headers = new HashMap<String, List<String>>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            headers.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        return RetryAfter.of(HttpHeaders.of(headers, (name, value) -> true));
    }

    @Test
    void aRetryAfterIsSecondsOrADateSeenFromTheServersOwnClock() {
        var now = "Sun, 22 Nov 2026 20:00:00 GMT";
        assertThat(retryAfter("retry-after", " 5 ")).contains(Duration.ofSeconds(5));
        assertThat(retryAfter("Retry-After", "Sun, 22 Nov 2026 20:00:30 GMT", "Date", now))
                .contains(Duration.ofSeconds(30));
        assertThat(retryAfter("Retry-After", "Sun, 22 Nov 2026 19:00:30 GMT", "Date", now))
                .contains(Duration.ZERO);
        assertThat(retryAfter("Retry-After", "Sun, 22 Nov 2026 20:00:30 GMT")).isEmpty();
        for (var nonsense : List.of("", "soon", "-1", "1.5", "999999999", "99999999999999999999"))
            assertThat(retryAfter("Retry-After", nonsense, "Date", now))
                    .as(nonsense)
                    .isEmpty();
    }

    @Test
    void aServerThatSaysNothingIsLostInTime() {
        site.then(Site.silent());
        var started = System.nanoTime();
        assertThat(post(SHORT)).isInstanceOf(Exchange.Lost.class);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
        assertThat(heard).containsExactly("default write 0 true");
    }

    @Test
    void aBodyThatDoesNotEndIsLostInTime() {
        site.then(Site.dripping());
        assertThat(post(SHORT)).isInstanceOf(Exchange.Lost.class);
    }

    @Test
    void aStreamThatDoesNotEndIsLostInTime() {
        site.then(Site.dripping());
        try (var calls = calls(QUICK)) {
            var streamed = calls.stream(
                    Request.get("sweep", site.uri("/all")),
                    Duration.ofMillis(400),
                    1L << 30,
                    in -> in.readAllBytes().length);
            assertThat(streamed).isInstanceOf(Streamed.Instead.class);
        }
    }

    @Test
    void aLongAnswerIsNotReadToItsEnd() {
        site.then(text(200, "x".repeat(100)), text(200, "x".repeat(101)));
        assertThat(status(get(QUICK.reading(100)))).isEqualTo(200);
        assertThat(get(QUICK.reading(100))).isEqualTo(new Exchange.TooLong(100));
    }

    @Test
    void aStreamIsReadWhileItArrivesAndCapped() {
        site.then(text(200, "abc"), text(200, "abcd"), text(404, "no"));
        var request = Request.get("sweep", site.uri("/all"));
        BodyReader<Integer> length = in -> in.readAllBytes().length;
        try (var calls = calls(QUICK)) {
            assertThat(calls.stream(request, Duration.ofSeconds(5), 3, length)).isEqualTo(new Streamed.Read<>(3));
            assertThat(calls.stream(request, Duration.ofSeconds(5), 3, length))
                    .isEqualTo(new Streamed.Instead<Integer>(new Exchange.TooLong(3)));
            var refused = (Streamed.Instead<Integer>) calls.stream(request, Duration.ofSeconds(5), 3, length);
            assertThat(((Exchange.Answered) refused.exchange()).body()).isEqualTo("no");
        }
    }

    @Test
    void noRedirectIsFollowed() {
        try (var elsewhere = Site.start()) {
            site.then(text(302, "", "Location", elsewhere.uri("/steal").toString()));
            var answer = (Exchange.Answered) get(QUICK);
            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.location()).contains(elsewhere.uri("/steal").toString());
            assertThat(elsewhere.asked()).isEmpty();
        }
    }

    @Test
    void aClosedPortIsProvenNotToHaveHappenedAndTriedAgain() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (var calls = calls(QUICK)) {
            var uri = URI.create("http://127.0.0.1:" + port + "/");
            assertThat(calls.exchange(Request.write("write", "POST", uri, Request.Body.NONE)))
                    .isInstanceOf(Exchange.NotSent.class);
            assertThat(heard).hasSize(3).containsOnly("default write 0 true");
        }
    }

    @Test
    void anUnknownNameIsProvenNotToHaveHappened() {
        try (var calls = calls(QUICK.repeating(1, Duration.ofMillis(1)))) {
            assertThat(calls.exchange(Request.get("read", URI.create("http://nowhere.invalid/"))))
                    .isInstanceOf(Exchange.NotSent.class);
        }
    }

    @Test
    void aProxyIsUsedWhenItIsSetOnly() {
        try (var proxy = Site.start()) {
            proxy.then(text(200, "through"));
            var answer = (Exchange.Answered) get(QUICK.through(URI.create("http://127.0.0.1:" + proxy.port())));
            assertThat(answer.body()).isEqualTo("through");
            assertThat(site.asked()).isEmpty();
            assertThat(proxy.asked()).containsExactly("GET " + site.uri("/thing") + " ");
        }
    }

    @Test
    void callsAndSettingsAndBodiesPrintNoSecrets() {
        var body = new Request.Body("text/plain", "hunter2".getBytes(StandardCharsets.UTF_8));
        var request = Request.write("write", "POST", site.uri("/"), body);
        var answer = new Exchange.Answered(401, "text/html", Optional.empty(), Optional.empty(), "hunter2");
        var credential = new Credential("hunter2\n");
        assertThat(credential.reveal()).isEqualTo("hunter2");
        assertThat("" + request + answer + credential).doesNotContain("hunter2");
    }

    @Test
    void whoeverListensHearsHowLongEachAnswerWas() {
        site.then(text(503, "busy"), text(200, "fine, and longer"));
        get(QUICK);
        assertThat(bytes).containsExactly(4L, 16L);
    }

    @Test
    void neverMoreCallsAreUnderWayThanAllowedWhoeverMakesThem() throws InterruptedException {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var four = new CountDownLatch(4);
        Site.Answer slow = exchange -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            four.countDown();
            try {
                // Until four are here, or would be five.
                four.await(20, TimeUnit.SECONDS);
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            inside.decrementAndGet();
            text(200, "ok").give(exchange);
        };
        for (int i = 0; i < 12; i++) site.then(slow);
        var answers = new ConcurrentLinkedQueue<Exchange>();
        try (var calls = calls(HttpSettings.DEFAULT);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var others = calls.beside(() -> "other");
            var body = new Request.Body("text/plain", "hello".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 4; i++) {
                threads.execute(() -> answers.add(calls.exchange(Request.get("read", site.uri("/a")))));
                threads.execute(() -> answers.add(others.exchange(Request.get("read", site.uri("/b")))));
                threads.execute(
                        () -> answers.add(calls.exchange(Request.write("write", "POST", site.uri("/c"), body))));
            }
        }
        assertThat(answers).hasSize(12).allMatch(answer -> status(answer) == 200);
        assertThat(most).hasValue(4);
    }

    @Test
    void whoeverGetsNoTurnInTimeHasSentNothing() throws InterruptedException {
        site.then(silent());
        try (var calls = calls(SHORT.atOnce(1).within(Duration.ofSeconds(3), Duration.ofMillis(300)));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(() -> calls.stream(
                    Request.get("sweep", site.uri("/long")), Duration.ofSeconds(3), 10, InputStream::readAllBytes));
            while (site.asked().isEmpty()) Thread.sleep(5);
            var missed = calls.exchange(Request.get("read", site.uri("/short")));
            assertThat(missed).isInstanceOf(Exchange.NotSent.class);
            assertThat(site.asked()).hasSize(1);
        }
    }
}
