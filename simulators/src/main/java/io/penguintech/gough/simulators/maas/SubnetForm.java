package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The form behind creating and changing subnets (source code, {@code forms/subnet.py}). Two traps of the real one are kept:
 * a PUT that does not send {@code allow_dns}, {@code allow_proxy} or {@code managed} switches them on, and one that does not
 * send {@code disabled_boot_architectures} keeps the last of them only.
 */
final class SubnetForm {
    private static final Pattern NAME = Pattern.compile("[.: \\w/-]+");
    private static final int MOST_VID = 4094;

    private final Networks networks;
    private final FormFields fields;
    private final Optional<Networks.Subnet> old;
    private final List<Consumer<Networks.Subnet>> changes = new ArrayList<>();

    private SubnetForm(Networks networks, Request request, Optional<Networks.Subnet> old) {
        this.networks = networks;
        this.fields = new FormFields(request);
        this.old = old;
    }

    static Networks.Subnet create(Networks networks, Request request) {
        var form = new SubnetForm(networks, request, Optional.empty());
        form.fields.required("cidr");
        var cidr = form.cidr();
        var vlan = form.vlan();
        form.check(cidr);
        form.fields.refuseErrors();
        var made =
                networks.newSubnet(cidr.orElseThrow(), form.fields.text("name").orElse(""), vlan.orElseThrow());
        form.apply(made);
        return made;
    }

    static void update(Networks networks, Request request, Networks.Subnet subnet) {
        var form = new SubnetForm(networks, request, Optional.of(subnet));
        var cidr = form.cidr();
        cidr.ifPresent(found -> form.changes.add(each -> {
            each.name = each.name.equals(each.cidr.toString()) ? found.toString() : each.name;
            each.cidr = found;
        }));
        if (form.fields.sent("vlan")) {
            form.vlan().ifPresent(vlan -> form.changes.add(each -> each.vlan = vlan));
        }
        form.fields
                .text("name")
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> form.changes.add(each -> each.name = name));
        form.check(cidr.or(() -> Optional.of(subnet.cidr)));
        form.fields.refuseErrors();
        form.apply(subnet);
    }

    private void apply(Networks.Subnet subnet) {
        changes.forEach(change -> change.accept(subnet));
        networks.addresses.reconsider();
        networks.changed();
    }

    private Optional<Cidr> cidr() {
        var text = fields.text("cidr").orElse("").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var cidr = Cidr.parse(text);
        if (cidr.isEmpty()) {
            fields.error("cidr", "Required format: <network>/<prefixlen>.");
        } else if (cidr.get().prefix() == 0) {
            fields.error("cidr", "Prefix length must be greater than 0.");
        } else if (networks.subnets.values().stream()
                .anyMatch(each -> each.cidr.equals(cidr.get()) && !old.equals(Optional.of(each)))) {
            fields.error("cidr", "Subnet with this Cidr already exists.");
        } else if (networks.subnets.values().stream()
                .anyMatch(each -> each.cidr.overlaps(cidr.get()) && !old.equals(Optional.of(each)))) {
            fields.error("cidr", "Subnet " + cidr.get() + " would overlap with existing subnets.");
        }
        return cidr;
    }

    /** By VLAN, by fabric and tag, by tag in the default fabric, else the default VLAN. */
    private Optional<Networks.Vlan> vlan() {
        var vlan = fields.choice("vlan", text -> Networks.specified(networks.vlans, text, each -> each.name));
        var fabric = fields.choice("fabric", text -> Networks.specified(networks.fabrics, text, each -> each.name));
        var vid = fields.number("vid", 0, MOST_VID).filter(number -> number != 0);
        if (vlan.isPresent()) {
            if (fabric.isPresent() && !vlan.get().fabric.equals(fabric.get())) {
                fields.error("vlan", "VLAN " + vlan.get().shownName() + " is not in fabric " + fabric.get().name + ".");
            }
            return vlan;
        }
        var where = fabric.orElseGet(networks::defaultFabric);
        var found = networks.vlan(where, vid.orElse(0));
        if (found.isEmpty()) {
            fields.error(
                    "vid",
                    "No VLAN with vid " + vid.orElse(0)
                            + (fabric.isPresent() ? " in fabric " + where.name + "." : " in default fabric."));
        }
        return found;
    }

    private void check(Optional<Cidr> cidr) {
        var name = fields.text("name").orElse("");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            fields.error("name", "Enter a valid value.");
        }
        if (fields.sent("space")) {
            fields.error("space", "Spaces may no longer be set on subnets. Set the space on the underlying VLAN.");
        }
        fields.text("description").ifPresent(text -> changes.add(each -> each.description = text));
        gateway(cidr);
        servers();
        fields.number("rdns_mode", 0, 2).ifPresent(mode -> changes.add(each -> each.rdnsMode = mode));
        fields.flag("active_discovery").ifPresent(on -> changes.add(each -> each.activeDiscovery = on));
        boolean dns = fields.flag("allow_dns").orElse(true);
        boolean proxy = fields.flag("allow_proxy").orElse(true);
        boolean managed = fields.flag("managed").orElse(true);
        changes.add(each -> {
            each.allowDns = dns;
            each.allowProxy = proxy;
            each.managed = managed;
        });
        bootArchitectures();
    }

    private void bootArchitectures() {
        var sent = fields.all("disabled_boot_architectures");
        changes.add(each -> each.disabledBootArchitectures = sent.isEmpty()
                ? FormFields.lastOnly(each.disabledBootArchitectures)
                : Arrays.stream(sent.getLast().split("[ ,]+"))
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    private void gateway(Optional<Cidr> cidr) {
        fields.text("gateway_ip").ifPresent(text -> {
            if (text.isEmpty()) {
                changes.add(each -> each.gateway = null);
            } else if (Cidr.address(text).isEmpty()) {
                fields.error("gateway_ip", "Enter a valid IPv4 or IPv6 address.");
            } else if (cidr.isPresent() && !cidr.get().contains(text)) {
                fields.error("gateway_ip", "Gateway IP must be within CIDR range.");
            } else {
                changes.add(each -> each.gateway = text);
            }
        });
    }

    /** Repeated, or separated by spaces or commas. */
    private void servers() {
        if (!fields.sent("dns_servers")) {
            return;
        }
        var servers = fields.all("dns_servers").stream()
                .flatMap(each -> List.of(each.split("[ ,]+")).stream())
                .filter(each -> !each.isEmpty())
                .toList();
        servers.stream()
                .filter(each -> Cidr.address(each).isEmpty())
                .forEach(each -> fields.error(
                        "__all__",
                        "Invalid IP address: " + each + "; provide a list of" + " space-separated IP addresses"));
        changes.add(each -> each.dnsServers = servers);
    }
}
