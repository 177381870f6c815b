package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks layout {@code custom} of one merged host: what is made of what, that it can be, and that it can boot. */
final class DesignChecks {
    private static final String NOT_HERE = "Field not possible here";

    /** How many devices MAAS asks of a level (its source). */
    private static final Map<Integer, Integer> LEVELS = Map.of(0, 2, 1, 2, 5, 3, 6, 4, 10, 3);

    private final Problems problems;
    /** Everything that can hold something, by the name with which others refer to it. */
    private final Map<String, Device> devices = new LinkedHashMap<>();
    /** Logical volumes, to which nothing refers. */
    private final List<Device> volumes = new ArrayList<>();
    /** Who is made of a device first. */
    private final Map<String, String> users = new HashMap<>();

    DesignChecks(Problems problems) {
        this.problems = problems;
    }

    /** What a device is. */
    enum Sort {
        DISK,
        RAID,
        PARTITION,
        VOLUME
    }

    /**
     * A disk, RAID, partition or volume as it is written.
     *
     * @param name how others refer to it
     * @param path where it stands, for messages
     */
    record Device(Sort sort, String name, String path, Place namePlace, Fields fields) {
        List<Tree.Entry> partitions() {
            return fields.mapping("partitions").entries().stream()
                    .filter(entry -> entry.value() instanceof Tree.Mapping)
                    .toList();
        }

        /** Names of what a RAID is made of, with their places. */
        List<Tree> members() {
            var all = new ArrayList<>(fields.items("devices"));
            all.addAll(fields.items("spares"));
            return all;
        }

        boolean isBootDisk() {
            return sort == Sort.DISK && fields.flag("boot", false);
        }
    }

    /** @param needsRoot whether something must be mounted at / */
    void check(Fields storage, boolean needsRoot) {
        if (storage.mapping("disks").entries().isEmpty()) {
            problems.error(
                    ShapeCheck.MISSING_KEY,
                    "spec.storage.disks must be given: layout custom uses the disks that it names.",
                    storage.place("layout"));
            return;
        }
        read(storage);
        var choices = new HashMap<HostStorage.DiskChoice, Device>();
        for (var device : devices.values()) if (device.sort() == Sort.DISK) chosen(device, choices);
        for (var device : devices.values()) if (device.sort() == Sort.RAID) raid(device);
        for (var group : groups(storage)) group(group);
        devices.values().stream().filter(raid -> raid.sort() == Sort.RAID).forEach(this::cycle);
        devices.values().forEach(this::uses);
        new DesignSizes(problems, devices).check(groups(storage));
        var all = new ArrayList<>(devices.values());
        all.addAll(volumes);
        new MountChecks(problems).check(all, storage.mapping("inMemory").entries(), storage.place("layout"), needsRoot);
    }

    private void read(Fields storage) {
        for (var sort : List.of(Sort.DISK, Sort.RAID)) {
            var map = sort == Sort.DISK ? "disks" : "raids";
            for (var entry : storage.mapping(map).entries())
                if (entry.value() instanceof Tree.Mapping fields)
                    add(new Device(
                            sort,
                            entry.key(),
                            "spec.storage.%s.%s".formatted(map, entry.key()),
                            entry.keyPlace(),
                            new Fields(fields)));
        }
        for (var group : groups(storage))
            for (var entry : group.fields().mapping("volumes").entries())
                if (entry.value() instanceof Tree.Mapping fields)
                    volumes.add(part(Sort.VOLUME, group, "volumes", entry, fields));
    }

    private void add(Device device) {
        var first = devices.putIfAbsent(device.name(), device);
        if (first != null)
            problems.error(
                    "Device declared twice",
                    "\"%s\" stands at %s already; a name means one disk or RAID."
                            .formatted(device.name(), first.namePlace()),
                    device.namePlace());
        for (var entry : device.partitions()) {
            var part = part(Sort.PARTITION, device, "partitions", entry, (Tree.Mapping) entry.value());
            devices.putIfAbsent(part.name(), part);
        }
    }

    private static Device part(Sort sort, Device whole, String map, Tree.Entry entry, Tree.Mapping fields) {
        return new Device(
                sort,
                whole.name() + "." + entry.key(),
                "%s.%s.%s".formatted(whole.path(), map, entry.key()),
                entry.keyPlace(),
                new Fields(fields));
    }

    /** Volume groups, which are no devices. */
    private static List<Device> groups(Fields storage) {
        var groups = new ArrayList<Device>();
        for (var entry : storage.mapping("volumeGroups").entries())
            if (entry.value() instanceof Tree.Mapping map)
                groups.add(new Device(
                        Sort.VOLUME,
                        entry.key(),
                        "spec.storage.volumeGroups." + entry.key(),
                        entry.keyPlace(),
                        new Fields(map)));
        return groups;
    }

