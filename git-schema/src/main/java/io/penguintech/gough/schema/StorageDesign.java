package io.penguintech.gough.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Disks of one's own design: layout {@code custom}. A device is named as a disk or a RAID, or as either with a dot and
 * the name of one of its partitions.
 *
 * @param disks the disks it uses, by the names the document gives them
 * @param raids RAIDs by name
 * @param volumeGroups LVM's volume groups by name
 * @param inMemory filesystems that live in memory, by the names the document gives them
 */
public record StorageDesign(
        SortedMap<String, Disk> disks,
        SortedMap<String, Raid> raids,
        SortedMap<String, VolumeGroup> volumeGroups,
        SortedMap<String, Content> inMemory) {
    /** Keeps unmodifiable sorted copies; reads what an earlier version wrote, which knew none in memory. */
    public StorageDesign {
        inMemory =
                Collections.unmodifiableSortedMap(new TreeMap<>(Objects.requireNonNullElseGet(inMemory, TreeMap::new)));
        disks = Collections.unmodifiableSortedMap(new TreeMap<>(disks));
        raids = Collections.unmodifiableSortedMap(new TreeMap<>(raids));
        volumeGroups = Collections.unmodifiableSortedMap(new TreeMap<>(volumeGroups));
    }

    /**
     * A disk.
     *
     * @param choice which of the machine's disks it is
     * @param partitions its partitions in their order on the disk
     * @param content what it holds as a whole
     */
    public record Disk(HostStorage.DiskChoice choice, List<Partition> partitions, Content content) {
        /** Keeps a copy. */
        public Disk {
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * A partition of a disk or RAID.
     *
     * @param name its name in the document; MAAS only counts them
     * @param size how large
     * @param bootable whether it is marked so
     * @param content what it holds
     */
    public record Partition(String name, Size size, boolean bootable, Content content) {}

    /**
     * A RAID.
     *
     * @param level 0, 1, 5, 6 or 10
     * @param devices what it is made of
     * @param spares what steps in for a failed device
     * @param partitions its partitions in their order
     * @param content what it holds as a whole
     */
    public record Raid(
            int level,
            SortedSet<String> devices,
            SortedSet<String> spares,
            List<Partition> partitions,
            Content content) {
        /** Keeps unmodifiable copies. */
        public Raid {
            devices = Collections.unmodifiableSortedSet(new TreeSet<>(devices));
            spares = Collections.unmodifiableSortedSet(new TreeSet<>(spares));
            partitions = List.copyOf(partitions);
        }

        /** Devices and spares. */
        public SortedSet<String> members() {
            var all = new TreeSet<>(devices);
            all.addAll(spares);
            return all;
        }
    }

    /**
     * A volume group.
     *
     * @param devices what it is made of
     * @param volumes its logical volumes by name
     */
    public record VolumeGroup(SortedSet<String> devices, SortedMap<String, Volume> volumes) {
        /** Keeps unmodifiable copies. */
        public VolumeGroup {
            devices = Collections.unmodifiableSortedSet(new TreeSet<>(devices));
            volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
        }
    }

    /**
     * A logical volume.
     *
     * @param size how large
     * @param content what it holds
     */
    public record Volume(Size size, Content content) {}

    /**
     * A filesystem and where it is mounted.
     *
     * @param filesystem its type as MAAS spells it; empty for none
     * @param mount where; empty for nowhere, and for swap
     * @param options as in fstab
     * @param label the filesystem's label; empty leaves it alone. MAAS takes one of partitions only
     */
    public record Content(
            Optional<String> filesystem, Optional<String> mount, Optional<String> options, Optional<String> label) {
        /** Nothing. */
        public static final Content NONE = new Content(Optional.empty(), Optional.empty(), Optional.empty());

        /** Reads what an earlier version wrote, which knew no labels. */
        public Content {
            label = Objects.requireNonNullElse(label, Optional.empty());
        }

        /** Without a label. */
        public Content(Optional<String> filesystem, Optional<String> mount, Optional<String> options) {
            this(filesystem, mount, options, Optional.empty());
        }

        /** Whether there is no filesystem. */
        public boolean isNothing() {
            return filesystem.isEmpty();
        }

        /** Whether it is swap space, which MAAS mounts at no path. */
        public boolean isSwap() {
            return filesystem.filter("swap"::equals).isPresent();
        }

        @Override
        public String toString() {
            if (filesystem.isEmpty()) return "no filesystem";
            return filesystem.get()
                    + label.map(" labelled %s"::formatted).orElse("")
                    + mount.map(path -> " at " + path).orElse("")
                    + options.map(text -> " with " + text).orElse("");
        }
    }

    /**
     * A size: so many bytes, a share of the whole, or all that is left when both are empty.
     *
     * @param bytes so many
     * @param percent a share of what there is to share out, as a decimal number
     */
    public record Size(Optional<Long> bytes, Optional<String> percent) {
        /** All that is left. */
        public static final Size REST = new Size(Optional.empty(), Optional.empty());

        /** Whether it is all that is left. */
        public boolean isRest() {
            return bytes.isEmpty() && percent.isEmpty();
        }

        /** Its bytes, of a whole of so many; empty when it is all that is left. */
        public Optional<Long> of(long whole) {
            return bytes.or(() -> percent.map(share -> new BigDecimal(share)
                    .multiply(BigDecimal.valueOf(whole))
                    .divide(BigDecimal.valueOf(100), RoundingMode.DOWN)
                    .longValue()));
        }

        @Override
        public String toString() {
            return bytes.map(size -> String.format(Locale.ROOT, "%,d bytes", size))
                    .or(() -> percent.map(share -> share + " %"))
                    .orElse("all that is left");
        }
    }
}
