package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The disks of a machine and what is made of them; sizes as MAAS computes them (source code; flat layout recorded). */
final class Storage {
    static final long ALIGNMENT = 4L * 1024 * 1024;
    private static final long OVERHEAD = 5L * 1024 * 1024;
    private static final long BIOS_GRUB = 1024L * 1024;

    /** A filesystem in memory: {@code tmpfs} or {@code ramfs}. */
    record Special(String type, String mountPoint, @Nullable String options) {}

    final List<Volume.Disk> disks = new ArrayList<>(1);
    final List<Group> groups = new ArrayList<>(0);
    final List<Special> specials = new ArrayList<>(0);

    @Nullable
    Long bootDisk;

    private final LongSupplier ids;

    /** Machines of amd64 that do not boot with UEFI keep room for their boot loader. */
    boolean biosGrub = true;

    Storage(LongSupplier ids) {
        this.ids = ids;
    }

    Stream<Volume.Disk> physical() {
        return disks.stream().filter(Volume.Disk::isPhysical);
    }

    /** The chosen one, else the first. */
    Optional<Volume.Disk> boot() {
        return physical()
                .filter(disk -> bootDisk != null && disk.id() == bootDisk)
                .findFirst()
                .or(() -> physical().findFirst());
    }

    Volume.Disk addDisk(String name, long size) {
        var disk = new Volume.Disk(ids.getAsLong(), name, size, null);
        disks.add(disk);
        return disk;
    }

    /** The next free name: sda, sdb, ... */
    String nextName() {
        char letter = 'a';
        while (named("sd" + letter).isPresent()) {
            letter++;
        }
        return "sd" + letter;
    }

    Optional<Volume.Disk> named(String idOrName) {
        return disks.stream()
                .filter(disk ->
                        Long.toString(disk.id()).equals(idOrName) || disk.name().equals(idOrName))
                .findFirst();
    }

    Optional<Volume.Partition> partition(String idOrName) {
        return disks.stream()
                .flatMap(disk -> disk.partitions.stream())
                .filter(each ->
                        Long.toString(each.id()).equals(idOrName) || each.name().equals(idOrName))
                .findFirst();
    }

    /**
     * Whether the root filesystem is mounted somewhere (source code, {@code storage_layout_issues}). A machine without
     * disks, which a real region refuses too, is let through: that is how some are made here.
     */
    boolean canHoldSystem() {
        return disks.isEmpty()
                || disks.stream()
                        .flatMap(disk -> Stream.concat(Stream.of(disk), disk.partitions.stream()))
                        .map(Volume::filesystem)
                        .anyMatch(filesystem -> filesystem != null && "/".equals(filesystem.mountPoint));
    }

    /** Not formatted, not partitioned, not part of anything. */
    static boolean isFree(Volume volume) {
        return volume.filesystem() == null && !(volume instanceof Volume.Disk disk && disk.table != null);
    }

    private long overhead() {
        return biosGrub ? OVERHEAD + BIOS_GRUB : OVERHEAD;
    }

    long used(Volume.Disk disk) {
        if (disk.filesystem() != null) {
            return disk.size;
        }
        return disk.table == null ? 0 : partitioned(disk);
    }

    private long partitioned(Volume.Disk disk) {
        return overhead()
                + disk.partitions.stream().mapToLong(Volume.Partition::size).sum();
    }

    long available(Volume.Disk disk) {
        return disk.filesystem() == null ? Math.max(0, aligned(disk.size - partitioned(disk))) : 0;
    }

    private static long aligned(long size) {
        return size / ALIGNMENT * ALIGNMENT;
    }

    /** Adds a partition of this size, or of all that is left. */
    Volume.Partition addPartition(Volume.Disk disk, Optional<Long> size) {
        disk.table = "GPT";
        var partition = new Volume.Partition(ids.getAsLong(), disk, aligned(size.orElse(available(disk))));
        disk.partitions.add(partition);
        return partition;
    }

    Volume.Filesystem format(Volume volume, String type, String label) {
        var filesystem = new Volume.Filesystem(type, label, Volume.uuid(ids.getAsLong()));
        volume.format(filesystem);
        return filesystem;
    }

    /** A boot disk cannot be used whole: a partition over all of it takes its place (source code). */
    Volume usable(Volume volume) {
        return volume instanceof Volume.Disk disk && boot().filter(disk::equals).isPresent()
                ? addPartition(disk, Optional.empty())
                : volume;
    }

    void join(Volume volume, String type, Group group) {
        format(volume, type, "").group = group;
    }

    Group.VolumeGroup addVolumeGroup(String name, List<Volume> members) {
        var group = new Group.VolumeGroup(ids.getAsLong(), name);
        members.forEach(member -> {
            group.members.add(member);
            join(member, "lvm-pv", group);
        });
        groups.add(group);
        return group;
    }

    Volume.Disk addLogical(Group.VolumeGroup group, String name, long size) {
        var disk = new Volume.Disk(ids.getAsLong(), name, size / Group.EXTENT * Group.EXTENT, group);
        disk.blockSize = 4096;
        group.logical.add(disk);
        disks.add(disk);
        return disk;
    }

    Group.Raid addRaid(String name, String level, List<Volume> devices, List<Volume> spares) {
        var raid = new Group.Raid(ids.getAsLong(), name, level);
        raid.devices.addAll(devices);
        raid.spares.addAll(spares);
        devices.forEach(member -> join(member, "raid", raid));
        spares.forEach(member -> join(member, "raid-spare", raid));
        groups.add(raid);
        raid.virtual.add(addVirtual(raid));
        return raid;
    }

    Group.CacheSet addCacheSet(Volume device) {
        long count = groups(Group.CacheSet.class).count();
        var set = new Group.CacheSet(ids.getAsLong(), "cache" + count, device);
        join(device, "bcache-cache", set);
        groups.add(set);
        return set;
    }

    Group.Bcache addBcache(String name, Volume backing, Group.CacheSet cache, String mode) {
        var bcache = new Group.Bcache(ids.getAsLong(), name, backing, cache, mode);
        join(backing, "bcache-backing", bcache);
        groups.add(bcache);
        bcache.virtual.add(addVirtual(bcache));
        return bcache;
    }

    private Volume.Disk addVirtual(Group group) {
        var disk = new Volume.Disk(ids.getAsLong(), group.name(), group.size(), group);
        disks.add(disk);
        return disk;
    }

    <T extends Group> Stream<T> groups(Class<T> kind) {
        return groups.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Dissolves a group: its members are free again, what it was shown as goes. */
    void dissolve(Group group) {
        groups.remove(group);
        disks.removeIf(disk -> group.equals(disk.group));
        group.members().forEach(member -> member.format(null));
    }

    /** Leaves the bare disks. */
    void clear() {
        groups.clear();
        specials.clear();
        disks.removeIf(disk -> !disk.isPhysical());
        disks.forEach(disk -> {
            disk.table = null;
            disk.partitions.clear();
            disk.format(null);
        });
    }
}
