package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.DiskWrite.Held;
import io.penguintech.gough.reconcile.Disks.Disk;
import io.penguintech.gough.reconcile.Disks.Group;
import io.penguintech.gough.reconcile.Disks.GroupKind;
import io.penguintech.gough.schema.StorageDesign;
import io.penguintech.gough.schema.StorageDesign.Content;
import io.penguintech.gough.schema.StorageDesign.Partition;
import java.util.List;
import java.util.Optional;

/**
 * Whether everything that MAAS shows on the disks of a machine is declared: then it is a beginning of the design, from
 * blank disks to the whole of it. A size may differ by MAAS's rounding.
 */
final class DesignGround {
    private final StorageDesign design;
    private final DesignMatch match;

    DesignGround(StorageDesign design, DesignMatch match) {
        this.design = design;
        this.match = match;
    }

    boolean isBeginning() {
        var disks = match.disks();
        return disks.bcaches().isEmpty()
                && disks.groups().size()
                        == disks.volumeGroups().size() + disks.raids().size()
                && disks.physical().allMatch(this::isDeclared)
                && disks.groups().stream().allMatch(this::isDeclared)
                && disks.disks().stream().filter(disk -> !disk.physical()).allMatch(this::isMadeOfGroup);
    }

    private boolean isMadeOfGroup(Disk virtual) {
        return match.disks().groups().stream().anyMatch(group -> group.made().contains(virtual.id()));
    }

    /** A disk that the design does not use is blank. */
    private boolean isDeclared(Disk disk) {
        var names = match.names(disk);
        if (names.size() != 1) return disk.isFree();
        var declared = design.disks().get(names.getFirst());
        return declared != null && holds(names.getFirst(), disk, declared.partitions(), declared.content());
    }

    private boolean isDeclared(Group group) {
        return group.kind() == GroupKind.RAID ? raid(group) : volumes(group);
    }

    private boolean raid(Group group) {
        var declared = design.raids().get(group.name());
        if (declared == null
                || !group.level().equals("raid-" + declared.level())
                || !match.isMadeOf(group.members(), declared.devices())
                || !match.isMadeOf(group.spares(), declared.spares())) return false;
        return match.device(group.name())
                .filter(disk -> holds(group.name(), disk, declared.partitions(), declared.content()))
                .isPresent();
    }

    private boolean volumes(Group group) {
        var declared = design.volumeGroups().get(group.name());
        if (declared == null || !match.isMadeOf(group.members(), declared.devices())) return false;
        var known = declared.volumes();
        var found = match.volumes(group);
        boolean all = found.stream()
                .allMatch(disk ->
                        known.keySet().stream().anyMatch(name -> disk.name().equals(group.name() + "-" + name)));
        return all
                && found.size() == group.made().size()
                && known.entrySet().stream()
                        .allMatch(entry -> match.volume(group, entry.getKey())
                                .filter(disk -> !volume(group, disk, entry.getValue(), found))
                                .isEmpty());
    }

    private boolean volume(Group group, Disk disk, StorageDesign.Volume declared, List<Disk> all) {
        var size = DesignRoom.volume(declared.size(), group.size());
        boolean fits = size.map(shall -> DesignRoom.same(disk.size(), shall))
                .orElseGet(() -> Disks.isTaken(
                        group.size(), all.stream().mapToLong(Disk::size).sum()));
        return fits && holds(new Held(disk.use(), disk.mount(), disk.options()), declared.content());
    }

    // ---- one device

    private boolean holds(String name, Disk disk, List<Partition> partitions, Content content) {
        var held = new Held(disk.use(), disk.mount(), disk.options());
        if (match.isPart(name)) return disk.partitions().isEmpty() && isPartOrFree(held);
        if (partitions.isEmpty()) return disk.partitions().isEmpty() && holds(held, content);
        if (!held.use().isEmpty() || disk.partitions().size() > partitions.size()) return false;
        for (int i = 0; i < disk.partitions().size(); i++)
            if (!holds(name, disk, disk.partitions().get(i), partitions.get(i))) return false;
        return true;
    }

    private boolean holds(String name, Disk disk, Disks.Partition is, Partition shall) {
        var size = DesignRoom.partition(shall.size(), disk.size());
        boolean fits = size.map(bytes -> DesignRoom.same(is.size(), bytes))
                .orElseGet(() -> Disks.isTaken(
                        disk.size(),
                        disk.partitions().stream()
                                .mapToLong(Disks.Partition::size)
                                .sum()));
        if (!fits || is.bootable() != shall.bootable()) return false;
        var held = new Held(is.use(), is.mount(), is.options());
        if (match.isPart(name + "." + shall.name())) return isPartOrFree(held);
        boolean labelled = is.use().isEmpty()
                || shall.content()
                        .label()
                        .filter(label -> !label.equals(is.label()))
                        .isEmpty();
        return labelled && holds(held, shall.content());
    }

    /** What is part of a group, or will be; which group, the groups tell. */
    private static boolean isPartOrFree(Held held) {
        return switch (held.use()) {
            case "", "lvm-pv", "raid", "raid-spare" -> true;
            default -> false;
        };
    }

    /** Formatted as declared, or not yet; mounted as declared, or not yet. */
    private static boolean holds(Held held, Content content) {
        if (held.use().isEmpty()) return true;
        if (!Optional.of(held.use()).equals(content.filesystem())) return false;
        if (held.mount().isEmpty()) return true;
        return held.mount().equals(DesignParts.point(content))
                && held.options().equals(content.options().orElse(""));
    }
}
