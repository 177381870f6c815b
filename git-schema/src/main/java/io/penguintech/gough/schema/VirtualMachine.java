package io.penguintech.gough.schema;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a virtual machine is made, and how large.
 *
 * @param on the host it is made on
 * @param cores how many cores it has
 * @param memory its memory in MiB
 * @param disks its disks, the first one for its system
 * @param networks the subnets of its cards, by CIDR, one each; as MAAS does it when empty
 */
public record VirtualMachine(HostName on, int cores, long memory, List<Disk> disks, List<String> networks) {
    /** Keeps copies. */
    public VirtualMachine {
        disks = List.copyOf(disks);
        networks = List.copyOf(networks);
    }

    /**
     * A disk.
     *
     * @param size its size in GB, powers of ten
     * @param pool the hypervisor's storage pool; its default one when empty
     */
    public record Disk(long size, Optional<String> pool) {
        @Override
        public String toString() {
            return size + " GB" + pool.map(" in %s"::formatted).orElse("");
        }
    }

    /** What is made, as people read it. */
    public String said() {
        return "%d %s, %d MiB, %s%s"
                .formatted(
                        cores,
                        cores == 1 ? "core" : "cores",
                        memory,
                        disks.stream().map(Disk::toString).collect(Collectors.joining(" + ", "disk ", "")),
                        networks.isEmpty() ? "" : ", in " + String.join(", ", networks));
    }
}
