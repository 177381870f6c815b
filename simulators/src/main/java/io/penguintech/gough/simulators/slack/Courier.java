package io.penguintech.gough.simulators.slack;

import io.penguintech.gough.simulators.fault.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings requests to the app, signed, with a time limit; events again when the app did not take them.
 *
 * <p>Threading: every method may be called by any thread; retries wait on virtual threads until the stand-in closes.
 */
final class Courier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int MAX_ANSWER = 1 << 20;
    private static final Duration OLD = Duration.ofMinutes(-10);
    private static final Duration FUTURE = Duration.ofDays(365);
    private static final String TIMESTAMP = "X-Slack-Request-Timestamp";
    private static final String SIGNATURE = "X-Slack-Signature";

    private final SlackSettings settings;
    private final HttpClient http;
    private final AtomicReference<Optional<URI>> app = new AtomicReference<>(Optional.empty());
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final ExecutorService retries = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);

    Courier(SlackSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.ackWithin())
                .build();
    }

    void connect(URI requestUrl) {
        app.set(Optional.of(requestUrl));
    }

    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** A request as Slack would make it, or not quite. */
    Sent prepare(Sent.Kind kind, String contentType, String body, Forgery forgery) {
        var bytes = (forgery == Forgery.CRLF_BODY ? body + "\r\n" : body).getBytes(StandardCharsets.UTF_8);
        var sent = new Sent(
                kind,
                Map.of("Content-Type", contentType, "User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)"),
                Bytes.of(bytes));
        return switch (forgery) {
            case GENUINE, CRLF_BODY -> signed(sent, Duration.ZERO, settings.signingSecret());
            case WRONG_SIGNATURE -> signed(sent, Duration.ZERO, "not the secret");
            case UNSIGNED -> sent;
            case OLD_TIMESTAMP -> signed(sent, OLD, settings.signingSecret());
            case FUTURE_TIMESTAMP -> signed(sent, FUTURE, settings.signingSecret());
        };
    }

    /** Sends exactly this, once. */
    Delivery deliver(Sent sent, int attempt) {
        var delivery = app.get()
                .map(url -> post(url, sent, attempt))
                .orElseGet(() -> failed(sent, attempt, "connection_failed"));
        deliveries.add(delivery);
        return delivery;
    }

    /** Sends an event; the first attempt's end is the answer, the others follow by themselves. */
    Delivery deliverEvent(Sent sent) {
        var first = deliver(sent, 0);
        if (needsRetry(first)) {
            retries.execute(() -> retry(sent, first));
        }
        return first;
    }

    private void retry(Sent sent, Delivery first) {
        var last = first;
        for (int i = 0; i < settings.retries().size() && needsRetry(last); i++) {
            if (closedWithin(settings.retries().get(i))) {
                return;
            }
            var again = signed(sent, Duration.ZERO, settings.signingSecret())
                    .with("X-Slack-Retry-Num", Integer.toString(i + 1))
                    .with("X-Slack-Retry-Reason", last.failure());
            last = deliver(again, i + 1);
        }
    }

    private static boolean needsRetry(Delivery delivery) {
        return !delivery.accepted() && !delivery.noRetry();
    }

    private boolean closedWithin(Duration pause) {
        try {
            return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Sent signed(Sent sent, Duration shift, String secret) {
        var timestamp = Long.toString(settings.clock().instant().plus(shift).getEpochSecond());
        return sent.with(TIMESTAMP, timestamp)
                .with(SIGNATURE, Signature.of(secret, timestamp, sent.body().toByteArray()));
    }

    private Delivery post(URI url, Sent sent, int attempt) {
        var request = HttpRequest.newBuilder(url)
                .timeout(settings.ackWithin())
                .POST(HttpRequest.BodyPublishers.ofByteArray(sent.body().toByteArray()));
        sent.headers().forEach(request::header);
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            return answered(sent, attempt, answer);
        } catch (HttpTimeoutException e) {
            return failed(sent, attempt, "http_timeout");
        } catch (IOException e) {
            LOG.debug("no answer from the app", e);
            return failed(sent, attempt, "connection_failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(sent, attempt, "unknown_error");
        }
    }

    private static Delivery answered(Sent sent, int attempt, HttpResponse<InputStream> answer) throws IOException {
        try (var stream = answer.body()) {
            var body = new String(stream.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
            boolean taken = answer.statusCode() / 100 == 2;
            boolean noRetry = answer.headers()
                    .firstValue("X-Slack-No-Retry")
                    .filter("1"::equals)
                    .isPresent();
            return new Delivery(sent, attempt, answer.statusCode(), body, noRetry, taken ? "" : "http_error");
        }
    }

    private static Delivery failed(Sent sent, int attempt, String failure) {
        return new Delivery(sent, attempt, 0, "", false, failure);
    }

    @Override
    public void close() {
        closing.countDown();
        http.shutdownNow();
        retries.shutdownNow();
    }
}
