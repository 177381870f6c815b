package io.penguintech.gough.bot.intake;

import io.penguintech.gough.bot.forge.ForgeKind;
import io.penguintech.gough.bot.forge.ForgeSettings;
import io.penguintech.gough.bot.forge.WebhookSecret;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.SourceSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which addresses forges may call, and how each proves who it is. */
final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);
    private static final Duration SELDOM = Duration.ofMinutes(1);

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

        /** Read at each use, so that a new one needs no restart. */
        WebhookSecret secret() {
            return WebhookSecret.of(secret.read());
        }

        /** Tells the operator, but not a thousand times a second. */
        void refused(Instant now) {
            var quiet = quietUntil.get();
            if (now.isBefore(quiet) || !quietUntil.compareAndSet(quiet, now.plus(SELDOM))) return;
            LOG.warn(
                    "Refused a call to /webhooks/{}/{} whose signature does not hold; further ones are only counted for a minute",
                    kind.word(),
                    repository);
        }
    }
}
