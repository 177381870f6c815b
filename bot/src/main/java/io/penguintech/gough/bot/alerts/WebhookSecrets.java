package io.penguintech.gough.bot.alerts;

import io.penguintech.gough.bot.backends.BackendSettings;
import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.schema.BackendName;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secrets that stand at the end of the addresses for webhooks, which nobody signs. Read each time one is presented, so that a
 * rotated one needs no restart; compared as hashes in constant time, all of them each time.
 */
final class WebhookSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSecrets.class);

    private final Map<BackendName, SecretFile> files = new TreeMap<>();

    WebhookSecrets(BackendSettings settings) {
        settings.fleet().forEach((name, server) -> {
            if (server.webhookSecretFile() != null) files.put(new BackendName(name), server.webhookSecretFile());
        });
    }

    /** The Fleet whose secret it is. */
    Optional<BackendName> owner(String presented) {
        var hash = sha256(presented);
        Optional<BackendName> found = Optional.empty();
        for (var secret : files.entrySet()) if (matches(secret, hash)) found = Optional.of(secret.getKey());
        return found;
    }

    private static boolean matches(Map.Entry<BackendName, SecretFile> secret, byte[] hash) {
        try {
            var text = secret.getValue().read();
            return text.length() >= BackendSettings.SHORTEST_SECRET && MessageDigest.isEqual(sha256(text), hash);
        } catch (UncheckedIOException e) {
            LOG.warn("No webhook of fleet {} is taken: {}", secret.getKey(), e.getMessage());
            return false;
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
