package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Checks fabrics, VLANs, subnets and ranges of addresses against each other. */
final class SubnetChecks {
    private final List<Document> things;
    private final ThingDecoder decoder;
    private final Problems problems;
    private final List<Subnet> subnets = new ArrayList<>();
    private final List<Range> ranges = new ArrayList<>();

    private record Subnet(Document document, IpNetwork network) {}

    private record Range(Document document, IpAddress start, IpAddress end) {
        boolean overlaps(Range other) {
            return start.version() == other.start.version()
                    && start.compareTo(other.end) <= 0
                    && other.start.compareTo(end) <= 0;
        }

        boolean contains(IpAddress address) {
            return address.version() == start.version() && start.compareTo(address) <= 0 && address.compareTo(end) <= 0;
        }
    }

    SubnetChecks(List<Document> things, ThingDecoder decoder, Problems problems) {
        this.things = things;
        this.decoder = decoder;
        this.problems = problems;
    }

    void check() {
        vlans();
        of(ThingKind.SUBNET).forEach(this::subnet);
        of(ThingKind.IP_RANGE).forEach(this::range);
        of(ThingKind.VLAN).forEach(this::dhcp);
        of(ThingKind.VLAN).forEach(this::relay);
    }

    private List<Document> of(ThingKind kind) {
        return things.stream()
                .filter(document -> ThingDecoder.kind(document) == kind)
                .toList();
    }

    private static boolean sameRegion(Document one, Document other) {
        return ThingDecoder.region(one).equals(ThingDecoder.region(other));
    }

    private void vlans() {
        var taken = new HashMap<String, Place>();
        for (var vlan : of(ThingKind.VLAN)) {
            var spec = new Fields(vlan.spec());
            var key = decoder.fields(vlan);
            if (!key.containsKey("fabric") || !key.containsKey("vid")) continue;
            var first = taken.putIfAbsent(ThingDecoder.region(vlan) + " " + ThingKind.VLAN.key(key), spec.place("vid"));
            if (first != null)
                problems.error(
                        "VLAN number used twice",
                        "Fabric %s has a VLAN %s at %s already.".formatted(key.get("fabric"), key.get("vid"), first),
                        spec.place("vid"));
        }
    }

    private void subnet(Document document) {
        var spec = new Fields(document.spec());
        var text = spec.text("cidr").orElse("");
        var network = IpNetwork.parse(text);
        if (network.isEmpty()) {
            if (TextRule.CIDR.objection(text).isEmpty())
                problems.error(
                        "Not a network",
                        "\"%s\" is no network such as 192.0.2.0/24.".formatted(text),
                        spec.place("cidr"));
            return;
        }
        var address = text.substring(0, text.indexOf('/'));
        if (!IpAddress.parse(address).equals(Optional.of(network.get().first())))
            problems.error(
                    "Not a network",
                    "%s is an address in a network; write %s.".formatted(text, network.get()),
                    spec.place("cidr"));
        var subnet = new Subnet(document, network.get());
        overlap(subnet, spec.place("cidr"));
        gateway(subnet, spec);
        subnets.add(subnet);
    }

    private void overlap(Subnet subnet, Place place) {
        for (var other : subnets)
            if (sameRegion(other.document(), subnet.document())
                    && other.network().overlaps(subnet.network())) {
                problems.error(
                        "Subnets overlap",
                        "%s overlaps %s of subnet %s at %s."
                                .formatted(
                                        subnet.network(),
                                        other.network(),
                                        other.document().name(),
                                        other.document().place()),
                        place);
                return;
            }
    }

    private void gateway(Subnet subnet, Fields spec) {
        spec.text("gateway")
                .flatMap(IpAddress::parse)
                .filter(gateway -> !subnet.network().usable(gateway))
                .ifPresent(gateway -> problems.error(
                        "Gateway outside the subnet",
                        "%s is no address that a machine in %s can have.".formatted(gateway, subnet.network()),
                        spec.place("gateway")));
    }

