package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Commissioning;
import io.penguintech.gough.schema.DeployOptions;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.HostNetwork;
import io.penguintech.gough.schema.HostStorage;
import io.penguintech.gough.schema.Hypervisor;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.MachineSpec;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Tree;
import io.penguintech.gough.schema.VirtualMachine;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A declared host for tests: deployable unless told otherwise. */
final class HostDraft {
    private final HostName name;
    private BackendName region = Given.REGION;
    private List<HostName> formerly = List.of();
    private SortedSet<MacAddress> macs = new TreeSet<>();
    private Optional<String> serial = Optional.empty();
    private Optional<String> architecture = Optional.of("amd64/generic");
    private Optional<MachineSpec.Power> power = Optional.of(new MachineSpec.Power("ipmi", new TreeMap<>()));
    private Optional<String> zone = Optional.empty();
    private Optional<String> pool = Optional.empty();
    private Optional<String> domain = Optional.empty();
    private Optional<String> description = Optional.empty();
    private SortedSet<String> tags = new TreeSet<>();
    private HostGoal goal = new HostGoal.Deployed();
    private Optional<String> release = Optional.of("noble");
    private Optional<String> kernel = Optional.empty();
    private DeployOptions options = DeployOptions.NONE;
    private int generation = 1;
    private boolean protect = true;
    private Commissioning commissioning = Commissioning.NONE;
    private HostNetwork network = HostNetwork.NONE;
    private HostStorage storage = HostStorage.NONE;
    private Optional<VirtualMachine> vm = Optional.empty();
    private Optional<Hypervisor> hypervisor = Optional.empty();
    private boolean lock;
    private boolean adopt;

    HostDraft(String name, String... macs) {
        this.name = new HostName(name);
        for (var mac : macs) this.macs.add(new MacAddress(mac));
    }

    HostDraft region(String value) {
        region = new BackendName(value);
        return this;
    }

    HostDraft formerly(String... names) {
        formerly = List.of(names).stream().map(HostName::new).toList();
        return this;
    }

    HostDraft serial(String value) {
        serial = Optional.of(value);
        return this;
    }

    HostDraft architecture(String value) {
        architecture = Optional.of(value).filter(text -> !text.isEmpty());
        return this;
    }

    HostDraft power(Optional<MachineSpec.Power> value) {
        power = value;
        return this;
    }

    HostDraft zone(String value) {
        zone = Optional.of(value);
        return this;
    }

    HostDraft pool(String value) {
        pool = Optional.of(value);
        return this;
    }

    HostDraft domain(String value) {
        domain = Optional.of(value);
        return this;
    }

    HostDraft description(String value) {
        description = Optional.of(value);
        return this;
    }

    HostDraft tags(String... values) {
        tags = new TreeSet<>(List.of(values));
        return this;
    }

    HostDraft goal(HostGoal value) {
        goal = value;
        return this;
    }

    HostDraft ready() {
        return goal(new HostGoal.Ready());
    }

    HostDraft retired(HostGoal.Erase erase, boolean delete) {
        return goal(new HostGoal.Retired(erase, delete));
    }

    HostDraft release(String value) {
        release = Optional.of(value).filter(text -> !text.isEmpty());
        return this;
    }

    HostDraft commissioning(Commissioning value) {
        commissioning = value;
        return this;
    }

    HostDraft options(DeployOptions value) {
        options = value;
        return this;
    }

    HostDraft kernel(String value) {
        kernel = Optional.of(value);
        return this;
    }

    HostDraft generation(int value) {
        generation = value;
        return this;
    }

    HostDraft unprotected() {
        protect = false;
        return this;
    }

    HostDraft storage(HostStorage value) {
        storage = value;
        return this;
    }

    HostDraft network(HostNetwork value) {
        network = value;
        return this;
    }

    /** A virtual machine on that host. */
    HostDraft vm(String on) {
        vm = Optional.of(new VirtualMachine(
                new HostName(on), 2, 4096, List.of(new VirtualMachine.Disk(20, Optional.empty())), List.of()));
        architecture = Optional.empty();
        power = Optional.empty();
        return this;
    }

    /** An LXD host that MAAS reaches at this address; empty when the document does not say. */
    HostDraft lxd(String address) {
        var access = Optional.of(address)
                .filter(text -> !text.isEmpty())
                .map(text -> new Hypervisor.Access(text, Optional.of("maas"), new TreeMap<>()));
        hypervisor = Optional.of(new Hypervisor(Hypervisor.Type.LXD, access));
        return this;
    }

    HostDraft lock() {
        lock = true;
        return this;
    }

    HostDraft adopt() {
        adopt = true;
        return this;
    }

    Host build() {
        return new Host(
                name,
                new TreeMap<>(),
                region,
                Given.FLEET,
                List.of(),
                formerly,
                new MachineSpec(macs, serial, architecture, power),
                zone,
                pool,
                domain,
                description,
                tags,
                goal,
                new Host.Os(release, kernel, options),
                List.of(),
                new Tree.Mapping(List.of(), Place.ofFile("hosts.yaml")),
                generation,
                protect,
                lock,
                adopt,
                commissioning,
                network,
                storage,
                hypervisor,
                vm,
                List.of(),
                new Place("hosts/" + name + ".yaml", 1, 1));
    }
}
