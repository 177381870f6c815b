package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Links of interfaces to subnets, and the addresses they hold (source code, {@code models/interface.py}). */
final class Wiring {
    private final Region region;

    Wiring(Region region) {
        this.region = region;
    }

    static List<Nic> children(Node node, Nic nic) {
        return node.nics.stream().filter(each -> each.parents.contains(nic)).toList();
    }

    /** Links it and takes its VLAN from the subnet if it has none. A DHCP link of the same family gives way, link-up too. */
    Nic.Link link(Nic nic, Nic.Mode mode, Networks.@Nullable Subnet subnet, Optional<String> address) {
        if (nic.vlan == null && subnet != null) {
            nic.vlan = subnet.vlan;
        }
        if (mode != Nic.Mode.STATIC) {
            drop(nic, link -> link.mode == Nic.Mode.DHCP && mode != Nic.Mode.DHCP && sameFamily(link.subnet, subnet));
            drop(nic, link -> link.mode == Nic.Mode.DHCP && mode == Nic.Mode.DHCP);
        }
        drop(nic, link -> link.mode == Nic.Mode.LINK_UP);
        var link = new Nic.Link(region.nextId(), mode, subnet);
        if (mode == Nic.Mode.STATIC && subnet != null) {
            link.address = address.isPresent() ? taken(subnet, address.get()) : next(nic, subnet);
        }
        nic.links.add(link);
        return link;
    }

    private static boolean sameFamily(Networks.@Nullable Subnet one, Networks.@Nullable Subnet other) {
        return one == null || other == null || one.cidr.bits() == other.cidr.bits();
    }

    private String taken(Networks.Subnet subnet, String address) {
        if (region.networks.addresses.isTaken(subnet, address)) {
            throw new Refusal(Answers.refused(404, "The IP address " + address + " is already in use."));
        }
        region.networks.addresses.take(subnet, address);
        return address;
    }

    /** 503 without Retry-After when the subnet is full (source code, {@code StaticIPAddressExhaustion}). */
    private String next(Nic nic, Networks.Subnet subnet) {
        return region.networks
                .addresses
                .next(subnet, nic.mac)
                .orElseThrow(() ->
                        new Refusal(Answers.refused(503, "No more IPs available in subnet: " + subnet.cidr + ".")));
    }

    /** Removes links and frees their addresses. */
    void drop(Nic nic, Predicate<Nic.Link> which) {
        for (var link : new ArrayList<>(nic.links)) {
            if (which.test(link)) {
                free(link);
                nic.links.remove(link);
            }
        }
    }

    /** An enabled interface on a VLAN without a link is at least up, in the subnet where it was seen. */
    void ensureUp(Nic nic) {
        if (nic.links.isEmpty() && nic.enabled && nic.vlan != null) {
            var seen = nic.discovered != null && nic.vlan.equals(nic.discovered.vlan) ? nic.discovered : null;
            link(nic, Nic.Mode.LINK_UP, seen, Optional.empty());
        }
    }

    /** Puts it into a VLAN. In another one than before it has no links, not even one that is only up. */
    void move(Nic nic, Networks.@Nullable Vlan vlan) {
        if (!Objects.equals(nic.vlan, vlan)) {
            drop(nic, link -> true);
            nic.vlan = vlan;
        }
    }

    /** What a bond or bridge is made of has no links, and is in its VLAN; seen to whenever either is saved. */
    void carry(Node node, Nic saved) {
        if (saved.type == Nic.Type.BOND || saved.type == Nic.Type.BRIDGE) {
            for (var parent : saved.parents) {
                drop(parent, link -> true);
                move(parent, saved.vlan);
            }
        }
        children(node, saved).forEach(child -> carry(node, child));
    }

    /** Removes an interface and all that is made of it alone. */
    void remove(Node node, Nic nic) {
        for (var child : children(node, nic)) {
            child.parents.remove(nic);
            if (child.parents.isEmpty()) {
                remove(node, child);
            }
        }
        drop(nic, link -> true);
        node.nics.remove(nic);
        if (nic.isPhysical()) {
            region.forgetMac(nic.mac);
        }
    }

    void removeAll(Node node) {
        node.nics.forEach(nic -> nic.links.forEach(this::free));
    }

    /** Gives every AUTO link an address: deploy needs them, and all or none. They show later. */
    void claim(Node node) {
        try {
            for (var nic : node.nics) {
                nic.links.forEach(link -> claim(nic, link));
            }
        } catch (Refusal full) {
            release(node);
            throw full;
        }
    }

    private void claim(Nic nic, Nic.Link link) {
        if (link.mode == Nic.Mode.AUTO && link.address == null && link.subnet != null) {
            link.address = next(nic, link.subnet);
            link.pending = true;
        }
    }

    static void show(Node node) {
        node.nics.forEach(nic -> nic.links.forEach(link -> link.pending = false));
    }

    /** Gives the addresses of AUTO links back and undoes bridges made while the machine was allocated. */
    void release(Node node) {
        for (var nic : List.copyOf(node.nics)) {
            if (nic.acquired) {
                var parent = nic.parents.getFirst();
                parent.links.clear();
                parent.links.addAll(nic.links);
                nic.links.clear();
                node.nics.remove(nic);
            }
        }
        node.nics.forEach(nic -> nic.links.stream()
                .filter(link -> link.mode == Nic.Mode.AUTO)
                .forEach(link -> {
                    free(link);
                    link.address = null;
                }));
    }

    private void free(Nic.Link link) {
        if (link.address != null && link.subnet != null) {
            region.networks.addresses.free(link.subnet, link.address);
        }
    }

    /** Whether some interface has a link to a subnet: without one nothing can be deployed (recorded). */
    static boolean onNetwork(Node node) {
        return node.nics.stream()
                .anyMatch(nic -> nic.enabled && nic.links.stream().anyMatch(link -> link.mode != Nic.Mode.LINK_UP));
    }

    /** What a machine has after commissioning: the first card with an address from the subnet, the others up. */
    void setUp(Node node) {
        boolean first = true;
        for (var nic : List.copyOf(node.nics)) {
            if (nic.isPhysical()) {
                var vlan = nic.vlan == null ? region.networks.defaultVlan() : nic.vlan;
                nic.vlan = vlan;
                var subnets = region.networks.subnets(vlan);
                nic.discovered = null;
                if (first && !subnets.isEmpty()) {
                    nic.discovered = subnets.getFirst();
                    link(nic, Nic.Mode.AUTO, subnets.getFirst(), Optional.empty());
                } else {
                    link(nic, Nic.Mode.LINK_UP, null, Optional.empty());
                }
                first = false;
            }
        }
    }

    /** Back to what commissioning found: made interfaces and links go. */
    void restore(Node node) {
        node.gatewayLink4 = null;
        node.gatewayLink6 = null;
        for (var nic : List.copyOf(node.nics)) {
            if (!nic.isPhysical() && node.nics.contains(nic)) {
                remove(node, nic);
            }
        }
        node.nics.forEach(nic -> drop(nic, link -> true));
        setUp(node);
    }
}
