package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import java.util.Map;

/** Zones and resource pools. Texts of refusals are recorded or source code where they differ from Django's. */
final class PlacesApi {
    private final Region region;

    PlacesApi(Region region) {
        this.region = region;
    }

    Answer zones(Request request) {
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(region.catalog.zones.values().stream()
                        .map(PlacesJson::zone)
                        .toList());
            case "POST" -> {
                var name = freeName(request, region.catalog.zones, "Physical zone");
                yield Answers.json(PlacesJson.zone(region.catalog.newZone(name, request.text("description"))));
            }
            default -> throw request.noSuchOperation();
        };
    }

    Answer zone(Request request) {
        var zone = region.catalog.zones.get(request.path().get(1));
        if (zone == null) {
            throw Refusal.unknown("Zone");
        }
        return switch (request.signature()) {
            case "GET" -> Answers.json(PlacesJson.zone(zone));
            case "PUT" -> {
                update(zone, region.catalog.zones, "Physical zone", request);
                yield Answers.json(PlacesJson.zone(zone));
            }
            case "DELETE" -> deleteZone(zone, request);
            default -> throw request.noSuchOperation();
        };
    }

    Answer pools(Request request) {
        return switch (request.signature()) {
            case "GET" ->
                Answers.json(region.catalog.pools.values().stream()
                        .map(PlacesJson::pool)
                        .toList());
            case "POST" -> {
                var name = freeName(request, region.catalog.pools, "Resource pool");
                yield Answers.json(PlacesJson.pool(region.catalog.newPool(name, request.text("description"))));
            }
            default -> throw request.noSuchOperation();
        };
    }

    Answer pool(Request request) {
        var pool = region.catalog.pools.values().stream()
                .filter(each -> Integer.toString(each.id).equals(request.path().get(1)))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("ResourcePool"));
        return switch (request.signature()) {
            case "GET" -> Answers.json(PlacesJson.pool(pool));
            case "PUT" -> {
                update(pool, region.catalog.pools, "Resource pool", request);
                yield Answers.json(PlacesJson.pool(pool));
            }
            case "DELETE" -> deletePool(pool, request);
            default -> throw request.noSuchOperation();
        };
    }

    private static String freeName(Request request, Map<String, Place> places, String kind) {
        request.requireAdmin();
        var name = request.text("name");
        requireFree(name, places, kind);
        return name;
    }

    private static void requireFree(String name, Map<String, Place> places, String kind) {
        if (name.isEmpty()) {
            throw Refusal.invalid("name", "This field is required.");
        }
        if (places.containsKey(name)) {
            throw Refusal.invalid("name", kind + " with this Name already exists.");
        }
    }

    private static void update(Place place, Map<String, Place> places, String kind, Request request) {
        request.requireAdmin();
        var name = request.field("name").orElse(place.name);
        if (!name.equals(place.name)) {
            requireFree(name, places, kind);
            places.remove(place.name);
            place.name = name;
            places.put(name, place);
        }
        place.description = request.field("description").orElse(place.description);
    }

    /** Its machines move to the default zone (source code). */
    private Answer deleteZone(Place zone, Request request) {
        request.requireAdmin();
        if (zone.id == 1) {
            throw Refusal.bad("This zone is the default zone, it cannot be deleted."); // text inferred
        }
        region.catalog.zones.remove(zone.name);
        region.nodes().stream()
                .filter(node -> node.zone.equals(zone))
                .forEach(node -> node.zone = region.catalog.defaultZone());
        return Answers.gone();
    }

    private Answer deletePool(Place pool, Request request) {
        request.requireAdmin();
        if (pool.id == 0) {
            throw Refusal.bad("This is the default pool, it cannot be deleted.");
        }
        if (region.nodes().stream().anyMatch(node -> node.pool.equals(pool))) {
            throw Refusal.bad("Pool has machines in it, it cannot be deleted.");
        }
        region.catalog.pools.remove(pool.name);
        return Answers.gone();
    }
}