    private void chosen(Device disk, Map<HostStorage.DiskChoice, Device> choices) {
        var choice = StorageSpec.choice(disk.fields());
        StorageSpec.chosen(choice, disk.path(), disk.namePlace(), problems);
        var first = choice.isAny() ? null : choices.putIfAbsent(choice, disk);
        if (first != null)
            problems.error(
                    StorageSpec.USED_TWICE,
                    "%s is the same disk as %s (%s); put the two together."
                            .formatted(disk.path(), first.path(), choice),
                    disk.namePlace());
    }

    // ---- what is made of what

    private void raid(Device raid) {
        members(raid, raid.members());
        int level = raid.fields().whole("level", -1);
        if (level < 0) return;
        var least = LEVELS.get(level);
        if (least == null) {
            problems.error(
                    "Value not allowed",
                    "%s.level: there is no RAID level %d in MAAS; write 0, 1, 5, 6 or 10."
                            .formatted(raid.path(), level),
                    raid.fields().place("level"));
            return;
        }
        int count = raid.fields().items("devices").size();
        if (raid.fields().map().get("devices").isPresent() && count < least)
            problems.error(
                    "Too few devices",
                    "%s: level %d needs %d devices at least, and has %d.".formatted(raid.path(), level, least, count),
                    raid.fields().place("devices"));
        if (level == 0 && !raid.fields().items("spares").isEmpty())
            problems.error(
                    NOT_HERE,
                    "%s.spares: level 0 survives no failed device, so a spare is of no use; remove it."
                            .formatted(raid.path()),
                    raid.fields().place("spares"));
    }

    private void group(Device group) {
        if (group.fields().map().get("devices").isPresent()
                && group.fields().items("devices").isEmpty())
            problems.error(
                    "Volume group of nothing",
                    "%s.devices is empty; name the devices it is made of.".formatted(group.path()),
                    group.fields().place("devices"));
        members(group, group.fields().items("devices"));
    }

    private void members(Device whole, List<Tree> members) {
        for (var item : members)
            Fields.text(item).filter(NetworkChecks::isPlain).ifPresent(name -> member(whole, name, item.place()));
    }

    private void member(Device whole, String name, Place place) {
        var device = devices.get(name);
        var first = users.putIfAbsent(name, whole.path());
        if (device == null) {
            problems.error(
                    "Unknown device",
                    "%s is made of \"%s\", which spec.storage does not declare%s"
                            .formatted(whole.path(), name, Suggestion.clause(name, devices.keySet())),
                    place);
        } else if (first != null) {
            problems.error(
                    StorageSpec.USED_TWICE,
                    first.equals(whole.path())
                            ? "%s lists \"%s\" before.".formatted(whole.path(), name)
                            : "\"%s\" is part of %s already, so %s cannot be made of it."
                                    .formatted(name, first, whole.path()),
                    place);
        } else if (device.isBootDisk()) {
            problems.error(
                    "Boot disk used whole",
                    "%s is made of \"%s\", the boot disk, which MAAS does not use whole; give it a partition of size rest and name that."
                            .formatted(whole.path(), name),
                    place);
        }
    }

    /** What is part of something holds nothing else. */
    private void uses(Device device) {
        var user = users.get(device.name());
        var parts = device.partitions();
        if (user != null && !parts.isEmpty())
            problems.error(
                    StorageSpec.USED_TWICE,
                    "%s is part of %s as a whole, so it cannot have partitions; name one of its partitions there."
                            .formatted(device.path(), user),
                    device.fields().place("partitions"));
        if (user != null || !parts.isEmpty())
            List.of("filesystem", "mount", "mountOptions").stream()
                    .flatMap(key -> device.fields().map().entry(key).stream())
                    .findFirst()
                    .ifPresent(entry -> problems.error(
                            NOT_HERE,
                            "%s.%s: it %s, so it holds no filesystem of its own; remove it."
                                    .formatted(
                                            device.path(),
                                            entry.key(),
                                            user != null ? "is part of " + user : "has partitions"),
                            entry.keyPlace()));
        if (device.isBootDisk() && device.fields().map().get("filesystem").isPresent() && parts.isEmpty())
            problems.error(
                    "Boot disk used whole",
                    "%s is the boot disk, on which MAAS puts no filesystem; give it a partition of size rest."
                            .formatted(device.path()),
                    device.fields().place("filesystem"));
    }

    private void cycle(Device raid) {
        if (reaches(raid, raid.name(), new HashSet<>()))
            problems.error(
                    "Device made of itself",
                    "%s is made of something that is made of it.".formatted(raid.path()),
                    raid.namePlace());
    }

    private boolean reaches(Device from, String goal, Set<String> seen) {
        for (var item : from.members()) {
            var name = whole(Fields.text(item).orElse(""));
            if (name.equals(goal)) return true;
            var next = Optional.ofNullable(devices.get(name));
            if (next.isPresent() && seen.add(name) && reaches(next.get(), goal, seen)) return true;
        }
        return false;
    }

    /** The disk or RAID of which a device is, or is a partition. */
    static String whole(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
