package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.DiskWrite;
import io.penguintech.gough.reconcile.Disks;
import io.penguintech.gough.reconcile.Disks.Member;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.SetupWrite;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lays disks out. The machine is looked at right before: nothing is written to one that is not Ready, and of a design only
 * what is still to be done.
 */
final class StorageWrites {
    private static final Map<String, String> MAAS = Map.of(
            "volumeGroup", "vg_name",
            "logicalVolume", "lv_name",
            "bootSize", "boot_size",
            "rootSize", "root_size",
            "logicalVolumeSize", "lv_size");

    /** As MAAS's forms call it; of filesystems in memory its own page has another name, which is not read (its source). */
    private static final String OPTIONS = "mount_options";

    private final MaasCalls calls;
    private final Reads reads;

    StorageWrites(MaasCalls calls, Reads reads) {
        this.calls = calls;
        this.reads = reads;
    }

    Outcome layOut(SystemId id, SetupWrite.LayOut write) throws Refused {
        var doing = "lay out the disks of %s as %s"
                .formatted(calls.named(id), write.layout().word());
        ready(id, doing);
        var form = Form.of("storage_layout", write.layout().word());
        write.names().forEach((field, name) -> form.with(MAAS.getOrDefault(field, field), name));
        write.sizes().forEach((field, size) -> form.with(MAAS.getOrDefault(field, field), Long.toString(size)));
        write.rootDisk().ifPresent(disk -> form.with("root_device", Long.toString(disk)));
        write.cacheDisk().ifPresent(disk -> form.with("cache_device", Long.toString(disk)));
        write.cacheMode().ifPresent(mode -> form.with("cache_mode", mode));
        calls.write(
                "set-storage-layout", "POST", Lifecycle.path(id) + "?op=set_storage_layout", form, doing, List.of());
        return done(id);
    }

    private Disks ready(SystemId id, String doing) throws Refused {
        var machine = reads.look(id)
                .orElseThrow(() -> new Refused(calls.failures().changed(doing, "MAAS does not know it any more.")));
        if (!(machine.state() instanceof Machine.State.Ready))
            throw new Refused(calls.failures().changed(doing, "it is " + machine.status() + ", not Ready."));
        return machine.fitted().disks();
    }

    /** Writes what is still to be done; what is done already is done. */
    Outcome write(SystemId id, DiskWrite write) throws Refused {
        var call = call(write);
        var doing = "%s of %s".formatted(call.doing(), calls.named(id));
        return switch (write.standing(ready(id, doing))) {
            case DONE -> done(id);
            case OVERTAKEN ->
                throw new Refused(
                        calls.failures().changed(doing, "its disks are not as they were when that was planned."));
            case DUE -> {
                var path = write instanceof DiskWrite.CreateVolume volume
                        ? call.path(id).formatted(group(id, volume.group(), doing))
                        : call.path(id);
                calls.write(call.operation(), "POST", path, call.form(), doing, List.of());
                yield done(id);
            }
        };
    }

    /** MAAS's number of a volume group, which a machine does not tell beside its name. */
    private long group(SystemId id, String name, String doing) throws Refused {
        return calls.readList("volume-groups", "nodes/" + id + "/volume-groups/", Form.empty(), doing)
                .valueStream()
                .filter(group -> group.path("name").asString("").equals(name))
                .map(group -> group.path("id").asLong(-1))
                .findFirst()
                .orElseThrow(() ->
                        new Refused(calls.failures().changed(doing, "it has no volume group %s.".formatted(name))));
    }

    /**
     * A call of MAAS's API (paths and fields: facts).
     *
     * @param operation a fixed word for metrics
     * @param path below the node; what begins with a question mark is an operation of the machine itself
     * @param doing the same for people, as the beginning of a sentence that ends in the machine
     */
    private record Call(String operation, String path, Form form, String doing) {
        String path(SystemId id) {
            return path.startsWith("?") ? Lifecycle.path(id) + path : "nodes/" + id + "/" + path;
        }
    }

    private static Call call(DiskWrite write) {
        return switch (write) {
            case DiskWrite.CreatePartition part -> {
                var form = Form.of("bootable", Boolean.toString(part.bootable()));
                part.size().ifPresent(size -> form.with("size", Long.toString(size)));
                yield new Call(
                        "create-partition",
                        "blockdevices/" + part.disk() + "/partitions/",
                        form,
                        "make partition " + part.name());
            }
            case DiskWrite.CreateRaid raid -> {
                var form = Form.of("name", raid.name()).with("level", raid.level());
                members(form, "block_devices", "partitions", raid.devices());
                members(form, "spare_devices", "spare_partitions", raid.spares());
                yield new Call("create-raid", "raids/", form, "make RAID " + raid.name());
            }
            case DiskWrite.CreateVolumeGroup group -> {
                var form = Form.of("name", group.name());
                members(form, "block_devices", "partitions", group.devices());
                yield new Call("create-volume-group", "volume-groups/", form, "make volume group " + group.name());
            }
            case DiskWrite.CreateVolume volume ->
                new Call(
                        "create-logical-volume",
                        "volume-group/%d/?op=create_logical_volume",
                        Form.of("name", volume.name()).with("size", Long.toString(volume.size())),
                        "make logical volume " + volume.group() + "." + volume.name());
            case DiskWrite.Format format -> {
                var form = Form.of("fstype", format.filesystem());
                if (!format.label().isEmpty()) form.with("label", format.label());
                yield new Call(
                        "format-device",
                        path(format.spot()) + "?op=format",
                        form,
                        "format " + format.spot().name());
            }
            case DiskWrite.MountInMemory memory -> {
                var form = Form.of("fstype", memory.type()).with("mount_point", memory.point());
                if (!memory.options().isEmpty()) form.with(OPTIONS, memory.options());
                yield new Call(
                        "mount-special", "?op=mount_special", form, "mount %s in memory".formatted(memory.point()));
            }
            case DiskWrite.UnmountInMemory memory ->
                new Call(
                        "unmount-special",
                        "?op=unmount_special",
                        Form.of("mount_point", memory.point()),
                        "unmount %s, which is in memory,".formatted(memory.point()));
            case DiskWrite.Mount mount -> {
                var form = mount.isSomewhere() ? Form.of("mount_point", mount.point()) : Form.empty();
                if (!mount.options().isEmpty()) form.with(OPTIONS, mount.options());
                yield new Call(
                        "mount-device",
                        path(mount.spot()) + "?op=mount",
                        form,
                        "mount " + mount.spot().name());
            }
        };
    }

    /** A partition's path has no slash at its end (facts). */
    private static String path(DiskWrite.Spot spot) {
        var disk = "blockdevices/" + spot.disk() + "/";
        return spot.partition().map(id -> disk + "partition/" + id).orElse(disk);
    }

    private static void members(Form form, String disks, String partitions, List<Member> members) {
        for (var member : members) form.with(member.partition() ? partitions : disks, Long.toString(member.id()));
    }

    private static Outcome done(SystemId id) {
        return new Outcome.Done(Optional.of(id.value()));
    }
}
