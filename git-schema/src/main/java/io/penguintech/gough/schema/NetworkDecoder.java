package io.penguintech.gough.schema;

import io.penguintech.gough.schema.HostNetwork.Interface;
import io.penguintech.gough.schema.HostNetwork.InterfaceType;
import io.penguintech.gough.schema.HostNetwork.Link;
import io.penguintech.gough.schema.HostNetwork.VlanRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads {@code spec.network} of a host that was found to be right. */
final class NetworkDecoder {
    private static final List<String> BOND =
            List.of("mode", "miimon", "downDelay", "upDelay", "lacpRate", "xmitHashPolicy", "numGratArp");
    private static final List<String> BRIDGE = List.of("type", "stp", "forwardDelay");
    private static final Map<InterfaceType, List<String>> PARAMETERS =
            Map.of(InterfaceType.BOND, BOND, InterfaceType.BRIDGE, BRIDGE);

    private NetworkDecoder() {}

    static HostNetwork decode(Fields network) {
        var interfaces = new TreeMap<String, Interface>();
        for (var type : InterfaceType.values())
            for (var entry : network.mapping(type.map()).entries())
                if (entry.value() instanceof Tree.Mapping map)
                    interfaces.put(entry.key(), device(type, new Fields(map)));
        return new HostNetwork(interfaces);
    }

    private static Interface device(InterfaceType type, Fields fields) {
        return new Interface(
                type,
                fields.text("macAddress").map(MacAddress::new),
                parents(type, fields),
                vlan(type, fields),
                whole(fields, "mtu"),
                new TreeSet<>(fields.texts("tags")),
                parameters(type, fields),
                links(fields));
    }

    /** Names of what an interface of this type is made of. */
    static List<String> parents(InterfaceType type, Fields fields) {
        return switch (type) {
            case PHYSICAL -> List.of();
            case BOND -> fields.texts("interfaces");
            case BRIDGE, VLAN -> fields.text("interface").stream().toList();
        };
    }

    private static Optional<VlanRef> vlan(InterfaceType type, Fields fields) {
        if (type == InterfaceType.VLAN) return Optional.of(new VlanRef(Optional.empty(), fields.whole("vid", 0)));
        if (fields.map().get("vlan").isEmpty()) return Optional.empty();
        var vlan = fields.inner("vlan");
        return Optional.of(new VlanRef(vlan.text("fabric"), vlan.whole("vid", 0)));
    }

    private static Optional<Integer> whole(Fields fields, String key) {
        return fields.map().get(key).map(_ -> fields.whole(key, 0));
    }

    private static SortedMap<String, String> parameters(InterfaceType type, Fields fields) {
        var parameters = new TreeMap<String, String>();
        for (var key : PARAMETERS.getOrDefault(type, List.of()))
            fields.map()
                    .get(key)
                    .ifPresent(tree -> parameters.put(
                            key, tree instanceof Tree.Scalar scalar ? String.valueOf(scalar.value()) : ""));
        return parameters;
    }

    private static Optional<List<Link>> links(Fields fields) {
        if (fields.map().get("links").isEmpty()) return Optional.empty();
        return Optional.of(fields.items("links").stream()
                .flatMap(item -> item instanceof Tree.Mapping map ? Stream.of(link(new Fields(map))) : Stream.empty())
                .toList());
    }

    private static Link link(Fields fields) {
        return new Link(
                HostNetwork.Mode.of(fields.text("mode").orElse("")),
                fields.text("subnet").map(NetworkDecoder::subnet),
                fields.text("address").map(NetworkDecoder::address),
                fields.flag("defaultGateway", false));
    }

    /** A CIDR as MAAS writes it, or a name. */
    private static String subnet(String text) {
        return IpNetwork.parse(text).map(IpNetwork::toString).orElse(text);
    }

    private static String address(String text) {
        return IpAddress.parse(text).map(IpAddress::toString).orElse(text);
    }
}
