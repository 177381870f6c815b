package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.struct;
import static io.penguintech.gough.schema.Shape.text;
import static io.penguintech.gough.schema.Shape.words;

import io.penguintech.gough.schema.NetworkSpec.Part;
import io.penguintech.gough.schema.StorageDesign.Content;
import io.penguintech.gough.schema.StorageDesign.Disk;
import io.penguintech.gough.schema.StorageDesign.Partition;
import io.penguintech.gough.schema.StorageDesign.Raid;
import io.penguintech.gough.schema.StorageDesign.Size;
import io.penguintech.gough.schema.StorageDesign.Volume;
import io.penguintech.gough.schema.StorageDesign.VolumeGroup;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What layout {@code custom} may hold, and how it is read. */
final class DesignSpec {
    /** What holds the parts of a design, in the order in which they are made. */
    static final List<String> MAPS = List.of("disks", "raids", "volumeGroups", "inMemory");

    /** What MAAS formats a disk, partition or volume with (its source); the others it has live in memory. */
    private static final String[] FILESYSTEMS = {"ext2", "ext4", "xfs", "btrfs", "fat32", "vfat", "swap", "zfsroot"};

    private static final Shape.Field[] CONTENT = {
        field("filesystem", words(FILESYSTEMS), "What it is formatted with; left unformatted if not given."),
        field("mount", text(TextRule.MOUNT), "Where its filesystem is mounted; swap is mounted nowhere."),
        field("mountOptions", text(TextRule.LINE), "Options of the mount as in fstab, such as noatime,nodev.")
    };

    /** MAAS takes a label where it formats a partition, and nowhere else (facts). */
    private static final Shape.Field LABEL = field("label", text(TextRule.LINE), "The label of its filesystem.");

    private static final Shape.Struct MEMORY = struct(
            field("filesystem", words("tmpfs", "ramfs"), "tmpfs if not given; ramfs grows without an end."),
            field("mount", text(TextRule.MOUNT), "Where it is mounted."),
            field("mountOptions", text(TextRule.LINE), "Options of the mount as in fstab, such as size=2g."));

    private DesignSpec() {}

    static Shape.Field[] fields(Part part) {
        return new Shape.Field[] {
            field("disks", map(StorageSpec.DISK.with(partitions(part)).with(CONTENT)), "Layout custom: disks it uses."),
            field("raids", map(raid(part)), "Layout custom: RAIDs by name."),
            field("volumeGroups", map(group(part)), "Layout custom: volume groups by name."),
            field("inMemory", map(MEMORY), "Layout custom: filesystems in memory, by names of your choice.")
        };
    }

    private static Shape map(Shape.Struct item) {
        return new Shape.MapOf(TextRule.WORD, item);
    }

    private static Shape.Field needed(Part part, String name, Shape shape, String meaning) {
        return new Shape.Field(name, shape, part == Part.WHOLE, meaning);
    }

    private static Shape.Field size(Part part, String whole) {
        return needed(
                part,
                "size",
                text(TextRule.SHARE),
                "How large: a size, a percentage of the %s, or rest for all that is left.".formatted(whole));
    }

    private static Shape.Field partitions(Part part) {
        var partition = struct(
                        size(part, "disk"), field("bootable", new Shape.Flag(), "Whether it is marked as bootable."))
                .with(CONTENT)
                .with(LABEL);
        return field("partitions", map(partition), "Its partitions, in the order in which they are written.");
    }

    private static Shape.Struct raid(Part part) {
        return struct(
                        needed(part, "level", new Shape.Whole(0, 10), "0, 1, 5, 6 or 10."),
                        needed(part, "devices", listOf(TextRule.DEVICE), "What it is made of: disks and partitions."),
                        field("spares", listOf(TextRule.DEVICE), "What steps in for a failed device."),
                        partitions(part))
                .with(CONTENT);
    }

    private static Shape.Struct group(Part part) {
        var volume = struct(size(part, "group")).with(CONTENT);
        return struct(
                needed(part, "devices", listOf(TextRule.DEVICE), "What it is made of: disks, partitions and RAIDs."),
                field("volumes", map(volume), "Its logical volumes by name."));
    }

    // ---- reading

    static StorageDesign decode(Fields storage) {
        return new StorageDesign(
                each(
                        storage.mapping("disks"),
                        disk -> new Disk(StorageSpec.choice(disk), partitions(disk), content(disk))),
                each(storage.mapping("raids"), DesignSpec::raid),
                each(
                        storage.mapping("volumeGroups"),
                        group -> new VolumeGroup(
                                new TreeSet<>(group.texts("devices")),
                                each(group.mapping("volumes"), volume -> new Volume(size(volume), content(volume))))),
                each(storage.mapping("inMemory"), DesignSpec::memory));
    }

    private static <T> SortedMap<String, T> each(Tree.Mapping map, Function<Fields, T> read) {
        var all = new TreeMap<String, T>();
        for (var entry : map.entries())
            if (entry.value() instanceof Tree.Mapping inner) all.put(entry.key(), read.apply(new Fields(inner)));
        return all;
    }

    private static Raid raid(Fields raid) {
        return new Raid(
                raid.whole("level", 0),
                new TreeSet<>(raid.texts("devices")),
                new TreeSet<>(raid.texts("spares")),
                partitions(raid),
                content(raid));
    }

    private static List<Partition> partitions(Fields device) {
        return device.mapping("partitions").entries().stream()
                .filter(entry -> entry.value() instanceof Tree.Mapping)
                .map(entry -> partition(entry.key(), new Fields((Tree.Mapping) entry.value())))
                .toList();
    }

    private static Partition partition(String name, Fields fields) {
        return new Partition(name, size(fields), fields.flag("bootable", false), content(fields));
    }

    private static Content content(Fields fields) {
        return new Content(
                fields.text("filesystem"), fields.text("mount"), fields.text("mountOptions"), fields.text("label"));
    }

    private static Content memory(Fields fields) {
        return new Content(
                Optional.of(fields.text("filesystem").orElse("tmpfs")),
                fields.text("mount"),
                fields.text("mountOptions"));
    }

    /** The size under {@code size}; of a text that was refused already, all that is left. */
    static Size size(Fields fields) {
        var text = fields.text("size")
                .filter(said -> TextRule.SHARE.objection(said).isEmpty())
                .orElse("rest");
        if (text.endsWith("%"))
            return new Size(
                    Optional.empty(),
                    Optional.of(new BigDecimal(text.substring(0, text.length() - 1))
                            .stripTrailingZeros()
                            .toPlainString()));
        long bytes = StorageSpec.bytes(text);
        return bytes == 0 ? Size.REST : new Size(Optional.of(bytes), Optional.empty());
    }
}
