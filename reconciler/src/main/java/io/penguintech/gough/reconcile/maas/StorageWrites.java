package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.SetupWrite;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lays disks out. The machine is looked at right before: nothing is written to one that is not Ready. */
final class StorageWrites {
    private static final Map<String, String> MAAS = Map.of(
            "volumeGroup", "vg_name",
            "logicalVolume", "lv_name",
            "bootSize", "boot_size",
            "rootSize", "root_size",
            "logicalVolumeSize", "lv_size");

    private final MaasCalls calls;
    private final Reads reads;

    StorageWrites(MaasCalls calls, Reads reads) {
        this.calls = calls;
        this.reads = reads;
    }

    Outcome layOut(SystemId id, SetupWrite.LayOut write) throws Refused {
        var doing = "lay out the disks of machine %s as %s"
                .formatted(id, write.layout().word());
        var machine = reads.look(id)
                .orElseThrow(() -> new Refused(calls.failures().changed(doing, "MAAS does not know it any more.")));
        if (!(machine.state() instanceof Machine.State.Ready))
            throw new Refused(calls.failures().changed(doing, "it is " + machine.status() + ", not Ready."));
        var form = Form.of("storage_layout", write.layout().word());
        write.names().forEach((field, name) -> form.with(MAAS.getOrDefault(field, field), name));
        write.sizes().forEach((field, size) -> form.with(MAAS.getOrDefault(field, field), Long.toString(size)));
        write.rootDisk().ifPresent(disk -> form.with("root_device", Long.toString(disk)));
        write.cacheDisk().ifPresent(disk -> form.with("cache_device", Long.toString(disk)));
        write.cacheMode().ifPresent(mode -> form.with("cache_mode", mode));
        calls.write(
                "set-storage-layout", "POST", Lifecycle.path(id) + "?op=set_storage_layout", form, doing, List.of());
        return new Outcome.Done(Optional.of(id.value()));
    }
}
