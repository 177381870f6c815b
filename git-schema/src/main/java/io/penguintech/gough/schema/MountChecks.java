package io.penguintech.gough.schema;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the filesystems of layout {@code custom} and where they are mounted. */
final class MountChecks {
    private static final String NOT_HERE = "Field not possible here";
    private static final String ROOT = "/";
    private static final String ESP = "/boot/efi";
    private static final List<String> FAT = List.of("fat32", "vfat");

    private final Problems problems;
    private final Map<String, Place> points = new HashMap<>();

    MountChecks(Problems problems) {
        this.problems = problems;
    }

    /** How long a label may be; longer ones are cut off or refused when the machine is installed (mkfs's manuals). */
    private static final Map<String, Integer> LABELS =
            Map.of("ext2", 16, "ext4", 16, "xfs", 12, "fat32", 11, "vfat", 11, "swap", 15, "btrfs", 255);

    /**
     * @param inMemory filesystems that are on no device, as they are written
     * @param place where to complain about what is missing
     */
    void check(
            Collection<DesignChecks.Device> devices, Collection<Tree.Entry> inMemory, Place place, boolean needsRoot) {
        devices.forEach(this::content);
        inMemory.forEach(this::memory);
        boolean open = devices.stream()
                .flatMap(device -> device.fields().text("mount").stream())
                .anyMatch(mount -> !NetworkChecks.isPlain(mount));
        if (open) return; // a placeholder that was refused already
        if (needsRoot && !points.containsKey(ROOT))
            problems.error(
                    "No root filesystem",
                    "Nothing of spec.storage is mounted at /, and MAAS deploys nothing without it; give a partition or volume filesystem: ext4 and mount: /.",
                    place);
        else if (!points.containsKey(ESP))
            problems.notice(
                    "No EFI partition",
                    "Nothing of spec.storage is mounted at /boot/efi. A machine that boots with UEFI needs a fat32 partition of about 512MiB there, on its boot disk; one that boots with BIOS does not.",
                    place);
    }

    private void content(DesignChecks.Device device) {
        var fields = device.fields();
        var type = fields.text("filesystem").filter(NetworkChecks::isPlain);
        for (var key : List.of("mount", "mountOptions"))
            if (fields.map().get("filesystem").isEmpty()
                    && fields.map().get(key).isPresent())
                problems.error(
                        ShapeCheck.MISSING_KEY,
                        "%s.filesystem must be given: without one %s says nothing.".formatted(device.path(), key),
                        fields.map().entry(key).orElseThrow().keyPlace());
        label(device, fields, type);
        boolean mounted = fields.map().get("mount").isPresent();
        boolean swap = type.filter("swap"::equals).isPresent();
        if (swap && mounted)
            problems.error(
                    NOT_HERE,
                    "%s.mount: swap is mounted nowhere; remove it.".formatted(device.path()),
                    fields.place("mount"));
        if (!swap
                && !mounted
                && type.isPresent()
                && fields.map().get("mountOptions").isPresent())
            problems.error(
                    ShapeCheck.MISSING_KEY,
                    "%s.mount must be given: without one mountOptions says nothing.".formatted(device.path()),
                    fields.map().entry("mountOptions").orElseThrow().keyPlace());
        fields.text("mount").filter(NetworkChecks::isPlain).ifPresent(mount -> mount(device, mount, type.orElse("")));
    }

    private void label(DesignChecks.Device device, Fields fields, Optional<String> type) {
        var label = fields.text("label").filter(NetworkChecks::isPlain);
        if (label.isEmpty()) return;
        if (fields.map().get("filesystem").isEmpty())
            problems.error(
                    ShapeCheck.MISSING_KEY,
                    "%s.filesystem must be given: without one label says nothing.".formatted(device.path()),
                    fields.place("label"));
        int longest = type.map(LABELS::get).orElse(Integer.MAX_VALUE);
        if (label.get().length() > longest)
            problems.error(
                    "Label too long",
                    "%s.label: \"%s\" has %d characters, and a label of %s has %d at most."
                            .formatted(device.path(), label.get(), label.get().length(), type.orElse(""), longest),
                    fields.place("label"));
    }

    /** It holds no root filesystem, and nothing that firmware reads. */
    private void memory(Tree.Entry entry) {
        if (!(entry.value() instanceof Tree.Mapping map)) return;
        var fields = new Fields(map);
        var path = "spec.storage.inMemory." + entry.key();
        if (fields.map().get("mount").isEmpty())
            problems.error(
                    ShapeCheck.MISSING_KEY,
                    "%s.mount must be given: where it is mounted is all there is to it.".formatted(path),
                    entry.keyPlace());
        var mount = fields.text("mount").filter(NetworkChecks::isPlain);
        if (mount.isEmpty()) return;
        if (List.of(ROOT, ESP, "/boot").contains(mount.get()))
            problems.error(
                    "Filesystem not possible there",
                    "%s: %s must be there when the machine starts, so it cannot live in memory."
                            .formatted(path, mount.get()),
                    fields.place("mount"));
        else once(mount.get(), fields.place("mount"));
    }

    private void once(String mount, Place place) {
        var first = points.putIfAbsent(mount, place);
        if (first != null)
            problems.error(
                    "Mount point used twice",
                    "%s stands at %s already; one filesystem can be mounted there.".formatted(mount, first),
                    place);
    }

    private void mount(DesignChecks.Device device, String mount, String type) {
        once(mount, device.fields().place("mount"));
        boolean fat = FAT.contains(type);
        if (mount.equals(ESP) && !type.isEmpty() && !fat)
            wrong(device, "firmware reads fat32 only, so %s is not mounted at /boot/efi".formatted(type));
        if (mount.equals(ROOT) && fat) wrong(device, "no system can be installed on %s".formatted(type));
        if (!mount.equals(ROOT) && type.equals("zfsroot"))
            wrong(device, "MAAS makes zfsroot for / only, not for %s".formatted(mount));
    }

    private void wrong(DesignChecks.Device device, String why) {
        problems.error(
                "Filesystem not possible there",
                "%s: %s.".formatted(device.path(), why),
                device.fields().place("filesystem"));
    }
}
