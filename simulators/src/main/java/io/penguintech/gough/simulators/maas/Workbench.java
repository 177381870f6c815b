package io.penguintech.gough.simulators.maas;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What a test or a demo does to the region past its API. */
final class Workbench {
    private static final Set<MaasStatus> NEVER_COMMISSIONED =
            EnumSet.of(MaasStatus.NEW, MaasStatus.COMMISSIONING, MaasStatus.FAILED_COMMISSIONING);
    static final Set<MaasStatus> RUNNING = EnumSet.of(MaasStatus.DEPLOYED, MaasStatus.DEPLOYING);

    /** Where the plug is. */
    enum Plug {
        IN,
        OUT
    }

    private final Region region;
    private int lastMac;

    Workbench(Region region) {
        this.region = region;
    }

    private <T> T inRegion(Supplier<T> act) {
        synchronized (region) {
            region.begin();
            return act.get();
        }
    }

    String key(MaasUser user) {
        return inRegion(() -> region.accounts.keys(user).getFirst().text());
    }

    /** The first key of an administrator, who is made if there is none of that name. */
    String administrator(String username) {
        return inRegion(() -> {
            var user = region.accounts.user(username).orElseGet(() -> {
                var made = new MaasUser(username, username + "@example.org", true);
                region.accounts.add(made);
                region.accounts.newKey(made, "MAAS consumer");
                return made;
            });
            return region.accounts.keys(user).getFirst().text();
        });
    }

    String password(String username) {
        return inRegion(() -> region.accounts
                .user(username)
                .map(region.accounts::password)
                .orElseThrow(() -> new IllegalArgumentException("there is no user " + username)));
    }

    String add(NewMachine machine) {
        return inRegion(() -> {
            if (region.named(machine.hostname).isPresent()) {
                throw new IllegalArgumentException("there is a machine " + machine.hostname + " already");
            }
            machine.macAddresses.stream()
                    .filter(mac -> region.withMac(mac).isPresent())
                    .findFirst()
                    .ifPresent(mac -> {
                        throw new IllegalArgumentException("another machine has the MAC address " + mac);
                    });
            return region.add(node -> shape(node, machine)).systemId;
        });
    }

    private void shape(Node node, NewMachine machine) {
        node.hostname = machine.hostname;
        var macs = machine.macAddresses.isEmpty() ? List.of(nextMac()) : machine.macAddresses;
        macs.forEach(mac -> region.addNic(node, mac));
        node.architecture = machine.architecture;
        node.powerType = machine.powerType;
        node.powerParameters = machine.powerParameters;
        node.zone = region.catalog.zone(machine.zone);
        node.pool = region.catalog.pool(machine.pool);
        node.description = machine.description;
        machine.tags.forEach(name -> node.tags.add(region.catalog.tag(name).name));
        node.annotations.putAll(machine.annotations);
        node.serial = machine.serial;
        node.locked = machine.locked;
        node.hiddenDisks = machine.disks;
        life(node, machine);
    }

    private void life(Node node, NewMachine machine) {
        node.status = machine.status;
        node.owner = machine.owner.orElse(null);
        if (!NEVER_COMMISSIONED.contains(machine.status)) {
            node.commissioningStatus = Commissioning.PASSED;
            node.commissioningResult = region.nextId();
            node.statusMessage = machine.status.label();
            node.statusAction = "";
            Hardware.discover(region, node);
            region.wiring.setUp(node);
        }
        if (node.powerControlled()) {
            node.powerState = RUNNING.contains(machine.status) ? "on" : "off";
        }
        if (!machine.distroSeries.isEmpty()) {
            node.osystem = "ubuntu";
            node.distroSeries = machine.distroSeries;
            node.hweKernel = region.catalog
                    .image(machine.distroSeries)
                    .map(image -> image.kernels().getFirst())
                    .orElse(null);
            node.netboot = false;
            region.wiring.claim(node);
            Wiring.show(node);
        }
    }

    private String nextMac() {
        String mac;
        do {
            int number = ++lastMac;
            mac = "52:54:00:%02x:%02x:%02x".formatted(number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff);
        } while (region.withMac(mac).isPresent());
        return mac;
    }

