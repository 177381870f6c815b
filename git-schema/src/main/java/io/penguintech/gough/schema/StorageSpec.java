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

/** What {@code spec.storage} may hold, how it is read, and what of it goes with which layout. */
final class StorageSpec {
    private static final Shape.Struct DISK = struct(
            field("name", text(TextRule.WORD), "Its name in MAAS, such as sda; names may change when disks do."),
            field("serial", text(TextRule.LINE), "Its serial number."),
            field("model", text(TextRule.LINE), "Its model."),
            field("tags", listOf(TextRule.TAG), "Tags it must have, such as ssd."));

    static final Shape.Struct SHAPE = struct(
            field("layout", words("flat", "lvm", "bcache", "blank"), "What MAAS makes of all its disks."),
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

    private static final List<String> NAMES = List.of("logicalVolume", "volumeGroup");
    private static final List<String> SIZES = List.of("bootSize", "logicalVolumeSize", "rootSize");

    /** The layouts a field goes with. */
    private static final Map<String, List<String>> ONLY = Map.of(
            "bootSize", List.of("flat", "lvm", "bcache"),
            "rootSize", List.of("flat", "lvm", "bcache"),
            "rootDisk", List.of("flat", "lvm", "bcache"),
            "volumeGroup", List.of("lvm"),
            "logicalVolume", List.of("lvm"),
            "logicalVolumeSize", List.of("lvm"),
            "cacheDisk", List.of("bcache"),
            "cacheMode", List.of("bcache"));

    /** MAAS makes no boot partition below, and no root partition (its source). */
    private static final Map<String, Long> LEAST =
            Map.of("bootSize", 512L << 20, "rootSize", 3L << 30, "logicalVolumeSize", 3L << 30);

    private static final Pattern SIZE = Pattern.compile("([0-9.]+)([MGT])(B|iB)?");

    private StorageSpec() {}

    static HostStorage decode(Fields storage) {
        var names = new TreeMap<String, String>();
        var sizes = new TreeMap<String, Long>();
        for (var key : NAMES) storage.text(key).ifPresent(name -> names.put(key, name));
        for (var key : SIZES) storage.text(key).ifPresent(size -> sizes.put(key, bytes(size)));
        return new HostStorage(
                storage.text("layout").map(word -> Layout.valueOf(word.toUpperCase(Locale.ROOT))),
                names,
                sizes,
                disk(storage, "rootDisk"),
                disk(storage, "cacheDisk"),
                storage.text("cacheMode"));
    }

    private static Optional<DiskChoice> disk(Fields storage, String key) {
        if (storage.map().get(key).isEmpty()) return Optional.empty();
        var disk = storage.inner(key);
        return Optional.of(new DiskChoice(
                disk.text("name"), disk.text("serial"), disk.text("model"), new TreeSet<>(disk.texts("tags"))));
    }

    /** MB, GB and TB are powers of ten, as MAAS has it; MiB, GiB and TiB of two. */
    static long bytes(String text) {
        var size = SIZE.matcher(text);
        if (!size.matches()) return 0; // a placeholder that was refused already
        long step = "iB".equals(size.group(3)) ? 1024 : 1000;
        long unit = step * step;
        for (int i = "MGT".indexOf(size.group(2)); i > 0; i--) unit *= step;
        return new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(unit)).longValue();
    }

    static void check(Fields storage, Problems problems) {
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
            if (disk(storage, key)
                    .filter(choice -> choice.toString().equals("any"))
                    .isPresent())
                problems.error(
                        "Disk not chosen",
                        "spec.storage.%s is empty; give serial, name, model or tags.".formatted(key),
                        storage.place(key));
        disk(storage, "rootDisk")
                .filter(root -> disk(storage, "cacheDisk").filter(root::equals).isPresent())
                .ifPresent(_ -> problems.error(
                        "Disk used twice",
                        "spec.storage.cacheDisk is the same as rootDisk; a cache needs a disk of its own.",
                        storage.place("cacheDisk")));
    }
}
