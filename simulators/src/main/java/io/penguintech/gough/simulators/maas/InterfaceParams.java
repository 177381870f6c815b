package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The parameters of bonds and bridges, with the values they start with (source code, {@code forms/interface.py}). */
final class InterfaceParams {
    private static final List<String> BOND_MODES =
            List.of("balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb");
    private static final List<String> LACP_RATES = List.of("fast", "slow");
    private static final List<String> HASHES = List.of("layer2", "layer2+3", "layer3+4", "encap2+3", "encap3+4");
    private static final List<String> BRIDGES = List.of("standard", "ovs");
    private static final int BRIDGE_DELAY = 15;

    private InterfaceParams() {}

    static List<Consumer<Nic>> read(Nic.Type type, FormFields fields) {
        return switch (type) {
            case PHYSICAL, VLAN -> List.of();
            case BOND -> bond(fields);
            case BRIDGE -> bridge(fields);
        };
    }

    private static List<Consumer<Nic>> bond(FormFields fields) {
        var changes = new ArrayList<Consumer<Nic>>();
        word(changes, fields, "bond_mode", BOND_MODES);
        word(changes, fields, "bond_lacp_rate", LACP_RATES);
        word(changes, fields, "bond_xmit_hash_policy", HASHES);
        number(changes, fields, "bond_miimon", Integer.MAX_VALUE);
        number(changes, fields, "bond_downdelay", Integer.MAX_VALUE);
        number(changes, fields, "bond_updelay", Integer.MAX_VALUE);
        number(changes, fields, "bond_num_grat_arp", 255);
        return changes;
    }

    private static List<Consumer<Nic>> bridge(FormFields fields) {
        var changes = new ArrayList<Consumer<Nic>>();
        word(changes, fields, "bridge_type", BRIDGES);
        number(changes, fields, "bridge_fd", Integer.MAX_VALUE);
        fields.flag("bridge_stp").ifPresent(on -> changes.add(nic -> nic.params.put("bridge_stp", on)));
        return changes;
    }

    private static void word(List<Consumer<Nic>> changes, FormFields fields, String name, List<String> words) {
        fields.word(name, words).ifPresent(word -> changes.add(nic -> nic.params.put(name, word)));
    }

    private static void number(List<Consumer<Nic>> changes, FormFields fields, String name, int most) {
        fields.number(name, 0, most).ifPresent(value -> changes.add(nic -> nic.params.put(name, value)));
    }

    /** What a new bond or bridge has for what was not sent. */
    static void defaults(Nic nic) {
        switch (nic.type) {
            case PHYSICAL, VLAN -> {}
            case BOND -> {
                nic.params.putIfAbsent("bond_mode", BOND_MODES.getFirst());
                nic.params.putIfAbsent("bond_lacp_rate", LACP_RATES.getFirst());
                nic.params.putIfAbsent("bond_xmit_hash_policy", HASHES.getFirst());
                nic.params.putIfAbsent("bond_miimon", 100);
                nic.params.putIfAbsent("bond_downdelay", 0);
                nic.params.putIfAbsent("bond_updelay", 0);
                nic.params.putIfAbsent("bond_num_grat_arp", 1);
            }
            case BRIDGE -> {
                nic.params.putIfAbsent("bridge_type", BRIDGES.getFirst());
                nic.params.putIfAbsent("bridge_stp", false);
                nic.params.putIfAbsent("bridge_fd", BRIDGE_DELAY);
            }
        }
    }
}
