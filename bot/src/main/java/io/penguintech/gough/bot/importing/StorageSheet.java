package io.penguintech.gough.bot.importing;

import io.penguintech.gough.reconcile.Disks;
import io.penguintech.gough.reconcile.Disks.Disk;
import io.penguintech.gough.reconcile.Disks.Partition;
import io.penguintech.gough.reconcile.Machine;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Writes down the disks of a machine as {@code spec.storage} would declare them: as one of MAAS's layouts where everything
 * on all disks is what that layout makes, else as a design. MAAS does not tell which layout it applied (recorded).
 */
final class StorageSheet {
    static final String LAYOUT = Sheet.STORAGE + "layout";

    private static final String BOOT = "/boot";
    private static final String ESP = "/boot/efi";

    private final Machine machine;
    private final Disks disks;
    private final SortedMap<String, Object> fields;
    private final Remarks remarks;
    private final DiskWords words;

    StorageSheet(Machine machine, SortedMap<String, Object> own, SortedMap<String, Object> fields, Remarks remarks) {
        this.machine = machine;
        this.disks = machine.fitted().disks();
        this.fields = fields;
        this.remarks = remarks;
        words = new DiskWords(disks, own, fields);
    }

    void write() {
        if (disks.physical().findAny().isEmpty())
            remarks.add(machine.hostname(), "MAAS knows no disk of it, so its storage is not written.");
        else if (disks.inMemory().isEmpty() && disks.disks().stream().allMatch(Disk::isFree))
            fields.put(LAYOUT, "blank");
        else if (!disks.inMemory().isEmpty() || (!flat() && !lvm() && !bcache()))
            new DesignSheet(disks, fields, words).write();
    }

    // ---- MAAS's own layouts

    /**
     * What MAAS's layouts begin with (its source): a partition for UEFI where the machine boots so, one for /boot where it
     * was asked for, both on the boot disk, and last the one that holds everything.
     */
    private record Ground(Optional<Partition> boot, Disk disk, Partition root) {}

    /** @param aside a disk that has a use of its own */
    private Optional<Ground> ground(String use, String mount, Optional<Disk> aside) {
        var used = disks.physical()
                .filter(disk -> !disk.isFree() && !aside.equals(Optional.of(disk)))
                .toList();
        var boot = disks.boot();
        var holders = used.stream()
                .filter(disk ->
                        !disk.partitions().isEmpty() && isHeld(disk.partitions().getLast(), use, mount))
                .toList();
        if (holders.size() != 1 || used.stream().anyMatch(disk -> !disk.use().isEmpty())) return Optional.empty();
        var holder = holders.getFirst();
        boolean elsewhere = !boot.equals(Optional.of(holder));
        if (elsewhere && holder.partitions().size() > 1) return Optional.empty();
        if (used.stream().anyMatch(disk -> !disk.equals(holder) && !boot.equals(Optional.of(disk))))
            return Optional.empty();
        var first = boot.map(Disk::partitions).orElse(List.of());
        var head = elsewhere ? first : first.subList(0, first.size() - 1);
        return head(head)
                .map(found -> new Ground(found, holder, holder.partitions().getLast()));
    }

    /** The boot partition; empty when there is something that no layout makes. */
    private static Optional<Optional<Partition>> head(List<Partition> parts) {
        var rest = parts;
        if (!rest.isEmpty() && (isHeld(rest.getFirst(), "fat32", ESP) || isHeld(rest.getFirst(), "vfat", ESP)))
            rest = rest.subList(1, rest.size());
        if (rest.isEmpty()) return Optional.of(Optional.empty());
        return rest.size() == 1 && isHeld(rest.getFirst(), "ext4", BOOT)
                ? Optional.of(Optional.of(rest.getFirst()))
                : Optional.empty();
    }

    private static boolean isHeld(Partition part, String use, String mount) {
        return part.use().equals(use)
                && part.mount().equals(mount)
                && part.options().isEmpty();
    }

    private boolean flat() {
        if (!disks.groups().isEmpty() || !disks.bcaches().isEmpty()) return false;
        var ground = ground("ext4", "/", Optional.empty());
        ground.ifPresent(found -> begin("flat", found));
        return ground.isPresent();
    }

    private boolean lvm() {
        if (disks.groups().size() != 1 || !disks.bcaches().isEmpty()) return false;
        var group = disks.groups().getFirst();
        var ground = ground("lvm-pv", "", Optional.empty());
        var root = onlyVirtual();
        if (ground.isEmpty()
                || root.isEmpty()
                || group.kind() != Disks.GroupKind.VOLUME_GROUP
                || !root.get().name().startsWith(group.name() + "-")) return false;
        begin("lvm", ground.get());
        var volume = root.get().name().substring(group.name().length() + 1);
        if (!group.name().equals("vgroot")) fields.put(Sheet.STORAGE + "volumeGroup", group.name());
        if (!volume.equals("lvroot")) fields.put(Sheet.STORAGE + "logicalVolume", volume);
        if (!Disks.isTaken(group.size(), root.get().size()))
            fields.put(
                    Sheet.STORAGE + "logicalVolumeSize",
                    DiskWords.size(root.get().size()));
        return true;
    }

    private boolean bcache() {
        if (!disks.groups().isEmpty() || disks.bcaches().size() != 1) return false;
        var caches = disks.physical().filter(StorageSheet::isCache).toList();
        if (caches.size() != 1) return false;
        var ground = ground("bcache-backing", "", Optional.of(caches.getFirst()));
        if (ground.isEmpty() || onlyVirtual().isEmpty()) return false;
        begin("bcache", ground.get());
        words.choose(Sheet.STORAGE + "cacheDisk/", caches.getFirst());
        return true;
    }

    private static boolean isCache(Disk disk) {
        var whole = disk.use().equals("bcache-cache") && disk.partitions().isEmpty();
        return whole
                || (disk.partitions().size() == 1
                        && disk.partitions().getFirst().use().equals("bcache-cache"));
    }

    /** The one virtual disk that holds the root filesystem. */
    private Optional<Disk> onlyVirtual() {
        var virtual = disks.disks().stream().filter(disk -> !disk.physical()).toList();
        return virtual.stream()
                .filter(disk -> virtual.size() == 1
                        && disk.use().equals("ext4")
                        && disk.mount().equals("/")
                        && disk.options().isEmpty())
                .findFirst();
    }

    private void begin(String layout, Ground ground) {
        fields.put(LAYOUT, layout);
        ground.boot().ifPresent(part -> fields.put(Sheet.STORAGE + "bootSize", DiskWords.size(part.size())));
        if (!words.isTaken(ground.disk()))
            fields.put(Sheet.STORAGE + "rootSize", DiskWords.size(ground.root().size()));
        if (!disks.boot().equals(Optional.of(ground.disk()))) words.choose(Sheet.STORAGE + "rootDisk/", ground.disk());
    }
}
