package io.penguintech.gough.schema;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** @param place where to complain about what is missing */
    void check(Collection<DesignChecks.Device> devices, Place place, boolean needsRoot) {
        devices.forEach(this::content);
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

    private void mount(DesignChecks.Device device, String mount, String type) {
        var place = device.fields().place("mount");
        var first = points.putIfAbsent(mount, place);
        if (first != null)
            problems.error(
                    "Mount point used twice",
                    "%s stands at %s already; one filesystem can be mounted there.".formatted(mount, first),
                    place);
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
