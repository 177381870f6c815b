package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The storage a host declares: one of MAAS's layouts for all of its disks, or a design of one's own. Without a layout its
 * storage is left alone.
 *
 * @param layout the layout; empty leaves all alone
 * @param names names of the volume group and the logical volume of layout lvm: volumeGroup, logicalVolume
 * @param sizes sizes in bytes: bootSize, rootSize, logicalVolumeSize
 * @param rootDisk the disk that holds the root filesystem; the boot disk when empty
 * @param cacheDisk the fast disk of layout bcache; one with the tag ssd when empty
 * @param cacheMode how layout bcache writes
 * @param design the disks of layout custom; empty with any other
 */
public record HostStorage(
        Optional<Layout> layout,
        SortedMap<String, String> names,
        SortedMap<String, Long> sizes,
        Optional<DiskChoice> rootDisk,
        Optional<DiskChoice> cacheDisk,
        Optional<String> cacheMode,
        Optional<StorageDesign> design) {
    /** Declares nothing. */
    public static final HostStorage NONE = new HostStorage(
            Optional.empty(),
            new TreeMap<>(),
            new TreeMap<>(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Keeps unmodifiable sorted copies; reads what an earlier version wrote, which knew no designs. */
    public HostStorage {
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
        sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
        design = Objects.requireNonNullElse(design, Optional.empty());
    }

    /** Whether it declares nothing. */
    public boolean isNothing() {
        return layout.isEmpty();
    }

    /** What MAAS makes of the disks. */
    public enum Layout {
        /** One partition with the root filesystem. */
        FLAT,
        /** The root filesystem on a logical volume. */
        LVM,
        /** The root filesystem behind a cache on a fast disk. */
        BCACHE,
        /** Nothing at all. */
        BLANK,
        /** A design of one's own, which MAAS has no word for. */
        CUSTOM;

        /** As files and MAAS spell it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Which disk: exactly one must have all that is given.
     *
     * @param name its name in MAAS, such as {@code sda}
     * @param serial its serial number
     * @param model its model
     * @param tags tags it must have
     * @param idPath its path below {@code /dev/disk/by-id/} as MAAS has it
     * @param size its bytes; a hundredth more or less is the same
     * @param boot whether it is the disk the machine boots from; empty when it does not matter
     */
    public record DiskChoice(
            Optional<String> name,
            Optional<String> serial,
            Optional<String> model,
            SortedSet<String> tags,
            Optional<String> idPath,
            Optional<Long> size,
            Optional<Boolean> boot) {
        /** Keeps an unmodifiable sorted copy; reads what an earlier version wrote. */
        public DiskChoice {
            tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
            idPath = Objects.requireNonNullElse(idPath, Optional.empty());
            size = Objects.requireNonNullElse(size, Optional.empty());
            boot = Objects.requireNonNullElse(boot, Optional.empty());
        }

        /** Whether it says nothing. */
        public boolean isAny() {
            return toString().equals("any");
        }

        /** Whether it goes by a name that the kernel gives, and may give to another disk. */
        public boolean isByNameOnly() {
            return name.filter(given -> toString().equals("name " + given)).isPresent();
        }

        @Override
        public String toString() {
            var text = new StringBuilder();
            name.ifPresent(value -> text.append(" name ").append(value));
            serial.ifPresent(value -> text.append(" serial ").append(value));
            model.ifPresent(value -> text.append(" model ").append(value));
            if (!tags.isEmpty()) text.append(" tags ").append(String.join(" ", tags));
            idPath.ifPresent(value -> text.append(" idPath ").append(value));
            size.ifPresent(value -> text.append(String.format(Locale.ROOT, " size %,d bytes", value)));
            boot.ifPresent(value -> text.append(value ? " boot disk" : " not the boot disk"));
            return text.isEmpty() ? "any" : text.substring(1);
        }
    }
}
