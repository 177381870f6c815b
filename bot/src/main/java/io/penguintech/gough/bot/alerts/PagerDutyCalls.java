package io.penguintech.gough.bot.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import io.penguintech.gough.bot.rollout.EventConsumer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to PagerDuty: 429, 5xx and no answer are tried again later, by throwing; what it refuses otherwise is never sent again
 * and told in the log once, without the key. Used by one thread at a time.
 */
final class PagerDutyCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PagerDutyCalls.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int RATE_LIMITED = 429;
    private static final int SHOWN = 300;

    private final PagerDutySettings settings;
    private final HttpClient http;
    private final MeterRegistry meters;
    private boolean away;

    PagerDutyCalls(PagerDutySettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        var client = HttpClient.newBuilder().connectTimeout(LIMIT).followRedirects(HttpClient.Redirect.NEVER);
        var proxy = settings.proxy();
        if (proxy != null) client.proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort())));
        this.http = client.build();
    }

    /** Whether PagerDuty took it; false when it never will. */
    boolean send(PagerDutyEvent event) {
        var key = Objects.requireNonNull(settings.routingKeyFile()).read();
        var request = HttpRequest.newBuilder(settings.url())
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(event.body(key)))
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                var said = new String(body.readNBytes(SHOWN), StandardCharsets.UTF_8);
                return judged(event, answer.statusCode(), said.replace(key, "…"));
            }
        } catch (IOException e) {
            throw later(
                    event,
                    "unreachable",
                    "PagerDuty does not answer: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw later(event, "unreachable", "interrupted");
        }
    }

    private boolean judged(PagerDutyEvent event, int status, String said) {
        if (status / 100 == 2) {
            count(event, "ok");
            if (away) LOG.info("PagerDuty takes alerts again");
            away = false;
            return true;
        }
        if (status == RATE_LIMITED) throw later(event, "too-fast", "PagerDuty asks for a pause");
        if (status >= 500) throw later(event, "unreachable", "PagerDuty answered " + status);
        count(event, "refused");
        LOG.error(
                "PagerDuty refuses to {} {} and is not told it again (HTTP {}): {} Check {}.",
                event.action(),
                event.dedupKey(),
                status,
                said.replaceAll("[\\p{Cntrl}\\s]+", " "),
                PagerDutySettings.SWITCH);
        return false;
    }

    private EventConsumer.NotNow later(PagerDutyEvent event, String outcome, String why) {
        count(event, outcome);
        if (!away) LOG.warn("{}. Alerts for it are kept, and sent when it does.", why);
        away = true;
        return new EventConsumer.NotNow(why);
    }

    private void count(PagerDutyEvent event, String outcome) {
        meters.counter("gough.pagerduty.calls", "action", event.action(), "outcome", outcome)
                .increment();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
