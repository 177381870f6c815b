package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Fitted.VlanAt;
import java.util.List;

/**
 * What the machines of a region can be connected to.
 *
 * @param vlans every VLAN of every fabric; never empty in a region that was read
 * @param subnets every subnet
 */
public record RegionNetworks(List<VlanAt> vlans, List<SubnetAt> subnets) {
    /** Not read: by an older version of Gough, or not yet. */
    public static final RegionNetworks UNREAD = new RegionNetworks(List.of(), List.of());

    /** Keeps copies. */
    public RegionNetworks {
        vlans = List.copyOf(vlans);
        subnets = List.copyOf(subnets);
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
