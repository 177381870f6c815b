package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Fitted.VlanAt;
import io.penguintech.gough.schema.ThingKind;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the machines of a region can be connected to: what it has, and what the plan being written adds to it.
 *
 * @param vlans every VLAN of every fabric; never empty in a region that was read
 * @param subnets every subnet
 */
record RegionNetworks(List<VlanAt> vlans, List<SubnetAt> subnets) {
    /** Not read yet, or our user may not read it. */
    static final RegionNetworks UNREAD = new RegionNetworks(List.of(), List.of());

    /** Keeps copies. */
    RegionNetworks {
        vlans = List.copyOf(vlans);
        subnets = List.copyOf(subnets);
    }

    /** What {@code region} has and {@code promised} adds; nothing while either kind was not read. */
    static RegionNetworks of(Observed.Region region, Promised promised) {
        var vlans = fields(ThingKind.VLAN, region, promised);
        var subnets = fields(ThingKind.SUBNET, region, promised);
        if (vlans.isEmpty() || !region.things().containsKey(ThingKind.SUBNET)) return UNREAD;
        return new RegionNetworks(
                vlans.stream()
                        .map(vlan -> vlan(ThingKind.VLAN.key(vlan)))
                        .sorted()
                        .distinct()
                        .toList(),
                subnets.stream().map(RegionNetworks::subnet).toList());
    }

    private static List<SortedMap<String, String>> fields(ThingKind kind, Observed.Region region, Promised promised) {
        var has = region.things().getOrDefault(kind, new TreeMap<>()).values().stream()
                .filter(thing -> !promised.replaces(kind, thing.key()))
                .map(ObservedThing::fields);
        return Stream.concat(has, promised.of(kind)).toList();
    }

    private static SubnetAt subnet(Map<String, String> fields) {
        return new SubnetAt(
                fields.getOrDefault("cidr", ""),
                fields.getOrDefault(ThingKind.NAME, ""),
                vlan(fields.getOrDefault("vlan", "")),
                !fields.getOrDefault("gateway", "").isEmpty());
    }

    /** The key of a VLAN, as {@link ThingKind#key} makes it. */
    static String key(VlanAt vlan) {
        return vlan.fabric() + "/" + vlan.vid();
    }

    private static VlanAt vlan(String key) {
        int slash = key.lastIndexOf('/');
        var vid = key.substring(slash + 1);
        return new VlanAt(key.substring(0, Math.max(0, slash)), vid.matches("[0-9]{1,4}") ? Integer.parseInt(vid) : 0);
    }

    /**
     * A subnet.
     *
     * @param cidr its addresses, as MAAS writes them
     * @param name its name
     * @param vlan the VLAN it is on
     * @param gateway whether it has a gateway
     */
    public record SubnetAt(String cidr, String name, VlanAt vlan, boolean gateway) {}
}
