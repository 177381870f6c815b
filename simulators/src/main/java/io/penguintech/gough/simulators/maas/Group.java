package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.List;

/** Something bigger made of volumes. Sizes are computed as MAAS does it (source code, {@code filesystemgroup.py}). */
sealed interface Group {
    long EXTENT = 4L * 1024 * 1024;
    long SUPERBLOCK = 128L * 1024;

    long id();

    String name();

    long size();

    /** Everything it is made of. */
    List<Volume> members();

    /** How users call its kind. */
    String niceName();

    /** LVM: volumes cut into logical ones. Each volume loses one extent. */
    final class VolumeGroup implements Group {
        private final long id;
        String name;
        final List<Volume> members = new ArrayList<>();
        final List<Volume.Disk> logical = new ArrayList<>();

        VolumeGroup(long id, String name) {
            this.id = id;
            this.name = name;
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long size() {
            long sum = members.stream().mapToLong(Volume::size).sum();
            return (sum / EXTENT - members.size()) * EXTENT;
        }

        long used() {
            return logical.stream().mapToLong(Volume.Disk::size).sum();
        }

        @Override
        public List<Volume> members() {
            return List.copyOf(members);
        }

        @Override
        public String niceName() {
            return "volume group";
        }
    }

    /** A RAID of level {@code raid-0, raid-1, raid-5, raid-6} or {@code raid-10}. */
    final class Raid implements Group {
        private final long id;
        String name;
        final String level;
        final List<Volume> devices = new ArrayList<>();
        final List<Volume> spares = new ArrayList<>();
        final List<Volume.Disk> virtual = new ArrayList<>(1);

        Raid(long id, String name, String level) {
            this.id = id;
            this.name = name;
            this.level = level;
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long size() {
            int count = devices.size();
            long least = members().stream().mapToLong(Volume::size).min().orElse(0);
            return switch (level) {
                case "raid-0" -> devices.stream().mapToLong(Volume::size).sum() - SUPERBLOCK * count;
                case "raid-1" -> least - SUPERBLOCK;
                case "raid-5" -> least * (count - 1) - SUPERBLOCK;
                case "raid-6" -> least * (count - 2) - SUPERBLOCK;
                default -> least * count / 2 - SUPERBLOCK;
            };
        }

        @Override
        public List<Volume> members() {
            var all = new ArrayList<>(devices);
            all.addAll(spares);
            return all;
        }

        @Override
        public String niceName() {
            return "RAID";
        }
    }

    /** A slow volume with a fast one before it. */
    final class Bcache implements Group {
        private final long id;
        String name;
        final Volume backing;
        CacheSet cache;
        String mode;
        final List<Volume.Disk> virtual = new ArrayList<>(1);

        Bcache(long id, String name, Volume backing, CacheSet cache, String mode) {
            this.id = id;
            this.name = name;
            this.backing = backing;
            this.cache = cache;
            this.mode = mode;
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long size() {
            return backing.size();
        }

        @Override
        public List<Volume> members() {
            return List.of(backing);
        }

        @Override
        public String niceName() {
            return "bcache";
        }
    }

    /** The fast volume that several bcaches can share. */
    record CacheSet(long id, String name, Volume device) implements Group {
        @Override
        public long size() {
            return device.size();
        }

        @Override
        public List<Volume> members() {
            return List.of(device);
        }

        @Override
        public String niceName() {
            return "cache set";
        }
    }
}
