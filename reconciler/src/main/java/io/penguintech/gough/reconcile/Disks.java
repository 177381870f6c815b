package io.penguintech.gough.reconcile;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The disks of a machine and what MAAS would make of them.
 *
 * @param disks physical and virtual ones
 * @param volumeGroups names of its volume groups
 * @param raids names of its RAIDs
 * @param bcaches names of its bcaches
 * @param bootDisk MAAS's number of the disk it boots from
 */
public record Disks(
        List<Disk> disks,
        List<String> volumeGroups,
        List<String> raids,
        List<String> bcaches,
        Optional<Long> bootDisk) {
    /** None, or not read. */
    public static final Disks NONE = new Disks(List.of(), List.of(), List.of(), List.of(), Optional.empty());

    /** Keeps copies. */
    public Disks {
        disks = List.copyOf(disks);
        volumeGroups = List.copyOf(volumeGroups);
        raids = List.copyOf(raids);
        bcaches = List.copyOf(bcaches);
    }

    /**
     * A disk, or a virtual one: a logical volume, a RAID, a bcache.
     *
     * @param id MAAS's number of it
     * @param name its name; of a logical volume that of its group, a hyphen and its own
     * @param physical whether it is hardware
     * @param size its bytes
     * @param serial its serial number, or empty text
     * @param model its model, or empty text
     * @param tags its tags
     * @param use what it holds as a whole; empty text for nothing
     * @param mount where it is mounted; empty text for nowhere
     * @param partitions its partitions in order
     */
    public record Disk(
            long id,
            String name,
            boolean physical,
            long size,
            String serial,
            String model,
            SortedSet<String> tags,
            String use,
            String mount,
            List<Partition> partitions) {
        /** Keeps unmodifiable copies. */
        public Disk {
            tags = tags.isEmpty()
                    ? Collections.emptySortedSet()
                    : Collections.unmodifiableSortedSet(new TreeSet<>(tags));
            partitions = List.copyOf(partitions);
        }

        /** Whether nothing is on it. */
        boolean isFree() {
            return use.isEmpty() && partitions.isEmpty();
        }
    }

    /**
     * A partition.
     *
     * @param size its bytes
     * @param use what it holds: a filesystem, or {@code lvm-pv}, {@code raid}, {@code bcache-backing} and such
     * @param mount where it is mounted; empty text for nowhere
     */
    public record Partition(long size, String use, String mount) {}

    Stream<Disk> physical() {
        return disks.stream().filter(Disk::physical);
    }

    /** The disk it boots from: the chosen one, else the first. */
    Optional<Disk> boot() {
        return physical()
                .filter(disk -> bootDisk.filter(id -> id == disk.id()).isPresent())
                .findFirst()
                .or(() -> physical().findFirst());
    }
}
