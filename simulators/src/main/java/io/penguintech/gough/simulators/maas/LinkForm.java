package io.penguintech.gough.simulators.maas;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The forms behind linking an interface to a subnet, unlinking it and choosing its gateway (source code). */
final class LinkForm {
    private static final List<String> MODES = List.of("auto", "dhcp", "static", "link_up");

    private final Region region;
    private final Node node;
    private final Nic nic;
    private final FormFields fields;
    private final boolean force;

    LinkForm(Region region, Request request, Node node, Nic nic) {
        this.region = region;
        this.node = node;
        this.nic = nic;
        this.fields = new FormFields(request);
        this.force = request.flag("force");
    }

    /** Links it; {@code force} first removes all its links and its VLAN. */
    void link() {
        refuseInBond();
        var mode = mode();
        var subnet = subnet();
        var address = fields.text("ip_address").filter(text -> !text.isEmpty());
        mode.ifPresent(which -> check(which, subnet, address));
        fields.refuseErrors();
        var which = mode.orElseThrow();
        if (which == Nic.Mode.LINK_UP || force) {
            region.wiring.drop(nic, link -> true);
        }
        if (force && subnet.isPresent()) {
            nic.vlan = null;
        }
        var link = region.wiring.link(nic, which, subnet.orElse(null), address);
        if (fields.flag("default_gateway").orElse(false)) {
            choose(link);
        }
    }

    private void refuseInBond() {
        Wiring.children(node, nic).stream()
                .filter(child -> child.type == Nic.Type.BOND)
                .forEach(bond -> fields.error(
                        "bond",
                        "Cannot link interface(" + nic.name + ") when interface is in a bond(" + bond.name + ")."));
    }

    /** Modes in any case, as users write them in capitals. */
    private Optional<Nic.Mode> mode() {
        var text = fields.required("mode");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!MODES.contains(text.toLowerCase(Locale.ROOT))) {
            fields.error("mode", FormFields.notOneOf("mode", text, MODES));
            return Optional.empty();
        }
        return Optional.of(Nic.Mode.valueOf(text.toUpperCase(Locale.ROOT)));
    }

    /** Only subnets of the interface's VLAN, unless it has none or force is used. */
    private Optional<Networks.Subnet> subnet() {
        return fields.choice(
                "subnet",
                text -> region.networks
                        .subnet(text)
                        .filter(each -> force || nic.vlan == null || each.vlan.equals(nic.vlan)));
    }

    private void check(Nic.Mode mode, Optional<Networks.Subnet> subnet, Optional<String> address) {
        switch (mode) {
            case AUTO -> requireSubnet(subnet);
            case DHCP -> refuseSecondDhcp();
            case STATIC -> {
                requireSubnet(subnet);
                subnet.ifPresent(where -> address.ifPresent(which -> checkAddress(where, which)));
            }
            case LINK_UP -> {
                if (!force && nic.links.stream().anyMatch(link -> link.mode != Nic.Mode.LINK_UP)) {
                    fields.error(
                            "mode",
                            "Cannot configure interface to link up (with no IP address) while other links are already"
                                    + " configured. Specify force=True to override this behavior and delete all"
                                    + " links.");
                }
            }
        }
        if (fields.flag("default_gateway").orElse(false)) {
            checkGateway(mode, subnet);
        }
    }

    private void requireSubnet(Optional<Networks.Subnet> subnet) {
        if (subnet.isEmpty()) {
            fields.error("subnet", FormFields.REQUIRED);
        }
    }

    private void refuseSecondDhcp() {
        nic.links.stream()
                .filter(link -> link.mode == Nic.Mode.DHCP)
                .findFirst()
                .ifPresent(link -> fields.error(
                        "mode",
                        link.subnet == null
                                ? "Interface is already set to DHCP."
                                : "Interface is already set to DHCP from '" + link.subnet + "'."));
    }

    private void checkAddress(Networks.Subnet subnet, String address) {
        if (Cidr.address(address).isEmpty()) {
            fields.error("ip_address", "Enter a valid IPv4 or IPv6 address.");
            return;
        }
        if (!subnet.cidr.contains(address)) {
            fields.error("ip_address", "IP address is not in the given subnet '" + subnet + "'.");
        }
        region.networks.ranges(subnet).stream()
                .filter(range -> range.type.equals("dynamic") && range.contains(address))
                .forEach(range -> fields.error(
                        "ip_address",
                        "IP address is inside a dynamic range " + range.start + " to " + range.end + "."));
    }

    private void checkGateway(Nic.Mode mode, Optional<Networks.Subnet> subnet) {
        if (mode != Nic.Mode.AUTO && mode != Nic.Mode.STATIC) {
            fields.error("default_gateway", "Cannot use in mode '" + mode.word() + "'.");
        } else if (subnet.isEmpty()) {
            fields.error("default_gateway", "Subnet is required when default_gateway is True.");
        } else if (subnet.get().gateway == null) {
            fields.error(
                    "default_gateway",
                    "Cannot set as default gateway because subnet " + subnet.get()
                            + " doesn't provide a gateway IP address.");
        }
    }

    void unlink() {
        var id = fields.required("id");
        var link = nic.links.stream()
                .filter(each -> Long.toString(each.id).equals(id))
                .findFirst();
        if (!id.isEmpty() && link.isEmpty()) {
            fields.error(
                    "id",
                    FormFields.notOneOf(
                            "id",
                            id,
                            nic.links.stream()
                                    .map(each -> Long.toString(each.id))
                                    .toList()));
        }
        fields.refuseErrors();
        link.ifPresent(found -> {
            region.wiring.drop(nic, each -> each.equals(found));
            node.gatewayLink4 = found.equals(node.gatewayLink4) ? null : node.gatewayLink4;
            node.gatewayLink6 = found.equals(node.gatewayLink6) ? null : node.gatewayLink6;
        });
        region.wiring.ensureUp(nic);
    }

    /** The link named, or the only one whose subnet has a gateway. */
    void chooseGateway() {
        var usable = nic.links.stream()
                .filter(link -> link.mode != Nic.Mode.LINK_UP && gateway(link) != null)
                .toList();
        if (usable.isEmpty()) {
            fields.error("__all__", "This interface has no usable gateways.");
        }
        var id = fields.text("link_id").orElse("");
        if (id.isEmpty()) {
            refuseChoice(usable);
            fields.refuseErrors();
            usable.forEach(this::choose);
            return;
        }
        var chosen = usable.stream()
                .filter(link -> Long.toString(link.id).equals(id))
                .findFirst();
        if (chosen.isEmpty()) {
            var ids = usable.stream().map(link -> Long.toString(link.id)).toList();
            fields.error("link_id", FormFields.notOneOf("link_id", id, ids));
        }
        fields.refuseErrors();
        choose(chosen.orElseThrow());
    }

    private void refuseChoice(List<Nic.Link> usable) {
        for (int version : new int[] {4, 6}) {
            long gateways = usable.stream()
                    .filter(link -> link.subnet != null && link.subnet.cidr.ipVersion() == version)
                    .map(LinkForm::gateway)
                    .distinct()
                    .count();
            if (gateways > 1) {
                fields.error(
                        "link_id",
                        "This field is required; Interface has more than one usable IPv" + version + " gateway.");
            }
        }
    }

    private static @Nullable String gateway(Nic.Link link) {
        return link.subnet == null ? null : link.subnet.gateway;
    }

    private void choose(Nic.Link link) {
        if (link.subnet != null && link.subnet.cidr.ipVersion() == 4) {
            node.gatewayLink4 = link;
        } else {
            node.gatewayLink6 = link;
        }
    }
}
