package io.penguintech.gough.reconcile;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
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
 * @param groups its volume groups and RAIDs with what they are made of
 * @param inMemory its filesystems in memory
 */
public record Disks(
        List<Disk> disks,
        List<String> volumeGroups,
        List<String> raids,
        List<String> bcaches,
        Optional<Long> bootDisk,
        List<Group> groups,
        List<InMemory> inMemory) {
    /** None, or not read. */
    public static final Disks NONE =
            new Disks(List.of(), List.of(), List.of(), List.of(), Optional.empty(), List.of(), List.of());

    /** Keeps copies; reads what an earlier version wrote, which knew names of groups only. */
    public Disks {
        inMemory = List.copyOf(Objects.requireNonNullElse(inMemory, List.of()));
        disks = List.copyOf(disks);
        volumeGroups = List.copyOf(volumeGroups);
        raids = List.copyOf(raids);
        bcaches = List.copyOf(bcaches);
        groups = List.copyOf(Objects.requireNonNullElse(groups, List.of()));
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
     * @param idPath its path below {@code /dev/disk/by-id/}, or empty text
     * @param options options of the mount, or empty text
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
            List<Partition> partitions,
            String idPath,
            String options) {
        /** Keeps unmodifiable copies; reads what an earlier version wrote. */
        public Disk {
            idPath = Objects.requireNonNullElse(idPath, "");
            options = Objects.requireNonNullElse(options, "");
            tags = tags.isEmpty()
                    ? Collections.emptySortedSet()
                    : Collections.unmodifiableSortedSet(new TreeSet<>(tags));
            partitions = List.copyOf(partitions);
        }

        /** Whether nothing is on it. */
        public boolean isFree() {
            return use.isEmpty() && partitions.isEmpty();
        }

        /** Which one it is, for people. */
        String known() {
            return "%s (serial %s, model %s, %,d bytes%s)"
                    .formatted(
                            name,
                            serial.isEmpty() ? "unknown" : serial,
                            model.isEmpty() ? "unknown" : model,
                            size,
                            tags.isEmpty() ? "" : ", tags " + String.join(" ", tags));
        }
    }

    /**
     * A partition.
     *
     * @param id MAAS's number of it; 0 when an earlier version wrote it
     * @param size its bytes
     * @param use what it holds: a filesystem, or {@code lvm-pv}, {@code raid}, {@code bcache-backing} and such
     * @param mount where it is mounted; empty text for nowhere
     * @param options options of the mount, or empty text
     * @param bootable whether it is marked so
     * @param label the label of its filesystem, or empty text
     */
    public record Partition(
            long id, long size, String use, String mount, String options, boolean bootable, String label) {
        /** Reads what an earlier version wrote. */
        public Partition {
            options = Objects.requireNonNullElse(options, "");
            label = Objects.requireNonNullElse(label, "");
        }
    }

    /**
     * A filesystem in memory.
     *
     * @param type {@code tmpfs} or {@code ramfs}
     * @param mount where it is mounted
     * @param options options of the mount, or empty text
     */
    public record InMemory(String type, String mount, String options) {}

    /** What a group is. */
    public enum GroupKind {
        /** LVM's volume group, cut into logical volumes. */
        VOLUME_GROUP,
        /** A RAID, seen as one disk. */
        RAID
    }

    /**
     * Something bigger made of disks and partitions.
     *
     * @param name its name
     * @param level a RAID's level as MAAS spells it, such as {@code raid-1}; else empty text
     * @param size its bytes
     * @param members what it is made of
     * @param spares a RAID's spares
     * @param made MAAS's numbers of the virtual disks made of it
     */
    public record Group(
            GroupKind kind,
            String name,
            String level,
            long size,
            List<Member> members,
            List<Member> spares,
            List<Long> made) {
        /** Keeps copies. */
        public Group {
            members = List.copyOf(members);
            spares = List.copyOf(spares);
            made = List.copyOf(made);
        }
    }

    /**
     * A part of a group.
     *
     * @param partition whether it is a partition, and not a disk as a whole
     * @param id MAAS's number of the partition or disk
     */
    public record Member(boolean partition, long id) {}

    /** More than that is left over of something only when not all of it was taken. */
    private static final long LEFT_OVER = 32L << 20;

    /** Whether of a whole of so many bytes nothing is left that could be used. */
    public static boolean isTaken(long whole, long used) {
        return whole - used <= LEFT_OVER;
    }

    /** The group of this kind and name. */
    Optional<Group> group(GroupKind kind, String name) {
        return groups.stream()
                .filter(group -> group.kind() == kind && group.name().equals(name))
                .findFirst();
    }

    /** The disk, physical or virtual, with this number. */
    public Optional<Disk> disk(long id) {
        return disks.stream().filter(disk -> disk.id() == id).findFirst();
    }

    /** The hardware among them. */
    public Stream<Disk> physical() {
        return disks.stream().filter(Disk::physical);
    }

    /** The disk it boots from: the chosen one, else the first. */
    public Optional<Disk> boot() {
        return physical()
                .filter(disk -> bootDisk.filter(id -> id == disk.id()).isPresent())
                .findFirst()
                .or(() -> physical().findFirst());
    }
}
