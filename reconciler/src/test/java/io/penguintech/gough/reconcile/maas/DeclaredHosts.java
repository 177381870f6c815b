package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Commissioning;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.HostNetwork;
import io.penguintech.gough.schema.HostStorage;
import io.penguintech.gough.schema.Hypervisor;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.MachineSpec;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.SecretRef;
import io.penguintech.gough.schema.Tree;
import io.penguintech.gough.schema.VirtualMachine;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Hosts to declare in tests. */
final class DeclaredHosts {
    private static final Place PLACE = Place.ofFile("hosts/test.yaml");
    private static final Random RANDOM = new Random();

    private DeclaredHosts() {}

    /** A locally administered address that nobody else uses. */
    static MacAddress anyMac() {
        return new MacAddress("02:%02x:%02x:%02x:%02x:%02x"
                .formatted(
                        RANDOM.nextInt(256),
                        RANDOM.nextInt(256),
                        RANDOM.nextInt(256),
                        RANDOM.nextInt(256),
                        RANDOM.nextInt(256)));
    }

    static Host host(String name, MacAddress... macs) {
        return host(name, Optional.empty(), macs);
    }

    /** An LXD host that trusts a certificate. */
    static Host hypervisor(String name, String address) {
        return hypervisor(name, address, "certificate", "key");
    }

    /** @param keys what its credentials are called */
    static Host hypervisor(String name, String address, String... keys) {
        var credentials = new TreeMap<String, Tree>();
        for (var key : keys)
            credentials.put(
                    key, new Tree.SecretText(List.of(new Tree.Part.Secret(SecretRef.parse("lxd/maas#" + key))), PLACE));
        var access = new Hypervisor.Access(address, Optional.of("maas"), credentials);
        return host(
                name,
                Optional.empty(),
                Optional.of(new Hypervisor(Hypervisor.Type.LXD, Optional.of(access))),
                Optional.empty());
    }

    static Host virtual(String name, VirtualMachine vm) {
        return host(name, Optional.empty(), Optional.empty(), Optional.of(vm));
    }

    static Host host(String name, Optional<MachineSpec.Power> power, MacAddress... macs) {
        return host(name, power, Optional.empty(), Optional.empty(), macs);
    }

    private static Host host(
            String name,
            Optional<MachineSpec.Power> power,
            Optional<Hypervisor> hypervisor,
            Optional<VirtualMachine> vm,
            MacAddress... macs) {
        return new Host(
                new HostName(name),
                new TreeMap<>(),
                new BackendName("default"),
                new BackendName("default"),
                List.of(),
                List.of(),
                new MachineSpec(new TreeSet<>(List.of(macs)), Optional.empty(), Optional.of("amd64/generic"), power),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("made by a contract test"),
                new TreeSet<>(),
                new HostGoal.Ready(),
                new Host.Os(Optional.empty(), Optional.empty()),
                List.of(),
                new Tree.Mapping(List.of(), PLACE),
                1,
                true,
                false,
                false,
                Commissioning.NONE,
                HostNetwork.NONE,
                HostStorage.NONE,
                hypervisor,
                vm,
                List.of(),
                PLACE);
    }
}
