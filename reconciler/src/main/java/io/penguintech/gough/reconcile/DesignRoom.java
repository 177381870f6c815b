package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.StorageDesign;
import io.penguintech.gough.schema.StorageDesign.Partition;
import io.penguintech.gough.schema.StorageDesign.Raid;
import io.penguintech.gough.schema.StorageDesign.Size;
import io.penguintech.gough.schema.StorageDesign.Volume;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sizes as MAAS makes them, and whether a design fits on the disks of a machine. */
final class DesignRoom {
    /** MAAS rounds partitions and volumes down to it, and makes none below (its source). */
    static final long ALIGNMENT = 4L << 20;

    /**
     * What is never shared out by percentages: MAAS keeps 5 MiB of a partitioned disk, 1 MiB more where it boots with BIOS
     * and 8 MiB more on ppc64el (its source), and rounds.
     */
    private static final long KEPT = 16L << 20;

    /** What MAAS keeps at least. */
    private static final long TABLE = 5L << 20;

    private DesignRoom() {}

    static long aligned(long size) {
        return size / ALIGNMENT * ALIGNMENT;
    }

    /** The bytes of a partition of a disk or RAID of so many; empty when it takes the rest. */
    static Optional<Long> partition(Size size, long whole) {
        return size.of(Math.max(0, whole - KEPT)).map(DesignRoom::aligned);
    }

    /** The bytes of a logical volume of a group of so many; empty when it takes the rest. */
    static Optional<Long> volume(Size size, long group) {
        return size.of(group).map(DesignRoom::aligned);
    }

    /** Whether a size is the declared one but for MAAS's rounding. */
    static boolean same(long is, long shall) {
        return Math.abs(is - shall) <= ALIGNMENT;
    }

    // ---- whether it fits

    /** Why the design does not fit on the machine's disks; empty when it does. */
    static Optional<String> problem(StorageDesign design, DesignMatch match) {
        var sizes = new TreeMap<String, Long>();
        for (var entry : design.disks().entrySet()) {
            var name = entry.getKey();
            long size = match.device(name).map(Disks.Disk::size).orElse(0L);
            var problem =
                    partitions(DesignText.disk(name), name, entry.getValue().partitions(), size, sizes);
            if (problem.isPresent()) return problem;
        }
        for (var name : match.raids()) {
            var raid = design.raids().get(name);
            if (raid == null) continue;
            var problem = partitions(DesignText.raid(name), name, raid.partitions(), size(raid, sizes), sizes);
            if (problem.isPresent()) return problem;
        }
        return design.volumeGroups().entrySet().stream()
                .flatMap(entry -> {
                    var group = entry.getValue();
                    long size = group.devices().stream()
                            .mapToLong(device -> sizes.getOrDefault(device, 0L) - ALIGNMENT)
                            .sum();
                    var parts = group.volumes().values().stream()
                            .map(Volume::size)
                            .map(share -> volume(share, size))
                            .toList();
                    return overfull(DesignText.group(entry.getKey()), parts, size).stream();
                })
                .findFirst();
    }

    /** Notes how large a device and its partitions are. */
    private static Optional<String> partitions(
            String path, String name, List<Partition> partitions, long size, Map<String, Long> into) {
        into.put(name, size);
        var parts =
                partitions.stream().map(part -> partition(part.size(), size)).toList();
        long used = sum(parts);
        for (int i = 0; i < parts.size(); i++)
            into.put(name + "." + partitions.get(i).name(), parts.get(i).orElse(aligned(size - TABLE - used)));
        return partitions.isEmpty() ? Optional.empty() : overfull(path, parts, size - TABLE);
    }

    private static Optional<String> overfull(String path, Collection<Optional<Long>> parts, long room) {
        long needed = sum(parts);
        if (parts.stream().anyMatch(Optional::isEmpty)) needed += ALIGNMENT;
        if (needed <= room && parts.stream().flatMap(Optional::stream).allMatch(part -> part >= ALIGNMENT))
            return Optional.empty();
        return Optional.of(
                "spec.storage.%s does not fit on this machine: it takes %,d bytes, in parts of 4 MiB at least, and there are %,d. Correct the sizes, or choose another disk."
                        .formatted(path, needed, Math.max(0, room)));
    }

    private static long sum(Collection<Optional<Long>> parts) {
        return parts.stream()
                .flatMap(Optional::stream)
                .mapToLong(Long::longValue)
                .sum();
    }

    /** As MAAS reckons it (its source); spares count when it looks for the smallest. */
    private static long size(Raid raid, Map<String, Long> sizes) {
        var devices = raid.devices().stream()
                .mapToLong(name -> sizes.getOrDefault(name, 0L))
                .toArray();
        long least = raid.members().stream()
                .mapToLong(name -> sizes.getOrDefault(name, 0L))
                .min()
                .orElse(0);
        return switch (raid.level()) {
            case 0 -> Arrays.stream(devices).sum();
            case 1 -> least;
            case 5 -> least * (devices.length - 1);
            case 6 -> least * (devices.length - 2);
            default -> least * devices.length / 2;
        };
    }
}
