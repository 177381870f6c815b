package io.penguintech.gough.simulators.maas;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fabrics, VLANs, spaces, subnets and what lies in them. A new region has one of each, numbered as recorded: VLAN 2,
 * space 2, subnet 2 with a gateway and a dynamic range, DHCP on.
 */
final class Networks {
    private static final String UNTAGGED = "untagged";

    /** A layer 2 network: VLANs that can reach each other's switches. */
    static final class Fabric {
        private final Networks networks;
        final int id;
        String name;
        String description = "";

        @Nullable
        String classType;

        Fabric(Networks networks, int id, String name) {
            this.networks = networks;
            this.id = id;
            this.name = name;
        }

        /** Its first one, whatever its number is by now (source code, {@code models/fabric.py}). */
        Vlan defaultVlan() {
            return networks.vlans(this).getFirst();
        }
    }

    /** A VLAN of a fabric; number 0 is the untagged one, which every fabric has. */
    static final class Vlan {
        final int id;
        Fabric fabric;
        int vid;
        String name;
        String description = "";
        int mtu = 1500;
        boolean dhcpOn;

        @Nullable
        Vlan relay;

        @Nullable
        Space space;

        @Nullable
        String primaryRack;

        @Nullable
        String secondaryRack;

        @Nullable
        Map<String, @Nullable Object> json;

        Vlan(int id, Fabric fabric, int vid, String name) {
            this.id = id;
            this.fabric = fabric;
            this.vid = vid;
            this.name = name;
        }

        boolean isDefault() {
            return equals(fabric.defaultVlan());
        }

        /** MAAS keeps any name for the default VLAN of a fabric, and always answers this one (source code, {@code models/vlan.py}). */
        String shownName() {
            return isDefault() ? UNTAGGED : name;
        }
    }

    /** A group of VLANs that route to each other. */
    static final class Space {
        final int id;
        String name;
        String description = "";

