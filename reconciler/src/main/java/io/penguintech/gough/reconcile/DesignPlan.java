package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Disks.Disk;
import io.penguintech.gough.schema.HostStorage.Layout;
import io.penguintech.gough.schema.StorageDesign;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How the disks of a machine differ from a design of one's own, and the one write that comes next. Pure, and derived afresh
 * from every look. The ground is known: where what is there is the beginning of the design, it is gone on with; else all
 * disks are laid out blank first. So nothing is removed piece by piece, and nothing stays that nobody declared.
 */
final class DesignPlan implements StorageSetup {
    private final StorageDesign design;
    private final DesignMatch match;
    private final List<DesignPart> parts;
    private final boolean begun;

    DesignPlan(StorageDesign design, Disks disks) {
        this.design = design;
        match = new DesignMatch(design, disks);
        parts = new DesignParts(design, match).all();
        begun = new DesignGround(design, match).isBeginning();
    }

    // ---- what stands in the way

    @Override
    public Optional<String> problem() {
        var disks = match.disks();
        var choices = new DiskChoices(disks);
        return choices.none()
                .or(() -> first(
                        List.copyOf(design.disks().entrySet()),
                        disk -> choices.problem(
                                path(disk.getKey()), disk.getValue().choice())))
                .or(() -> first(disks.physical().toList(), this::usedTwice))
                .or(() -> disks.boot().flatMap(this::bootDiskWhole))
                .or(() -> first(List.copyOf(design.raids().keySet()), this::nameTaken))
                .or(() -> DesignRoom.problem(design, match));
    }

    private interface Objection<T> {
        Optional<String> to(T thing);
    }

    private static <T> Optional<String> first(List<T> things, Objection<T> objection) {
        return things.stream().flatMap(thing -> objection.to(thing).stream()).findFirst();
    }

    private static String path(String disk) {
        return "spec.storage." + DesignText.disk(disk);
    }

    private Optional<String> usedTwice(Disk disk) {
        var names = match.names(disk);
        if (names.size() < 2) return Optional.empty();
        return Optional.of(
                "%s and %s are the same disk of the machine, %s. Give each what only it has, such as its serial."
                        .formatted(path(names.getFirst()), path(names.get(1)), disk.known()));
    }

    /** MAAS would make a partition of it by itself, or refuse (its source). */
    private Optional<String> bootDiskWhole(Disk boot) {
        return match.names(boot).stream()
                .filter(name -> match.isPart(name)
                        || !Optional.ofNullable(design.disks().get(name))
                                .map(StorageDesign.Disk::content)
                                .orElse(StorageDesign.Content.NONE)
                                .isNothing())
                .findFirst()
                .map(name ->
                        "%s is the boot disk, %s, which MAAS does not use whole. Give it a partition of size rest, and name that instead."
                                .formatted(path(name), boot.known()));
    }

    private Optional<String> nameTaken(String raid) {
        return match.disks()
                .physical()
                .filter(disk -> disk.name().equals(raid))
                .findFirst()
                .map(disk -> "spec.storage.%s has the name of a disk of the machine, %s. Call the RAID otherwise."
                        .formatted(DesignText.raid(raid), disk.known()));
    }

    // ---- what differs

    /** Each part that is not as declared. From the ground up that is all of them, and what goes is said too. */
    @Override
    public List<FieldChange> differences() {
        var due = parts.stream().filter(part -> !begun || !part.done()).toList();
        if (begun && due.isEmpty()) return List.of();
        var texts = DesignText.fields(design);
        var changes = new TreeSet<FieldChange>();
        for (var part : due)
            changes.add(new FieldChange(
                    StoragePlan.PREFIX + part.field(),
                    begun ? part.now() : Optional.empty(),
                    Optional.of(texts.getOrDefault(part.field(), "") + part.on())));
        if (!begun)
            changes.add(new FieldChange(
                    StoragePlan.PREFIX + "layout",
                    Optional.of(DiskChoices.content(match.disks())),
                    Optional.of(Layout.CUSTOM.word())));
        unused().ifPresent(disks ->
                changes.add(new FieldChange(StoragePlan.PREFIX + "unused", Optional.empty(), Optional.of(disks))));
        return List.copyOf(changes);
    }

    /** Disks that the design leaves blank: MAAS's installer clears the beginning of these as well. */
    private Optional<String> unused() {
        var text = match.disks()
                .physical()
                .filter(disk -> match.names(disk).isEmpty())
                .map(Disk::known)
                .collect(Collectors.joining("; "));
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    // ---- what comes next

    @Override
    public Optional<SetupWrite> next() {
        if (problem().isPresent()) return Optional.empty();
        if (!begun)
            return Optional.of(new SetupWrite.LayOut(
                    Layout.BLANK,
                    new TreeMap<>(),
                    new TreeMap<>(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
        return parts.stream()
                .filter(part -> !part.done())
                .findFirst()
                .flatMap(DesignPart::next)
                .map(write -> write);
    }
}
