package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Disks.Disk;
import io.penguintech.gough.reconcile.Disks.Group;
import io.penguintech.gough.reconcile.Disks.GroupKind;
import io.penguintech.gough.reconcile.Disks.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the disks and partitions of a machine say that they are used for. Of volume groups, RAIDs and bcaches MAAS tells
 * with a machine no more than their numbers (its source, {@code __incomplete__}); their names and what they are made of
 * stand in these texts, so that no call for each machine is needed to know them.
 */
final class Uses {
    /** As MAAS's source words them ({@code utils/storage.py}). */
    private static final Pattern USE =
            Pattern.compile("(?:(LVM volume)|(Active|Spare) (raid-\\d+) device|(Backing device)) for (.+)");

    /** LVM's extent: a group loses one for each of its parts (MAAS's source). */
    private static final long EXTENT = 4L << 20;

    private final Map<String, Parts> volumeGroups = new LinkedHashMap<>();
    private final Map<String, Parts> raids = new LinkedHashMap<>();
    private final TreeSet<String> bcaches = new TreeSet<>();

    private static final class Parts {
        private String level = "";
        private long size;
        private final List<Member> members = new ArrayList<>(2);
        private final List<Member> spares = new ArrayList<>(0);
    }

    /** A disk or partition of so many bytes says what it is used for. */
    void of(Member part, long size, String text) {
        var use = USE.matcher(text);
        if (!use.matches()) return;
        var name = use.group(5);
        if (use.group(4) != null) {
            bcaches.add(name);
            return;
        }
        var group = (use.group(1) != null ? volumeGroups : raids).computeIfAbsent(name, any -> new Parts());
        if (use.group(3) != null) group.level = use.group(3);
        group.size += size;
        ("Spare".equals(use.group(2)) ? group.spares : group.members).add(part);
    }

    List<String> bcaches() {
        return List.copyOf(bcaches);
    }

    /** The volume groups and RAIDs of a machine that has these disks. */
    List<Group> groups(List<Disk> disks) {
        var virtual = disks.stream().filter(disk -> !disk.physical()).toList();
        return Stream.concat(
                        volumeGroups.entrySet().stream()
                                .map(entry -> volumeGroup(entry.getKey(), entry.getValue(), virtual)),
                        raids.entrySet().stream().map(entry -> raid(entry.getKey(), entry.getValue(), virtual)))
                .toList();
    }

    private Group volumeGroup(String name, Parts parts, List<Disk> virtual) {
        var made = virtual.stream()
                .filter(disk -> groupOf(disk.name()).filter(name::equals).isPresent())
                .map(Disk::id)
                .toList();
        long size = (parts.size / EXTENT - parts.members.size()) * EXTENT;
        return new Group(GroupKind.VOLUME_GROUP, name, "", size, parts.members, List.of(), made);
    }

    /** The name of a logical volume's disk is that of its group, a hyphen and its own; either may have hyphens itself. */
    private Optional<String> groupOf(String volume) {
        return volumeGroups.keySet().stream()
                .filter(group -> volume.startsWith(group + "-"))
                .max((one, other) -> Integer.compare(one.length(), other.length()));
    }

    /** A RAID is as large as the disk that it is seen as. */
    private static Group raid(String name, Parts parts, List<Disk> virtual) {
        var made = virtual.stream().filter(disk -> disk.name().equals(name)).toList();
        return new Group(
                GroupKind.RAID,
                name,
                parts.level,
                made.stream().mapToLong(Disk::size).sum(),
                parts.members,
                parts.spares,
                made.stream().map(Disk::id).toList());
    }
}
