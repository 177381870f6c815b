package io.penguintech.gough.simulators.maas;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A machine as the API of 3.4 shows it: 77 keys (recorded). */
final class MachineJson {
    private static final List<String> HARDWARE = List.of(
            "system_vendor",
            "system_product",
            "system_family",
            "system_version",
            "system_sku",
            "system_serial",
            "cpu_model",
            "mainboard_vendor",
            "mainboard_product",
            "mainboard_serial",
            "mainboard_version",
            "mainboard_firmware_vendor",
            "mainboard_firmware_date",
            "mainboard_firmware_version",
            "chassis_vendor",
            "chassis_type",
            "chassis_serial",
            "chassis_version");

    private MachineJson() {}

    static Map<String, @Nullable Object> of(Node node) {
        var json = Json.object();
        identity(json, node);
        life(json, node);
        system(json, node);
        tests(json, node);
        hardware(json, node);
        rest(json);
        versions(json, node);
        return json.map();
    }

    private static void identity(Json json, Node node) {
        json.with("system_id", node.systemId)
                .with("hostname", node.hostname)
                .with("fqdn", node.fqdn())
                .with("domain", PlacesJson.domain(node.domain))
                .with("description", node.description)
                .with("zone", PlacesJson.zone(node.zone))
                .with("pool", PlacesJson.pool(node.pool))
                .with("tag_names", List.copyOf(node.tags))
                .with("node_type", 0)
                .with("node_type_name", "Machine")
                .with("resource_uri", "/MAAS/api/2.0/machines/" + node.systemId + "/");
    }

    private static void life(Json json, Node node) {
        json.with("status", node.status.code())
                .with("status_name", node.status.label())
                .with("status_message", node.statusMessage)
                .with("status_action", node.statusAction)
                .with("owner", node.owner)
                .with("owner_data", new TreeMap<>(node.annotations))
                .with("workload_annotations", new TreeMap<>(node.annotations))
                .with("locked", node.locked)
                .with("power_type", node.powerType)
                .with("power_state", node.powerState);
    }

    private static void system(Json json, Node node) {
        json.with("osystem", node.osystem)
                .with("distro_series", node.distroSeries)
                .with("hwe_kernel", node.hweKernel)
                .with("min_hwe_kernel", node.minHweKernel)
                .with("netboot", node.netboot)
                .with("ephemeral_deploy", node.ephemeral)
                .with("current_commissioning_result_id", node.commissioningResult)
                .with("current_testing_result_id", node.testingResult)
                .with("current_installation_result_id", node.installationResult)
                .with("enable_hw_sync", node.hardwareSync)
                .with("last_sync", null)
                .with("next_sync", null)
                .with("sync_interval", null);
    }

    private static void tests(Json json, Node node) {
        result(json, "commissioning_status", node.commissioningStatus);
        result(json, "testing_status", node.testingStatus);
        result(json, "cpu_test_status", -1);
        result(json, "memory_test_status", -1);
        result(json, "storage_test_status", -1);
        result(json, "network_test_status", -1);
        result(json, "interface_test_status", -1);
        result(json, "other_test_status", -1);
    }

    private static void result(Json json, String key, int status) {
        var name = switch (status) {
            case Commissioning.PENDING -> "Pending";
            case Commissioning.PASSED -> "Passed";
            case Commissioning.FAILED -> "Failed";
            default -> "Unknown";
        };
        json.with(key, status).with(key + "_name", name);
    }

    private static void hardware(Json json, Node node) {
        new StorageJson(node).add(json);
        json.with("architecture", node.architecture)
                .with("cpu_count", node.cpuCount)
                .with("cpu_speed", 0)
                .with("memory", node.memory)
                .with("swap_size", node.swapSize)
                .with("interface_set", NetworkJson.interfaces(node))
                .with("boot_interface", node.nics.isEmpty() ? null : NetworkJson.nic(node, node.nics.getFirst()))
                .with("default_gateways", NetworkJson.gateways(node))
                .with("hardware_info", hardwareInfo(node));
    }

    /** Only commissioning that passed learns the serial number (inferred; without it all is Unknown, recorded). */
    private static Json hardwareInfo(Node node) {
        var info = Json.object();
        HARDWARE.forEach(key -> info.with(key, "Unknown"));
        return node.commissioningStatus == Commissioning.PASSED
                ? info.with("system_serial", Hardware.serial(node))
                : info;
    }

    private static void rest(Json json) {
        json.with("disable_ipv4", false)
                .with("numanode_set", List.of(numaNode()))
                .with("parent", null)
                .with("bios_boot_method", null)
                .with("address_ttl", null)
                .with("hardware_uuid", null);
    }

    /** Keys that came and went (source code): 3.6, 3.7 and the removal of VM hosts. */
    private static void versions(Json json, Node node) {
        if (node.version.hasVmHosts()) {
            var host = node.vmHost;
            json.with("pod", host == null ? null : pod(host)).with("virtualmachine_id", host == null ? null : host.id);
        }
        if (node.version.atLeast(MaasVersion.V3_7)) {
            json.with("enable_kernel_crash_dump", node.crashDump).with("is_dpu", node.dpu);
        }
    }

    private static Json pod(VmHost host) {
        return Json.object()
                .with("id", host.id)
                .with("name", host.name)
                .with("resource_uri", "/MAAS/api/2.0/pods/" + host.id + "/");
    }

    private static Map<String, @Nullable Object> numaNode() {
        return Json.object()
                .with("index", 0)
                .with("memory", 0)
                .with("cores", List.of())
                .with("hugepages_set", List.of())
                .map();
    }
}
