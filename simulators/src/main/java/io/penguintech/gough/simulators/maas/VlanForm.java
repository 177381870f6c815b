package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The form behind creating and changing VLANs (source code, {@code forms/vlan.py}): DHCP needs a dynamic range and a
 * primary rack controller, and ends a relay.
 */
final class VlanForm {
    private static final int LEAST_MTU = 552;
    private static final int MOST_MTU = 65_535;
    private static final int MOST_VID = 4094;

    private final Networks networks;
    private final FormFields fields;
    private final Networks.Vlan vlan;
    private final List<Consumer<Networks.Vlan>> changes = new ArrayList<>();

    VlanForm(Networks networks, FormFields fields, Networks.Vlan vlan) {
        this.networks = networks;
        this.fields = fields;
        this.vlan = vlan;
    }

    /** Notes errors in the fields; the change is for a form without any. */
    Consumer<Networks.Vlan> check() {
        names();
        racks();
        relay();
        dhcp();
        return changed -> changes.forEach(change -> change.accept(changed));
    }

    private void names() {
        fields.text("name").filter(name -> !name.isEmpty()).ifPresent(name -> change(each -> each.name = name));
        fields.text("description").ifPresent(text -> change(each -> each.description = text));
        fields.number("vid", 0, MOST_VID).ifPresent(vid -> change(each -> each.vid = vid));
        fields.number("mtu", LEAST_MTU, MOST_MTU).ifPresent(mtu -> change(each -> each.mtu = mtu));
        if (fields.text("space")
                .filter(text -> text.isEmpty() || text.equals("undefined"))
                .isPresent()) {
            change(each -> each.space = null);
        } else {
            fields.choice("space", text -> Networks.specified(networks.spaces, text, each -> each.name))
                    .ifPresent(space -> change(each -> each.space = space));
        }
        fields.choice("fabric", text -> Networks.specified(networks.fabrics, text, each -> each.name))
                .ifPresent(fabric -> change(each -> each.fabric = fabric));
    }

    /** One with an interface in a VLAN of this number, in any fabric; none while the VLAN is not made, which has no number yet. */
    private Optional<String> rack(String field) {
        var asked = fields.text(field).filter(id -> !id.isEmpty());
        boolean reached = networks.vlans.containsKey(vlan.id) && !networks.withoutRack.contains(vlan.vid);
        var rack = asked.filter(id -> reached && id.equals(NetworkJson.RACK));
        if (asked.isPresent() && rack.isEmpty()) {
            fields.error(field, "Select a valid choice. " + asked.get() + " is not one of the available choices.");
        }
        return rack;
    }

    /** There is but one rack controller, so it can be the primary or the secondary one, not both. */
    private void racks() {
        var primary = rack("primary_rack");
        var secondary = rack("secondary_rack");
        if (primary.isPresent() && primary.equals(secondary)) {
            fields.error("__all__", "The primary and secondary rack must be different");
        } else if (secondary.isPresent() && secondary.get().equals(vlan.primaryRack)) {
            fields.error("__all__", secondary.get() + " is already set as the primary rack controller");
        }
        primary.ifPresent(id -> change(each -> each.primaryRack = id));
        secondary.ifPresent(id -> change(each -> each.secondaryRack = id));
        if (fields.text("primary_rack").filter(String::isEmpty).isPresent()) {
            change(each -> each.primaryRack = null);
        }
    }

    /** Only to a VLAN that is not relayed itself, and not while this one serves DHCP. */
    private void relay() {
        if (fields.text("relay_vlan").filter(String::isEmpty).isPresent()) {
            change(each -> each.relay = null);
            return;
        }
        fields.choice(
                        "relay_vlan",
                        text -> Networks.specified(networks.vlans, text, each -> each.name)
                                .filter(each -> each.relay == null && !each.equals(vlan) && !vlan.dhcpOn))
                .ifPresent(relay -> change(each -> each.relay = relay));
    }

    private void dhcp() {
        var on = fields.flag("dhcp_on");
        if (on.isEmpty()) {
            return;
        }
        if (on.get()) {
            boolean dynamic = networks.subnets(vlan).stream()
                    .flatMap(subnet -> networks.ranges(subnet).stream())
                    .anyMatch(range -> range.type.equals("dynamic"));
            if (!dynamic) {
                fields.error("dhcp_on", "dhcp can only be turned on when a dynamic IP range is defined.");
            } else if (vlan.primaryRack == null
                    && fields.text("primary_rack").orElse("").isEmpty()) {
                fields.error("__all__", "dhcp can only be turned on when a primary rack controller is set.");
            }
            change(each -> each.relay = null);
        }
        change(each -> each.dhcpOn = on.get());
    }

    private void change(Consumer<Networks.Vlan> change) {
        changes.add(change);
    }
}
