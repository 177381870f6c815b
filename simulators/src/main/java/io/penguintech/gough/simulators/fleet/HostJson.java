package io.penguintech.gough.simulators.fleet;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** A host on the wire, with the keys Fleet 4.86.2 lists (getprimo/fleetdm-openapi-specs). */
final class HostJson {

    private final FleetModel model;

    HostJson(FleetModel model) {
        this.model = model;
    }

    ObjectNode item(FleetModel.Enrolled enrolled, Json.Keys keys) {
        var host = enrolled.host();
        var node = Json.object().put("id", enrolled.id()).put("uuid", host.uuid());
        for (var key : new String[] {"hostname", "computer_name", "display_name", "display_text"}) {
            node.put(key, host.hostname());
        }
        node.put("hardware_serial", host.serial()).put("hardware_vendor", "").put("hardware_model", "");
        node.put("hardware_version", "").put("primary_ip", host.ip()).put("primary_mac", host.mac());
        node.put("public_ip", host.ip()).put("platform", host.platform()).put("platform_like", "debian");
        node.put("os_version", host.osVersion()).put("build", "").put("code_name", "");
        node.put("osquery_version", "5.14.1").putNull("orbit_version").putNull("fleet_desktop_version");
        node.put("status", model.status(enrolled).wireName());
        times(node, enrolled.enrolledAt());
        node.put("seen_time", Json.time(model.seenAt(enrolled)));
        node.put("policy_updated_at", Json.time(enrolled.policiesAt()));
        node.put("uptime", 3_600_000_000_000L).put("memory", 68_719_476_736L).put("cpu_brand", "");
        node.put("cpu_type", "x86_64")
                .put("cpu_subtype", "")
                .put("cpu_logical_cores", 32)
                .put("cpu_physical_cores", 16);
        node.put("gigs_disk_space_available", 400.5).put("gigs_total_disk_space", 900.0);
        node.putNull("gigs_all_disk_space").put("percent_disk_space_available", 44);
        node.put("distributed_interval", 10).put("config_tls_refresh", 60).put("logger_tls_period", 10);
        node.putNull("timezone").put("refetch_requested", false).putNull("refetch_critical_queries_until");
        node.putNull("scripts_enabled");
        var team = host.fleetId() == null ? null : model.places().teams().get(host.fleetId());
        Json.put(node, keys, "team_id", "fleet_id", host.fleetId());
        Json.put(node, keys, "team_name", "fleet_name", team == null ? null : team.name());
        int failing = model.policies().failing(enrolled.id());
        node.putObject("issues").put("failing_policies_count", failing).put("total_issues_count", failing);
        node.putObject("mdm").putNull("enrollment_status").putNull("server_url").put("name", "");
        return node.putNull("pack_stats").putNull("software");
    }

    ObjectNode detail(FleetModel.Enrolled enrolled, Json.Keys keys) {
        var node = item(enrolled, keys);
        node.putArray("labels");
        node.putArray("policies");
        node.putArray("software");
        node.putArray("packs");
        node.putArray("pack_stats");
        return node;
    }

    private static void times(ObjectNode node, Instant at) {
        for (var key : new String[] {
            "last_enrolled_at",
            "last_restarted_at",
            "detail_updated_at",
            "label_updated_at",
            "software_updated_at",
            "created_at",
            "updated_at"
        }) {
            node.put(key, Json.time(at));
        }
    }
}
