package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.ObservedObject;
import io.penguintech.gough.schema.FleetKind;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Reads queries, policies and labels from Fleet's JSON. Lenient: what is missing or null has Fleet's default. */
final class ObjectReader {
    private ObjectReader() {}

    /** The object; empty when it has no id and so is none. */
    static Optional<ObservedObject> read(FleetKind kind, JsonNode json, String team) {
        long id = json.path("id").asLong(0);
        if (id <= 0) return Optional.empty();
        var fields = new TreeMap<String, String>();
        for (var field : FleetField.of(kind)) field.shown(json).ifPresent(value -> fields.put(field.word(), value));
        if (kind == FleetKind.LABEL) {
            fields.put("membership", membership(json));
            int count = json.path("count").asInt(0);
            if (count > 0) fields.put("count", Integer.toString(count));
        }
        boolean builtIn = json.path("label_type").asString("").equals("builtin");
        return Optional.of(new ObservedObject(kind, id, team, builtIn, fields));
    }

    private static String membership(JsonNode json) {
        var said = json.path("label_membership_type").asString("");
        if (!said.isEmpty()) return said;
        return json.path("query").asString("").isEmpty() ? "manual" : "dynamic";
    }

    /** Which team (new: fleet) of Fleet's it belongs to; 0 is none. */
    static long team(JsonNode json) {
        long fresh = json.path("fleet_id").asLong(0);
        return fresh != 0 ? fresh : json.path("team_id").asLong(0);
    }
}