    private void range(Document document) {
        var spec = new Fields(document.spec());
        var start = spec.text("start").flatMap(IpAddress::parse);
        var end = spec.text("end").flatMap(IpAddress::parse);
        if (start.isEmpty() || end.isEmpty()) return;
        var subnet = subnets.stream()
                .filter(each -> sameRegion(each.document(), document)
                        && spec.text("subnet")
                                .equals(Optional.of(each.document().name())))
                .findFirst();
        subnet.ifPresent(within -> {
            inside(document, spec, "start", within);
            inside(document, spec, "end", within);
        });
        var range = new Range(document, start.get(), end.get());
        if (range.start().compareTo(range.end()) > 0) {
            problems.error(
                    "Range ends before it starts",
                    "%s comes after %s.".formatted(range.start(), range.end()),
                    spec.place("end"));
            return;
        }
        subnet.ifPresent(within -> gatewayFree(range, within, spec));
        rangesApart(range, spec);
        ranges.add(range);
    }

    private void inside(Document document, Fields spec, String field, Subnet subnet) {
        var address = spec.text(field).flatMap(IpAddress::parse).orElseThrow();
        if (!subnet.network().usable(address))
            problems.error(
                    "Range outside its subnet",
                    "%s of IP range %s is no address that a machine in %s can have."
                            .formatted(address, document.name(), subnet.network()),
                    spec.place(field));
    }

    /** MAAS refuses a dynamic range over an address in use. */
    private void gatewayFree(Range range, Subnet subnet, Fields spec) {
        if (!spec.text("type").equals(Optional.of("dynamic"))) return;
        new Fields(subnet.document().spec())
                .text("gateway")
                .flatMap(IpAddress::parse)
                .filter(range::contains)
                .ifPresent(gateway -> problems.error(
                        "Gateway in a dynamic range",
                        "DHCP would give the gateway %s of subnet %s away."
                                .formatted(gateway, subnet.document().name()),
                        spec.place("start")));
    }

    private void rangesApart(Range range, Fields spec) {
        for (var other : ranges)
            if (sameRegion(other.document(), range.document()) && other.overlaps(range)) {
                problems.error(
                        "IP ranges overlap",
                        "%s to %s overlaps IP range %s at %s."
                                .formatted(
                                        range.start(),
                                        range.end(),
                                        other.document().name(),
                                        other.document().place()),
                        spec.place("start"));
                return;
            }
    }

    /** MAAS switches DHCP on only where a dynamic range is; one that nobody declares may be there already. */
    private void dhcp(Document vlan) {
        if (!new Fields(vlan.spec()).flag("dhcp", false)) return;
        boolean served = ranges.stream()
                .filter(range ->
                        "dynamic".equals(decoder.fields(range.document()).get("type")))
                .flatMap(range -> subnets.stream()
                        .filter(subnet -> sameRegion(subnet.document(), range.document())
                                && new Fields(range.document().spec())
                                        .text("subnet")
                                        .equals(Optional.of(subnet.document().name()))))
                .anyMatch(subnet -> sameRegion(subnet.document(), vlan)
                        && new Fields(subnet.document().spec()).text("vlan").equals(Optional.of(vlan.name())));
        if (!served)
            problems.warning(
                    "DHCP without a dynamic range",
                    "MAAS serves DHCP on VLAN %s only when a subnet on it has a dynamic range; no IpRange declares one."
                            .formatted(vlan.name()),
                    new Fields(vlan.spec()).place("dhcp"));
    }

    /** MAAS relays to a VLAN that is not relayed itself, and not from one that it serves. */
    private void relay(Document vlan) {
        var spec = new Fields(vlan.spec());
        var name = spec.text("relay");
        if (name.isEmpty()) return;
        if (spec.flag("dhcp", false))
            problems.error(
                    "DHCP and a relay at once",
                    "MAAS either serves DHCP on VLAN %s itself or relays to VLAN %s. Leave one of dhcp and relay out."
                            .formatted(vlan.name(), name.get()),
                    spec.place("relay"));
        if (name.get().equals(vlan.name()))
            problems.error(
                    "Relay to itself",
                    "VLAN %s is relayed to itself. Name the VLAN whose DHCP serves it.".formatted(vlan.name()),
                    spec.place("relay"));
        else
            decoder.find(vlan, ThingKind.VLAN, name.get())
                    .flatMap(other -> new Fields(other.spec()).text("relay"))
                    .ifPresent(further -> problems.error(
                            "Relay to a relay",
                            "VLAN %s is relayed to VLAN %s itself, and MAAS relays once only. Name VLAN %s."
                                    .formatted(name.get(), further, further),
                            spec.place("relay")));
    }
}
