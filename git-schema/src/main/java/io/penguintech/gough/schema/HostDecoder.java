package io.penguintech.gough.schema;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads hosts whose profiles are merged and whose placeholders are replaced. */
final class HostDecoder {
    private static final BackendName DEFAULT_BACKEND = new BackendName("default");

    /** What people write, and how MAAS's drivers call it. Other parameters keep their names. */
    private static final Map<String, String> POWER_PARAMETERS =
            Map.of("address", "power_address", "user", "power_user", "password", "power_pass", "id", "power_id");

    private HostDecoder() {}

    static Host decode(MergedHost merged, GuardNames guards) {
        var document = merged.document();
        var spec = new Fields(merged.spec());
        return new Host(
                new HostName(document.name()),
                document.labels(),
                spec.text("region").map(BackendName::new).orElse(DEFAULT_BACKEND),
                spec.text("fleet").map(BackendName::new).orElse(DEFAULT_BACKEND),
                spec.texts("profiles").stream().distinct().map(ProfileName::new).toList(),
                spec.texts("formerly").stream().map(HostName::new).toList(),
                machine(spec.inner("machine")),
                spec.text("zone"),
                spec.text("pool"),
                spec.text("domain"),
                spec.text("description"),
                new TreeSet<>(spec.texts("tags")),
                goal(spec),
                os(spec.inner("os")),
                spec.texts("templates").stream()
                        .distinct()
                        .map(TemplateName::new)
                        .toList(),
                spec.mapping("values"),
                spec.whole("generation", 0),
                spec.flag("protect", true),
                spec.flag("lock", false),
                spec.flag("adopt", false),
                Commissioning.decode(spec.inner("commissioning")),
                NetworkDecoder.decode(spec.inner("network")),
                StorageSpec.decode(spec.inner("storage")),
                HypervisorSpec.decode(spec),
                spec.map().get("vm").map(_ -> VirtualSpec.decode(spec.inner("vm"))),
                guards.of(merged),
                document.place());
    }

    private static Host.Os os(Fields os) {
        return new Host.Os(os.text("release"), os.text("kernel"), DeployOptions.decode(os));
    }

    private static MachineSpec machine(Fields machine) {
        var power = machine.map().get("power").isPresent()
                ? Optional.of(power(machine.inner("power")))
                : Optional.<MachineSpec.Power>empty();
        return new MachineSpec(
                machine.texts("macAddresses").stream()
                        .map(MacAddress::new)
                        .collect(Collectors.toCollection(TreeSet::new)),
                machine.text("serial"),
                machine.text("architecture").map(HostDecoder::withSubarchitecture),
                power);
    }

    /** MAAS takes {@code amd64} for {@code amd64/generic} and answers with the latter. */
    private static String withSubarchitecture(String architecture) {
        return architecture.contains("/") ? architecture : architecture + "/generic";
    }

    private static MachineSpec.Power power(Fields power) {
        var type = power.text("type").orElse("");
        var parameters = new TreeMap<String, Tree>();
        for (var entry : power.map().entries())
            if (!entry.key().equals("type")) parameters.put(parameter(type, entry.key()), entry.value());
        return new MachineSpec.Power(type, parameters);
    }

    /** MAAS's name for a power parameter of a driver. The LXD driver calls its password {@code password}. */
    static String parameter(String driver, String key) {
        if (driver.equals("lxd") && key.equals("password")) return key;
        return POWER_PARAMETERS.getOrDefault(key, key);
    }

    private static HostGoal goal(Fields spec) {
        return switch (spec.text("goal").orElse("ready")) {
            case "deployed" -> new HostGoal.Deployed();
            case "maintenance" -> new HostGoal.Maintenance();
            case "retired" ->
                new HostGoal.Retired(
                        spec.inner("retired")
                                .text("erase")
                                .map(word -> HostGoal.Erase.valueOf(word.toUpperCase(Locale.ROOT)))
                                .orElse(HostGoal.Erase.QUICK),
                        spec.inner("retired").flag("delete", false));
            default -> new HostGoal.Ready(); // the shape leaves only ready
        };
    }

    /** The names of the templates of a host, in order, with their places. */
    static List<Tree> templates(MergedHost merged) {
        return new Fields(merged.spec()).items("templates");
    }
}
