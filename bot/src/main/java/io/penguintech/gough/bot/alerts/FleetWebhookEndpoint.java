package io.penguintech.gough.bot.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import io.penguintech.gough.bot.backends.BackendSettings;
import io.penguintech.gough.bot.hooks.Body;
import io.penguintech.gough.bot.rollout.Alerts;
import io.penguintech.gough.bot.storage.DatabaseAway;
import io.penguintech.gough.reconcile.FleetNews;
import io.penguintech.gough.reconcile.fleet.FleetWebhooks;
import io.penguintech.gough.schema.BackendName;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where Fleets post. They sign nothing, so the address is the secret: it is compared before anything is read, and stands in no log,
 * no answer and no metric. Then the body is read, of a few callers at a time, capped in length and time, and only then parsed. What
 * it says is a hint (docs/adr/0028).
 */
@RestController
final class FleetWebhookEndpoint {
    private static final int MOST_BYTES = 4 << 20;
    /** A storm comes in batches; what is too much Fleet posts again after a 429, and only after that (facts). */
    private static final int AT_ONCE = 300;

    private static final Duration EACH = Duration.ofMillis(200);
    /** A body that is parsed takes many times its length. */
    private static final int PLACES = 2;
    /** A Fleet sends it in a blink; whoever drips must not keep a place. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final WebhookSecrets secrets;
    private final Alerts alerts;
    private final Allowance allowance;
    private final MeterRegistry meters;
    private final Semaphore places = new Semaphore(PLACES);

    FleetWebhookEndpoint(BackendSettings settings, Alerts alerts, ObjectProvider<Clock> clock, MeterRegistry meters) {
        this.secrets = new WebhookSecrets(settings);
        this.alerts = alerts;
        this.allowance = new Allowance(clock.getIfAvailable(Clock::systemUTC), AT_ONCE, EACH);
        this.meters = meters;
    }

    @PostMapping("/webhooks/fleet/{token}")
    ResponseEntity<Void> take(@PathVariable String token, HttpServletRequest http) {
        var fleet = secrets.owner(token);
        if (fleet.isEmpty()) return answer("", "", HttpStatus.NOT_FOUND);
        var name = fleet.get();
        if (!allowance.take(name)) return answer(name.value(), "", HttpStatus.TOO_MANY_REQUESTS);
        if (http.getContentLengthLong() > MOST_BYTES) return answer(name.value(), "", HttpStatus.CONTENT_TOO_LARGE);
        if (!places.tryAcquire()) return answer(name.value(), "", HttpStatus.TOO_MANY_REQUESTS);
        try {
            var body = Body.read(http.getInputStream(), MOST_BYTES, LONGEST);
            return body.length > MOST_BYTES
                    ? answer(name.value(), "", HttpStatus.CONTENT_TOO_LARGE)
                    : hear(name, FleetWebhooks.read(body));
        } catch (IOException wentAwayOrTooSlow) {
            return answer(name.value(), "", HttpStatus.BAD_REQUEST);
        } finally {
            places.release();
        }
    }

    /** What this version does not know is taken and dropped: refusing it would only make Fleet post it again. */
    private ResponseEntity<Void> hear(BackendName fleet, FleetNews news) {
        if (news instanceof FleetNews.Malformed) return answer(fleet.value(), news.kind(), HttpStatus.BAD_REQUEST);
        try {
            alerts.heard(fleet, news);
        } catch (RuntimeException e) {
            if (!DatabaseAway.because(e)) throw e;
            // What it cannot write down now Fleet tells once more only after this answer, and an activity only then
            // (facts).
            return answer(fleet.value(), news.kind(), HttpStatus.TOO_MANY_REQUESTS);
        }
        return answer(fleet.value(), news.kind(), HttpStatus.ACCEPTED);
    }

    private ResponseEntity<Void> answer(String fleet, String kind, HttpStatus status) {
        meters.counter("gough.fleet.webhooks", "fleet", fleet, "kind", kind, "status", Integer.toString(status.value()))
                .increment();
        var answer = ResponseEntity.status(status);
        if (status == HttpStatus.TOO_MANY_REQUESTS) answer.header(HttpHeaders.RETRY_AFTER, "60");
        return answer.build();
    }
}
