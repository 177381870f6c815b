package io.penguintech.gough.bot.intake;

import io.penguintech.gough.bot.forge.ForgeKind;
import io.penguintech.gough.bot.forge.ForgeSettings;
import io.penguintech.gough.bot.forge.WebhookSecret;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.SourceSettings;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which addresses forges may call, and how each proves who it is. */
final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);
    private static final Duration SELDOM = Duration.ofMinutes(1);
    /** So many bodies of one repository are read at once: who fills its room takes nothing from the others. */
    private static final int MOST_AT_ONCE = 4;
    /** So many wait for that: a hundred pull requests that are opened at once tell of themselves within a second. */
    private static final int MOST_WAITING = 256;
    /** The least patient forge hangs up after five seconds (Gitea, {@code webhook.DELIVER_TIMEOUT}). */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Map<String, Hook> byAddress = new HashMap<>();

    /** Knows those of the settings, which were checked before. */
    Hooks(ForgeSettings forges, SourceSettings sources) {
        forges.forge().forEach((id, place) -> {
            var source = sources.repositories().get(id);
            if (source == null || !place.webhooks()) return;
            var kind = Objects.requireNonNull(place.kind());
            byAddress.put(
                    kind.word() + "/" + id,
                    new Hook(
                            new RepositoryId(id),
                            kind,
                            source.ref(),
                            Objects.requireNonNull(place.webhookSecretFile())));
        });
    }

    /** The hook of an address; empty when there is none, or when the repository is on another forge. */
    Optional<Hook> of(String forge, String repository) {
        return Optional.ofNullable(byAddress.get(forge + "/" + repository));
    }

    /** One address. */
    static final class Hook {
        private final RepositoryId repository;
        private final ForgeKind kind;
        private final String ref;
        private final SecretFile secret;
        private final Semaphore reading = new Semaphore(MOST_AT_ONCE, true);
        private final Semaphore waiting = new Semaphore(MOST_WAITING);
        private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);

        Hook(RepositoryId repository, ForgeKind kind, String ref, SecretFile secret) {
            this.repository = repository;
            this.kind = kind;
            this.ref = ref;
            this.secret = secret;
        }

        RepositoryId repository() {
            return repository;
        }

        ForgeKind kind() {
            return kind;
        }

        /** The full name of the branch that is brought about. */
        String ref() {
            return ref;
        }

        /** Waits a little for room to read a body; whether there is. Then it is to be left again. */
        boolean enter() {
            if (!waiting.tryAcquire()) return false;
            try {
                return reading.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                waiting.release();
            }
        }

        void leave() {
            reading.release();
        }

        /** Read at each use, so that a new one needs no restart; empty when the file is no good any more. */
        Optional<WebhookSecret> secret(Instant now) {
            try {
                return Optional.of(WebhookSecret.of(secret.read()));
            } catch (UncheckedIOException | IllegalArgumentException e) {
                seldom(now, "No call to {} is taken: the file with its secret is no good any more");
                return Optional.empty();
            }
        }

        /** Tells the operator of a call that is none of the forge's. */
        void refused(Instant now) {
            seldom(now, "Refused a call to {} whose signature does not hold; more are only counted for a minute");
        }

        /** Not a thousand times a second. */
        private void seldom(Instant now, String words) {
            var quiet = quietUntil.get();
            if (!now.isBefore(quiet) && quietUntil.compareAndSet(quiet, now.plus(SELDOM)))
                LOG.warn(words, "/webhooks/" + kind.word() + "/" + repository);
        }
    }
}
