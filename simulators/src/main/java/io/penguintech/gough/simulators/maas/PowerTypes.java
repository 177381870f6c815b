package io.penguintech.gough.simulators.maas;

import java.util.List;
import java.util.Map;

/** Power types of 3.4.10 with the parameters each requires and has no default for (recorded). */
final class PowerTypes {
    private static final Map<String, List<String>> REQUIRED = Map.ofEntries(
            Map.entry("apc", List.of("power_address", "node_outlet")),
            Map.entry("recs_box", List.of("node_id", "power_address")),
            Map.entry("ucsm", List.of("uuid", "power_address")),
            Map.entry("dli", List.of("outlet_id", "power_address")),
            Map.entry("eaton", List.of("power_address", "node_outlet")),
            Map.entry("wedge", List.of("power_address")),
            Map.entry("mscm", List.of("power_address", "node_id")),
            Map.entry("moonshot", List.of("power_address", "power_hwaddress")),
            Map.entry("hmc", List.of("power_address", "server_name", "lpar")),
            Map.entry("hmcz", List.of("power_address", "power_user", "power_pass", "power_partition_name")),
            Map.entry("ipmi", List.of("power_address")),
            Map.entry("amt", List.of("power_address")),
            Map.entry("lxd", List.of("power_address", "instance_name")),
            Map.entry("manual", List.of()),
            Map.entry("msftocs", List.of("power_address", "blade_id")),
            Map.entry("openbmc", List.of("power_address", "power_user", "power_pass")),
            Map.entry("nova", List.of("nova_id", "os_tenantname", "os_username", "os_password", "os_authurl")),
            Map.entry("proxmox", List.of("power_address", "power_user", "power_vm_name")),
            Map.entry("raritan", List.of("power_address", "node_outlet")),
            Map.entry("redfish", List.of("power_address", "power_user", "power_pass")),
            Map.entry("sm15k", List.of("system_id", "power_address")),
            Map.entry("vmware", List.of("power_address", "power_user", "power_pass")),
            Map.entry("virsh", List.of("power_address", "power_id")),
            Map.entry("webhook", List.of("power_on_uri", "power_off_uri", "power_query_uri")));

    private PowerTypes() {}

    /** The type nova was removed in 3.7 (source code). */
    static boolean exists(String type, MaasVersion version) {
        return REQUIRED.containsKey(type) && !(type.equals("nova") && version.atLeast(MaasVersion.V3_7));
    }

    static boolean satisfied(String type, Map<String, String> parameters) {
        return REQUIRED.getOrDefault(type, List.of()).stream()
                .noneMatch(name -> parameters.getOrDefault(name, "").isEmpty());
    }
}
