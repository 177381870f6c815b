package io.penguintech.gough.reconcile.maas;

import java.util.Map;
import java.util.stream.Collectors;

/** What MAAS calls the settings of interfaces (its API's parameters), and what we call them. */
final class InterfaceWords {
    private static final Map<String, String> OURS_TO_MAAS = Map.ofEntries(
            Map.entry("name", "name"),
            Map.entry("mtu", "mtu"),
            Map.entry("tags", "tags"),
            Map.entry("macAddress", "mac_address"),
            Map.entry("mode", "bond_mode"),
            Map.entry("miimon", "bond_miimon"),
            Map.entry("downDelay", "bond_downdelay"),
            Map.entry("upDelay", "bond_updelay"),
            Map.entry("lacpRate", "bond_lacp_rate"),
            Map.entry("xmitHashPolicy", "bond_xmit_hash_policy"),
            Map.entry("numGratArp", "bond_num_grat_arp"),
            Map.entry("type", "bridge_type"),
            Map.entry("stp", "bridge_stp"),
            Map.entry("forwardDelay", "bridge_fd"));

    private static final Map<String, String> MAAS_TO_OURS = OURS_TO_MAAS.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private InterfaceWords() {}

    /** MAAS's word for a setting. */
    static String maas(String ours) {
        var word = OURS_TO_MAAS.get(ours);
        if (word == null) throw new IllegalArgumentException("no setting of an interface: " + ours);
        return word;
    }

    /** Our word for a parameter; MAAS's own when we have none. */
    static String ours(String maas) {
        return MAAS_TO_OURS.getOrDefault(maas, maas);
    }
}
