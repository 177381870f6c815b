package io.penguintech.gough.bot.web;

import io.penguintech.gough.schema.Repository.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * The bearer tokens of the server settings. Read each time one is presented, so that a rotated one needs no restart;
 * compared as hashes in constant time, all of them each time.
 *
 * @param tokens by name
 */
public record ApiTokens(Map<String, ApiToken> tokens) {
    /** Shorter ones can be guessed and never match. */
    public static final int SHORTEST = 24;

    private static final Logger log = LoggerFactory.getLogger(ApiTokens.class);

    /** Keeps a copy. */
    public ApiTokens {
        tokens = Map.copyOf(tokens);
    }

    /**
     * A token.
     *
     * @param role the most it may do
     * @param secret reads it
     */
    public record ApiToken(Role role, Supplier<String> secret) {
        @Override
        public String toString() {
            return "ApiToken[" + role + "]";
        }
    }

    /** Who the token that was presented is: its name, its role and every role below it. */
    Optional<Authentication> present(String presented) {
        var hash = sha256(presented);
        Optional<Authentication> found = Optional.empty();
        for (var token : tokens.entrySet())
            if (matches(token.getKey(), token.getValue(), hash))
                found = Optional.of(
                        authentication(token.getKey(), token.getValue().role()));
        return found;
    }

    private static boolean matches(String name, ApiToken token, byte[] hash) {
        try {
            var secret = token.secret().get();
            return secret.length() >= SHORTEST && MessageDigest.isEqual(sha256(secret), hash);
        } catch (RuntimeException e) {
            log.warn("The API token {} lets nobody in: {}", name, e.getMessage());
            return false;
        }
    }

    private static Authentication authentication(String name, Role highest) {
        List<GrantedAuthority> authorities = new ArrayList<>();
        for (var role : Role.values())
            if (role.compareTo(highest) <= 0) authorities.add(new SimpleGrantedAuthority("ROLE_" + role.name()));
        return UsernamePasswordAuthenticationToken.authenticated(name, null, authorities);
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
