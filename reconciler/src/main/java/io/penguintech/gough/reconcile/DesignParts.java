package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.DiskWrite.CreatePartition;
import io.penguintech.gough.reconcile.DiskWrite.CreateRaid;
import io.penguintech.gough.reconcile.DiskWrite.CreateVolume;
import io.penguintech.gough.reconcile.DiskWrite.CreateVolumeGroup;
import io.penguintech.gough.reconcile.DiskWrite.Format;
import io.penguintech.gough.reconcile.DiskWrite.Held;
import io.penguintech.gough.reconcile.DiskWrite.Mount;
import io.penguintech.gough.reconcile.DiskWrite.Spot;
import io.penguintech.gough.reconcile.Disks.Disk;
import io.penguintech.gough.reconcile.Disks.Group;
import io.penguintech.gough.schema.StorageDesign;
import io.penguintech.gough.schema.StorageDesign.Content;
import io.penguintech.gough.schema.StorageDesign.Partition;
import io.penguintech.gough.schema.StorageDesign.Raid;
import io.penguintech.gough.schema.StorageDesign.Volume;
import io.penguintech.gough.schema.StorageDesign.VolumeGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a design in the order in which they are made, each after what it is made of: disks and their partitions,
 * RAIDs and theirs, volume groups and their volumes. Supposes that what is there is the beginning of the design.
 */
final class DesignParts {
    private final StorageDesign design;
    private final DesignMatch match;
    private final List<DesignPart> parts = new ArrayList<>();

    DesignParts(StorageDesign design, DesignMatch match) {
        this.design = design;
        this.match = match;
    }

    List<DesignPart> all() {
        design.disks().forEach(this::disk);
        for (var name : match.raids())
            Optional.ofNullable(design.raids().get(name)).ifPresent(it -> raid(name, it));
        design.volumeGroups().forEach(this::group);
        match.disks().inMemory().stream().filter(is -> !isDeclared(is)).forEach(this::tooMuch);
        design.inMemory().forEach(this::inMemory);
        return List.copyOf(parts);
    }

    // ---- in memory

    private static Disks.InMemory asMaasHasIt(Content content) {
        return new Disks.InMemory(
                content.filesystem().orElse(""),
                content.mount().orElse(""),
                content.options().orElse(""));
    }

    private boolean isDeclared(Disks.InMemory is) {
        return design.inMemory().values().stream()
                .anyMatch(content -> asMaasHasIt(content).equals(is));
    }

    /** Nobody declares it, or otherwise: it goes before another one can have its place. */
    private void tooMuch(Disks.InMemory is) {
        parts.add(new DesignPart(
                DesignText.inMemory(is.mount()),
                "none",
                Optional.of(is.type() + (is.options().isEmpty() ? "" : " with " + is.options())),
                false,
                Optional.of(new DiskWrite.UnmountInMemory(is.mount()))));
    }

    private void inMemory(String name, Content content) {
        var shall = asMaasHasIt(content);
        boolean done = match.disks().inMemory().contains(shall);
        Optional<DiskWrite> write = done
                ? Optional.empty()
                : Optional.of(new DiskWrite.MountInMemory(shall.type(), shall.mount(), shall.options()));
        parts.add(new DesignPart(DesignText.inMemory(name), "", Optional.empty(), done, write));
    }

    private void disk(String name, StorageDesign.Disk disk) {
        var found = match.device(name);
        var on = found.map(it -> ": " + it.known()).orElse("");
        var write = match.spot(name).flatMap(spot -> content(spot, disk.content()));
        parts.add(new DesignPart(
                DesignText.disk(name),
                on,
                found.flatMap(DesignParts::now),
                write.isEmpty() && found.isPresent(),
                write));
        partitions(DesignText.disk(name), name, disk.partitions());
    }

