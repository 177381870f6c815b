package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Disks.Disk;
import io.penguintech.gough.reconcile.Disks.Partition;
import io.penguintech.gough.schema.HostStorage;
import io.penguintech.gough.schema.HostStorage.DiskChoice;
import io.penguintech.gough.schema.HostStorage.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether the disks of a machine are laid out as declared, and the one write that lays them out. MAAS does not tell which
 * layout it applied (recorded), so that is read from where the root filesystem is. A layout is of all disks at once; layout
 * custom is {@link DesignPlan}'s.
 */
final class StoragePlan implements StorageSetup {
    static final String PREFIX = "storage.";

    /** MAAS rounds partitions and volumes down to 4 MiB and takes room for itself (its source). */
    private static final long ROUNDING = 16L << 20;

    private static final String ROOT = "/";

    private final HostStorage declared;
    private final Disks disks;
    private final DiskChoices choices;

    StoragePlan(HostStorage declared, Disks disks) {
        this.declared = declared;
        this.disks = disks;
        choices = new DiskChoices(disks);
    }

    // ---- what stands in the way

    /** Why it cannot be laid out so on this machine, with the way out; empty when it can. */
    @Override
    public Optional<String> problem() {
        if (declared.isNothing()) return Optional.empty();
        return choices.none()
                .or(() -> chosen("rootDisk", declared.rootDisk()))
                .or(() -> chosen("cacheDisk", declared.cacheDisk()))
                .or(this::cache);
    }

    private Optional<String> chosen(String field, Optional<DiskChoice> choice) {
        return choice.flatMap(given -> choices.problem("spec.storage." + field, given));
    }

    /** Only when the disks are to be laid out: what is laid out already stays. */
    private Optional<String> cache() {
        if (!declared.layout().equals(Optional.of(Layout.BCACHE))
                || differences().isEmpty()) return Optional.empty();
        var root = declared.rootDisk().flatMap(this::first).or(disks::boot);
        return new CacheDisk(disks, declared.cacheDisk().flatMap(this::first), root).problem();
    }

    private Optional<Disk> first(DiskChoice choice) {
        return matching(choice).stream().findFirst();
    }

    private List<Disk> matching(DiskChoice choice) {
        return choices.matching(choice);
    }

    // ---- what differs

    /** Everything that is declared, for a machine whose disks are still unknown. */
    static List<FieldChange> all(HostStorage storage) {
        var changes = new ArrayList<FieldChange>();
        fields(storage)
                .forEach((field, value) ->
                        changes.add(new FieldChange(PREFIX + field, Optional.empty(), Optional.of(value))));
        return changes;
    }

    private static SortedMap<String, String> fields(HostStorage storage) {
        SortedMap<String, String> fields = new TreeMap<>(storage.names());
        storage.layout().ifPresent(layout -> fields.put("layout", layout.word()));
        storage.sizes().forEach((field, size) -> fields.put(field, bytes(size)));
        storage.rootDisk().ifPresent(disk -> fields.put("rootDisk", disk.toString()));
        storage.cacheDisk().ifPresent(disk -> fields.put("cacheDisk", disk.toString()));
        storage.cacheMode().ifPresent(mode -> fields.put("cacheMode", mode));
        storage.design().ifPresent(design -> fields.putAll(DesignText.fields(design)));
        return fields;
    }

    private static String bytes(long size) {
        return "%,d bytes".formatted(size);
    }

    /** Each field that differs, sorted. A write lays all disks out anew, so what is on them is part of it. */
    @Override
    public List<FieldChange> differences() {
        if (declared.isNothing()) return List.of();
        var wrong = new TreeMap<String, Optional<String>>();
        var layout = declared.layout().orElseThrow();
        if (!isLaidOut(layout)) wrong.put("layout", Optional.of(DiskChoices.content(disks)));
        else sizes(wrong);
        var shall = fields(declared);
        return wrong.entrySet().stream()
                .map(entry -> new FieldChange(
                        PREFIX + entry.getKey(), entry.getValue(), Optional.ofNullable(shall.get(entry.getKey()))))
                .toList();
    }

