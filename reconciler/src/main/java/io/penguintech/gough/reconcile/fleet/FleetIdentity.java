package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.BackendIdentity;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Sight;
import io.penguintech.gough.reconcile.http.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Learns which Fleet answers and as whom. Fleet has no id of its own in its API: it is known by the address it tells its
 * hosts to call ({@code server_settings.server_url}), else by its organisation's name, else, when our user may not read
 * the configuration, by the address we call.
 */
final class FleetIdentity {
    private final FleetCalls calls;

    FleetIdentity(FleetCalls calls) {
        this.calls = calls;
    }

    /** Who answers, and what it is licensed for. */
    record Who(BackendIdentity identity, Optional<Observed.Licence> licence) {}

    Who read() throws Refused {
        var version = calls.freshDialect().version();
        var user = allowed("whoami", "me", "tell who we are")
                .map(me -> me.path("user").path("email").asString(""))
                .orElse("");
        var config = allowed("config", "config", "tell its settings");
        var tier = config.map(json -> json.path("license").path("tier").asString(""))
                .orElse("");
        var identity = new BackendIdentity(
                calls.settings().url().toString(),
                hash(evidence(config)),
                user,
                tier.isEmpty() ? version : version + " " + tier);
        return new Who(identity, licence(tier));
    }

    /** Whose hosts our user sees. A role in teams is no global one (facts). */
    Sight sight() throws Refused {
        var me = allowed("whoami", "me", "tell who we are");
        if (me.isEmpty()) return new Sight.Untold();
        var user = me.get().path("user");
        if (!user.path("global_role").asString("").isEmpty()) return new Sight.All();
        var list = user.path("fleets").isArray() ? user.path("fleets") : user.path("teams");
        var names = new TreeSet<String>();
        list.forEach(team -> names.add(team.path("name").asString("")));
        return names.isEmpty() ? new Sight.Untold() : new Sight.Teams(names);
    }

    /** An unknown tier is neither: Fleet itself refuses what it does not have. */
    private static Optional<Observed.Licence> licence(String tier) {
        return switch (tier) {
            case "free" -> Optional.of(Observed.Licence.FREE);
            case "premium" -> Optional.of(Observed.Licence.PREMIUM);
            default -> Optional.empty();
        };
    }

    private String evidence(Optional<JsonNode> config) {
        return config.flatMap(json -> Stream.of(
                                "url "
                                        + json.path("server_settings")
                                                .path("server_url")
                                                .asString(""),
                                "org " + json.path("org_info").path("org_name").asString(""))
                        .filter(text -> text.length() > "url ".length())
                        .findFirst())
                .orElseGet(() -> "address " + calls.settings().url())
                .toLowerCase(Locale.ROOT)
                .replaceFirst("/+$", "");
    }

    /** Empty when Fleet says that we may not; a server in trouble is no answer. */
    private Optional<JsonNode> allowed(String operation, String path, String doing) throws Refused {
        try {
            return Optional.of(calls.read(operation, path, doing));
        } catch (Refused refused) {
            if (refused.status() == 403 || refused.status() == 404) return Optional.empty();
            throw refused;
        }
    }

    private static String hash(String evidence) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(evidence.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
