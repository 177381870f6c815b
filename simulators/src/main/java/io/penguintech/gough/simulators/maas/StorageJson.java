package io.penguintech.gough.simulators.maas;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Disks, partitions and what is made of them (disks and partitions recorded, groups source code). */
final class StorageJson {
    private static final long THOUSAND = 1000;

    private final Node node;
    private final Storage storage;

    StorageJson(Node node) {
        this.node = node;
        this.storage = node.storage;
    }

    /** All that a machine shows of its storage. */
    void add(Json json) {
        var boot = storage.boot();
        json.with("storage", storage.physical().mapToLong(Volume.Disk::size).sum() / 1_000_000.0)
                .with("boot_disk", boot.isEmpty() ? null : disk(boot.get()))
                .with("physicalblockdevice_set", disks(storage.physical()))
                .with("virtualblockdevice_set", disks(storage.disks.stream().filter(disk -> !disk.isPhysical())))
                .with("blockdevice_set", disks(storage.disks.stream()))
                .with("volume_groups", numbers(Group.VolumeGroup.class))
                .with("raids", numbers(Group.Raid.class))
                .with("bcaches", numbers(Group.Bcache.class))
                .with("cache_sets", numbers(Group.CacheSet.class))
                .with(
                        "special_filesystems",
                        storage.specials.stream().map(StorageJson::special).toList());
    }

    /** With the machine itself MAAS tells of its groups no more than that (source code: api/machines.py). */
    private List<Map<String, @Nullable Object>> numbers(Class<? extends Group> kind) {
        return storage.groups(kind)
                .map(group -> Json.object()
                        .with("system_id", node.systemId)
                        .with("id", group.id())
                        .with("__incomplete__", true)
                        .map())
                .toList();
    }

    List<Map<String, @Nullable Object>> disks(Stream<Volume.Disk> disks) {
        return disks.map(this::disk).toList();
    }

    List<Map<String, @Nullable Object>> groups(Class<? extends Group> kind) {
        return storage.groups(kind).map(this::group).toList();
    }

    private static Map<String, @Nullable Object> special(Storage.Special special) {
        return Json.object()
                .with("fstype", special.type())
                .with("label", "")
                .with("uuid", null)
                .with("mount_point", special.mountPoint())
                .with("mount_options", special.options())
                .map();
    }

    Map<String, @Nullable Object> volume(Volume volume) {
        return switch (volume) {
            case Volume.Disk disk -> disk(disk);
            case Volume.Partition partition -> partition(partition);
        };
    }

    Map<String, @Nullable Object> disk(Volume.Disk disk) {
        boolean physical = disk.isPhysical();
        return Json.object()
                .with("firmware_version", physical ? "1.0" : null)
                .with("used_size", storage.used(disk))
                .with("name", disk.name())
                .with("system_id", node.systemId)
                .with("partition_table_type", disk.table)
                .with("tags", List.copyOf(disk.tags()))
                .with("storage_pool", null)
                .with("type", physical ? "physical" : "virtual")
                .with("path", "/dev/disk/by-dname/" + disk.name())
                .with("filesystem", filesystem(disk.filesystem()))
                .with("available_size", storage.available(disk))
                .with("used_for", usedFor(disk))
                .with("block_size", disk.blockSize)
                .with("uuid", physical ? null : disk.uuid)
                .with("size", disk.size)
                .with("id_path", disk.idPath)
                .with("model", physical ? disk.model : null)
                .with(
                        "partitions",
                        disk.partitions.stream().map(this::partition).toList())
                .with("serial", physical ? disk.serial : null)
                .with("id", disk.id())
                .with("numa_node", physical ? 0 : null)
                .with("resource_uri", uri("blockdevices/" + disk.id() + "/"))
                .map();
    }

    private String uri(String rest) {
        return "/MAAS/api/2.0/nodes/" + node.systemId + "/" + rest;
    }

    Map<String, @Nullable Object> partition(Volume.Partition partition) {
        return Json.object()
                .with("uuid", partition.uuid)
                .with("size", partition.size)
                .with("bootable", partition.bootable)
                .with("tags", List.copyOf(partition.tags()))
                .with("system_id", node.systemId)
                .with("device_id", partition.disk.id())
                .with("used_for", usedFor(partition))
                .with("id", partition.id())
                .with("type", "partition")
                .with("path", "/dev/disk/by-dname/" + partition.name())
                .with("filesystem", filesystem(partition.filesystem()))
                .with("resource_uri", uri("blockdevices/" + partition.disk.id() + "/partition/" + partition.id()))
                .map();
    }

