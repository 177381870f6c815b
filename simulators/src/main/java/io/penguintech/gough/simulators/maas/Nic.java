package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A network interface of a machine: a card, or a bond, bridge or VLAN made of others. */
final class Nic {
    /** What an interface is. */
    enum Type {
        PHYSICAL,
        BOND,
        BRIDGE,
        VLAN;

        /** As the API spells it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How an interface comes to its address. */
    enum Mode {
        AUTO,
        DHCP,
        STATIC,
        LINK_UP;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A link of an interface to a subnet; none for an interface that is only up. */
    static final class Link {
        final long id;
        final Mode mode;
        final Networks.@Nullable Subnet subnet;

        @Nullable
        String address;

        /** Claimed for a deployment that has only begun: it does not show yet (recorded). */
        boolean pending;

        Link(long id, Mode mode, Networks.@Nullable Subnet subnet) {
            this.id = id;
            this.mode = mode;
            this.subnet = subnet;
        }
    }

    final long id;
    final Type type;
    String name;
    String mac;
    final List<Nic> parents = new ArrayList<>(0);
    Networks.@Nullable Vlan vlan;

    /** Where it got an address by DHCP when it was commissioned; known long after the address has lapsed (source code). */
    Networks.@Nullable Subnet discovered;

    boolean enabled = true;
    boolean linkConnected = true;
    int linkSpeed;
    int interfaceSpeed;

    /** Made of an allocated machine's interface; a release undoes it (source code). */
    boolean acquired;

    final TreeSet<String> tags = new TreeSet<>();
    final Map<String, @Nullable Object> params = new TreeMap<>();
    final List<Link> links = new ArrayList<>(1);

    Nic(long id, Type type, String name, String mac) {
        this.id = id;
        this.type = type;
        this.name = name;
        this.mac = mac;
    }

    boolean isPhysical() {
        return type == Type.PHYSICAL;
    }
}
