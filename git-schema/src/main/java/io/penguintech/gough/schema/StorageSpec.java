package io.penguintech.gough.schema;

import static io.penguintech.gough.schema.Shape.field;
import static io.penguintech.gough.schema.Shape.listOf;
import static io.penguintech.gough.schema.Shape.struct;
import static io.penguintech.gough.schema.Shape.text;
import static io.penguintech.gough.schema.Shape.words;

import io.penguintech.gough.schema.HostStorage.DiskChoice;
import io.penguintech.gough.schema.HostStorage.Layout;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What {@code spec.storage} may hold, how it is read, and what of it goes with which layout; {@link DesignSpec} has layout custom. */
final class StorageSpec {
    /** Which disk. */
    static final Shape.Struct DISK = struct(
            field("serial", text(TextRule.LINE), "Its serial number."),
            field("idPath", text(TextRule.LINE), "Its path below /dev/disk/by-id/ as MAAS has it."),
            field("model", text(TextRule.LINE), "Its model."),
            field("size", text(TextRule.SIZE), "Its size; a hundredth more or less is the same."),
            field("tags", listOf(TextRule.TAG), "Tags it must have, such as ssd."),
            field("boot", new Shape.Flag(), "Whether it is the disk the machine boots from."),
            field("name", text(TextRule.WORD), "Its name in MAAS, such as sda; names may change when disks do."));

    private static final Shape.Struct SHAPE = struct(
            field("layout", words("flat", "lvm", "bcache", "blank", "custom"), "What MAAS makes of all its disks."),
            field("bootSize", text(TextRule.SIZE), "Size of a boot partition of its own."),
            field("rootSize", text(TextRule.SIZE), "Size of the root partition; all that is left if not given."),
            field("rootDisk", DISK, "The disk of the root partition; the boot disk if not given."),
            field("volumeGroup", text(TextRule.WORD), "Layout lvm: the volume group; vgroot if not given."),
            field("logicalVolume", text(TextRule.WORD), "Layout lvm: the logical volume; lvroot if not given."),
            field("logicalVolumeSize", text(TextRule.SIZE), "Layout lvm: its size; the whole group if not given."),
            field("cacheDisk", DISK, "Layout bcache: the fast disk; one with the tag ssd if not given."),
            field(
                    "cacheMode",
                    words("writeback", "writethrough", "writearound"),
                    "Layout bcache: how it writes; writethrough if not given."));

    /** The summary of the error for a device with two uses. */
    static final String USED_TWICE = "Disk used twice";

    private static final List<String> NAMES = List.of("logicalVolume", "volumeGroup");
    private static final List<String> SIZES = List.of("bootSize", "logicalVolumeSize", "rootSize");

    /** The layouts a field goes with. */
    private static final Map<String, List<String>> ONLY = Map.ofEntries(
            Map.entry("bootSize", List.of("flat", "lvm", "bcache")),
            Map.entry("rootSize", List.of("flat", "lvm", "bcache")),
            Map.entry("rootDisk", List.of("flat", "lvm", "bcache")),
            Map.entry("volumeGroup", List.of("lvm")),
            Map.entry("logicalVolume", List.of("lvm")),
            Map.entry("logicalVolumeSize", List.of("lvm")),
            Map.entry("cacheDisk", List.of("bcache")),
            Map.entry("cacheMode", List.of("bcache")),
            Map.entry("disks", List.of("custom")),
            Map.entry("raids", List.of("custom")),
            Map.entry("volumeGroups", List.of("custom")),
            Map.entry("inMemory", List.of("custom")));

