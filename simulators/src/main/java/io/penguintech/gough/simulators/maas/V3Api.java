package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of the API v3 that lists machines: a login by password, tokens of ten minutes that renew themselves, thin pages
 * (source code of 3.7, {@code maasapiserver/v3}). API keys are not taken. Time is the region's.
 */
final class V3Api {
    static final String BASE = "/MAAS/a/v3/";
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int DEFAULT_SIZE = 20;
    private static final int MOST = 1000;

    private final Region region;
    private final Map<String, Session> sessions = new HashMap<>();
    private long issued;

    private record Session(MaasUser user, Instant ends) {}

    V3Api(Region region) {
        this.region = region;
    }

    Answer answer(Call call) {
        synchronized (region) {
            region.begin();
            return switch (call.method() + " " + call.path().substring(BASE.length())) {
                case "POST auth/login" -> login(call);
                case "GET auth/access_token" -> renew(call);
                case "GET machines" -> machines(call);
                default -> refused(404, "Not Found", "NotFound");
            };
        }
    }

    private Answer login(Call call) {
        var name = call.form().getOrDefault("username", List.of("")).getFirst();
        var password = call.form().getOrDefault("password", List.of("")).getFirst();
        if (name.isEmpty() || password.isEmpty()) {
            return refused(422, "Failed to validate the request", "MissingParameter"); // details inferred
        }
        return region.accounts
                .user(name)
                .filter(user -> region.accounts.password(user).equals(password))
                .map(this::token)
                .orElseGet(V3Api::unauthorized);
    }

    private Answer renew(Call call) {
        return caller(call).map(this::token).orElseGet(V3Api::unauthorized);
    }

    private Answer token(MaasUser user) {
        var token = "token-%d-%s".formatted(++issued, user.username());
        sessions.put(token, new Session(user, region.settings.clock().instant().plus(LIFE)));
        return json(
                200,
                Json.object()
                        .with("kind", "AccessToken")
                        .with("token_type", "bearer")
                        .with("access_token", token)
                        .map());
    }

    private Optional<MaasUser> caller(Call call) {
        var header = call.header("Authorization").orElse("");
        if (!header.startsWith("Bearer ")) {
            return Optional.empty();
        }
        return Optional.ofNullable(sessions.get(header.substring("Bearer ".length())))
                .filter(session ->
                        session.ends().isAfter(region.settings.clock().instant()))
                .map(Session::user);
    }

    /** Version 3.5 knows no machines yet (facts). */
    private Answer machines(Call call) {
        if (!region.settings.version().atLeast(MaasVersion.V3_7)) {
            return refused(404, "Not Found", "NotFound");
        }
        var user = caller(call);
        if (user.isEmpty()) {
            return unauthorized();
        }
        int page = number(call, "page", 1);
        int size = number(call, "size", DEFAULT_SIZE);
        if (page < 1 || size < 1 || size > MOST) {
            return refused(422, "Failed to validate the request", "InvalidParameter");
        }
        var all = region.nodes().stream()
                .filter(node -> Access.sees(user.get(), node))
                .sorted(Comparator.comparing((Node node) -> node.systemId)) // the order is inferred
                .toList();
        int from = Math.min(all.size(), (page - 1) * size);
        int to = Math.min(all.size(), from + size);
        return json(
                200,
                Json.object()
                        .with(
                                "items",
                                all.subList(from, to).stream().map(V3Api::item).toList())
                        .with("total", all.size())
                        .with(
                                "next",
                                to < all.size() ? BASE + "machines?page=%d&size=%d".formatted(page + 1, size) : null)
                        .with("kind", "MachinesList")
                        .map());
    }

    private static Map<String, @Nullable Object> item(Node node) {
        return Json.object()
                .with("kind", "Machine")
                .with("system_id", node.systemId)
                .with("description", node.description)
                .with("owner", node.owner)
                .with("memory_MiB", node.memory)
                .with("cpu_count", node.cpuCount)
                .with("osystem", node.osystem)
                .with("architecture", node.architecture)
                .with("distro_series", node.distroSeries)
                .with("hwe_kernel", node.hweKernel)
                .with("locked", node.locked)
                .with("status", node.status.code())
                .with("power_type", node.powerType)
                .with("fqdn", node.fqdn())
                .map();
    }

    private static int number(Call call, String field, int usual) {
        return call.queryValue(field)
                .filter(text -> text.matches("\\d{1,6}"))
                .map(Integer::parseInt)
                .orElse(usual);
    }

    private static Answer unauthorized() {
        return refused(401, "Unauthorized", "InvalidCredentials");
    }

    private static Answer refused(int status, String message, String type) {
        return json(
                status,
                Json.object()
                        .with("kind", "Error")
                        .with("code", status)
                        .with("message", message)
                        .with(
                                "details",
                                List.of(Json.object()
                                        .with("type", type)
                                        .with("message", message)
                                        .map()))
                        .map());
    }

    private static Answer json(int status, Map<String, @Nullable Object> body) {
        return Answer.json(status, PyJson.line(body));
    }
}
