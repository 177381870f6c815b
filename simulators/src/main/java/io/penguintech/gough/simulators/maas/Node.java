package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
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
    String serial = "";

    /** The dashed id of the disk found by commissioning; null before. */
    @Nullable
    Long diskId;

    String storageLayout = "flat";
    int cpuCount;
    long memory;
    boolean linked;
    boolean vlanSeen;

    String osystem = "";
    String distroSeries = "";

    @Nullable
    String hweKernel;

    boolean netboot = true;
    boolean ephemeral;

    @Nullable
    String address;

    /** As it was posted to deploy; MAAS never returns it. */
    @Nullable
    String userData;

    /** Grows with every change of status, so that what was planned for an earlier one is dropped. */
    long turn;

    Node(String systemId, Domain domain, Place zone, Place pool) {
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
        return nics.stream().map(Nic::mac).toList();
    }
}
