package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What stands in the racks when the demo begins: the machines of the example repository, most of them found by MAAS
 * under names of its own, and three that are nobody's business.
 */
final class Machines {
    private static final int RACKS = 3;
    /** Two words each, as MAAS names what it finds. */
    private static final List<String> FOUND_NAMES = List.of(
            "swift-heron",
            "calm-otter",
            "brave-finch",
            "quiet-lynx",
            "amber-wolf",
            "noble-crane",
            "keen-badger",
            "mild-raven",
            "proud-hare",
            "able-falcon",
            "cool-marten",
            "daring-ibis",
            "eager-stoat",
            "fair-osprey",
            "glad-beaver",
            "humble-kite",
            "jolly-seal",
            "kind-plover",
            "loyal-moose",
            "merry-wren");

    /** Declared, but unknown to MAAS until Gough enlists them. */
    private static final Set<String> UNKNOWN = Set.of("dk-06", "hv-09", "dk-09", "st-06");

    /** A host that joins later in the story. */
    static final Host NEWCOMER = new Host("dk-10", "52:54:00:03:09:01");

    private Machines() {}

    /**
     * A declared host.
     *
     * @param name as declared
     * @param mac of its first interface
     */
    record Host(String name, String mac) {}

    /** The hosts of the example repository: in each rack three hypervisors, three Docker hosts, two storage servers. */
    static List<Host> hosts() {
        var hosts = new ArrayList<Host>();
        for (int rack = 1; rack <= RACKS; rack++) {
            for (int slot = 1; slot <= 8; slot++) hosts.add(new Host(name(rack, slot), mac(rack, slot)));
        }
        return hosts;
    }

    private static String name(int rack, int slot) {
        if (slot <= 3) return "hv-%02d".formatted(3 * (rack - 1) + slot);
        if (slot <= 6) return "dk-%02d".formatted(3 * (rack - 1) + slot - 3);
        return "st-%02d".formatted(2 * (rack - 1) + slot - 6);
    }

    private static String mac(int rack, int slot) {
        return "52:54:00:%02x:%02x:01".formatted(rack, slot);
    }

    /** Puts everything into the region. */
    static void install(MaasStandIn maas) {
        var names = FOUND_NAMES.iterator();
        for (var host : hosts()) {
            if (!UNKNOWN.contains(host.name()))
                maas.addMachine(NewMachine.named(names.next())
                        .withMacAddresses(host.mac())
                        .withStatus(MaasStatus.NEW));
        }
        foreign(maas);
    }

    /** Never to be touched: somebody's running server, a spare one, and one that just came up. */
    private static void foreign(MaasStandIn maas) {
        maas.addMachine(NewMachine.named("billing-db")
                .withMacAddresses("52:54:00:f0:00:01")
                .deployed("jammy", "alice")
                .withTags("finance")
                .withDescription("Do not touch, ask Alice"));
        maas.addMachine(NewMachine.named("spare-01")
                .withMacAddresses("52:54:00:f0:00:02")
                .withStatus(MaasStatus.READY));
        maas.addMachine(NewMachine.named("wandering-yak")
                .withMacAddresses("52:54:00:f0:00:03")
                .withStatus(MaasStatus.NEW));
        // Places that the example names; MAAS refuses a zone or pool it does not have.
        for (var place : List.of("rack-a", "rack-b", "rack-c")) prepare(maas, "production", place);
        prepare(maas, "staging", "rack-c");
    }

    /** Zones and pools come to be with the first machine in them, and stay. */
    private static void prepare(MaasStandIn maas, String pool, String zone) {
        var passing =
                maas.addMachine(NewMachine.named("passing-through").inZone(zone).inPool(pool));
        maas.vanish(passing);
    }
}
