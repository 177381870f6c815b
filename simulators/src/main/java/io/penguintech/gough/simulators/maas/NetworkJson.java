package io.penguintech.gough.simulators.maas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fabrics, VLANs, subnets, spaces and interfaces, shaped as recorded. VLANs and subnets are kept until something changes,
 * because each machine of a long list shows them several times.
 */
final class NetworkJson {
    /** The system id of the one rack controller. */
    static final String RACK = "6ntnxf";

    private static final String NO_SPACE = "undefined";
    private static final int DEFAULT_MTU = 1500;

    private NetworkJson() {}

    static Map<String, @Nullable Object> fabric(Networks networks, Networks.Fabric fabric) {
        return Json.object()
                .with("class_type", fabric.classType)
                .with(
                        "vlans",
                        networks.vlans(fabric).stream().map(NetworkJson::vlan).toList())
                .with("name", fabric.name)
                .with("id", fabric.id)
                .with("resource_uri", "/MAAS/api/2.0/fabrics/" + fabric.id + "/")
                .map();
    }

    static Map<String, @Nullable Object> space(Networks networks, Networks.Space space) {
        var vlans = networks.vlans.values().stream()
                .filter(vlan -> space.equals(vlan.space))
                .toList();
        return Json.object()
                .with("description", space.description)
                .with("id", space.id)
                .with("resource_uri", "/MAAS/api/2.0/spaces/" + space.id + "/")
                .with("vlans", vlans.stream().map(NetworkJson::vlan).toList())
                .with(
                        "subnets",
                        vlans.stream()
                                .flatMap(vlan -> networks.subnets(vlan).stream())
                                .map(NetworkJson::subnet)
                                .toList())
                .with("name", space.name)
                .map();
    }

    static Map<String, @Nullable Object> vlan(Networks.Vlan vlan) {
        var kept = vlan.json;
        if (kept == null) {
            kept = newVlan(vlan);
            vlan.json = kept;
        }
        return kept;
    }

    private static Map<String, @Nullable Object> newVlan(Networks.Vlan vlan) {
        return Json.object()
                .with("vid", vlan.vid)
                .with("mtu", vlan.mtu)
                .with("dhcp_on", vlan.dhcpOn)
                .with("external_dhcp", null)
                .with("relay_vlan", vlan.relay == null ? null : vlan(vlan.relay))
                .with("space", space(vlan))
                .with("primary_rack", vlan.primaryRack)
                .with("fabric_id", vlan.fabric.id)
                .with("name", vlan.shownName())
                .with("id", vlan.id)
                .with("secondary_rack", vlan.secondaryRack)
                .with("fabric", vlan.fabric.name)
                .with("resource_uri", "/MAAS/api/2.0/vlans/" + vlan.id + "/")
                .map();
    }

    private static String space(Networks.Vlan vlan) {
        return vlan.space == null ? NO_SPACE : vlan.space.name;
    }

    static Map<String, @Nullable Object> subnet(Networks.Subnet subnet) {
        var kept = subnet.json;
        if (kept == null) {
            kept = newSubnet(subnet);
            subnet.json = kept;
        }
        return kept;
    }

    private static Map<String, @Nullable Object> newSubnet(Networks.Subnet subnet) {
        return Json.object()
                .with("name", subnet.name)
                .with("description", subnet.description)
                .with("vlan", vlan(subnet.vlan))
                .with("cidr", subnet.cidr.toString())
                .with("rdns_mode", subnet.rdnsMode)
                .with("gateway_ip", subnet.gateway)
                .with("dns_servers", subnet.dnsServers)
                .with("allow_dns", subnet.allowDns)
                .with("allow_proxy", subnet.allowProxy)
                .with("active_discovery", subnet.activeDiscovery)
                .with("managed", subnet.managed)
                .with("disabled_boot_architectures", subnet.disabledBootArchitectures)
                .with("space", space(subnet.vlan))
                .with("id", subnet.id)
                .with("resource_uri", "/MAAS/api/2.0/subnets/" + subnet.id + "/")
                .map();
    }

    /** The chosen gateway with its link, else that of the first linked subnet without (recorded). */
    static Json gateways(Node node) {
        return Json.object()
                .with("ipv4", gateway(node, node.gatewayLink4, 4))
                .with("ipv6", gateway(node, node.gatewayLink6, 6));
    }

    private static Json gateway(Node node, Nic.@Nullable Link chosen, int version) {
        if (chosen != null && chosen.subnet != null) {
            return Json.object().with("gateway_ip", chosen.subnet.gateway).with("link_id", chosen.id);
        }
        for (var nic : node.nics) {
            for (var link : nic.links) {
                if (link.subnet != null && link.subnet.gateway != null && link.subnet.cidr.ipVersion() == version) {
                    return Json.object().with("gateway_ip", link.subnet.gateway).with("link_id", null);
                }
            }
        }
        return Json.object().with("gateway_ip", null).with("link_id", null);
    }

    static List<Map<String, @Nullable Object>> interfaces(Node node) {
        return node.nics.stream().map(nic -> nic(node, nic)).toList();
    }

    static Map<String, @Nullable Object> nic(Node node, Nic nic) {
        return Json.object()
                .with("links", nic.links.stream().map(NetworkJson::link).toList())
                .with("enabled", nic.enabled)
                .with("params", nic.params.isEmpty() ? Map.of() : new LinkedHashMap<>(nic.params))
                .with("effective_mtu", mtu(node, nic))
                .with("parents", names(nic.parents))
                .with("name", nic.name)
                .with("firmware_version", null)
                .with("system_id", node.systemId)
                .with("tags", List.copyOf(nic.tags))
                .with("vendor", null)
                .with("type", nic.type.word())
                .with("vlan", nic.vlan == null ? null : vlan(nic.vlan))
                .with("product", null)
                .with("sriov_max_vf", 0)
                .with("link_connected", nic.linkConnected)
                .with("interface_speed", nic.interfaceSpeed)
                .with("children", names(Wiring.children(node, nic)))
                .with("mac_address", nic.mac)
                .with("link_speed", nic.linkSpeed)
                .with("discovered", null)
                .with("id", nic.id)
                .with("numa_node", nic.isPhysical() ? 0 : null)
                .with("resource_uri", "/MAAS/api/2.0/nodes/" + node.systemId + "/interfaces/" + nic.id + "/")
                .map();
    }

    private static List<String> names(List<Nic> nics) {
        return nics.stream().map(each -> each.name).sorted().toList();
    }

    /** Its own, else that of its VLAN; never smaller than that of what is made of it (source code). */
    private static int mtu(Node node, Nic nic) {
        int mtu = nic.params.get("mtu") instanceof Integer own ? own : nic.vlan == null ? DEFAULT_MTU : nic.vlan.mtu;
        for (var child : Wiring.children(node, nic)) {
            mtu = Math.max(mtu, mtu(node, child));
        }
        return mtu;
    }

    private static Map<String, @Nullable Object> link(Nic.Link link) {
        var json = Json.object().with("id", link.id).with("mode", link.mode.word());
        if (link.address != null && !link.pending) {
            json.with("ip_address", link.address);
        }
        if (link.subnet != null) {
            json.with("subnet", subnet(link.subnet));
        }
        return json.map();
    }
}
