package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Fitted.VlanAt;
import io.penguintech.gough.schema.HostNetwork;
import io.penguintech.gough.schema.HostStorage;
import io.penguintech.gough.schema.MacAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One write that brings the network or storage of a machine nearer to what is declared. MAAS allows it while nothing runs there, but for a replaced card. */
public sealed interface SetupWrite
        permits SetupWrite.LayOut,
                DiskWrite,
                SetupWrite.Rename,
                SetupWrite.SetInterface,
                SetupWrite.CreateInterface,
                SetupWrite.LinkSubnet,
                SetupWrite.UnlinkSubnet,
                SetupWrite.SetDefaultGateway,
                SetupWrite.ReplaceCard {
    /** A verb and, after blanks, what it is about: the same word means the same write. */
    String word();

    /** All verbs. */
    Set<String> VERBS = Set.of(
            "rename-interface",
            "set-interface",
            "create-bond",
            "create-bridge",
            "create-vlan",
            "link-subnet",
            "unlink-subnet",
            "set-default-gateway",
            "replace-card",
            "set-storage-layout",
            "create-partition",
            "create-raid",
            "create-volume-group",
            "create-logical-volume",
            "format-device",
            "mount-device",
            "mount-in-memory",
            "unmount-in-memory");

    /** Whether a step's word is one of these writes'. */
    static boolean isWord(String word) {
        int blank = word.indexOf(' ');
        return blank > 0 && VERBS.contains(word.substring(0, blank));
    }

    /** Whether MAAS takes it while a machine is Allocated, and not only while it is Ready. */
    default boolean isForAllocated() {
        return !(this instanceof LayOut || this instanceof DiskWrite);
    }

    /**
     * Lays all disks of a machine out.
     *
     * @param layout how
     * @param names volumeGroup and logicalVolume; MAAS's own when absent
     * @param sizes bootSize, rootSize and logicalVolumeSize in bytes; as large as can be when absent
     * @param rootDisk MAAS's number of the disk for the root filesystem; empty for the boot disk
     * @param cacheDisk MAAS's number of the fast disk; empty leaves the choice to MAAS
     * @param cacheMode how the cache writes; empty for MAAS's own
     */
    record LayOut(
            HostStorage.Layout layout,
            SortedMap<String, String> names,
            SortedMap<String, Long> sizes,
            Optional<Long> rootDisk,
            Optional<Long> cacheDisk,
            Optional<String> cacheMode)
            implements SetupWrite {
        /** Keeps unmodifiable copies. */
        public LayOut {
            names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
            sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
        }

        @Override
        public String word() {
            return "set-storage-layout " + layout.word();
        }
    }

    /**
     * What an interface shall have.
     *
     * @param type what it is
     * @param fields name, macAddress, mtu, tags (all of them, with commas) and parameters of bonds and bridges
     * @param parents MAAS's numbers of what it is made of; empty leaves them
     * @param vlan the VLAN; empty leaves it
     */
    record Form(
            HostNetwork.InterfaceType type,
            SortedMap<String, String> fields,
            List<Long> parents,
            Optional<VlanAt> vlan) {
        /** Keeps unmodifiable copies. */
        public Form {
            fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
            parents = List.copyOf(parents);
        }

        boolean isEmpty() {
            return fields.isEmpty() && parents.isEmpty() && vlan.isEmpty();
        }
    }

    /**
     * Gives an interface another name.
     *
     * @param nic MAAS's number of it
     * @param before its name now
     * @param name its name then
     */
    record Rename(long nic, HostNetwork.InterfaceType type, String before, String name) implements SetupWrite {
        @Override
        public String word() {
            return "rename-interface " + before + " " + name;
        }
    }

    /**
     * Changes an interface.
     *
     * @param nic MAAS's number of it
     * @param name its name
     * @param form what it shall have
     */
    record SetInterface(long nic, String name, Form form) implements SetupWrite {
        @Override
        public String word() {
            return "set-interface " + name;
        }
    }

    /**
     * Makes a bond, bridge or VLAN.
     *
     * @param name its name
     * @param form what it shall have
     */
    record CreateInterface(String name, Form form) implements SetupWrite {
        @Override
        public String word() {
            return switch (form.type()) {
                        case BOND -> "create-bond ";
                        case BRIDGE -> "create-bridge ";
                        case VLAN -> "create-vlan ";
                        case PHYSICAL -> throw new IllegalStateException("cards are found, never made");
                    }
                    + name;
        }
    }

    /**
     * Links an interface to a subnet.
     *
     * @param nic MAAS's number of it
     * @param name its name
     * @param link how; its subnet as a CIDR
     */
    record LinkSubnet(long nic, String name, HostNetwork.Link link) implements SetupWrite {
        @Override
        public String word() {
            return "link-subnet " + name + " " + link;
        }
    }

    /**
     * Removes a link of an interface.
     *
     * @param nic MAAS's number of it
     * @param name its name
     * @param link the link
     */
    record UnlinkSubnet(long nic, String name, Fitted.NicLink link) implements SetupWrite {
        /** Without MAAS's number of it: a link that comes back with another one is the same, or it is tried for ever. */
        @Override
        public String word() {
            return "unlink-subnet " + name + " " + link.asDeclared(false);
        }
    }

    /**
     * Sends the default route through a link.
     *
     * @param nic MAAS's number of the interface
     * @param name its name
     * @param link MAAS's number of the link
     */
    record SetDefaultGateway(long nic, String name, long link) implements SetupWrite {
        @Override
        public String word() {
            return "set-default-gateway " + name + " " + link;
        }
    }

    /**
     * Tells MAAS of a replaced card of a running machine.
     *
     * @param nic MAAS's number of its interface
     * @param name its name
     * @param address the address of the card that is there now
     */
    record ReplaceCard(long nic, String name, MacAddress address) implements SetupWrite {
        private static final String VERB = "replace-card ";

        @Override
        public String word() {
            return VERB + name + " " + address.value();
        }

        /** Whether the machine shows what the write that {@code word} names does; empty when it names another write. */
        static Optional<Boolean> shows(Machine machine, String word) {
            if (!word.startsWith(VERB)) return Optional.empty();
            var address = word.substring(word.lastIndexOf(' ') + 1);
            return Optional.of(Cards.card(machine, Optional.of(address)).isPresent());
        }
    }
}