    /** MAAS makes no boot partition below, and no root partition (its source). */
    private static final Map<String, Long> LEAST =
            Map.of("bootSize", 512L << 20, "rootSize", 3L << 30, "logicalVolumeSize", 3L << 30);

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,3})?)([MGT])(B|iB)?");

    private StorageSpec() {}

    /** The whole of it, or what a document spells of it. */
    static Shape.Struct shape(NetworkSpec.Part part) {
        return SHAPE.with(DesignSpec.fields(part));
    }

    static HostStorage decode(Fields storage) {
        var names = new TreeMap<String, String>();
        var sizes = new TreeMap<String, Long>();
        for (var key : NAMES) storage.text(key).ifPresent(name -> names.put(key, name));
        for (var key : SIZES) storage.text(key).ifPresent(size -> sizes.put(key, bytes(size)));
        var layout = storage.text("layout").map(word -> Layout.valueOf(word.toUpperCase(Locale.ROOT)));
        return new HostStorage(
                layout,
                names,
                sizes,
                disk(storage, "rootDisk"),
                disk(storage, "cacheDisk"),
                storage.text("cacheMode"),
                layout.filter(Layout.CUSTOM::equals).map(_ -> DesignSpec.decode(storage)));
    }

    private static Optional<DiskChoice> disk(Fields storage, String key) {
        if (storage.map().get(key).isEmpty()) return Optional.empty();
        return Optional.of(choice(storage.inner(key)));
    }

    /** Which disk the fields of a map choose. */
    static DiskChoice choice(Fields disk) {
        return new DiskChoice(
                disk.text("name"),
                disk.text("serial"),
                disk.text("model"),
                new TreeSet<>(disk.texts("tags")),
                disk.text("idPath"),
                disk.text("size").map(StorageSpec::bytes),
                disk.map().get("boot").map(_ -> disk.flag("boot", false)));
    }

    /** MB, GB and TB are powers of ten, as MAAS has it; MiB, GiB and TiB of two. */
    static long bytes(String text) {
        var size = SIZE.matcher(text);
        if (!size.matches()) return 0; // refused already
        long step = "iB".equals(size.group(3)) ? 1024 : 1000;
        long unit = step * step;
        for (int i = "MGT".indexOf(size.group(2)); i > 0; i--) unit *= step;
        return new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(unit)).longValue();
    }

    /** @param needsRoot whether a root filesystem must be among its disks */
    static void check(Fields storage, boolean needsRoot, Problems problems) {
        var layout = storage.text("layout").filter(NetworkChecks::isPlain);
        var entries = storage.map().entries();
        if (storage.map().get("layout").isEmpty() && !entries.isEmpty())
            problems.error(
                    ShapeCheck.MISSING_KEY,
                    "spec.storage.layout must be given: %s says nothing without it."
                            .formatted(entries.getFirst().key()),
                    entries.getFirst().keyPlace());
        for (var entry : entries) {
            var with = ONLY.getOrDefault(entry.key(), List.of());
            if (layout.isPresent() && !with.isEmpty() && !with.contains(layout.get()))
                problems.error(
                        "Field not possible here",
                        "spec.storage.%s goes with layout %s, not with %s; remove it."
                                .formatted(entry.key(), String.join(", ", with), layout.get()),
                        entry.keyPlace());
        }
        LEAST.forEach((key, least) -> storage.text(key)
                .filter(NetworkChecks::isPlain)
                .filter(size -> bytes(size) < least)
                .ifPresent(size -> problems.error(
                        "Value not allowed",
                        "spec.storage.%s: %s is too small; MAAS takes %dMiB at least."
                                .formatted(key, size, least >> 20),
                        storage.place(key))));
        for (var key : List.of("rootDisk", "cacheDisk"))
            disk(storage, key).ifPresent(choice -> chosen(choice, "spec.storage." + key, storage.place(key), problems));
        disk(storage, "rootDisk")
                .filter(root -> disk(storage, "cacheDisk").filter(root::equals).isPresent())
                .ifPresent(_ -> problems.error(
                        USED_TWICE,
                        "spec.storage.cacheDisk is the same as rootDisk; a cache needs a disk of its own.",
                        storage.place("cacheDisk")));
        if (layout.filter("custom"::equals).isPresent()) new DesignChecks(problems).check(storage, needsRoot);
    }

    /** Says when a disk is not chosen, or only by what may change. */
    static void chosen(DiskChoice choice, String path, Place place, Problems problems) {
        if (choice.isAny())
            problems.error(
                    "Disk not chosen",
                    "%s names no disk; give serial, idPath, model, size, tags, boot or name.".formatted(path),
                    place);
        else if (choice.isByNameOnly())
            problems.notice(
                    "Disk known by its name only",
                    "%s: the kernel may call another disk \"%s\" when disks come and go; its serial stays."
                            .formatted(path, choice.name().orElse("")),
                    place);
    }
}
