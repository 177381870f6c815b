package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.DiskWrite.Spot;
import io.penguintech.gough.reconcile.Disks.Disk;
import io.penguintech.gough.reconcile.Disks.Group;
import io.penguintech.gough.reconcile.Disks.GroupKind;
import io.penguintech.gough.reconcile.Disks.Member;
import io.penguintech.gough.schema.StorageDesign;
import io.penguintech.gough.schema.StorageDesign.Partition;
import io.penguintech.gough.schema.StorageDesign.Raid;
import io.penguintech.gough.schema.StorageDesign.VolumeGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What each name of a design is on a machine: a disk by what it is known by, a partition by its place, the rest by name. */
final class DesignMatch {
    private final StorageDesign design;
    private final Disks disks;
    private final Map<String, Disk> chosen = new TreeMap<>();

    DesignMatch(StorageDesign design, Disks disks) {
        this.design = design;
        this.disks = disks;
        var choices = new DiskChoices(disks);
        design.disks().forEach((name, disk) -> {
            var matching = choices.matching(disk.choice());
            if (matching.size() == 1) chosen.put(name, matching.getFirst());
        });
    }

    Disks disks() {
        return disks;
    }

    /** The names that the document gives to this disk: one, unless it is used twice. */
    List<String> names(Disk disk) {
        return chosen.entrySet().stream()
                .filter(entry -> entry.getValue().equals(disk))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The disk or RAID of this name, when there is one on the machine. */
    Optional<Disk> device(String name) {
        var disk = Optional.ofNullable(chosen.get(name));
        return disk.isPresent() ? disk : raid(name).flatMap(this::made);
    }

    Optional<Group> raid(String name) {
        return disks.group(GroupKind.RAID, name);
    }

    Optional<Group> group(String name) {
        return disks.group(GroupKind.VOLUME_GROUP, name);
    }

    /** The virtual disk that a RAID is seen as. */
    private Optional<Disk> made(Group raid) {
        return raid.made().stream().flatMap(id -> disks.disk(id).stream()).findFirst();
    }

    /** The logical volumes that a group has, as virtual disks. */
    List<Disk> volumes(Group group) {
        return group.made().stream().flatMap(id -> disks.disk(id).stream()).toList();
    }

    /** The logical volume of this name. */
    Optional<Disk> volume(Group group, String name) {
        return volumes(group).stream()
                .filter(disk -> disk.name().equals(group.name() + "-" + name))
                .findFirst();
    }

    /** Its partitions as declared. */
    List<Partition> partitions(String device) {
        var disk = design.disks().get(device);
        if (disk != null) return disk.partitions();
        return Optional.ofNullable(design.raids().get(device))
                .map(Raid::partitions)
                .orElse(List.of());
    }

    /** A disk, RAID or partition by its name in the document, when it is there. */
    Optional<Spot> spot(String name) {
        int dot = name.indexOf('.');
        var whole = device(dot < 0 ? name : name.substring(0, dot));
        if (dot < 0) return whole.map(disk -> new Spot(name, disk.id(), Optional.empty()));
        int index = partitions(name.substring(0, dot)).stream()
                .map(Partition::name)
                .toList()
                .indexOf(name.substring(dot + 1));
        return whole.filter(disk -> index >= 0 && index < disk.partitions().size())
                .map(disk -> new Spot(
                        name,
                        disk.id(),
                        Optional.of(disk.partitions().get(index).id())));
    }

    /** All of these as parts of a group; empty when one of them is not there. */
    Optional<List<Member>> members(Collection<String> names) {
        var members = new ArrayList<Member>();
        for (var name : names) {
            var spot = spot(name);
            if (spot.isEmpty()) return Optional.empty();
            members.add(spot.get().member());
        }
        return Optional.of(members);
    }

    /** Whether a group has exactly these. */
    boolean isMadeOf(List<Member> has, Collection<String> names) {
        return members(names)
                .filter(shall -> Set.copyOf(shall).equals(Set.copyOf(has)))
                .isPresent();
    }

    /** Whether a device is part of a RAID or volume group that is declared. */
    boolean isPart(String name) {
        return design.raids().values().stream().anyMatch(raid -> raid.members().contains(name))
                || design.volumeGroups().values().stream()
                        .map(VolumeGroup::devices)
                        .anyMatch(devices -> devices.contains(name));
    }

    /** RAIDs, each after those it is made of. */
    List<String> raids() {
        var order = new ArrayList<String>();
        var left = new HashSet<>(design.raids().keySet());
        for (boolean grows = true; grows; ) {
            grows = false;
            for (var entry : design.raids().entrySet()) {
                boolean ready = entry.getValue().members().stream().noneMatch(name -> left.contains(whole(name)));
                if (!ready || !left.remove(entry.getKey())) continue;
                order.add(entry.getKey());
                grows = true;
            }
        }
        return order;
    }

    /** The disk or RAID of which a device is, or is a partition. */
    static String whole(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
