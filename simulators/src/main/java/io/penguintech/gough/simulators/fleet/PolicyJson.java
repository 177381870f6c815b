package io.penguintech.gough.simulators.fleet;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A policy on the wire, as Fleet 4.86.2 shows it (getprimo/fleetdm-openapi-specs): empty label scopes are left out. */
final class PolicyJson {

    private final Places places;
    private final Labels labels;

    PolicyJson(FleetModel model) {
        this.places = model.places();
        this.labels = model.labels();
    }

    ObjectNode policy(Policy policy, Json.Keys keys) {
        var fields = policy.fields();
        var author = policy.author();
        var node =
                Json.object().put("id", policy.id()).put("name", fields.name()).put("query", fields.query());
        node.put("description", fields.description()).put("resolution", fields.resolution());
        node.put("platform", fields.platform())
                .put("critical", fields.critical())
                .put("type", "dynamic");
        node.put("author_id", author.id()).put("author_name", author.name()).put("author_email", author.email());
        Json.put(node, keys, "team_id", "fleet_id", fields.fleetId());
        node.put("calendar_events_enabled", fields.calendarEventsEnabled());
        node.put("conditional_access_enabled", fields.conditionalAccessEnabled());
        scope(node, "labels_include_any", fields.scopes().includeAny());
        scope(node, "labels_include_all", fields.scopes().includeAll());
        scope(node, "labels_exclude_any", fields.scopes().excludeAny());
        scope(node, "labels_exclude_all", fields.scopes().excludeAll());
        node.put("created_at", Json.time(policy.createdAt()));
        node.put("updated_at", Json.time(policy.updatedAt()));
        node.put("passing_host_count", policy.passing()).put("failing_host_count", policy.failing());
        return node.put("host_count_updated_at", Json.time(policy.updatedAt()));
    }

    /** The answer of a PATCH does not look the labels up: their ids are 0 (facts, 4.90). */
    ObjectNode patched(Policy policy, Json.Keys keys) {
        var node = policy(policy, keys);
        for (var key :
                List.of("labels_include_any", "labels_include_all", "labels_exclude_any", "labels_exclude_all")) {
            node.path(key).forEach(label -> ((ObjectNode) label).put("id", 0));
        }
        return node;
    }

    ObjectNode spec(Policy policy, Json.Keys keys) {
        var fields = policy.fields();
        var team = fields.fleetId() == null ? null : places.teams().get(fields.fleetId());
        var node = Json.object().put("name", fields.name()).put("query", fields.query());
        node.put("description", fields.description()).put("resolution", fields.resolution());
        node.put("platform", fields.platform()).put("critical", fields.critical());
        Json.put(node, keys, "team", "fleet", team == null ? "" : team.name());
        return node;
    }

    private void scope(ObjectNode node, String key, List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        var array = node.putArray(key);
        names.forEach(
                name -> array.addObject().put("id", labels.named(name).id()).put("name", name));
    }
}
