package io.penguintech.gough.simulators.fleet;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A report on the wire, as Fleet 4.86.2 shows it (getprimo/fleetdm-openapi-specs). */
final class ReportJson {

    private final Places places;
    private final Labels labels;

    ReportJson(FleetModel model) {
        this.places = model.places();
        this.labels = model.labels();
    }

    ObjectNode report(Report report, Json.Keys keys) {
        var fields = report.fields();
        var node = Json.object().put("id", report.id()).put("name", fields.name());
        node.put("description", fields.description()).put("query", fields.query());
        Json.put(node, keys, "team_id", "fleet_id", fields.fleetId());
        node.put("interval", fields.interval());
        node.put("platform", fields.platform());
        node.put("min_osquery_version", fields.minOsqueryVersion());
        node.put("automations_enabled", fields.automationsEnabled());
        node.put("logging", fields.logging());
        node.put("saved", true);
        node.put("observer_can_run", fields.observerCanRun());
        node.put("discard_data", fields.discardData());
        node.put("author_id", report.author().id());
        node.put("author_name", report.author().name());
        node.put("author_email", report.author().email());
        node.putArray("packs");
        labels(node, "labels_include_any", fields.labelsIncludeAny());
        labels(node, "labels_include_all", fields.labelsIncludeAll());
        node.putObject("stats")
                .putNull("system_time_p50")
                .putNull("system_time_p95")
                .putNull("user_time_p50")
                .putNull("user_time_p95")
                .put("total_executions", 0);
        node.put("created_at", Json.time(report.createdAt()));
        node.put("updated_at", Json.time(report.updatedAt()));
        return node;
    }

    ObjectNode spec(Report report, Json.Keys keys) {
        var fields = report.fields();
        var team = fields.fleetId() == null ? null : places.teams().get(fields.fleetId());
        var node = Json.object().put("name", fields.name()).put("description", fields.description());
        node.put("query", fields.query());
        Json.put(node, keys, "team", "fleet", team == null ? "" : team.name());
        node.put("interval", fields.interval()).put("observer_can_run", fields.observerCanRun());
        node.put("platform", fields.platform()).put("min_osquery_version", fields.minOsqueryVersion());
        node.put("automations_enabled", fields.automationsEnabled()).put("logging", fields.logging());
        return node.put("discard_data", fields.discardData());
    }

    private void labels(ObjectNode node, String key, List<String> names) {
        if (names.isEmpty()) {
            node.putNull(key);
            return;
        }
        var array = node.putArray(key);
        names.forEach(
                name -> array.addObject().put("id", labels.named(name).id()).put("name", name));
    }
}
