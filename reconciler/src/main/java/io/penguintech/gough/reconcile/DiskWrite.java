package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Disks.Disk;
import io.penguintech.gough.reconcile.Disks.GroupKind;
import io.penguintech.gough.reconcile.Disks.Member;
import java.util.List;
import java.util.Optional;

/**
 * One write on the way from blank disks to a design. Each knows from a look whether it is still to be done: a call that
 * was lost, or came twice, never makes a second of anything.
 */
public sealed interface DiskWrite extends SetupWrite {
    /** What a look tells about a write. */
    enum Standing {
        /** It is to be done. */
        DUE,
        /** It is done. */
        DONE,
        /** What it was planned for is not there any more, or something else has its place. */
        OVERTAKEN
    }

    /** What these disks tell about it. */
    Standing standing(Disks disks);

    /**
     * A disk as a whole, or a partition of one.
     *
     * @param name its name in the document
     * @param disk MAAS's number of the disk
     * @param partition MAAS's number of the partition; empty for the disk as a whole
     */
    record Spot(String name, long disk, Optional<Long> partition) {
        /** What holds the filesystem: its type, mount point and options; empty when it is not there any more. */
        Optional<Held> held(Disks disks) {
            var found = disks.disk(disk);
            if (partition.isEmpty()) return found.map(whole -> new Held(whole.use(), whole.mount(), whole.options()));
            return found.flatMap(whole -> whole.partitions().stream()
                    .filter(part -> part.id() == partition.get())
                    .map(part -> new Held(part.use(), part.mount(), part.options()))
                    .findFirst());
        }

        /** As a part of a group. */
        Member member() {
            return new Member(partition.isPresent(), partition.orElse(disk));
        }
    }

    /** What a disk or partition holds; empty texts for nothing. */
    record Held(String use, String mount, String options) {}

    /**
     * Makes the next partition of a disk.
     *
     * @param name its name in the document
     * @param disk MAAS's number of the disk
     * @param before how many partitions the disk has before it
     * @param size its bytes; empty for all that is left
     * @param bootable whether it is marked so
     */
    record CreatePartition(String name, long disk, int before, Optional<Long> size, boolean bootable)
            implements DiskWrite {
        @Override
        public String word() {
            return "create-partition " + name;
        }

        @Override
        public Standing standing(Disks disks) {
            int count = disks.disk(disk).map(Disk::partitions).map(List::size).orElse(-1);
            if (count == before) return Standing.DUE;
            return count == before + 1 ? Standing.DONE : Standing.OVERTAKEN;
        }
    }

    /**
     * Makes a RAID.
     *
     * @param name its name
     * @param level its level as MAAS spells it
     * @param devices what it is made of
     * @param spares its spares
     */
    record CreateRaid(String name, String level, List<Member> devices, List<Member> spares) implements DiskWrite {
        /** Keeps copies. */
        public CreateRaid {
            devices = List.copyOf(devices);
            spares = List.copyOf(spares);
        }

        @Override
        public String word() {
            return "create-raid " + name;
        }

        @Override
        public Standing standing(Disks disks) {
            return disks.group(GroupKind.RAID, name).isPresent() ? Standing.DONE : Standing.DUE;
        }
    }

    /**
     * Makes a volume group.
     *
     * @param name its name
     * @param devices what it is made of
     */
    record CreateVolumeGroup(String name, List<Member> devices) implements DiskWrite {
        /** Keeps a copy. */
        public CreateVolumeGroup {
            devices = List.copyOf(devices);
        }

        @Override
        public String word() {
            return "create-volume-group " + name;
        }

        @Override
        public Standing standing(Disks disks) {
            return disks.group(GroupKind.VOLUME_GROUP, name).isPresent() ? Standing.DONE : Standing.DUE;
        }
    }

    /**
     * Makes a logical volume.
     *
     * @param group the volume group's name
     * @param name the volume's name in it
     * @param size its bytes
     */
    record CreateVolume(String group, String name, long size) implements DiskWrite {
        @Override
        public String word() {
            return "create-logical-volume " + group + "." + name;
        }

        @Override
        public Standing standing(Disks disks) {
            var found = disks.group(GroupKind.VOLUME_GROUP, group);
            if (found.isEmpty()) return Standing.OVERTAKEN;
            boolean there = found.get().made().stream()
                    .flatMap(id -> disks.disk(id).stream())
                    .anyMatch(disk -> disk.name().equals(group + "-" + name));
            return there ? Standing.DONE : Standing.DUE;
        }
    }

    /**
     * Formats.
     *
     * @param spot what
     * @param filesystem with what, as MAAS spells it
     * @param label its label, or empty text; of partitions only
     */
    record Format(Spot spot, String filesystem, String label) implements DiskWrite {
        @Override
        public String word() {
            return "format-device " + spot.name();
        }

        @Override
        public Standing standing(Disks disks) {
            var held = spot.held(disks);
            if (held.isEmpty()) return Standing.OVERTAKEN;
            if (held.get().use().equals(filesystem)) return Standing.DONE;
            return held.get().use().isEmpty() ? Standing.DUE : Standing.OVERTAKEN;
        }
    }

    /**
     * Mounts a filesystem that lives in memory.
     *
     * @param type {@code tmpfs} or {@code ramfs}
     * @param point where
     * @param options as in fstab, or empty text
     */
    record MountInMemory(String type, String point, String options) implements DiskWrite {
        @Override
        public String word() {
            return "mount-in-memory " + point;
        }

        @Override
        public Standing standing(Disks disks) {
            var there = disks.inMemory().stream()
                    .filter(each -> each.mount().equals(point))
                    .toList();
            if (there.isEmpty()) return Standing.DUE;
            return there.equals(List.of(new Disks.InMemory(type, point, options))) ? Standing.DONE : Standing.OVERTAKEN;
        }
    }

    /**
     * Takes away a filesystem that lives in memory.
     *
     * @param point where it is mounted
     */
    record UnmountInMemory(String point) implements DiskWrite {
        @Override
        public String word() {
            return "unmount-in-memory " + point;
        }

        @Override
        public Standing standing(Disks disks) {
            return disks.inMemory().stream().anyMatch(each -> each.mount().equals(point))
                    ? Standing.DUE
                    : Standing.DONE;
        }
    }

    /**
     * Mounts.
     *
     * @param spot what
     * @param point where; {@code none} for swap
     * @param options as in fstab, or empty text
     */
    record Mount(Spot spot, String point, String options) implements DiskWrite {
        /** Where MAAS says that swap is mounted (its source). */
        static final String NOWHERE = "none";

        @Override
        public String word() {
            return "mount-device " + spot.name() + " " + point;
        }

        @Override
        public Standing standing(Disks disks) {
            var held = spot.held(disks);
            if (held.filter(now -> !now.use().isEmpty()).isEmpty()) return Standing.OVERTAKEN;
            if (held.get().mount().equals(point) && held.get().options().equals(options)) return Standing.DONE;
            return held.get().mount().isEmpty() ? Standing.DUE : Standing.OVERTAKEN;
        }

        /** Whether it is said where. */
        public boolean isSomewhere() {
            return !point.equals(NOWHERE);
        }
    }
}
