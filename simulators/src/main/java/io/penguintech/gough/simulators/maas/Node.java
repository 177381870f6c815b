package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A machine of the region: plain state, read and written only under the region's lock. */
final class Node {
    final String systemId;
    String hostname = "";
    Domain domain;
    Place zone;
    Place pool;
    String architecture = "amd64/generic";
    String minHweKernel = "";
    String description = "";

    @Nullable
    Long swapSize;

    final List<Nic> nics = new ArrayList<>(2);
    final TreeSet<String> tags = new TreeSet<>();
    Map<String, String> annotations = new TreeMap<>();

    String powerType = "";
    Map<String, String> powerParameters = Map.of();
    String powerState = "unknown";
    boolean unplugged;

    /** What the BMC asks for; null takes any. */
    @Nullable
    String bmcPassword;

    MaasStatus status = MaasStatus.NEW;
    MaasStatus previousStatus = MaasStatus.NEW;

    @Nullable
    String owner;

    boolean locked;

    @Nullable
    String statusMessage;

    @Nullable
    String statusAction;

    /** -1 unknown, 0 pending, 2 passed, 3 failed: the numbers of script sets in the API. */
    int commissioningStatus = -1;

    int testingStatus = -1;

    @Nullable
    Long commissioningResult;

    @Nullable
    Long testingResult;

    @Nullable
    Long installationResult;

    boolean skipTests;

    /** What the running commissioning was told to leave alone. */
    boolean keepNetworking;

    boolean keepStorage;
    String serial = "";

    /** Sizes in bytes of the disks that commissioning will find. */
    List<Long> hiddenDisks = List.of(100_000_000_000L);

    final Storage storage;

    /** What the region is: it decides which keys are shown. */
    final MaasVersion version;

    /** Made by composing: the release deletes it (source code). */
    boolean dynamic;

    /** Where it was composed. */
    @Nullable
    VmHost vmHost;

    int cpuCount;
    long memory;

    /** The links whose gateway was chosen as the default one, if any was. */
    Nic.@Nullable Link gatewayLink4;

    Nic.@Nullable Link gatewayLink6;

    String osystem = "";
    String distroSeries = "";

    @Nullable
    String hweKernel;

    boolean netboot = true;
    boolean ephemeral;
    boolean hardwareSync;

    /** Who a client says it is; a filter, shown nowhere. */
    String agentName = "";

    boolean crashDump;
    boolean dpu;

    /** As it was posted to deploy; MAAS never returns it. */
    @Nullable
    String userData;

    /** Grows with every change of status, so that what was planned for an earlier one is dropped. */
    long turn;

    Node(String systemId, MaasVersion version, Domain domain, Place zone, Place pool, LongSupplier ids) {
        this.version = version;
        this.storage = new Storage(ids);
        this.systemId = systemId;
        this.domain = domain;
        this.zone = zone;
        this.pool = pool;
    }

    String fqdn() {
        return hostname + "." + domain.name();
    }

    /** Power type manual (or none) means that MAAS has no control over the power. */
    boolean powerControlled() {
        return !powerType.isEmpty() && !powerType.equals("manual");
    }

    List<String> macs() {
        return nics.stream().filter(Nic::isPhysical).map(nic -> nic.mac).toList();
    }

    boolean hasNic(String name) {
        return nics.stream().anyMatch(nic -> nic.name.equals(name));
    }
}
