package io.penguintech.gough.bot.forge;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a forge signs its calls with. GitHub: {@code X-Hub-Signature-256}, HMAC-SHA256 of the body (docs.github.com, <i>Validating
 * webhook deliveries</i>). Gitea, Forgejo: {@code X-Gitea-Signature}, the same in bare hex (services/webhook/deliver.go).
 * GitLab: a signing token, as Standard Webhooks say, when the secret begins with {@code whsec_}; else {@code X-Gitlab-Token},
 * the secret itself (docs.gitlab.com, <i>Webhooks</i>). Prints as dots.
 */
public final class WebhookSecret {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String SIGNING_TOKEN = "whsec_";
    private static final int SHORTEST = 16;
    private static final int FEWEST_KINDS = 8;
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final int LONGEST_LIST = 10;

    private final byte[] text;
    private final Optional<byte[]> signingKey;

    private WebhookSecret(byte[] text, Optional<byte[]> signingKey) {
        this.text = text;
        this.signingKey = signingKey;
    }

    /**
     * Reads a secret.
     *
     * @throws IllegalArgumentException when it could be guessed; the message holds nothing of it
     */
    public static WebhookSecret of(String secret) {
        if (secret.length() < SHORTEST || secret.chars().distinct().count() < FEWEST_KINDS)
            throw new IllegalArgumentException(
                    "holds a secret that is too easy to guess; make one with: openssl rand -hex 32");
        return new WebhookSecret(secret.getBytes(StandardCharsets.UTF_8), signingKey(secret));
    }

    private static Optional<byte[]> signingKey(String secret) {
        if (!secret.startsWith(SIGNING_TOKEN)) return Optional.empty();
        try {
            return Optional.of(Base64.getDecoder().decode(secret.substring(SIGNING_TOKEN.length())));
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("begins like a signing token of GitLab and is none", notBase64);
        }
    }

    /**
     * Whether a call comes from the forge; compares in constant time.
     *
     * @param header finds a header, null when there is none
     * @param body its bytes as they came
     * @return what names the delivery, out of what is signed alone, so that nobody can give a copy another name; empty when the
     *     call does not come from the forge
     */
    public Optional<String> delivery(
            ForgeKind kind, Function<String, @Nullable String> header, byte[] body, Instant now) {
        boolean holds = switch (kind) {
            case GITHUB -> equal("sha256=" + hex(body), header.apply("X-Hub-Signature-256"));
            case GITEA -> equal(hex(body), header.apply("X-Gitea-Signature"));
            case GITLAB ->
                signingKey
                        .map(key -> isSigned(key, header, body, now))
                        .orElseGet(() -> equal(text, header.apply("X-Gitlab-Token")));
        };
        return holds ? Optional.of(hex(body)) : Optional.empty();
    }

    /** Standard Webhooks: {@code v1,BASE64} over id, time and body; several of them, while keys change. */
    private static boolean isSigned(byte[] key, Function<String, @Nullable String> header, byte[] body, Instant now) {
        var id = header.apply("webhook-id");
        var at = header.apply("webhook-timestamp");
        var signatures = header.apply("webhook-signature");
        if (id == null || at == null || signatures == null || !at.matches("[0-9]{1,12}")) return false;
        var age =
                Duration.between(Instant.ofEpochSecond(Long.parseLong(at)), now).abs();
        if (age.compareTo(TOLERANCE) > 0) return false;
        var expected = "v1,"
                + Base64.getEncoder()
                        .encodeToString(mac(key, (id + "." + at + ".").getBytes(StandardCharsets.UTF_8), body));
        boolean holds = false;
        for (var one : signatures.split(" ", LONGEST_LIST)) holds |= equal(expected, one);
        return holds;
    }

    private String hex(byte[] body) {
        return HexFormat.of().formatHex(mac(text, new byte[0], body));
    }

    private static byte[] mac(byte[] key, byte[] before, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(before);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static boolean equal(String expected, @Nullable String given) {
        return equal(expected.getBytes(StandardCharsets.UTF_8), given);
    }

    private static boolean equal(byte[] expected, @Nullable String given) {
        return given != null && MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "•••";
    }
}