    private Optional<Node> find(String idOrHostname) {
        return region.node(idOrHostname).or(() -> region.named(idOrHostname));
    }

    Node require(String idOrHostname) {
        return find(idOrHostname)
                .orElseThrow(() -> new NoSuchElementException("the region has no machine " + idOrHostname));
    }

    Optional<MachineSnapshot> machine(String idOrHostname) {
        return inRegion(() -> find(idOrHostname).map(Workbench::snapshot));
    }

    List<MachineSnapshot> machines() {
        return inRegion(() -> region.nodes().stream().map(Workbench::snapshot).toList());
    }

    private static MachineSnapshot snapshot(Node node) {
        return new MachineSnapshot(
                node.systemId,
                node.hostname,
                node.status,
                Optional.ofNullable(node.owner),
                node.locked,
                node.macs(),
                node.architecture,
                node.powerType,
                Map.copyOf(node.powerParameters),
                node.powerState,
                node.zone.name,
                node.pool.name,
                node.domain.name(),
                node.description,
                List.copyOf(node.tags),
                Map.copyOf(node.annotations),
                node.osystem,
                node.distroSeries,
                Optional.ofNullable(node.hweKernel),
                node.ephemeral,
                node.hardwareSync,
                Hardware.serial(node));
    }

    Optional<String> userData(String idOrHostname) {
        return inRegion(() -> find(idOrHostname).map(node -> node.userData));
    }

    MachineEdit edit(String idOrHostname) {
        return inRegion(() -> new MachineEdit(region, require(idOrHostname)));
    }

    void addUnknownVm(String hypervisor, String name) {
        inRegion(() -> {
            region.vmHosts.addUnknown(require(hypervisor), name);
            return true;
        });
    }

    void vanish(String idOrHostname) {
        inRegion(() -> {
            region.delete(require(idOrHostname));
            return true;
        });
    }

    void plug(String idOrHostname, Plug plug) {
        inRegion(() -> {
            var node = require(idOrHostname);
            node.unplugged = plug == Plug.OUT;
            if (node.powerControlled()) {
                node.powerState = node.unplugged ? "error" : RUNNING.contains(node.status) ? "on" : "off";
            }
            return true;
        });
    }

    void bmcPassword(String idOrHostname, String password) {
        inRegion(() -> {
            require(idOrHostname).bmcPassword = password;
            return true;
        });
    }

    void plan(Mishap mishap, String hostname) {
        inRegion(() -> {
            region.plan(mishap, region.node(hostname).map(node -> node.hostname).orElse(hostname));
            return true;
        });
    }

    void addImage(MaasImage image) {
        inRegion(() -> {
            region.catalog.images.add(image);
            return true;
        });
    }

    void dropKernel(String series, String kernel) {
        inRegion(() -> {
            region.catalog.images.drop(series, kernel);
            return true;
        });
    }

    void unplugRack(int vid) {
        inRegion(() -> region.networks.withoutRack.add(vid));
    }

    void publishImages(String version) {
        inRegion(() -> {
            region.catalog.images.publish(version);
            return true;
        });
    }

    long received(String act, String systemId) {
        return inRegion(() -> region.counters.receivedBy(act, systemId));
    }

    long received(String act) {
        return inRegion(() -> region.counters.received(act));
    }

    long accepted(String act, String systemId) {
        return inRegion(() -> region.counters.acceptedBy(act, systemId));
    }

    long listed() {
        return inRegion(region.counters::listed);
    }

    long writes() {
        return inRegion(region.counters::writes);
    }

    /** For each machine and act: received and accepted. */
    Map<String, Map<String, List<Long>>> counts() {
        return inRegion(() -> {
            var copy = new TreeMap<String, Map<String, List<Long>>>();
            region.counters.all().forEach((id, acts) -> {
                var each = new TreeMap<String, List<Long>>();
                acts.forEach((act, numbers) -> each.put(act, List.of(numbers[0], numbers[1])));
                copy.put(id, each);
            });
            return copy;
        });
    }
}