    private static @Nullable Object filesystem(Volume.@Nullable Filesystem filesystem) {
        if (filesystem == null) {
            return null;
        }
        return Json.object()
                .with("fstype", filesystem.type)
                .with("label", filesystem.label)
                .with("uuid", filesystem.uuid)
                .with("mount_point", filesystem.mountPoint)
                .with("mount_options", filesystem.mountOptions)
                .map();
    }

    private static String usedFor(Volume volume) {
        var filesystem = volume.filesystem();
        if (filesystem != null) {
            return usedFor(filesystem);
        }
        if (volume instanceof Volume.Disk disk && disk.table != null) {
            int count = disk.partitions.size();
            return disk.table + " partitioned with " + count + (count > 1 ? " partitions" : " partition");
        }
        return "Unused";
    }

    private static String usedFor(Volume.Filesystem filesystem) {
        if (filesystem.mountPoint != null) {
            return filesystem.type + " formatted filesystem mounted at " + filesystem.mountPoint;
        }
        return switch (filesystem.group) {
            case null -> "Unmounted " + filesystem.type + " formatted filesystem";
            case Group.VolumeGroup group -> "LVM volume for " + group.name;
            case Group.Raid raid ->
                (filesystem.type.equals("raid") ? "Active " : "Spare ") + raid.level + " device for " + raid.name;
            case Group.Bcache bcache -> "Backing device for " + bcache.name;
            case Group.CacheSet set -> "Cache device for " + set.name();
        };
    }

    Map<String, @Nullable Object> group(Group group) {
        return switch (group) {
            case Group.VolumeGroup volumes -> volumeGroup(volumes);
            case Group.Raid raid -> raid(raid);
            case Group.Bcache bcache -> bcache(bcache);
            case Group.CacheSet set -> cacheSet(set);
        };
    }

    private Map<String, @Nullable Object> volumeGroup(Group.VolumeGroup group) {
        return Json.object()
                .with("system_id", node.systemId)
                .with("id", group.id())
                .with("uuid", Volume.uuid(group.id()))
                .with("name", group.name)
                .with("devices", group.members.stream().map(this::volume).toList())
                .with("size", group.size())
                .with("human_size", human(group.size()))
                .with("available_size", group.size() - group.used())
                .with("human_available_size", human(group.size() - group.used()))
                .with("used_size", group.used())
                .with("human_used_size", human(group.used()))
                .with("logical_volumes", disks(group.logical.stream()))
                .with("resource_uri", uri("volume-group/" + group.id() + "/"))
                .map();
    }

    private Map<String, @Nullable Object> raid(Group.Raid raid) {
        return Json.object()
                .with("system_id", node.systemId)
                .with("id", raid.id())
                .with("uuid", Volume.uuid(raid.id()))
                .with("name", raid.name)
                .with("level", raid.level)
                .with("devices", raid.devices.stream().map(this::volume).toList())
                .with("spare_devices", raid.spares.stream().map(this::volume).toList())
                .with("size", raid.size())
                .with("human_size", human(raid.size()))
                .with("virtual_device", disk(raid.virtual.getFirst()))
                .with("resource_uri", uri("raid/" + raid.id() + "/"))
                .map();
    }

    private Map<String, @Nullable Object> bcache(Group.Bcache bcache) {
        return Json.object()
                .with("system_id", node.systemId)
                .with("id", bcache.id())
                .with("uuid", Volume.uuid(bcache.id()))
                .with("name", bcache.name)
                .with("cache_set", cacheSet(bcache.cache))
                .with("backing_device", volume(bcache.backing))
                .with("size", bcache.size())
                .with("human_size", human(bcache.size()))
                .with("virtual_device", disk(bcache.virtual.getFirst()))
                .with("cache_mode", bcache.mode)
                .with("resource_uri", uri("bcache/" + bcache.id() + "/"))
                .map();
    }

    private Map<String, @Nullable Object> cacheSet(Group.CacheSet set) {
        return Json.object()
                .with("system_id", node.systemId)
                .with("id", set.id())
                .with("name", set.name())
                .with("cache_device", volume(set.device()))
                .with("resource_uri", uri("bcache-cache-set/" + set.id() + "/"))
                .map();
    }

    /** One decimal and a decimal unit. */
    private static String human(long bytes) {
        double size = bytes;
        for (var unit : List.of("bytes", "kB", "MB", "GB", "TB", "PB")) {
            if (size < THOUSAND) {
                return unit.equals("bytes") ? bytes + " bytes" : "%.1f %s".formatted(size, unit);
            }
            size /= THOUSAND;
        }
        return bytes + " bytes";
    }
}
