package io.penguintech.gough.simulators.maas;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fabric, VLAN, subnet, space and interfaces: one of each, shaped as recorded. */
final class NetworkJson {
    /** The system id of the one rack controller. */
    static final String RACK = "6ntnxf";

    private static final String GATEWAY = "10.77.0.254";
    private static final Map<String, @Nullable Object> VLAN = vlan();
    private static final Map<String, @Nullable Object> SUBNET = subnet();

    private NetworkJson() {}

    static List<Map<String, @Nullable Object>> fabrics() {
        return List.of(Json.object()
                .with("class_type", null)
                .with("vlans", List.of(VLAN))
                .with("name", "fabric-0")
                .with("id", 0)
                .with("resource_uri", "/MAAS/api/2.0/fabrics/0/")
                .map());
    }

    static List<Map<String, @Nullable Object>> subnets() {
        return List.of(SUBNET);
    }

    static List<Map<String, @Nullable Object>> spaces() {
        return List.of(Json.object()
                .with("description", "")
                .with("id", 2)
                .with("resource_uri", "/MAAS/api/2.0/spaces/2/")
                .with("vlans", List.of(VLAN))
                .with("subnets", List.of(SUBNET))
                .with("name", "space-2")
                .map());
    }

    static Json gateways(Node node) {
        return Json.object().with("ipv4", gateway(node.linked ? GATEWAY : null)).with("ipv6", gateway(null));
    }

    private static Json gateway(@Nullable String address) {
        return Json.object().with("gateway_ip", address).with("link_id", null);
    }

    static List<Map<String, @Nullable Object>> interfaces(Node node) {
        return node.nics.stream().map(nic -> physical(node, nic)).toList();
    }

    static Map<String, @Nullable Object> physical(Node node, Nic nic) {
        return Json.object()
                .with("links", node.linked ? List.of(link(node, nic)) : List.of())
                .with("enabled", true)
                .with("params", Map.of())
                .with("effective_mtu", 1500)
                .with("parents", List.of())
                .with("name", nic.name())
                .with("firmware_version", null)
                .with("system_id", node.systemId)
                .with("tags", List.of())
                .with("vendor", null)
                .with("type", "physical")
                .with("vlan", node.vlanSeen ? VLAN : null)
                .with("product", null)
                .with("sriov_max_vf", 0)
                .with("link_connected", true)
                .with("interface_speed", 0)
                .with("children", List.of())
                .with("mac_address", nic.mac())
                .with("link_speed", 0)
                .with("discovered", null)
                .with("id", nic.id())
                .with("numa_node", 0)
                .with("resource_uri", "/MAAS/api/2.0/nodes/" + node.systemId + "/interfaces/" + nic.id() + "/")
                .map();
    }

    /** The first interface has an address from the subnet, the others are only up (recorded). */
    private static Map<String, @Nullable Object> link(Node node, Nic nic) {
        long id = nic.id() + 1_000_000;
        if (!nic.equals(node.nics.getFirst())) {
            return Json.object().with("id", id).with("mode", "link_up").map();
        }
        var link = Json.object().with("id", id).with("mode", "auto").with("subnet", SUBNET);
        return (node.address == null ? link : link.with("ip_address", node.address)).map();
    }

    private static Map<String, @Nullable Object> vlan() {
        return Json.object()
                .with("vid", 0)
                .with("mtu", 1500)
                .with("dhcp_on", true)
                .with("external_dhcp", null)
                .with("relay_vlan", null)
                .with("space", "space-2")
                .with("primary_rack", RACK)
                .with("fabric_id", 0)
                .with("name", "untagged")
                .with("id", 2)
                .with("secondary_rack", null)
                .with("fabric", "fabric-0")
                .with("resource_uri", "/MAAS/api/2.0/vlans/2/")
                .map();
    }

    private static Map<String, @Nullable Object> subnet() {
        return Json.object()
                .with("name", "10.77.0.0/16")
                .with("description", "")
                .with("vlan", vlan())
                .with("cidr", "10.77.0.0/16")
                .with("rdns_mode", 2)
                .with("gateway_ip", GATEWAY)
                .with("dns_servers", List.of("192.0.2.53"))
                .with("allow_dns", true)
                .with("allow_proxy", true)
                .with("active_discovery", false)
                .with("managed", true)
                .with("disabled_boot_architectures", List.of())
                .with("space", "space-2")
                .with("id", 2)
                .with("resource_uri", "/MAAS/api/2.0/subnets/2/")
                .map();
    }
}
