package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.BackendIdentity;
import io.penguintech.gough.reconcile.http.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/**
 * Learns which region answers and as whom. MAAS tells nobody its own id ({@code uuid} is no setting its API gives,
 * recorded), so a region is known by the random system id of its region controller, which an upgrade keeps; where our
 * user may not see that, by the region's name; else by its address. Which of the three it is depends on our user's
 * rights only, not on the version, so that an upgrade does not look like another server.
 */
final class Identity {
    private final MaasCalls calls;
    private final AtomicReference<Optional<String>> user = new AtomicReference<>(Optional.empty());

    Identity(MaasCalls calls) {
        this.calls = calls;
    }

    BackendIdentity read() throws Refused {
        var doing = "tell its version";
        var version = calls.present(calls.readTree("version", "version/", Form.empty(), doing), "version", doing);
        var name = whoami();
        return new BackendIdentity(calls.settings().url().toString(), hash(evidence()), name, version);
    }

    /** Our user's name; asked once. */
    String user() throws Refused {
        var known = user.get();
        return known.isPresent() ? known.get() : whoami();
    }

    private String whoami() throws Refused {
        var doing = "tell who we are";
        var name = calls.present(calls.readTree("whoami", "users/", Form.of("op", "whoami"), doing), "username", doing);
        user.set(Optional.of(name));
        return name;
    }

    private String evidence() throws Refused {
        var controller = controller();
        if (controller.isPresent()) return "controller " + controller.get();
        var region = name();
        return region.isPresent()
                ? "name " + region.get()
                : "url " + calls.settings().api();
    }

    private Optional<String> controller() throws Refused {
        return allowed("list-controllers", "regioncontrollers/", Form.empty(), "list region controllers")
                .flatMap(list -> list.valueStream()
                        .map(controller -> controller.path("system_id").asString(""))
                        .filter(id -> !id.isEmpty())
                        .min(String::compareTo));
    }

    private Optional<String> name() throws Refused {
        var query = Form.of("op", "get_config").with("name", "maas_name");
        return allowed("get-config", "maas/", query, "tell its name")
                .map(value -> value.asString(""))
                .filter(name -> !name.isEmpty());
    }

    /** Empty when MAAS says that we may not, or that there is no such thing; a server in trouble is no answer. */
    private Optional<JsonNode> allowed(String operation, String path, Form query, String doing) throws Refused {
        try {
            return Optional.of(calls.readTree(operation, path, query, doing));
        } catch (Refused refused) {
            return switch (refused.status()) {
                case 400, 403, 404, 410, 501 -> Optional.empty();
                default -> throw refused;
            };
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
