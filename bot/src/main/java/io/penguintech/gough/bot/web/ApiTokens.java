package io.penguintech.gough.bot.web;

import io.penguintech.gough.schema.Repository;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;

/**
 * The bearer tokens of the server settings. Kept as hashes; compared in constant time, all of them each time.
 *
 * @param tokens by name
 */
public record ApiTokens(Map<String, ApiToken> tokens) {
    private static final int SHORTEST = 24;

    /** Keeps a copy. */
    public ApiTokens {
        tokens = Map.copyOf(tokens);
    }

    /**
     * A token.
     *
     * @param role the most it may do
     * @param sha256 hash of the token
     */
    public record ApiToken(Repository.Role role, Hash sha256) {}

    /** A hash that prints nothing. */
    public static final class Hash {
        private final byte[] bytes;

        private Hash(byte[] bytes) {
            this.bytes = bytes;
        }

        /** The hash of a token of at least 24 characters; shorter ones can be guessed and are refused. */
        public static Hash of(String token) {
            if (token.length() < SHORTEST)
                throw new IllegalArgumentException("an API token needs at least %d characters".formatted(SHORTEST));
            return new Hash(sha256(token));
        }

        private boolean matches(byte[] other) {
            return MessageDigest.isEqual(bytes, other);
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    /** The name of the token that was presented. */
    Optional<String> nameOf(String presented) {
        var hash = sha256(presented);
        Optional<String> found = Optional.empty();
        for (var token : tokens.entrySet())
            if (token.getValue().sha256().matches(hash)) found = Optional.of(token.getKey());
        return found;
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
