package io.penguintech.gough.simulators.maas;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Storage layouts (source code, {@code storage_layouts.py}; flat recorded). {@code vmfs6} and {@code vmfs7} are accepted
 * and leave the disks blank, which no real region does.
 */
final class StorageLayouts {
    private static final List<String> LAYOUTS = List.of("flat", "lvm", "bcache", "vmfs6", "vmfs7", "blank", "custom");
    private static final long EFI = 512L * 1024 * 1024;
    private static final long BCACHE_BOOT = 1024L * 1024 * 1024;
    private static final long LEAST_ROOT = 3L * 1024 * 1024 * 1024;

    private final Storage storage;

    StorageLayouts(Storage storage) {
        this.storage = storage;
    }

    /** What the form asks for; the one of the settings, with nothing asked, is {@link #fallback}. */
    void apply(Request request) {
        var form = new StorageForm(request, storage);
        var name = form.fields.required("storage_layout");
        if (!name.isEmpty() && !LAYOUTS.contains(name)) {
            form.fields.error(
                    "storage_layout", FormFields.notOneOf("storage_layout", name, LAYOUTS)); // wording inferred
        }
        form.fields.refuseErrors();
        var boot = storage.boot()
                .orElseThrow(() -> Refusal.bad("Failed to configure storage layout '" + name
                        + "': Node doesn't have any storage devices to configure."));
        if (name.equals("custom")) {
            throw Refusal.bad("Failed to configure storage layout 'custom': No custom storage layout configuration"
                    + " found"); // wording inferred: needs a commissioning script's answer
        }
        var sizes = sizes(form, boot);
        var root = form.fields.choice("root_device", text -> storage.named(text).filter(Volume.Disk::isPhysical));
        var mode = form.fields.word("cache_mode", List.of("writeback", "writethrough", "writearound"));
        // Checked and then passed over: MAAS compares a number with a text (source code).
        form.fields.choice(
                "cache_device",
                text -> storage.named(text).filter(Volume.Disk::isPhysical).filter(disk -> !disk.equals(boot)));
        var lvSize = form.part("lv_size", sizes.root().orElse(boot.size - EFI - sizes.boot()), LEAST_ROOT, boot.size);
        form.fields.refuseErrors();
        if (name.equals("bcache") && ssd().isEmpty()) {
            throw Refusal.bad("Failed to configure storage layout 'bcache': Node doesn't have an available cache device"
                    + " to setup bcache.");
        }
        storage.clear();
        switch (name) {
            case "flat" -> mountRoot(basic(boot, root, sizes));
            case "lvm" -> lvm(request, basic(boot, root, sizes), lvSize);
            case "bcache" -> bcache(basic(boot, root, sizes.withBoot()), mode.orElse("writethrough"));
            default -> {}
        }
    }

    /** Sizes of the boot and the root partition; a boot partition of 0 is none. */
    private record Sizes(long boot, OptionalLong given) {
        /** Layout bcache always has a boot partition. */
        Sizes withBoot() {
            return new Sizes(boot > 0 ? boot : BCACHE_BOOT, given);
        }

        Optional<Long> root() {
            return given.isPresent() ? Optional.of(given.getAsLong()) : Optional.empty();
        }
    }

    private static Sizes sizes(StorageForm form, Volume.Disk boot) {
        long whole = boot.size - EFI;
        long bootSize = form.part("boot_size", whole, EFI, whole - LEAST_ROOT).orElse(0L);
        var root = form.part("root_size", whole, LEAST_ROOT, whole - EFI);
        if (root.isPresent() && EFI + bootSize + root.get() > boot.size) {
            form.fields.error(
                    "__all__",
                    "Size of the boot partition and root partition are larger than the available space on the boot"
                            + " disk.");
        }
        return new Sizes(bootSize, root.isPresent() ? OptionalLong.of(root.get()) : OptionalLong.empty());
    }

    /** The layout of the region's settings, as after commissioning. */
    static void fallback(Storage storage, String name) {
        var layouts = new StorageLayouts(storage);
        storage.clear();
        var boot = storage.boot();
        if (boot.isEmpty() || name.equals("blank")) {
            return;
        }
        var root = layouts.basic(boot.get(), Optional.empty(), new Sizes(0, OptionalLong.empty()));
        if (name.equals("lvm")) {
            layouts.logical(root, "vgroot", "lvroot", Optional.empty());
        } else {
            layouts.mountRoot(root);
        }
    }

    private Volume basic(Volume.Disk boot, Optional<Volume.Disk> root, Sizes sizes) {
        if (sizes.boot() > 0) {
            var partition = storage.addPartition(boot, Optional.of(sizes.boot()));
            partition.bootable = true;
            storage.format(partition, "ext4", "boot").mountPoint = "/boot";
        }
        return storage.addPartition(root.orElse(boot), sizes.root());
    }

    private void mountRoot(Volume volume) {
        storage.format(volume, "ext4", "root").mountPoint = "/";
    }

    private void lvm(Request request, Volume root, Optional<Long> size) {
        logical(
                root,
                request.field("vg_name").filter(text -> !text.isEmpty()).orElse("vgroot"),
                request.field("lv_name").filter(text -> !text.isEmpty()).orElse("lvroot"),
                size);
    }

    private void logical(Volume root, String groupName, String name, Optional<Long> size) {
        var group = storage.addVolumeGroup(groupName, List.of(root));
        mountRoot(storage.addLogical(group, name, size.orElse(group.size())));
    }

    private void bcache(Volume root, String mode) {
        var set = storage.addCacheSet(storage.addPartition(ssd().orElseThrow(), Optional.empty()));
        var bcache = storage.addBcache("bcache0", root, set, mode);
        mountRoot(bcache.virtual.getFirst());
    }

    /** The smallest fast disk that the machine does not boot from. */
    private Optional<Volume.Disk> ssd() {
        var boot = storage.boot();
        return storage.physical()
                .filter(disk -> !boot.equals(Optional.of(disk)) && disk.tags().contains("ssd"))
                .min(Comparator.comparingLong(disk -> disk.size));
    }
}
