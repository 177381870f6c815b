package io.penguintech.gough.simulators.maas;

import java.util.Locale;

/** What commissioning finds in a machine: the numbers of the recordings. */
final class Hardware {
    private Hardware() {}

    /** Fills in processor, memory, disk and links; the first interface gets an address from the subnet. */
    static void discover(Region region, Node node) {
        node.cpuCount = 8;
        node.memory = 16_384;
        node.linked = !node.nics.isEmpty();
        node.vlanSeen = true;
        if (node.diskId == null) {
            node.diskId = region.nextId();
        }
    }

    /** The number on the machine's label: as given, else made of its first MAC address. */
    static String serial(Node node) {
        if (!node.serial.isEmpty() || node.nics.isEmpty()) {
            return node.serial;
        }
        return "SN" + node.nics.getFirst().mac().replace(":", "").toUpperCase(Locale.ROOT);
    }
}