        Space(int id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    /** A subnet on a VLAN. */
    static final class Subnet {
        final int id;
        Cidr cidr;
        String name;
        Vlan vlan;
        String description = "";

        @Nullable
        String gateway;

        List<String> dnsServers = List.of();
        int rdnsMode = 2;
        boolean allowDns = true;
        boolean allowProxy = true;
        boolean activeDiscovery;
        boolean managed = true;
        List<String> disabledBootArchitectures = List.of();

        @Nullable
        Map<String, @Nullable Object> json;

        Subnet(int id, Cidr cidr, String name, Vlan vlan) {
            this.id = id;
            this.cidr = cidr;
            this.name = name;
            this.vlan = vlan;
        }

        @Override
        public String toString() {
            return name.equals(cidr.toString()) ? name : name + " (" + cidr + ")"; // inferred
        }
    }

    /** A range of addresses: {@code dynamic} for DHCP, or {@code reserved}. */
    static final class IpRange {
        final int id;
        final String type;
        final Subnet subnet;
        final String user;
        String start;
        String end;
        String comment = "";

        IpRange(int id, String type, Subnet subnet, String user, String start, String end) {
            this.id = id;
            this.type = type;
            this.subnet = subnet;
            this.user = user;
            this.start = start;
            this.end = end;
        }

        boolean contains(String address) {
            var number = Cidr.address(address).orElseThrow();
            return subnet.cidr.contains(address)
                    && number.compareTo(Cidr.address(start).orElseThrow()) >= 0
                    && number.compareTo(Cidr.address(end).orElseThrow()) <= 0;
        }
    }

    final Map<Integer, Fabric> fabrics = new TreeMap<>();
    final Map<Integer, Vlan> vlans = new TreeMap<>();
    final Map<Integer, Space> spaces = new TreeMap<>();
    final Map<Integer, Subnet> subnets = new TreeMap<>();
    final Map<Integer, IpRange> ranges = new LinkedHashMap<>();
    /** Numbers of VLANs that the rack controller has no interface in; it has one in all others. */
    final Set<Integer> withoutRack = new HashSet<>();

    final Addresses addresses = new Addresses(this);
    private int lastFabric = -1;
    private int lastVlan = 1;
    private int lastSpace = 1;
    private int lastSubnet = 1;
    private int lastRange;

    Networks() {
        var vlan = newFabric("");
        vlan.space = newSpace("");
        vlan.primaryRack = NetworkJson.RACK;
        vlan.dhcpOn = true;
        var subnet = newSubnet(Cidr.parse("10.77.0.0/16").orElseThrow(), "", vlan);
        subnet.gateway = "10.77.0.254";
        subnet.dnsServers = List.of("192.0.2.53");
        newRange("dynamic", subnet, "admin", "10.77.255.1", "10.77.255.254");
    }

    /** Makes a fabric and answers its untagged VLAN. */
    Vlan newFabric(String name) {
        int id = ++lastFabric;
        var fabric = new Fabric(this, id, name.isEmpty() ? "fabric-" + id : name);
        fabrics.put(id, fabric);
        return newVlan(fabric, 0, UNTAGGED);
    }

    Vlan newVlan(Fabric fabric, int vid, String name) {
        int id = ++lastVlan;
        var vlan = new Vlan(id, fabric, vid, name.isEmpty() ? vid == 0 ? UNTAGGED : Integer.toString(vid) : name);
        vlans.put(id, vlan);
        return vlan;
    }

    Space newSpace(String name) {
        int id = ++lastSpace;
        var space = new Space(id, name.isEmpty() ? "space-" + id : name);
        spaces.put(id, space);
        return space;
    }

    Subnet newSubnet(Cidr cidr, String name, Vlan vlan) {
        int id = ++lastSubnet;
        var subnet = new Subnet(id, cidr, name.isEmpty() ? cidr.toString() : name, vlan);
        subnets.put(id, subnet);
        return subnet;
    }

    IpRange newRange(String type, Subnet subnet, String user, String start, String end) {
        var range = new IpRange(++lastRange, type, subnet, user, start, end);
        ranges.put(range.id, range);
        return range;
    }

    Vlan defaultVlan() {
        return vlan(defaultFabric(), 0).orElseThrow();
    }

    Fabric defaultFabric() {
        return fabrics.values().iterator().next();
    }

    Optional<Vlan> vlan(Fabric fabric, int vid) {
        return vlans.values().stream()
                .filter(each -> each.fabric.equals(fabric) && each.vid == vid)
                .findFirst();
    }

    List<Vlan> vlans(Fabric fabric) {
        return vlans.values().stream()
                .filter(each -> each.fabric.equals(fabric))
                .toList();
    }

    List<Subnet> subnets(Vlan vlan) {
        return subnets.values().stream().filter(each -> each.vlan.equals(vlan)).toList();
    }

    List<IpRange> ranges(Subnet subnet) {
        return ranges.values().stream()
                .filter(each -> each.subnet.equals(subnet))
                .toList();
    }

    /** The narrowest subnet an address is in. */
    Optional<Subnet> best(String address) {
        return subnets.values().stream()
                .filter(each -> each.cidr.contains(address))
                .max(Comparator.comparingInt(each -> each.cidr.prefix()));
    }

    /** Forgets what VLANs and subnets were shown as; to be called after every change of them. */
    void changed() {
        vlans.values().forEach(each -> each.json = null);
        subnets.values().forEach(each -> each.json = null);
    }

    /** Everything a specifier can mean: a number, or {@code name:X}, or a name (source code). */
    static <T> Optional<T> specified(Map<Integer, T> all, String specifier, Function<T, String> name) {
        if (specifier.matches("\\d{1,9}")) {
            return Optional.ofNullable(all.get(Integer.valueOf(specifier)));
        }
        var wanted = specifier.startsWith("name:") ? specifier.substring("name:".length()) : specifier;
        return all.values().stream()
                .filter(each -> name.apply(each).equals(wanted))
                .findFirst();
    }

    /** A subnet by number, name or {@code cidr:X} (source code). */
    Optional<Subnet> subnet(String specifier) {
        var cidr = specifier.startsWith("cidr:") ? specifier.substring("cidr:".length()) : specifier;
        return specified(subnets, specifier, each -> each.name)
                .or(() -> subnets.values().stream()
                        .filter(each -> each.cidr.toString().equals(cidr))
                        .findFirst());
    }
}
