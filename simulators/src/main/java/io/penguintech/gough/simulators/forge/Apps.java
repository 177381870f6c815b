package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * What a GitHub App calls: tokens of its installation, which last an hour, for a JWT of its own that lasts ten minutes at
 * most (docs.github.com, <i>Generating a JWT for a GitHub App</i>, <i>Generating an installation access token</i>).
 */
final class Apps {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long LONGEST_JWT = 600;
    private static final Set<String> GRANTED = Set.of("metadata", "pull_requests", "statuses", "contents");

    private final ForgeSettings settings;
    private final Map<String, Instant> issued = new ConcurrentHashMap<>();
    private int number;

    Apps(ForgeSettings settings) {
        this.settings = settings;
    }

    /** The account an app acts as. */
    Member bot() {
        var slug = settings.app().map(ForgeSettings.App::slug).orElse("nobody");
        return new Member(77, slug + "[bot]", Member.Role.ADMIN);
    }

    boolean hasIssued(String token) {
        var until = issued.get(token);
        return until != null && settings.clock().instant().isBefore(until);
    }

    /** All tokens are taken back. */
    void revoke() {
        issued.clear();
    }

    int issued() {
        return number;
    }

    Answer answer(Call call, List<String> path) {
        var app = settings.app().orElseThrow(() -> refused(404, "Not Found"));
        check(app, call.header("Authorization").orElse("").replaceFirst("^Bearer ", ""));
        if (call.method().equals("GET") && path.size() == 1)
            return Answer.json(
                    200, Json.text(Json.object().put("slug", app.slug()).put("id", 12)));
        if (!call.method().equals("POST")
                || !path.equals(List.of("app", "installations", Long.toString(app.installation()), "access_tokens")))
            throw refused(404, "Not Found");
        var asked = Json.parse(call.body().text()).orElseGet(Json::object);
        asked.path("permissions").propertyNames().forEach(permission -> {
            if (!GRANTED.contains(permission) && !(permission.equals("checks") && app.checks()))
                throw refused(422, "The permissions requested are not granted to this installation.");
        });
        // Longer than the 40 characters there once were, as since April 2026.
        var token = "ghs_12_" + "x".repeat(60) + ++number;
        var until = settings.clock().instant().plus(HOUR);
        issued.put(token, until);
        var given = Json.object().put("token", token).put("expires_at", until.toString());
        given.set("permissions", asked.path("permissions"));
        return Answer.json(201, Json.text(given));
    }

    private void check(ForgeSettings.App app, String token) {
        var parts = token.split("\\.", -1);
        var claims = parts.length == 3 ? decoded(parts[1]) : Json.object();
        long now = settings.clock().instant().getEpochSecond();
        long from = claims.path("iat").asLong(Long.MAX_VALUE);
        long to = claims.path("exp").asLong(0);
        if (from > now || to <= now || to - now > LONGEST_JWT)
            throw refused(401, "'Expiration time' claim ('exp') is too far in the future");
        if (!claims.path("iss").asString("").equals(app.issuer()) || !isSigned(app, parts))
            throw refused(401, "A JSON web token could not be decoded");
    }

    private static JsonNode decoded(String part) {
        var text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
        return Json.parse(text).orElseGet(Json::object);
    }

    private static boolean isSigned(ForgeSettings.App app, String[] parts) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(app.key());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static Refusal refused(int status, String message) {
        return Refusal.of(status, Json.object().put("message", message));
    }
}
