package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.List;

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
    static Answer version(MaasVersion version) {
        var body = Json.object()
                .with("capabilities", CAPABILITIES)
                .with("version", version.text())
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
            case "POST" -> throw Refusal.notModelled("adding users");
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

    /** One, whose random id tells this region from one that is set up anew; many of its fields are left out. */
    Answer controllers(Request request) {
        if (!request.signature().equals("GET")) throw request.noSuchOperation();
        var controller = Json.object()
                .with("system_id", region.controller)
                .with("hostname", "maas-region")
                .with("node_type", 3)
                .with("node_type_name", "Region controller")
                .with("version", region.settings.version().text())
                .map();
        return Answers.json(List.of(controller));
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
}
