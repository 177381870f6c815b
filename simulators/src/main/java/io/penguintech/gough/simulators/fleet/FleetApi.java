package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import io.penguintech.gough.simulators.fault.StandInHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the route of a call and who is asking.
 *
 * <p>Versions {@code v1}, {@code 2022-04} and {@code latest} lead to the same code; v1 has policies below
 * {@code global/} only (fleetdm/fleet server/service/handler.go).
 */
final class FleetApi implements StandInHandler {

    private static final Set<String> VERSIONS = Set.of("v1", "2022-04", "latest");
    private static final Map<String, String> OLD_NAMES =
            Map.of("queries", "reports", "teams", "fleets", "team", "fleets");

    private final FleetModel model;
    private final FleetControls controls;
    private final Map<String, Route> routes;

    FleetApi(FleetModel model) {
        this.model = model;
        this.controls = new FleetControls(model);
        var table = new TreeMap<String, Route>();
        table.putAll(new ReportRoutes(model).table());
        table.putAll(new HostRoutes(model).table());
        table.putAll(new ServerRoutes(model).table());
        table.putAll(new PolicyRoutes(model).table());
        table.putAll(new LabelRoutes(model).table());
        table.putAll(new VulnerabilityRoutes(model).table());
        table.putAll(model.live().table(model));
        this.routes = table;
    }

    @Override
    public Answer handle(Call call) {
        if (call.path().equals("/healthz")) {
            return Answer.empty(200);
        }
        try {
            var segments = call.segments();
            if (segments.getFirst().equals("standin")) {
                return model.alone(() -> controls.answer(call, segments));
            }
            if (segments.size() < 4
                    || !segments.getFirst().equals("api")
                    || !VERSIONS.contains(segments.get(1))
                    || !segments.get(2).equals("fleet")) {
                return notServed();
            }
            return serve(call, segments.get(1), segments.subList(3, segments.size()));
        } catch (Refusal refusal) {
            return Json.error(refusal);
        }
    }

    private Answer serve(Call call, String version, List<String> segments) {
        var names = ownNames(version, segments);
        if (names.isEmpty()) {
            return notServed();
        }
        var route = route(call.method(), names.get());
        if (route.isEmpty()) {
            return Set.of("GET", "POST", "PATCH", "PUT", "DELETE").stream()
                            .anyMatch(method -> route(method, names.get()).isPresent())
                    ? Answer.empty(405)
                    : notServed();
        }
        var generation = model.settings().generation();
        var request = new Request(call, names.get(), user(call), generation);
        return model.alone(() -> route.get().answer(request));
    }

    /** The path in the new names; nothing when this server does not know a name. */
    private Optional<List<String>> ownNames(String version, List<String> segments) {
        boolean old = model.settings().generation() == Generation.OLD;
        var names = new ArrayList<>(segments);
        if (version.equals("v1") && names.getFirst().equals("policies")) {
            return Optional.empty();
        }
        if (names.getFirst().equals("global")) {
            if (!version.equals("v1")) {
                return Optional.empty();
            }
            names.removeFirst();
        }
        int noun = names.getFirst().equals("spec") ? 1 : 0;
        if (names.size() <= noun || (old && OLD_NAMES.containsValue(names.get(noun)))) {
            return Optional.empty();
        }
        names.set(noun, OLD_NAMES.getOrDefault(names.get(noun), names.get(noun)));
        return Optional.of(names);
    }

    private Optional<Route> route(String method, List<String> names) {
        var withIds = String.join("/", names.stream().map(FleetApi::idOrWord).toList());
        var withName = String.join("/", names.subList(0, names.size() - 1)) + "/*";
        return Optional.ofNullable(routes.get(method + " " + withIds))
                .or(() -> Optional.ofNullable(routes.get(method + " " + withName)));
    }

    private static String idOrWord(String segment) {
        return !segment.isEmpty() && segment.chars().allMatch(c -> c >= '0' && c <= '9') ? "#" : segment;
    }

    private FleetUser user(Call call) {
        var header = call.header("Authorization").orElse("");
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw Refusal.headerRequired();
        }
        var token = header.substring(7).strip();
        return model.users().stream()
                .filter(user -> user.token().equals(token))
                .findFirst()
                .orElseThrow(Refusal::authenticationRequired);
    }

    private static Answer notServed() {
        return Answer.text(404, "404 page not found\n");
    }
}
