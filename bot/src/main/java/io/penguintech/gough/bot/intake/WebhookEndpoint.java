package io.penguintech.gough.bot.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.penguintech.gough.bot.forge.PullHints;
import io.penguintech.gough.bot.hooks.Body;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where forges call. The address alone says which forge and which repository it is about; bytes are capped, the signature is
 * checked over the raw bytes, and only then is anything parsed or written down. What a call says is a hint to look: whatever it
 * tells is read from git and from the forge. Nothing of a body that is refused is logged.
 */
@RestController
final class WebhookEndpoint {
    /** A GitHub push of 2,048 commits is about half of it; larger ones are found by polling. */
    private static final int MOST_BYTES = 4 << 20;
    /** A forge sends that in a blink; whoever drips must not keep its place. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Hooks hooks;
    private final WebhookDeliveries deliveries;
    private final MessageChannel triggers;
    private final ObjectProvider<PullHints> pulls;
    private final Clock clock;
    private final MeterRegistry meters;

    WebhookEndpoint(
            Hooks hooks,
            WebhookDeliveries deliveries,
            MessageChannel triggers,
            ObjectProvider<PullHints> pulls,
            Clock clock,
            MeterRegistry meters) {
        this.hooks = hooks;
        this.deliveries = deliveries;
        this.triggers = triggers;
        this.pulls = pulls;
        this.clock = clock;
        this.meters = meters;
    }

    @PostMapping("/webhooks/{forge:github|gitlab|gitea}/{repository}")
    ResponseEntity<Void> take(@PathVariable String forge, @PathVariable String repository, HttpServletRequest http) {
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
        BROKEN_OFF("broken-off", HttpStatus.BAD_REQUEST),
        /** Its file was good at the start and is not now; the log says so. */
        NO_SECRET("no-secret", HttpStatus.SERVICE_UNAVAILABLE),
        TOO_MANY("too-many", HttpStatus.SERVICE_UNAVAILABLE);

        private final String word;
        private final HttpStatus status;

        Outcome(String word, HttpStatus status) {
            this.word = word;
            this.status = status;
        }
    }

    private Outcome outcome(Hooks.Hook hook, HttpServletRequest http) {
        if (http.getContentLengthLong() > MOST_BYTES) return Outcome.TOO_LARGE;
        var secret = hook.secret(clock.instant());
        if (secret.isEmpty()) return Outcome.NO_SECRET;
        if (!secret.get().isOffered(hook.kind(), http::getHeader)) return notSigned(hook);
        if (!hook.enter()) return Outcome.TOO_MANY;
        try {
            var body = Body.read(http.getInputStream(), MOST_BYTES, LONGEST);
            if (body.length > MOST_BYTES) return Outcome.TOO_LARGE;
            var delivery = secret.get().delivery(hook.kind(), http::getHeader, body, clock.instant());
            return delivery.map(id -> signed(hook, id, body)).orElseGet(() -> notSigned(hook));
        } catch (IOException wentAwayOrTooSlow) {
            return Outcome.BROKEN_OFF;
        } finally {
            hook.leave();
        }
    }

    private Outcome notSigned(Hooks.Hook hook) {
        hook.refused(clock.instant());
        return Outcome.NOT_SIGNED;
    }

    private Outcome signed(Hooks.Hook hook, String delivery, byte[] bytes) {
        var body = WebhookBody.read(bytes);
        if (body.isEmpty()) return Outcome.MALFORMED;
        boolean branch = body.get().ref().equals(hook.ref());
        var number = body.get().pullRequest();
        // Nothing follows from it, so nothing need be written down either: most pushes are to other branches.
        if (!branch && number.isEmpty()) return Outcome.IGNORED;
        boolean first = deliveries.first(hook.repository(), delivery, () -> {
            if (branch) triggers.send(new GenericMessage<>(new Trigger(hook.repository(), "push")));
            number.ifPresent(pull -> pulls.ifAvailable(hints -> hints.look(hook.repository(), pull)));
        });
        return first ? Outcome.TAKEN : Outcome.REPEATED;
    }
}
