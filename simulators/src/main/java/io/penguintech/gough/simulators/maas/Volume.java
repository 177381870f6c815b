package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What can hold a filesystem: a block device or a partition of one. */
sealed interface Volume {
    long id();

    String name();

    long size();

    @Nullable
    Filesystem filesystem();

    void format(@Nullable Filesystem filesystem);

    Set<String> tags();

    /**
     * A filesystem, or the mark that its volume is part of something bigger: the types {@code lvm-pv, raid, raid-spare,
     * bcache-cache, bcache-backing} belong to a group and cannot be mounted.
     */
    final class Filesystem {
        final String type;
        final String uuid;
        String label;

        @Nullable
        String mountPoint;

        @Nullable
        String mountOptions;

        @Nullable
        Group group;

        Filesystem(String type, String label, String uuid) {
            this.type = type;
            this.label = label;
            this.uuid = uuid;
        }
    }

    /** A disk, or a virtual one: a logical volume, a RAID, a bcache. */
    final class Disk implements Volume {
        private final long id;
        String name;
        long size;
        int blockSize = 1024;
        String model = "stand-in disk";
        String serial;

        @Nullable
        String idPath;

        final String uuid;

        /** What a virtual one is made of; null for a disk. */
        final @Nullable Group group;

        /** GPT, or null without a partition table. */
        @Nullable
        String table;

        final List<Partition> partitions = new ArrayList<>(1);
        private final TreeSet<String> tags = new TreeSet<>();
        private @Nullable Filesystem filesystem;

        Disk(long id, String name, long size, @Nullable Group group) {
            this.id = id;
            this.name = name;
            this.size = size;
            this.serial = "disk-" + id;
            this.uuid = uuid(id);
            this.group = group;
        }

        @Override
        public long id() {
            return id;
        }

        /** Logical volumes are named after their group (source code). */
        @Override
        public String name() {
            return group instanceof Group.VolumeGroup volumes ? volumes.name + "-" + name : name;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public @Nullable Filesystem filesystem() {
            return filesystem;
        }

        @Override
        public void format(@Nullable Filesystem other) {
            filesystem = other;
        }

        @Override
        public Set<String> tags() {
            return tags;
        }

        boolean isPhysical() {
            return group == null;
        }
    }

    /** A partition. */
    final class Partition implements Volume {
        private final long id;
        final Disk disk;
        final String uuid;
        long size;
        boolean bootable;
        private final TreeSet<String> tags = new TreeSet<>();
        private @Nullable Filesystem filesystem;

        Partition(long id, Disk disk, long size) {
            this.id = id;
            this.disk = disk;
            this.size = size;
            this.uuid = uuid(id);
        }

        @Override
        public long id() {
            return id;
        }

        /** MAAS counts the hidden boot partition of a BIOS machine, so the first one is 2 (recorded). */
        @Override
        public String name() {
            return disk.name() + "-part" + (disk.partitions.indexOf(this) + 2);
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public @Nullable Filesystem filesystem() {
            return filesystem;
        }

        @Override
        public void format(@Nullable Filesystem other) {
            filesystem = other;
        }

        @Override
        public Set<String> tags() {
            return tags;
        }
    }

    /** A uuid made of a number, so that runs are alike. */
    static String uuid(long number) {
        return "00000000-0000-4000-8000-%012d".formatted(number);
    }
}
