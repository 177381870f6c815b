package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** One region's machines by what a document can name them with. Built once a plan, in one pass. */
final class MachineIndex {
    private final Observed.Region region;
    private final Map<SystemId, Machine> byId;
    private final Promised promised;
    private final RegionNetworks networks;
    private final Map<MacAddress, List<SystemId>> byMac;
    private final Map<String, List<SystemId>> bySerial;
    private final Map<String, List<SystemId>> byHostname;
    private final List<Machine> virtual = new ArrayList<>();

    MachineIndex(Observed.Region region) {
        this(region, Promised.NOTHING);
    }

    /** @param promised things that the region does not have and this plan makes */
    MachineIndex(Observed.Region region, Promised promised) {
        int size = region.machines().size();
        this.region = region;
        byId = HashMap.newHashMap(size);
        this.promised = promised;
        networks = RegionNetworks.of(region, promised);
        byMac = HashMap.newHashMap(size * 2);
        bySerial = HashMap.newHashMap(size);
        byHostname = HashMap.newHashMap(size);
        region.machines().forEach((id, seen) -> add(id, seen.value()));
    }

    private void add(SystemId id, Machine machine) {
        var ids = List.of(id);
        byId.put(id, machine);
        machine.macAddresses().forEach(mac -> byMac.merge(mac, ids, MachineIndex::both));
        machine.serial().ifPresent(serial -> bySerial.merge(serialKey(serial), ids, MachineIndex::both));
        byHostname.merge(machine.hostname(), ids, MachineIndex::both);
        if (machine.vmHost().isPresent()) virtual.add(machine);
    }

    private static List<SystemId> both(List<SystemId> some, List<SystemId> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    static String serialKey(String serial) {
        return serial.strip().toLowerCase(Locale.ROOT);
    }

    Observed.Region region() {
        return region;
    }

    /** What this plan adds to the region. */
    Promised promised() {
        return promised;
    }

    /** What machines can be connected to, once this plan is carried out. */
    RegionNetworks networks() {
        return networks;
    }

    boolean has(SystemId id) {
        return byId.containsKey(id);
    }

    Machine machine(SystemId id) {
        var machine = byId.get(id);
        if (machine == null) throw new IllegalArgumentException("not in this index: " + id);
        return machine;
    }

    List<SystemId> withMac(MacAddress mac) {
        return byMac.getOrDefault(mac, List.of());
    }

    List<SystemId> withSerial(String serial) {
        return bySerial.getOrDefault(serialKey(serial), List.of());
    }

    /** The virtual machines that live on {@code host}, by id. */
    List<Machine> livingOn(Machine host) {
        return virtual.stream()
                .filter(vm -> vm.vmHost().orElseThrow().is(host.id(), host.hostname()))
                .filter(vm -> !vm.id().equals(host.id()))
                .toList();
    }

    List<SystemId> withHostname(String hostname) {
        return byHostname.getOrDefault(hostname, List.of());
    }
}
