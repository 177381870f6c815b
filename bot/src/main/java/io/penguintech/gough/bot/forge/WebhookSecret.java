package io.penguintech.gough.bot.forge;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
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
    private static final String OF_GITHUB = "X-Hub-Signature-256";
    private static final String OF_GITEA = "X-Gitea-Signature";
    private static final String OF_GITLAB = "X-Gitlab-Token";
    private static final String OF_SIGNING_TOKEN = "webhook-signature";
    private static final String SIGNING_TOKEN = "whsec_";
    private static final int SHORTEST = 16;
    private static final int FEWEST_KINDS = 8;
    /** What Standard Webhooks want of a key, in bytes. */
    private static final int SHORTEST_KEY = 24;

    private static final int LONGEST_KEY = 64;
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
        var signingKey = signingKey(secret);
        if (isEasy(signingKey
                .map(key -> new String(key, StandardCharsets.ISO_8859_1))
                .orElse(secret)))
            throw new IllegalArgumentException(
                    "holds a secret that is too easy to guess; make one with: openssl rand -hex 32");
        return new WebhookSecret(secret.getBytes(StandardCharsets.UTF_8), signingKey);
    }

    private static Optional<byte[]> signingKey(String secret) {
        if (!secret.startsWith(SIGNING_TOKEN)) return Optional.empty();
        var key = decoded(secret.substring(SIGNING_TOKEN.length()));
        if (key.length < SHORTEST_KEY || key.length > LONGEST_KEY)
            throw new IllegalArgumentException("begins like a signing token of GitLab and is none");
        return Optional.of(key);
    }

    /** Empty when it is no base64; why is not passed on, as it would name a character of the secret. */
    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    /** Short, of few characters, or one word again and again, as in {@code changeme-changeme}. */
    private static boolean isEasy(String secret) {
        if (secret.length() < SHORTEST || secret.chars().distinct().count() < FEWEST_KINDS) return true;
        var word = secret.toLowerCase(Locale.ROOT).replaceAll("[\\s\\p{Punct}]", "");
        return (word + word).indexOf(word, 1) < word.length();
    }

    /** Whether a call bears a signature at all: without one its body need not be read. */
    public boolean isOffered(ForgeKind kind, Function<String, @Nullable String> header) {
        var name = switch (kind) {
            case GITHUB -> OF_GITHUB;
            case GITEA -> OF_GITEA;
            case GITLAB -> signingKey.isPresent() ? OF_SIGNING_TOKEN : OF_GITLAB;
        };
        return header.apply(name) != null;
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
            case GITHUB -> equal("sha256=" + hex(body), header.apply(OF_GITHUB));
            case GITEA -> equal(hex(body), header.apply(OF_GITEA));
            case GITLAB ->
                signingKey
                        .map(key -> isSigned(key, header, body, now))
                        .orElseGet(() -> equal(text, header.apply(OF_GITLAB)));
        };
        return holds ? Optional.of(hex(body)) : Optional.empty();
    }

    /** Standard Webhooks: {@code v1,BASE64} over id, time and body; several of them, while keys change. */
    private static boolean isSigned(byte[] key, Function<String, @Nullable String> header, byte[] body, Instant now) {
        var id = header.apply("webhook-id");
        var at = header.apply("webhook-timestamp");
        var signatures = header.apply(OF_SIGNING_TOKEN);
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
