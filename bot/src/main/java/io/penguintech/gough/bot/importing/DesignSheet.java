package io.penguintech.gough.bot.importing;

import io.penguintech.gough.reconcile.Disks;
import io.penguintech.gough.reconcile.Disks.Disk;
import io.penguintech.gough.reconcile.Disks.Group;
import io.penguintech.gough.reconcile.Disks.GroupKind;
import io.penguintech.gough.reconcile.Disks.Member;
import io.penguintech.gough.reconcile.Disks.Partition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes down everything on a machine's disks as layout {@code custom}. Disks, RAIDs, groups and volumes keep their names;
 * partitions, which MAAS only counts, are named after what they hold.
 */
final class DesignSheet {
    /** What a disk or partition is to the group it is part of, which the group says. */
    private static final Set<String> PARTS =
            Set.of("", "lvm-pv", "raid", "raid-spare", "bcache-backing", "bcache-cache");

    private final Disks disks;
    private final SortedMap<String, Object> fields;
    private final DiskWords words;
    /** What documents call what a group can be made of. */
    private final Map<Member, String> names = new HashMap<>();

    DesignSheet(Disks disks, SortedMap<String, Object> fields, DiskWords words) {
        this.disks = disks;
        this.fields = fields;
        this.words = words;
    }

    void write() {
        fields.put(StorageSheet.LAYOUT, "custom");
        disks.physical().filter(disk -> !disk.isFree()).forEach(this::disk);
        groups(GroupKind.RAID)
                .forEach(raid -> raid.made()
                        .forEach(id ->
                                disks.disk(id).ifPresent(disk -> device("raids/" + raid.name(), raid.name(), disk))));
        groups(GroupKind.RAID).forEach(this::raid);
        groups(GroupKind.VOLUME_GROUP).forEach(this::volumeGroup);
        inMemory();
    }

    private void inMemory() {
        var all = new TreeMap<String, Object>();
        for (var each : disks.inMemory())
            all.put(
                    Profiles.free(Profiles.slug(each.mount()), all.keySet()),
                    content(each.type(), each.mount(), each.options()));
        all.forEach((name, map) -> fields.put(Sheet.STORAGE + "inMemory/" + name, map));
    }

    private List<Group> groups(GroupKind kind) {
        return disks.groups().stream().filter(group -> group.kind() == kind).toList();
    }

    private void disk(Disk disk) {
        var at = "disks/" + disk.name();
        words.choose(Sheet.STORAGE + at + "/", disk);
        device(at, disk.name(), disk);
    }

    /** A disk or RAID: what it holds, or its partitions. */
    private void device(String at, String name, Disk disk) {
        names.put(new Member(false, disk.id()), name);
        content(disk.use(), disk.mount(), disk.options())
                .forEach((key, value) -> fields.put(Sheet.STORAGE + at + "/" + key, value));
        if (disk.partitions().isEmpty()) return;
        // In one piece: their order says which of them is which.
        var partitions = new LinkedHashMap<String, Object>();
        for (var part : disk.partitions()) {
            var called = Profiles.free(name(part), partitions.keySet());
            partitions.put(called, partition(disk, part));
            names.put(new Member(true, part.id()), name + "." + called);
        }
        fields.put(Sheet.STORAGE + at + "/partitions", partitions);
    }

    private static String name(Partition part) {
        return switch (part.use()) {
            case "" -> "free";
            case "lvm-pv" -> "pv";
            case "raid", "raid-spare" -> "raid";
            case "bcache-backing", "bcache-cache" -> "bcache";
            default ->
                switch (part.mount()) {
                    case "/" -> "root";
                    case "/boot/efi" -> "efi";
                    case "", "none" -> part.use();
                    default -> Profiles.slug(part.mount());
                };
        };
    }

    private Map<String, Object> partition(Disk disk, Partition part) {
        var map = new LinkedHashMap<String, Object>();
        boolean rest = part.equals(disk.partitions().getLast()) && words.isTaken(disk);
        map.put("size", rest ? "rest" : DiskWords.size(part.size()));
        if (part.bootable()) map.put("bootable", true);
        var content = content(part.use(), part.mount(), part.options());
        map.putAll(content);
        if (!content.isEmpty() && !part.label().isEmpty()) map.put("label", part.label());
        return map;
    }

    /** A filesystem; nothing of what is part of a group. */
    private static Map<String, Object> content(String use, String mount, String options) {
        var map = new LinkedHashMap<String, Object>();
        if (PARTS.contains(use)) return map;
        map.put("filesystem", use);
        if (!mount.isEmpty() && !mount.equals("none")) map.put("mount", mount);
        if (!options.isEmpty()) map.put("mountOptions", options);
        return map;
    }

    private void raid(Group raid) {
        var at = Sheet.STORAGE + "raids/" + raid.name() + "/";
        var level = raid.level().replaceFirst("^raid-", "");
        fields.put(at + "level", level.matches("[0-9]{1,2}") ? Long.valueOf(level) : level);
        fields.put(at + "devices", members(raid.members()));
        if (!raid.spares().isEmpty()) fields.put(at + "spares", members(raid.spares()));
    }

    private List<String> members(List<Member> members) {
        return members.stream()
                .map(member -> Objects.requireNonNullElse(names.get(member), "unknown"))
                .sorted()
                .toList();
    }

    private void volumeGroup(Group group) {
        var at = Sheet.STORAGE + "volumeGroups/" + group.name() + "/";
        fields.put(at + "devices", members(group.members()));
        var volumes = new ArrayList<Disk>();
        group.made().forEach(id -> disks.disk(id).ifPresent(volumes::add));
        var rest = rest(group, volumes);
        var written = new TreeMap<String, Object>();
        for (var volume : volumes) {
            var map = new LinkedHashMap<String, Object>();
            map.put("size", rest.equals(Optional.of(volume)) ? "rest" : DiskWords.size(volume.size()));
            map.putAll(content(volume.use(), volume.mount(), volume.options()));
            written.put(volume.name().replaceFirst("^\\Q" + group.name() + "-\\E", ""), map);
        }
        if (!written.isEmpty()) fields.put(at + "volumes", written);
    }

    /** The largest volume takes what is left where nothing is. */
    private static Optional<Disk> rest(Group group, List<Disk> volumes) {
        return volumes.stream()
                .max(Comparator.comparingLong(Disk::size))
                .filter(_ -> Disks.isTaken(
                        group.size(), volumes.stream().mapToLong(Disk::size).sum()));
    }
}
