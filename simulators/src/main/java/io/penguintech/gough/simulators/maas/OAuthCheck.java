package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * OAuth 1.0a with PLAINTEXT signatures, as MAAS checks it: consumer, token, time, nonce, signature, in this order, so
 * that a wrong signature has used its nonce up (texts recorded, order source code). Time is the real time, whatever the
 * region's clock says, because clients sign with theirs.
 */
final class OAuthCheck {
    private static final int THRESHOLD = 300;
    private static final int NONCES_KEPT = 500_000;
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"?([^\",]*)\"?");
    private static final Set<String> NEEDED = Set.of(
            "oauth_consumer_key",
            "oauth_token",
            "oauth_signature",
            "oauth_signature_method",
            "oauth_timestamp",
            "oauth_nonce");

    private final Accounts accounts;
    private final InstantSource realTime;
    private final Set<String> nonces = new HashSet<>();
    private final Deque<String> noncesByAge = new ArrayDeque<>();

    OAuthCheck(Accounts accounts, InstantSource realTime) {
        this.accounts = accounts;
        this.realTime = realTime;
    }

    /** The caller; empty without a complete OAuth header, which MAAS takes for no credentials at all (source code). */
    synchronized Optional<MaasUser> user(Call call) {
        var header = call.header("Authorization").orElse("");
        var parameters = header.startsWith("OAuth") ? parameters(header) : Map.<String, String>of();
        if (!parameters.keySet().containsAll(NEEDED)) {
            return Optional.empty();
        }
        return Optional.of(check(parameters));
    }

    private MaasUser check(Map<String, String> parameters) {
        var consumer = parameters.getOrDefault("oauth_consumer_key", "");
        if (!accounts.knowsConsumer(consumer)) {
            throw refusal("Invalid API key.");
        }
        var token = parameters.getOrDefault("oauth_token", "");
        var key = accounts.byToken(token)
                .filter(found -> found.consumer().equals(consumer))
                .orElseThrow(() -> refusal("'Invalid access token: " + token + "'"));
        checkTime(parameters.getOrDefault("oauth_timestamp", ""));
        useNonce(consumer + " " + token + " ", parameters.getOrDefault("oauth_nonce", ""));
        checkSignature(key, parameters);
        return key.user();
    }

    /** Only an old timestamp is refused, a future one passes (recorded). */
    private void checkTime(String text) {
        long now = realTime.instant().getEpochSecond();
        long given;
        try {
            given = Long.parseLong(text);
        } catch (NumberFormatException wrong) {
            throw refusal("'Invalid timestamp'"); // text inferred
        }
        if (now - given > THRESHOLD) {
            throw refusal("'Expired timestamp: given " + given + " and now " + now
                    + " has a greater difference than threshold " + THRESHOLD + "'");
        }
    }

    private void useNonce(String scope, String nonce) {
        if (!nonces.add(scope + nonce)) {
            throw refusal("'Nonce already used: " + nonce + "'");
        }
        noncesByAge.addLast(scope + nonce);
        if (noncesByAge.size() > NONCES_KEPT) {
            nonces.remove(noncesByAge.removeFirst());
        }
    }

    /** The real server tells the right secret to who sent a wrong one (recorded): clients must never show a 401. */
    private static void checkSignature(ApiKey key, Map<String, String> parameters) {
        if (!parameters.getOrDefault("oauth_signature_method", "").equals("PLAINTEXT")) {
            throw Refusal.notModelled("the signature method " + parameters.get("oauth_signature_method"));
        }
        if (!parameters.getOrDefault("oauth_signature", "").equals("&" + key.secret())) {
            throw refusal("'Invalid signature. Expected signature base string: &" + key.secret() + "'");
        }
    }

    private static Map<String, String> parameters(String header) {
        var parameters = new HashMap<String, String>();
        var matcher = PARAMETER.matcher(header.substring("OAuth".length()));
        while (matcher.find()) {
            parameters.put(matcher.group(1), URLDecoder.decode(matcher.group(2), StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static Refusal refusal(String text) {
        return new Refusal(Answer.of(401, "text/html; charset=utf-8", "Authorization Error: " + text)
                .withHeader("WWW-Authenticate", "OAuth realm=\"OAuth\"")
                .withHeader("Vary", "Cookie"));
    }
}
