package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.RegionNetworks.SubnetAt;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostNetwork.Interface;
import io.penguintech.gough.schema.HostNetwork.InterfaceType;
import io.penguintech.gough.schema.HostNetwork.Link;
import io.penguintech.gough.schema.HostNetwork.VlanRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out, before any call, what the subnets and VLANs that a host names are in its region. */
final class SetupNames {
    private final Host host;
    private final RegionNetworks networks;
    private final List<String> problems = new ArrayList<>();
    private final TreeMap<String, SubnetAt> subnets = new TreeMap<>();

    private SetupNames(Host host, RegionNetworks networks) {
        this.host = host;
        this.networks = networks;
    }

    /**
     * What is to be set up, and what is wrong with the names in it.
     *
     * @param setup nothing when the host declares nothing
     * @param problems sentences with the way out
     */
    record Resolved(Setup setup, List<String> problems) {}

    static Resolved of(Host host, MachineIndex index) {
        return of(host, index.networks());
    }

    static Resolved of(Host host, RegionNetworks networks) {
        if (host.network().isNothing()
                && host.storage().isNothing()
                && host.commissioning().isNothing()) return new Resolved(Setup.NONE, List.of());
        var names = new SetupNames(host, networks);
        host.network().interfaces().forEach(names::check);
        host.network().interfaces().forEach(names::parts);
        return new Resolved(
                new Setup(host.network(), host.storage(), names.subnets, host.commissioning()),
                List.copyOf(names.problems));
    }

    private void check(String name, Interface item) {
        if (networks.vlans().isEmpty() && problems.isEmpty())
            problems.add(
                    "The networks of region %s are not known yet, so spec.network cannot be planned: they come with the next look at the region, or with a new snapshot; if this stays, check that its user may read them."
                            .formatted(host.region()));
        if (networks.vlans().isEmpty()) return;
        item.links().orElse(List.of()).forEach(link -> subnet(name, item, link));
        sameVlan(name, item);
        item.vlan().ifPresent(vlan -> {
            var fabrics =
                    networks.vlans().stream().map(Fitted.VlanAt::fabric).collect(Collectors.toCollection(TreeSet::new));
            if (vlan.fabric().isPresent() && !fabrics.contains(vlan.fabric().get()))
                problems.add(
                        "Region %s has no fabric \"%s\". %s Declare it in region/, create it in MAAS, or correct spec.network.%s.%s at %s."
                                .formatted(
                                        host.region(),
                                        vlan.fabric().get(),
                                        Nearest.hint(vlan.fabric().get(), fabrics),
                                        item.type().map(),
                                        name,
                                        host.place()));
            else if (networks.vlans().stream()
                    .noneMatch(known -> known.vid() == vlan.vid()
                            && vlan.fabric()
                                    .filter(fabric -> !fabric.equals(known.fabric()))
                                    .isEmpty()))
                problems.add(
                        "Region %s has no VLAN %s. Declare it in region/, create it in MAAS, or correct spec.network.%s.%s at %s."
                                .formatted(host.region(), vlan, item.type().map(), name, host.place()));
        });
    }

    /** MAAS links an interface to subnets of its own VLAN only, and would say so when half of it is written. */
    private void sameVlan(String name, Interface item) {
        for (var link : linked(item)) {
            var own = own(item).orElseThrow();
            if (fits(own, reference(link))) continue;
            problems.add(
                    "spec.network.%s.%s at %s is in VLAN %s, and its link is in subnet %s of VLAN %s; MAAS links an interface in its own VLAN only. Correct its vlan or its links."
                            .formatted(item.type().map(), name, host.place(), own, link.name(), link.vlan()));
            return;
        }
    }

    /** MAAS gives the parts of a bond or bridge its VLAN, whatever is asked for (its source). */
    private void parts(String name, Interface item) {
        if (item.type() != InterfaceType.BOND && item.type() != InterfaceType.BRIDGE) return;
        var all = own(item)
                .or(() -> declared(item).flatMap(part -> own(part).stream()).findFirst());
        declared(item)
                .flatMap(part -> part.vlan().stream())
                .filter(vlan -> !fits(all.orElse(vlan), vlan))
                .findFirst()
                .ifPresent(vlan -> problems.add(
                        "spec.network.%s.%s at %s is in VLAN %s, and a part of it is declared in VLAN %s; MAAS has both in one. Correct the vlan of either."
                                .formatted(item.type().map(), name, host.place(), all.orElse(vlan), vlan)));
    }

    private Stream<Interface> declared(Interface whole) {
        return whole.parents().stream()
                .flatMap(part -> Optional.ofNullable(host.network().interfaces().get(part)).stream());
    }

    /** The VLAN that is declared of it, else that of the subnet of its first link. */
    private Optional<VlanRef> own(Interface item) {
        return item.vlan().or(() -> linked(item).stream().findFirst().map(SetupNames::reference));
    }

    private List<SubnetAt> linked(Interface item) {
        return item.links().orElse(List.of()).stream()
                .flatMap(link -> link.subnet().map(subnets::get).stream())
                .toList();
    }

    private static VlanRef reference(SubnetAt subnet) {
        return new VlanRef(Optional.of(subnet.vlan().fabric()), subnet.vlan().vid());
    }

    private static boolean fits(VlanRef one, VlanRef other) {
        boolean both = one.fabric().isPresent() && other.fabric().isPresent();
        return one.vid() == other.vid() && (!both || one.fabric().equals(other.fabric()));
    }

    private void subnet(String name, Interface item, Link link) {
        if (link.subnet().isEmpty()) return;
        var text = link.subnet().get();
        var found = networks.subnets().stream()
                .filter(subnet -> subnet.cidr().equals(text) || subnet.name().equals(text))
                .toList();
        var path = "spec.network.%s.%s at %s".formatted(item.type().map(), name, host.place());
        if (found.size() == 1) {
            subnets.put(text, found.getFirst());
            if (link.defaultGateway() && !found.getFirst().gateway())
                problems.add("Subnet %s has no gateway in MAAS, so no default route can go through it; see %s."
                        .formatted(text, path));
        } else if (found.isEmpty()) {
            var known = networks.subnets().stream()
                    .flatMap(subnet -> List.of(subnet.cidr(), subnet.name()).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            problems.add("Region %s has no subnet \"%s\". %s Declare it in region/, create it in MAAS, or correct %s."
                    .formatted(host.region(), text, Nearest.hint(text, known), path));
        } else {
            problems.add("Region %s has %d subnets called \"%s\": write the CIDR (%s) in %s."
                    .formatted(
                            host.region(),
                            found.size(),
                            text,
                            found.stream().map(SubnetAt::cidr).sorted().collect(Collectors.joining(", ")),
                            path));
        }
    }
}
