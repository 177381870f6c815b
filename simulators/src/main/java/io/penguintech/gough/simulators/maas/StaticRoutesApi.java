package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code static-routes/} (source code). Writing is for administrators. */
final class StaticRoutesApi {
    /** From one subnet to another by a gateway in the first. */
    private record Route(int id, Networks.Subnet source, Networks.Subnet destination, String gateway, int metric) {}

    private final Networks networks;
    private final Map<Integer, Route> routes = new TreeMap<>();
    private int last;

    StaticRoutesApi(Region region) {
        this.networks = region.networks;
    }

    Answer all(Request request) {
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(routes.values().stream().map(StaticRoutesApi::json).toList());
            case "POST" -> {
                request.requireAdmin();
                var route = read(request, ++last, Optional.empty());
                routes.put(route.id(), route);
                yield Answers.json(json(route));
            }
            default -> throw request.noSuchOperation();
        };
    }

    private Route read(Request request, int id, Optional<Route> old) {
        var fields = new FormFields(request);
        var source = fields.choice("source", networks::subnet).or(() -> old.map(Route::source));
        var destination = fields.choice("destination", networks::subnet).or(() -> old.map(Route::destination));
        var gateway =
                fields.text("gateway_ip").or(() -> old.map(Route::gateway)).orElse("");
        require(fields, "source", source.isPresent());
        require(fields, "destination", destination.isPresent());
        require(fields, "gateway_ip", !gateway.isEmpty());
        var metric = fields.number("metric", 0, Integer.MAX_VALUE);
        if (source.isPresent() && destination.isPresent()) {
            check(fields, source.get(), destination.get(), gateway);
        }
        fields.refuseErrors();
        return new Route(
                id,
                source.orElseThrow(),
                destination.orElseThrow(),
                gateway,
                metric.or(() -> old.map(Route::metric)).orElse(0));
    }

    private static void require(FormFields fields, String name, boolean there) {
        if (!there && fields.ok(name)) {
            fields.error(name, FormFields.REQUIRED);
        }
    }

    private static void check(FormFields fields, Networks.Subnet source, Networks.Subnet destination, String gateway) {
        if (source.equals(destination)) {
            fields.error("__all__", "source and destination cannot be the same subnet.");
        } else if (source.cidr.ipVersion() != destination.cidr.ipVersion()) {
            fields.error("__all__", "source and destination must be the same IP version.");
        }
        if (!gateway.isEmpty() && !source.cidr.contains(gateway)) {
            fields.error("gateway_ip", "Enter an IP address in " + source.cidr + ".");
        }
    }

    Answer one(Request request) {
        var route = routes.values().stream()
                .filter(each ->
                        Integer.toString(each.id()).equals(request.path().get(1)))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("StaticRoute"));
        return switch (request.signature()) {
            case "GET" -> Answers.json(json(route));
            case "PUT" -> {
                request.requireAdmin();
                var changed = read(request, route.id(), Optional.of(route));
                routes.put(route.id(), changed);
                yield Answers.json(json(changed));
            }
            case "DELETE" -> {
                request.requireAdmin();
                routes.remove(route.id());
                yield Answers.gone();
            }
            default -> throw request.noSuchOperation();
        };
    }

    private static Map<String, @Nullable Object> json(Route route) {
        return Json.object()
                .with("source", NetworkJson.subnet(route.source()))
                .with("destination", NetworkJson.subnet(route.destination()))
                .with("gateway_ip", route.gateway())
                .with("metric", route.metric())
                .with("id", route.id())
                .with("resource_uri", "/MAAS/api/2.0/static-routes/" + route.id() + "/")
                .map();
    }
}
