package io.penguintech.gough.simulators.maas;

import java.util.Locale;

/** What commissioning finds in a machine: the numbers of the recordings. */
final class Hardware {
    private Hardware() {}

    /** Fills in processor, memory and disk. */
    static void discover(Region region, Node node) {
        if (!node.dynamic) {
            node.cpuCount = 8;
            node.memory = 16_384;
        }
        if (node.storage.physical().findAny().isEmpty()) {
            node.hiddenDisks.forEach(size ->
                    node.storage.addDisk(node.storage.nextName(), size).tags().add("ssd"));
        }
        if (!node.keepStorage) {
            StorageLayouts.fallback(node.storage, region.config.text("default_storage_layout"));
        }
    }

    /** The number on the machine's label: as given, else made of its first MAC address. */
    static String serial(Node node) {
        if (!node.serial.isEmpty() || node.nics.isEmpty()) {
            return node.serial;
        }
        return "SN" + node.nics.getFirst().mac.replace(":", "").toUpperCase(Locale.ROOT);
    }
}
