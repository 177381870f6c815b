package io.penguintech.gough.simulators.maas;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Formatting and mounting, alike for block devices and partitions (source code). */
final class VolumeActs {
    private static final Set<MaasStatus> FORMATTABLE = EnumSet.of(MaasStatus.READY, MaasStatus.ALLOCATED);
    static final List<String> FORMATS =
            List.of("ext2", "ext4", "xfs", "fat32", "vfat", "swap", "ramfs", "tmpfs", "btrfs", "zfsroot");
    private static final List<String> NOT_MOUNTED = List.of("swap");

    private final Request request;
    private final Node node;
    private final Volume volume;
    private final String kind;

    /** {@code kind} is {@code block device} or {@code partition}. */
    VolumeActs(Request request, Node node, Volume volume, String kind) {
        this.request = request;
        this.node = node;
        this.volume = volume;
        this.kind = kind;
    }

    /** Whether this was one of its acts. */
    boolean act() {
        switch (request.signature()) {
            case "POST format" -> format();
            case "POST unformat" -> unformat();
            case "POST mount" -> mount();
            case "POST unmount" -> unmount();
            case "POST add_tag", "POST remove_tag" -> tag();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void requireState(String act) {
        Access.requireEdit(request.user(), node);
        if (!FORMATTABLE.contains(node.status)) {
            throw Refusal.conflict(
                    "Cannot " + act + " " + kind + " because the " + noun() + " is not Ready or Allocated.");
        }
        if (node.status == MaasStatus.READY) {
            Access.requireAdmin(request.user(), node);
        }
    }

    /** MAAS says node where it speaks of partitions. */
    private String noun() {
        return kind.equals("partition") ? "node" : "machine";
    }

    private String title() {
        return kind.equals("partition") ? "Partition" : "Block device";
    }

    private void format() {
        requireState("format");
        var fields = new FormFields(request);
        var type = fields.required("fstype");
        if (!type.isEmpty() && !FORMATS.contains(type)) {
            fields.error("fstype", "Select a valid choice. " + type + " is not one of the available choices.");
        }
        if (volume instanceof Volume.Disk disk && disk.table != null) {
            fields.error("__all__", "Cannot format block device with a partition table.");
        } else if (node.storage.boot().filter(volume::equals).isPresent()) {
            fields.error(
                    "__all__",
                    "Cannot place filesystem directly on the boot disk. Create a partition on the boot disk first and"
                            + " then format the partition.");
        }
        fields.refuseErrors();
        var old = volume.filesystem();
        if (old != null && old.group != null) {
            throw Refusal.bad("Cannot format a " + kind + " that has a filesystem type of " + old.type + ".");
        }
        // Of a block device MAAS's form knows no label (facts), and ignores what it does not know.
        node.storage.format(volume, type, kind.equals("partition") ? request.text("label") : "");
    }

    private Volume.Filesystem formatted() {
        var filesystem = volume.filesystem();
        if (filesystem == null) {
            throw Refusal.bad(title() + " is not formatted.");
        }
        return filesystem;
    }

    private void unformat() {
        requireState("unformat");
        var filesystem = formatted();
        if (filesystem.mountPoint != null) {
            throw Refusal.bad("Filesystem is mounted and cannot be unformatted. Unmount the filesystem before"
                    + " unformatting the " + kind + ".");
        }
        if (filesystem.group != null) {
            var name = filesystem.group.niceName();
            throw Refusal.bad("Filesystem is part of a " + name + ", and cannot be unformatted. Remove " + kind
                    + " from " + name + " before unformatting the " + kind + ".");
        }
        volume.format(null);
    }

    private void mount() {
        requireState("mount");
        var fields = new FormFields(request);
        var filesystem = volume.filesystem();
        if (filesystem == null) {
            fields.error("__all__", "Cannot mount an unformatted partition or block device.");
        } else if (filesystem.group != null) {
            fields.error(
                    "__all__", "Filesystem is part of a " + filesystem.group.niceName() + ", and cannot be mounted.");
        }
        boolean swap = filesystem != null && NOT_MOUNTED.contains(filesystem.type);
        var point = swap ? "none" : fields.required("mount_point");
        if (!swap && !point.isEmpty() && !point.startsWith("/")) {
            fields.error("mount_point", "Enter a valid value.");
        }
        fields.refuseErrors();
        if (filesystem != null) {
            filesystem.mountPoint = point;
            filesystem.mountOptions = request.field("mount_options").orElse(null);
        }
    }

    private void unmount() {
        requireState("unmount");
        var filesystem = formatted();
        if (filesystem.mountPoint == null) {
            throw Refusal.bad("Filesystem is already unmounted.");
        }
        filesystem.mountPoint = null;
        filesystem.mountOptions = null;
    }

    private void tag() {
        Access.requireAdmin(request.user(), node);
        if (node.status != MaasStatus.READY) {
            throw Refusal.conflict("Cannot update " + kind + " because the " + noun() + " is not Ready.");
        }
        var tag = request.mandatory("tag");
        if (request.op().orElse("").equals("add_tag")) {
            volume.tags().add(tag);
        } else {
            volume.tags().remove(tag);
        }
    }
}