    private boolean isLaidOut(Layout layout) {
        if (layout == Layout.BLANK) return disks.disks().stream().allMatch(Disk::isFree);
        boolean plain = disks.volumeGroups().isEmpty() && disks.raids().isEmpty();
        return switch (layout) {
            case FLAT ->
                plain
                        && disks.bcaches().isEmpty()
                        && rootPartition().filter(this::isOnRootDisk).isPresent();
            case LVM ->
                disks.volumeGroups().equals(List.of(group()))
                        && disks.raids().isEmpty()
                        && disks.bcaches().isEmpty()
                        && rootDevice()
                                .filter(disk -> disk.name().equals(group() + "-" + volume()))
                                .isPresent()
                        && holder("lvm-pv").filter(this::isOnRootDisk).isPresent();
            case BCACHE ->
                plain
                        && rootDevice()
                                .filter(disk -> disks.bcaches().contains(disk.name()))
                                .isPresent()
                        && holder("bcache-backing").filter(this::isOnRootDisk).isPresent()
                        && cachesWhereDeclared();
            case BLANK, CUSTOM -> false; // BLANK is above, and CUSTOM has a plan of its own
        };
    }

    private boolean cachesWhereDeclared() {
        if (declared.cacheDisk().isEmpty()) return holder("bcache-cache").isPresent();
        return holder("bcache-cache")
                .filter(disk -> matching(declared.cacheDisk().get()).contains(disk))
                .isPresent();
    }

    private String group() {
        return declared.names().getOrDefault("volumeGroup", "vgroot");
    }

    private String volume() {
        return declared.names().getOrDefault("logicalVolume", "lvroot");
    }

    private boolean isOnRootDisk(Disk disk) {
        return declared.rootDisk()
                .map(choice -> matching(choice).contains(disk))
                .orElseGet(() -> disks.boot().equals(Optional.of(disk)));
    }

    /** The virtual disk that holds the root filesystem. */
    private Optional<Disk> rootDevice() {
        return disks.disks().stream()
                .filter(disk -> !disk.physical() && disk.mount().equals(ROOT))
                .findFirst();
    }

    /** The disk with the partition that holds the root filesystem. */
    private Optional<Disk> rootPartition() {
        return disks.physical()
                .filter(disk ->
                        disk.partitions().stream().anyMatch(part -> part.mount().equals(ROOT)))
                .findFirst();
    }

    /** The disk that is, or has a partition that is, used so. */
    private Optional<Disk> holder(String use) {
        return disks.physical()
                .filter(disk -> disk.use().equals(use)
                        || disk.partitions().stream()
                                .anyMatch(part -> part.use().equals(use)))
                .findFirst();
    }

    private void sizes(Map<String, Optional<String>> wrong) {
        var parts = disks.physical().flatMap(disk -> disk.partitions().stream()).toList();
        size(
                wrong,
                "bootSize",
                parts.stream()
                        .filter(part -> part.mount().equals("/boot"))
                        .map(Partition::size)
                        .findFirst());
        size(
                wrong,
                "rootSize",
                parts.stream().filter(this::isRoot).map(Partition::size).findFirst());
        size(wrong, "logicalVolumeSize", rootDevice().map(Disk::size));
    }

    private boolean isRoot(Partition part) {
        return part.mount().equals(ROOT)
                || part.use().equals("lvm-pv")
                || part.use().equals("bcache-backing");
    }

    private void size(Map<String, Optional<String>> wrong, String field, Optional<Long> now) {
        var shall = declared.sizes().get(field);
        if (shall == null) return;
        if (now.filter(is -> Math.abs(is - shall) <= ROUNDING).isEmpty()) wrong.put(field, now.map(StoragePlan::bytes));
    }

    // ---- what comes next

    /** The next write; empty when everything is as declared. */
    @Override
    public Optional<SetupWrite> next() {
        if (differences().isEmpty() || problem().isPresent()) return Optional.empty();
        return Optional.of(new SetupWrite.LayOut(
                declared.layout().orElseThrow(),
                declared.names(),
                declared.sizes(),
                declared.rootDisk().map(this::only),
                declared.cacheDisk().map(this::only),
                declared.cacheMode()));
    }

    private long only(DiskChoice choice) {
        return matching(choice).getFirst().id();
    }
}
