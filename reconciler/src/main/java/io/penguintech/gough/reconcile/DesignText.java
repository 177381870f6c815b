package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.StorageDesign;
import io.penguintech.gough.schema.StorageDesign.Content;
import io.penguintech.gough.schema.StorageDesign.Partition;
import io.penguintech.gough.schema.StorageDesign.Raid;
import io.penguintech.gough.schema.StorageDesign.Volume;
import io.penguintech.gough.schema.StorageDesign.VolumeGroup;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** A design in words: one field for each disk, partition, RAID, group and volume, with everything declared about it. */
final class DesignText {
    private DesignText() {}

    /** Everything, by the fields' names below {@code storage.}. Digests cover it: what means the same reads the same. */
    static SortedMap<String, String> fields(StorageDesign design) {
        var fields = new TreeMap<String, String>();
        design.disks().forEach((name, disk) -> {
            fields.put(disk(name), with(disk.choice().toString(), disk.content()));
            partitions(disk(name), disk.partitions(), fields);
        });
        design.raids().forEach((name, raid) -> {
            fields.put(raid(name), raid(raid));
            partitions(raid(name), raid.partitions(), fields);
        });
        design.volumeGroups().forEach((name, group) -> {
            fields.put(group(name), group(group));
            group.volumes().forEach((volume, it) -> fields.put(volume(name, volume), volume(it)));
        });
        design.inMemory().forEach((name, content) -> fields.put(inMemory(name), content.toString()));
        return fields;
    }

    private static void partitions(String whole, List<Partition> partitions, SortedMap<String, String> into) {
        for (int i = 0; i < partitions.size(); i++)
            into.put(partition(whole, partitions.get(i).name()), partition(i, partitions.get(i)));
    }

    // ---- names of fields

    static String disk(String name) {
        return "disks." + name;
    }

    static String raid(String name) {
        return "raids." + name;
    }

    static String group(String name) {
        return "volumeGroups." + name;
    }

    static String inMemory(String name) {
        return "inMemory." + name;
    }

    static String partition(String whole, String name) {
        return whole + ".partitions." + name;
    }

    static String volume(String group, String name) {
        return group(group) + ".volumes." + name;
    }

    // ---- what is declared

    private static String partition(int index, Partition part) {
        return with(
                "partition %d, %s%s".formatted(index + 1, part.size(), part.bootable() ? ", bootable" : ""),
                part.content());
    }

    private static String raid(Raid raid) {
        var made = "level %d of %s%s"
                .formatted(
                        raid.level(),
                        list(raid.devices()),
                        raid.spares().isEmpty() ? "" : ", spare " + list(raid.spares()));
        return with(made, raid.content());
    }

    private static String group(VolumeGroup group) {
        return "of " + list(group.devices());
    }

    private static String volume(Volume volume) {
        return with(volume.size().toString(), volume.content());
    }

    private static String list(SortedSet<String> devices) {
        return String.join(", ", devices);
    }

    private static String with(String what, Content content) {
        return content.isNothing() ? what : what + ", " + content;
    }
}
