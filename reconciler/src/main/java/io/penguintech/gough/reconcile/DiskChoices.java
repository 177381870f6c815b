package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Disks.Disk;
import io.penguintech.gough.schema.HostStorage.DiskChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which disks of a machine a document means, and what is on them, in words. */
final class DiskChoices {
    /** A disk of a size may be a hundredth larger or smaller: makers differ. */
    private static final long SIZE_SHARE = 100;

    private final Disks disks;

    DiskChoices(Disks disks) {
        this.disks = disks;
    }

    /** Why nothing can be chosen at all. */
    Optional<String> none() {
        return disks.physical().findAny().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "MAAS knows no disk of the machine, so spec.storage cannot be set up. Commission it in MAAS again.");
    }

    /** Exactly one disk, or nothing is done. */
    Optional<String> problem(String path, DiskChoice choice) {
        long count = matching(choice).size();
        if (count == 1) return Optional.empty();
        return Optional.of("%s (%s) means %s of the machine's disks: %s. Give what only one has, such as its serial."
                .formatted(path, choice, count == 0 ? "none" : count, known()));
    }

    String known() {
        return disks.physical().map(Disk::known).collect(Collectors.joining("; "));
    }

    List<Disk> matching(DiskChoice choice) {
        var boot = disks.boot();
        return disks.physical()
                .filter(disk -> is(choice.name(), disk.name()))
                .filter(disk -> is(choice.serial(), disk.serial()))
                .filter(disk -> is(choice.model(), disk.model()))
                .filter(disk -> is(choice.idPath(), disk.idPath()))
                .filter(disk -> disk.tags().containsAll(choice.tags()))
                .filter(disk -> choice.size()
                        .filter(size -> Math.abs(size - disk.size()) > size / SIZE_SHARE)
                        .isEmpty())
                .filter(disk -> choice.boot()
                        .filter(wanted -> wanted != boot.equals(Optional.of(disk)))
                        .isEmpty())
                .toList();
    }

    private static boolean is(Optional<String> wanted, String actual) {
        return wanted.isEmpty() || wanted.get().equals(actual);
    }

    // ---- in words

    /** What is on the disks now. */
    static String content(Disks disks) {
        var used = disks.physical()
                .filter(disk -> !disk.isFree())
                .map(disk -> disk.name() + ": " + content(disk))
                .collect(Collectors.toCollection(ArrayList::new));
        disks.disks().stream()
                .filter(disk -> !disk.physical())
                .forEach(disk -> used.add("%s: %s".formatted(disk.name(), content(disk))));
        return used.isEmpty() ? "blank" : String.join("; ", used);
    }

    private static String content(Disk disk) {
        if (!disk.partitions().isEmpty())
            return disk.partitions().stream()
                    .map(part -> held(part.use(), part.mount()))
                    .collect(Collectors.joining(", "));
        return held(disk.use(), disk.mount());
    }

    private static String held(String use, String mount) {
        if (use.isEmpty()) return "unused";
        return mount.isEmpty() ? use : use + " at " + mount;
    }
}