    private void partitions(String field, String device, List<Partition> partitions) {
        var found = match.device(device);
        for (int i = 0; i < partitions.size(); i++) {
            var part = partitions.get(i);
            var name = device + "." + part.name();
            int index = i;
            var spot = match.spot(name);
            var write = spot.isPresent()
                    ? content(spot.get(), part.content())
                    : found.filter(disk -> disk.partitions().size() == index)
                            .map(disk -> create(name, disk, index, part));
            parts.add(new DesignPart(
                    DesignText.partition(field, part.name()),
                    found.map(disk -> ", on " + disk.name()).orElse(""),
                    spot.flatMap(it -> now(it)),
                    spot.isPresent() && write.isEmpty(),
                    write));
        }
    }

    private static DiskWrite create(String name, Disk disk, int index, Partition part) {
        return new CreatePartition(
                name, disk.id(), index, DesignRoom.partition(part.size(), disk.size()), part.bootable());
    }

    private void raid(String name, Raid raid) {
        var found = match.raid(name);
        Optional<DiskWrite> write = found.isPresent()
                ? match.spot(name).flatMap(spot -> content(spot, raid.content()))
                : create(name, raid);
        parts.add(new DesignPart(
                DesignText.raid(name),
                "",
                match.device(name).map(disk -> now(disk).orElse("no filesystem")),
                found.isPresent() && write.isEmpty(),
                write));
        partitions(DesignText.raid(name), name, raid.partitions());
    }

    private Optional<DiskWrite> create(String name, Raid raid) {
        var spares = match.members(raid.spares());
        return match.members(raid.devices())
                .filter(_ -> spares.isPresent())
                .map(devices -> new CreateRaid(name, "raid-" + raid.level(), devices, spares.orElse(List.of())));
    }

    private void group(String name, VolumeGroup group) {
        var found = match.group(name);
        Optional<DiskWrite> write = found.isPresent()
                ? Optional.empty()
                : match.members(group.devices()).map(devices -> new CreateVolumeGroup(name, devices));
        parts.add(new DesignPart(DesignText.group(name), "", Optional.empty(), found.isPresent(), write));
        group.volumes().forEach((volume, it) -> {
            if (!it.size().isRest()) volume(name, found, volume, it);
        });
        group.volumes().forEach((volume, it) -> {
            if (it.size().isRest()) volume(name, found, volume, it);
        });
    }

    private void volume(String group, Optional<Group> found, String name, Volume volume) {
        var disk = found.flatMap(it -> match.volume(it, name));
        Optional<DiskWrite> write = disk.isPresent()
                ? content(new Spot(group + "." + name, disk.get().id(), Optional.empty()), volume.content())
                : found.map(it -> create(it, name, volume));
        parts.add(new DesignPart(
                DesignText.volume(group, name),
                "",
                disk.map(it -> now(it).orElse("no filesystem")),
                disk.isPresent() && write.isEmpty(),
                write));
    }

    private DiskWrite create(Group group, String name, Volume volume) {
        long used = match.volumes(group).stream().mapToLong(Disk::size).sum();
        long size = DesignRoom.volume(volume.size(), group.size()).orElse(DesignRoom.aligned(group.size() - used));
        return new CreateVolume(group.name(), name, size);
    }

    // ---- filesystems

    private Optional<DiskWrite> content(Spot spot, Content content) {
        if (content.isNothing()) return Optional.empty();
        var held = spot.held(match.disks());
        if (held.isEmpty()) return Optional.empty();
        if (held.get().use().isEmpty())
            return Optional.of(new Format(
                    spot, content.filesystem().orElse(""), content.label().orElse("")));
        var point = point(content);
        if (point.isEmpty() || !held.get().mount().isEmpty()) return Optional.empty();
        return Optional.of(new Mount(spot, point, content.options().orElse("")));
    }

    /** Where MAAS shall say that it is mounted; empty text for nowhere. */
    static String point(Content content) {
        return content.isSwap() ? Mount.NOWHERE : content.mount().orElse("");
    }

    private Optional<String> now(Spot spot) {
        return spot.held(match.disks()).map(held -> text(held).orElse("no filesystem"));
    }

    private static Optional<String> now(Disk disk) {
        return text(new Held(disk.use(), disk.mount(), disk.options()));
    }

    private static Optional<String> text(Held held) {
        if (held.use().isEmpty()) return Optional.empty();
        return Optional.of(held.use() + (held.mount().isEmpty() ? "" : " at " + held.mount()));
    }
}
