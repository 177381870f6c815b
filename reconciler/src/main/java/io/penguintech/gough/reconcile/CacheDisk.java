package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Disks.Disk;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The disk that MAAS puts before the root filesystem in layout bcache: the smallest with the tag {@code ssd}, but not the
 * boot disk. It looks for the disk that it is asked for by comparing a number with a text, and so passes it over (the
 * source of 3.4.10 and 3.7.3).
 */
final class CacheDisk {
    private static final String TAG = "ssd";

    private final Disks disks;
    private final Optional<Disk> wanted;
    private final Optional<Disk> root;
    /** Those of one size that MAAS may take; which one is not told. */
    private final List<Disk> taken;

    /**
     * @param wanted the one that is declared; empty leaves the choice to MAAS
     * @param root the one for the root filesystem
     */
    CacheDisk(Disks disks, Optional<Disk> wanted, Optional<Disk> root) {
        this.disks = disks;
        this.wanted = wanted;
        this.root = root;
        var fast = disks.physical().filter(this::isFast).toList();
        var least = fast.stream().mapToLong(Disk::size).min();
        taken = fast.stream().filter(disk -> disk.size() == least.orElse(0)).toList();
    }

    private boolean isFast(Disk disk) {
        return disk.tags().contains(TAG) && !isBoot(disk);
    }

    private boolean isBoot(Disk disk) {
        return disks.boot().equals(Optional.of(disk));
    }

    /** Why MAAS would not cache where it shall, with the way out; empty when it would. */
    Optional<String> problem() {
        return onBootDisk()
                .or(this::none)
                .or(this::another)
                .or(this::onRootDisk)
                .map(why -> "%s MAAS knows %s.".formatted(why, new DiskChoices(disks).known()));
    }

    private Optional<String> onBootDisk() {
        return wanted.filter(this::isBoot)
                .map(disk ->
                        "spec.storage.cacheDisk is %s, which the machine boots from; MAAS caches on another one only. Choose another."
                                .formatted(disk.name()));
    }

    private Optional<String> none() {
        return taken.isEmpty()
                ? Optional.of(
                        "Layout bcache needs a fast disk beside the boot disk: none has the tag ssd, without which MAAS refuses the layout. Give one that tag in MAAS, or choose another layout.")
                : Optional.empty();
    }

    private Optional<String> another() {
        return wanted.filter(disk -> !taken.equals(List.of(disk)))
                .map(disk ->
                        "spec.storage.cacheDisk is %s, and MAAS would cache on %s: it takes the smallest disk with the tag ssd beside the boot disk, whatever it is asked for. In MAAS, %s, or make the bcache there and leave spec.storage out."
                                .formatted(disk.name(), names(taken), tags(disk)));
    }

    /** What makes MAAS take this disk. */
    private String tags(Disk disk) {
        var before = disks.physical()
                .filter(each -> isFast(each) && !each.equals(disk) && each.size() <= disk.size())
                .map(Disk::name)
                .collect(Collectors.joining(", "));
        if (disk.tags().contains(TAG)) return "take the tag ssd from " + before;
        var give = "give %s the tag ssd".formatted(disk.name());
        return before.isEmpty() ? give : "%s and take it from %s".formatted(give, before);
    }

    private Optional<String> onRootDisk() {
        return root.filter(taken::contains)
                .map(disk ->
                        "Layout bcache with spec.storage.rootDisk: MAAS would cache on %s, which is the root disk, as it is the smallest with the tag ssd beside the boot disk. In MAAS, take the tag ssd from %s, so that it takes another, or choose another root disk."
                                .formatted(disk.name(), disk.name()));
    }

    private static String names(List<Disk> disks) {
        return disks.stream().map(Disk::name).collect(Collectors.joining(" or "));
    }
}
