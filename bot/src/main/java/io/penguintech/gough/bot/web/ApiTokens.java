package io.penguintech.gough.bot.web;

import io.penguintech.gough.schema.Repository.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
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
     * @param role the most it may do now; empty when its person may do nothing any more
     * @param secret reads it
     */
    public record ApiToken(Supplier<Optional<Role>> role, Supplier<String> secret) {
        @Override
        public String toString() {
            return "ApiToken";
        }
    }

    /**
     * What a session was opened with: the hash of a token, to see whether that token is still the one of the settings.
     *
     * @param hash SHA-256, hexadecimal
     */
    private record Proof(String hash) {
        @Override
        public String toString() {
            return "Proof";
        }
    }

    /** Who the token that was presented is: its name, its role and every role below it. */
    Optional<Authentication> present(String presented) {
        return present(sha256(presented));
    }

    /** Who somebody that signed in earlier is now; empty when their token was replaced or removed or lost its role. */
    Optional<Authentication> again(Authentication signedIn) {
        return signedIn.getDetails() instanceof Proof(var hash)
                ? present(HexFormat.of().parseHex(hash))
                        .filter(now -> now.getName().equals(signedIn.getName()))
                : Optional.empty();
    }

    private Optional<Authentication> present(byte[] hash) {
        Optional<Authentication> found = Optional.empty();
        for (var token : tokens.entrySet())
            if (matches(token.getKey(), token.getValue(), hash))
                found = token.getValue().role().get().map(role -> authentication(token.getKey(), role, hash));
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

    private static Authentication authentication(String name, Role highest, byte[] hash) {
        List<GrantedAuthority> authorities = new ArrayList<>();
        for (var role : Role.values())
            if (role.compareTo(highest) <= 0) authorities.add(new SimpleGrantedAuthority("ROLE_" + role.name()));
        var who = UsernamePasswordAuthenticationToken.authenticated(name, null, authorities);
        who.setDetails(new Proof(HexFormat.of().formatHex(hash)));
        return who;
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
