package io.penguintech.gough.schema;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks that the sizes of layout {@code custom} fit together, as far as the document alone tells. */
final class DesignSizes {
    /** MAAS makes no partition and no volume below, and rounds both down to it (its source). */
    private static final long LEAST = 4L << 20;

    /** What MAAS keeps of a partitioned disk at least (its source). */
    private static final long TABLE = 5L << 20;

    private static final String NO_FIT = "Sizes do not fit";

    private final Problems problems;
    private final Map<String, DesignChecks.Device> devices;

    DesignSizes(Problems problems, Map<String, DesignChecks.Device> devices) {
        this.problems = problems;
        this.devices = devices;
    }

    void check(Collection<DesignChecks.Device> groups) {
        for (var device : List.copyOf(devices.values())) {
            var parts = device.partitions();
            if (parts.isEmpty()) continue;
            parts(
                    device,
                    "partitions",
                    parts,
                    capacity(device.name(), new HashSet<>()).map(size -> size - TABLE));
            rest(device, parts, true);
        }
        for (var group : groups) {
            var volumes = group.fields().mapping("volumes").entries().stream()
                    .filter(entry -> entry.value() instanceof Tree.Mapping)
                    .toList();
            parts(group, "volumes", volumes, sum(group.fields().texts("devices")));
            rest(group, volumes, false);
        }
    }

    /** All that is left can be taken once; partitions are made in their order, so there it is the last. */
    private void rest(DesignChecks.Device whole, List<Tree.Entry> parts, boolean last) {
        for (int i = 0; i < parts.size(); i++) {
            var fields = fields(parts.get(i));
            if (!fields.text("size").equals(Optional.of("rest"))) continue;
            if (last && i < parts.size() - 1)
                problems.error(
                        NO_FIT,
                        "%s.partitions.%s takes the rest, so nothing is left for %s after it; write it last, or give it a size."
                                .formatted(
                                        whole.path(),
                                        parts.get(i).key(),
                                        parts.get(i + 1).key()),
                        fields.place("size"));
            if (!last
                    && parts.subList(0, i).stream()
                            .anyMatch(part -> fields(part).text("size").equals(Optional.of("rest"))))
                problems.error(
                        NO_FIT,
                        "%s has two volumes that take the rest; give one of them a size.".formatted(whole.path()),
                        fields.place("size"));
        }
    }

    private void parts(DesignChecks.Device whole, String map, List<Tree.Entry> parts, Optional<Long> room) {
        long bytes = 0;
        var percent = BigDecimal.ZERO;
        for (var part : parts) {
            var fields = fields(part);
            if (fields.text("size").filter(NetworkChecks::isPlain).isEmpty()) continue;
            var size = DesignSpec.size(fields);
            if (size.bytes().isPresent() && size.bytes().get() < LEAST)
                problems.error(
                        "Value not allowed",
                        "%s.%s.%s.size: %s is too small; MAAS takes 4MiB at least."
                                .formatted(
                                        whole.path(),
                                        map,
                                        part.key(),
                                        fields.text("size").orElse("")),
                        fields.place("size"));
            bytes += size.of(room.orElse(0L)).orElse(0L);
            percent = percent.add(size.percent().map(BigDecimal::new).orElse(BigDecimal.ZERO));
        }
        var place = whole.fields().place(map);
        if (percent.compareTo(BigDecimal.valueOf(100)) > 0)
            problems.error(
                    NO_FIT,
                    "%s.%s: the percentages add up to %s%%; 100%% is all there is."
                            .formatted(whole.path(), map, percent.toPlainString()),
                    place);
        else if (room.isPresent() && bytes > room.get())
            problems.error(
                    NO_FIT,
                    "%s.%s take %,d bytes, but there are %,d.".formatted(whole.path(), map, bytes, room.get()),
                    place);
    }

    private static Fields fields(Tree.Entry part) {
        return new Fields((Tree.Mapping) part.value());
    }

    // ---- how large something is, when the document tells

    /** At most so many bytes; empty when the document does not tell. */
    private Optional<Long> capacity(String name, Set<String> seen) {
        var device = devices.get(name);
        if (device == null || !seen.add(name)) return Optional.empty();
        return switch (device.sort()) {
            // A hundredth more is the same disk.
            case DISK -> StorageSpec.choice(device.fields()).size().map(size -> size + size / 100);
            case RAID -> raid(device, seen);
            case PARTITION -> partition(device, seen);
            case VOLUME -> Optional.empty();
        };
    }

    private Optional<Long> partition(DesignChecks.Device part, Set<String> seen) {
        if (part.fields().text("size").filter(NetworkChecks::isPlain).isEmpty()) return Optional.empty();
        var size = DesignSpec.size(part.fields());
        if (size.bytes().isPresent()) return size.bytes();
        var whole = capacity(DesignChecks.whole(part.name()), seen);
        return size.isRest() ? whole : whole.flatMap(size::of);
    }

    private Optional<Long> raid(DesignChecks.Device raid, Set<String> seen) {
        var names = raid.fields().texts("devices");
        long least = Long.MAX_VALUE;
        long sum = 0;
        for (var name : names) {
            var size = capacity(name, new HashSet<>(seen));
            if (size.isEmpty()) return Optional.empty();
            least = Math.min(least, size.get());
            sum += size.get();
        }
        int count = names.size();
        if (count < 2) return Optional.empty();
        return switch (raid.fields().whole("level", -1)) {
            case 0 -> Optional.of(sum);
            case 1 -> Optional.of(least);
            case 5 -> Optional.of(least * (count - 1));
            case 6 -> Optional.of(least * (count - 2));
            case 10 -> Optional.of(least * count / 2);
            default -> Optional.empty();
        };
    }

    private Optional<Long> sum(List<String> names) {
        long sum = 0;
        for (var name : names) {
            var size = capacity(name, new HashSet<>());
            if (size.isEmpty()) return Optional.empty();
            sum += size.get() - LEAST; // one extent of each device is LVM's own
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(sum);
    }
}
