package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The network a host declares: some interfaces by name. What is not named here, and what is empty here, is left alone.
 *
 * @param interfaces cards, bonds, bridges and VLANs, by name
 */
public record HostNetwork(SortedMap<String, Interface> interfaces) {
    /** Declares nothing. */
    public static final HostNetwork NONE = new HostNetwork(new TreeMap<>());

    /** Keeps an unmodifiable sorted copy. */
    public HostNetwork {
        interfaces = Collections.unmodifiableSortedMap(new TreeMap<>(interfaces));
    }

    /** Whether it declares nothing. */
    public boolean isNothing() {
        return interfaces.isEmpty();
    }

    /** What an interface is. */
    public enum InterfaceType {
        /** A card; it is known by its MAC address, whatever it is called. */
        PHYSICAL("interfaces"),
        /** Several cards used as one. */
        BOND("bonds"),
        /** A switch inside the host. */
        BRIDGE("bridges"),
        /** A tagged VLAN on another interface. */
        VLAN("vlans");

        private final String map;

        InterfaceType(String map) {
            this.map = map;
        }

        /** The map of {@code spec.network} that holds those. */
        public String map() {
            return map;
        }
    }

    /**
     * One interface.
     *
     * @param type what it is
     * @param macAddress a card's own address, always there; of a bond or bridge empty to leave it to MAAS
     * @param parents names of what it is made of, sorted; none for a card, exactly one for a bridge or VLAN
     * @param vlan the untagged VLAN it is in; of a VLAN interface the tagged one
     * @param mtu the longest frame in bytes
     * @param tags tags it shall have; others stay
     * @param parameters of a bond: mode, miimon, downDelay, upDelay, lacpRate, xmitHashPolicy, numGratArp; of a bridge:
     *     type, stp, forwardDelay; those that are not here are left alone
     * @param links all its links; empty leaves them alone
     */
    public record Interface(
            InterfaceType type,
            Optional<MacAddress> macAddress,
            List<String> parents,
            Optional<VlanRef> vlan,
            Optional<Integer> mtu,
            SortedSet<String> tags,
            SortedMap<String, String> parameters,
            Optional<List<Link>> links) {
        /** Keeps unmodifiable copies. */
        public Interface {
            parents = parents.stream().sorted().toList();
            tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
            parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
            links = links.map(List::copyOf);
        }
    }

    /**
     * A VLAN.
     *
     * @param fabric its fabric; empty for that of the interface it is on
     * @param vid its number; 0 is untagged
     */
    public record VlanRef(Optional<String> fabric, int vid) {
        @Override
        public String toString() {
            return fabric.map(name -> name + " " + vid).orElseGet(() -> Integer.toString(vid));
        }
    }

    /**
     * A link of an interface to a subnet.
     *
     * @param mode how it comes to its address
     * @param subnet the subnet's CIDR or name
     * @param address the address of a static link, as MAAS writes it
     * @param defaultGateway whether the host's default route goes through it
     */
    public record Link(Mode mode, Optional<String> subnet, Optional<String> address, boolean defaultGateway) {
        @Override
        public String toString() {
            return mode.word()
                    + address.map(" "::concat).orElse("")
                    + subnet.map(where -> " in " + where).orElse("")
                    + (defaultGateway ? ", default gateway" : "");
        }
    }

    /** How a link comes to its address. */
    public enum Mode {
        /** MAAS picks an address that stays. */
        AUTO,
        /** By DHCP at each boot. */
        DHCP,
        /** The one given. */
        STATIC,
        /** No address; the interface is only up. */
        LINK_UP;

        private static final Map<String, Mode> WORDS =
                Map.of("auto", AUTO, "dhcp", DHCP, "static", STATIC, "link-up", LINK_UP);

        /** As files spell it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Mode of(String word) {
            return WORDS.getOrDefault(word, LINK_UP); // the shape leaves only these
        }
    }
}
