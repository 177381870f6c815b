package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The region itself: version, users, accounts, settings, images, networks. */
final class RegionApi {
    private static final List<String> CAPABILITIES = List.of(
            "networks-management",
            "static-ipaddresses",
            "ipv6-deployment-ubuntu",
            "devices-management",
            "storage-deployment-ubuntu",
            "network-deployment-ubuntu",
            "bridging-interface-ubuntu",
            "bridging-automatic-ubuntu",
            "authenticate-api");

    private final Region region;

    RegionApi(Region region) {
        this.region = region;
    }

    /** On one line, varying by Authorization only (recorded). */
    static Answer version() {
        var body = Json.object()
                .with("capabilities", CAPABILITIES)
                .with("version", "3.4.10")
                .with("subversion", "")
                .map();
        return Answers.known(200, "application/json; charset=utf-8", PyJson.line(body))
                .withHeader("Vary", "Authorization");
    }

    Answer users(Request request) {
        return switch (request.signature()) {
            case "GET whoami" -> Answers.json(PlacesJson.user(request.user()));
            case "GET" ->
                Answers.json(
                        region.accounts.users().stream().map(PlacesJson::user).toList());
            default -> throw request.noSuchOperation();
        };
    }

    Answer user(Request request) {
        var user = region.accounts.user(request.path().get(1)).orElseThrow(() -> Refusal.unknown("User"));
        if (!request.signature().equals("GET")) {
            throw request.noSuchOperation();
        }
        return Answers.json(PlacesJson.user(user));
    }

    /** Holds secrets (source code). */
    Answer account(Request request) {
        return switch (request.signature()) {
            case "GET list_authorisation_tokens" ->
                Answers.json(region.accounts.keys(request.user()).stream()
                        .map(key -> Json.object()
                                .with("name", key.name())
                                .with("token", key.text())
                                .map())
                        .toList());
            case "POST create_authorisation_token" -> {
                var key = region.accounts.newKey(
                        request.user(), request.field("name").orElse("MAAS consumer"));
                yield Answers.json(Json.object()
                        .with("token_key", key.token())
                        .with("token_secret", key.secret())
                        .with("consumer_key", key.consumer())
                        .with("name", key.name())
                        .map());
            }
            case "POST delete_authorisation_token" -> {
                region.accounts.delete(request.text("token_key"));
                yield Answers.gone();
            }
            default -> throw request.noSuchOperation();
        };
    }

    /** Values come as plain JSON with a content type of their own (recorded). */
    Answer settings(Request request) {
        return switch (request.signature()) {
            case "GET get_config" ->
                Answers.known(200, "application/json", PyJson.line(region.config.get(request.text("name"))));
            case "POST set_config" -> {
                request.requireAdmin();
                region.config.set(request.text("name"), request.text("value"));
                yield Answers.known(200, "text/plain; charset=utf-8", "OK");
            }
            default -> throw request.noSuchOperation();
        };
    }

    Answer images(Request request) {
        return switch (request.signature()) {
            case "GET" -> Answers.json(images());
            case "GET is_importing" -> Answers.json(false);
            case "POST import" -> Answers.known(200, "text/plain; charset=utf-8", "Import of boot resources started");
            case "POST stop_import" ->
                Answers.known(200, "text/plain; charset=utf-8", "Import of boot resources is being stopped");
            default -> throw request.noSuchOperation();
        };
    }

    private List<Map<String, @Nullable Object>> images() {
        var images = new ArrayList<Map<String, @Nullable Object>>();
        for (var image : region.catalog.images) {
            images.add(PlacesJson.image(images.size() + 1, image));
        }
        return images;
    }

    static Answer fabrics(Request request) {
        return readOnly(request, NetworkJson.fabrics());
    }

    static Answer subnets(Request request) {
        return readOnly(request, NetworkJson.subnets());
    }

    static Answer spaces(Request request) {
        return readOnly(request, NetworkJson.spaces());
    }

    /** This region has VM hosts (3.3 to 3.8 do), but none is registered. */
    static Answer vmHosts(Request request) {
        return readOnly(request, List.of());
    }

    private static Answer readOnly(Request request, List<Map<String, @Nullable Object>> list) {
        if (!request.signature().equals("GET")) {
            throw Refusal.notModelled("changing " + request.path().getFirst());
        }
        return Answers.json(list);
    }

    /** Read in every status; created in a few, which is not modelled (refusal recorded for bonds). */
    Answer interfaces(Request request) {
        var node = region.node(request.path().get(1)).orElseThrow(() -> Refusal.unknown("Machine"));
        Access.requireView(request.user(), node);
        return switch (request.signature()) {
            case "GET" -> Answers.json(NetworkJson.interfaces(node));
            case "POST create_physical", "POST create_bond", "POST create_bridge", "POST create_vlan" ->
                throw interfaceRefusal(node, request.op().orElse("").substring("create_".length()));
            default -> throw request.noSuchOperation();
        };
    }

    private static Refusal interfaceRefusal(Node node, String kind) {
        return switch (node.status) {
            case NEW, READY, BROKEN, ALLOCATED, FAILED_TESTING -> Refusal.notModelled("creating interfaces");
            default ->
                Refusal.conflict("Cannot create " + kind
                        + " interface because the machine is not New, Ready, Allocated, or Broken.");
        };
    }
}
