package io.penguintech.gough.bot.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where forges call. The address alone says which forge and which repository it is about; bytes are capped, the signature is
 * checked over the raw bytes, and only then is anything parsed or written down. What a call says is a hint to look: whatever it
 * tells is read from git. Nothing of a body that is refused is logged.
 */
@RestController
final class WebhookEndpoint {
    /** A GitHub push of 2,048 commits is about half of it; larger ones are found by polling. */
    private static final int MOST_BYTES = 4 << 20;
    /** So many bodies are in memory at once. */
    private static final int MOST_AT_ONCE = 8;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Hooks hooks;
    private final WebhookDeliveries deliveries;
    private final MessageChannel triggers;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    WebhookEndpoint(
            Hooks hooks, WebhookDeliveries deliveries, MessageChannel triggers, Clock clock, MeterRegistry meters) {
        this.hooks = hooks;
        this.deliveries = deliveries;
        this.triggers = triggers;
        this.clock = clock;
        this.meters = meters;
    }

    @PostMapping("/webhooks/{forge:github|gitlab|gitea}/{repository}")
    ResponseEntity<Void> take(@PathVariable String forge, @PathVariable String repository, HttpServletRequest http)
            throws IOException {
        var hook = hooks.of(forge, repository);
        if (hook.isEmpty()) return ResponseEntity.notFound().build();
        var outcome = outcome(hook.get(), http);
        Counter.builder("gough.webhooks")
                .description("Calls of forges, by what became of them")
                .tag("repository", repository)
                .tag("outcome", outcome.word)
                .register(meters)
                .increment();
        return ResponseEntity.status(outcome.status).build();
    }

    /** What became of a call. */
    private enum Outcome {
        TAKEN("taken", HttpStatus.ACCEPTED),
        /** Nothing we look at; never refused, as GitLab turns hooks off that are. */
        IGNORED("ignored", HttpStatus.ACCEPTED),
        REPEATED("repeated", HttpStatus.ACCEPTED),
        NOT_SIGNED("not-signed", HttpStatus.UNAUTHORIZED),
        TOO_LARGE("too-large", HttpStatus.CONTENT_TOO_LARGE),
        MALFORMED("malformed", HttpStatus.BAD_REQUEST),
        TOO_MANY("too-many", HttpStatus.SERVICE_UNAVAILABLE);

        private final String word;
        private final HttpStatus status;

        Outcome(String word, HttpStatus status) {
            this.word = word;
            this.status = status;
        }
    }

    private Outcome outcome(Hooks.Hook hook, HttpServletRequest http) throws IOException {
        if (http.getContentLengthLong() > MOST_BYTES) return Outcome.TOO_LARGE;
        if (!room.tryAcquire()) return Outcome.TOO_MANY;
        try {
            var body = http.getInputStream().readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) return Outcome.TOO_LARGE;
            var delivery = hook.secret().delivery(hook.kind(), http::getHeader, body, clock.instant());
            return delivery.map(id -> signed(hook, id, body)).orElseGet(() -> {
                hook.refused(clock.instant());
                return Outcome.NOT_SIGNED;
            });
        } finally {
            room.release();
        }
    }

    private Outcome signed(Hooks.Hook hook, String delivery, byte[] body) {
        var ref = ref(body);
        if (ref.isEmpty()) return Outcome.MALFORMED;
        if (!deliveries.first(hook.repository(), delivery)) return Outcome.REPEATED;
        if (!ref.get().equals(hook.ref())) return Outcome.IGNORED;
        triggers.send(new GenericMessage<>(new Trigger(hook.repository(), "push")));
        return Outcome.TAKEN;
    }

    /** The full name of the branch that was pushed, which all three forges call ref; empty text for any other event. */
    private static Optional<String> ref(byte[] body) {
        try {
            var json = JSON.readTree(body);
            return json.isObject() ? Optional.of(json.path("ref").asString("")) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }
}
