package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.HostNetwork;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What MAAS has set up on a machine, as far as a document can declare it. Of ten thousand machines this is most of what
 * is kept, so texts that repeat are shared by whoever reads it.
 *
 * @param nics its interfaces
 * @param gateway4 the link chosen for the IPv4 default route; empty when MAAS chooses
 * @param gateway6 the same for IPv6
 * @param disks its disks
 */
public record Fitted(List<Nic> nics, Optional<Long> gateway4, Optional<Long> gateway6, Disks disks) {
    /** Nothing, or not read. */
    public static final Fitted NOTHING = new Fitted(List.of(), Optional.empty(), Optional.empty(), Disks.NONE);

    /** Keeps a copy; reads what an earlier version wrote, which knew no disks. */
    public Fitted {
        disks = Objects.requireNonNullElse(disks, Disks.NONE);
        nics = List.copyOf(nics);
    }

    /**
     * The same without the bridges that MAAS made over every configured interface when the machine was taken: their links
     * are back where they were. It names such a bridge after its one parent, with {@code br-} or {@code b-} (its source),
     * and takes it away with the release.
     */
    Fitted unbridged() {
        var moved = new TreeMap<String, List<NicLink>>();
        nics.stream()
                .filter(Fitted::isOverOne)
                .forEach(bridge -> moved.put(bridge.parents().getFirst(), bridge.links()));
        if (moved.isEmpty()) return this;
        var left = nics.stream()
                .filter(nic -> !isOverOne(nic))
                .map(nic -> nic.with(moved.getOrDefault(nic.name(), nic.links())))
                .toList();
        return new Fitted(left, gateway4, gateway6, disks);
    }

    /** Whether there are such bridges. */
    boolean isBridged() {
        return nics.stream().anyMatch(Fitted::isOverOne);
    }

    private static boolean isOverOne(Nic nic) {
        return nic.type() == HostNetwork.InterfaceType.BRIDGE
                && nic.parents().size() == 1
                && (nic.name().startsWith("br-") || nic.name().startsWith("b-"));
    }

    /** Whether the default route was chosen to go through this link. */
    public boolean isGateway(long link) {
        return gateway4.filter(id -> id == link).isPresent()
                || gateway6.filter(id -> id == link).isPresent();
    }

    /**
     * An interface as MAAS has it.
     *
     * @param id MAAS's number of it, which a rename keeps
     * @param name its name
     * @param type what it is
     * @param macAddress its address in small letters
     * @param parents names of what it is made of, sorted
     * @param vlan the VLAN it is in; empty when it is in none
     * @param tags its tags
     * @param settings mtu and the parameters of bonds and bridges, named as {@link HostNetwork.Interface#parameters()}
     * @param links its links
     */
    public record Nic(
            long id,
            String name,
            HostNetwork.InterfaceType type,
            String macAddress,
            List<String> parents,
            Optional<VlanAt> vlan,
            SortedSet<String> tags,
            SortedMap<String, String> settings,
            List<NicLink> links) {
        /** Keeps unmodifiable copies. */
        public Nic {
            parents = parents.stream().sorted().toList();
            tags = tags.isEmpty()
                    ? Collections.emptySortedSet()
                    : Collections.unmodifiableSortedSet(new TreeSet<>(tags));
            settings = settings.isEmpty()
                    ? Collections.emptySortedMap()
                    : Collections.unmodifiableSortedMap(new TreeMap<>(settings));
            links = List.copyOf(links);
        }

        /** The same with another address. */
        Nic with(String address) {
            return new Nic(id, name, type, address, parents, vlan, tags, settings, links);
        }

        /** The same with other links. */
        Nic with(List<NicLink> others) {
            return new Nic(id, name, type, macAddress, parents, vlan, tags, settings, others);
        }
    }

    /**
     * A link as MAAS has it.
     *
     * @param id MAAS's number of it
     * @param mode how it comes to its address
     * @param subnet CIDR of its subnet
     * @param address its address, when it has one already
     */
    public record NicLink(long id, HostNetwork.Mode mode, Optional<String> subnet, Optional<String> address) {
        /** As a document would declare it; an address that MAAS picked is not part of that. */
        HostNetwork.Link asDeclared(boolean defaultGateway) {
            var declared = mode == HostNetwork.Mode.STATIC ? address : Optional.<String>empty();
            return new HostNetwork.Link(mode, subnet, declared, defaultGateway);
        }
    }

    /**
     * A VLAN of a region.
     *
     * @param fabric name of its fabric
     * @param vid its number; 0 is untagged
     */
    public record VlanAt(String fabric, int vid) implements Comparable<VlanAt> {
        @Override
        public int compareTo(VlanAt other) {
            int byFabric = fabric.compareTo(other.fabric);
            return byFabric == 0 ? Integer.compare(vid, other.vid) : byFabric;
        }

        @Override
        public String toString() {
            return fabric + " " + vid;
        }
    }
}
