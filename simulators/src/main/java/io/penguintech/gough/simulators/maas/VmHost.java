package io.penguintech.gough.simulators.maas;

import java.time.Instant;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A hypervisor that MAAS makes machines on: LXD or libvirt. */
final class VmHost {
    private static final int CORES = 16;
    private static final int MEMORY = 65_536;
    static final long DISK = 1_000_000_000_000L;

    final long id;
    final String type;
    String name;
    String address;
    String password;
    String project;
    String certificate = "";
    String key = "";
    Place zone;
    Place pool;
    final TreeSet<String> tags = new TreeSet<>();
    double cpuRatio = 1.0;
    double memoryRatio = 1.0;

    @Nullable
    String macvlanMode;

    /** The deployed machine it runs on, if MAAS knows that. */
    final @Nullable Node host;

    /** From when on MAAS knows what it has; before, everything is 0 (recorded). */
    Instant discovered;

    VmHost(long id, String type, String name, @Nullable Node host, Place zone, Place pool, Instant discovered) {
        this.id = id;
        this.type = type;
        this.name = name;
        this.host = host;
        this.zone = zone;
        this.pool = pool;
        this.discovered = discovered;
        this.address = "";
        this.password = "";
        this.project = "";
        tags.add("pod-console-logging");
    }

    boolean isKnown(Instant now) {
        return !discovered.isAfter(now);
    }

    int cores(Instant now) {
        return isKnown(now) ? CORES : 0;
    }

    int memory(Instant now) {
        return isKnown(now) ? MEMORY : 0;
    }

    long storage(Instant now) {
        return isKnown(now) ? DISK : 0;
    }
}
