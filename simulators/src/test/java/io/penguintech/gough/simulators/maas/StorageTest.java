package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Disks, partitions, layouts, RAIDs and volume groups of a machine. */
class StorageTest extends Standing {
    private static final long DISK = 100_000_000_000L;

    private final String id = maas.addMachine(NewMachine.named("hv-01").withDisks(DISK, DISK, DISK, DISK));

    private JsonNode disks() {
        return admin.json("nodes/" + id + "/blockdevices/");
    }

    private JsonNode disk(String name) {
        return admin.json("nodes/" + id + "/blockdevices/" + name + "/");
    }

    private HttpResponse<String> post(String path, String... form) {
        return admin.post("nodes/" + id + "/" + path, form);
    }

    private HttpResponse<String> layout(String... form) {
        return act(id, "set_storage_layout", form);
    }

    @Test
    void theFlatLayoutIsOneRootPartition() {
        assertThat(disk("sda").path("partitions").get(0).path("used_for").asString())
                .isEqualTo("ext4 formatted filesystem mounted at /");
        assertThat(disk("sda").path("available_size").asLong()).isZero();
        assertThat(disk("sdb").path("used_for").asString()).isEqualTo("Unused");
        assertThat(disk("sdb").path("available_size").asLong()).isEqualTo(99_992_207_360L);
        assertThat(read(id).path("storage").asDouble()).isEqualTo(400_000.0);
    }

    @Test
    void theLvmLayoutHasALogicalRootVolume() {
        body(layout("storage_layout", "lvm", "vg_name", "vg0", "lv_size", "20G"));

        var machine = read(id);
        var group = admin.json("nodes/" + id + "/volume-groups/").get(0);
        assertThat(group.path("name").asString()).isEqualTo("vg0");
        assertThat(machine.path("volume_groups").toString())
                .as("with the machine itself")
                .isEqualTo("[{\"system_id\":\"%s\",\"id\":%d,\"__incomplete__\":true}]"
                        .formatted(id, group.path("id").asLong()));
        assertThat(machine.path("virtualblockdevice_set").get(0).path("name").asString())
                .isEqualTo("vg0-lvroot");
        assertThat(machine.path("virtualblockdevice_set").get(0).path("size").asLong())
                .isEqualTo(20_000_000_000L / Group.EXTENT * Group.EXTENT);
        assertThat(disk("sda").path("partitions").get(0).path("used_for").asString())
                .isEqualTo("LVM volume for vg0");
    }

    @Test
    void layoutsAreRefusedInMaasOwnWords() {
        assertThat(layout("storage_layout", "zfs").body()).contains("'zfs' is not a valid storage_layout");
        assertThat(layout().body()).isEqualTo("{\"storage_layout\": [\"This field is required.\"]}");
        assertThat(layout("storage_layout", "flat", "root_size", "1G").body())
                .isEqualTo("{\"root_size\": [\"Size is too small. Minimum size is 3221225472.\"]}");
        assertThat(layout("storage_layout", "flat", "root_size", "200%").body()).contains("Size is too large.");
        body(admin.post("machines/?op=allocate", "system_id", id));
        assertThat(layout("storage_layout", "flat").body())
                .isEqualTo("Cannot change the storage layout on a machine that is not Ready.");
    }

    @Test
    void theBcacheLayoutPutsAFastDiskBefore() {
        body(layout("storage_layout", "bcache"));

        var bcache = admin.json("nodes/" + id + "/bcaches/").get(0);
        assertThat(bcache.path("cache_mode").asString()).isEqualTo("writethrough");
        assertThat(disk("sdb").path("partitions").get(0).path("used_for").asString())
                .isEqualTo("Cache device for cache0");
    }

    @Test
    void theBcacheLayoutTakesTheSmallestFastDiskAndNotTheOneItIsAskedFor() {
        var other = maas.addMachine(NewMachine.named("hv-02")
                .withStatus(MaasStatus.READY)
                .withDisks(40_000_000_000L, 80_000_000_000L, 60_000_000_000L));
        body(act(other, "set_storage_layout", "storage_layout", "bcache", "cache_device", "sdb"));

        var disks = read(other).path("physicalblockdevice_set");
        assertThat(disks.get(0).path("partitions").get(0).path("used_for").asString())
                .as("it always has a boot partition")
                .isEqualTo("ext4 formatted filesystem mounted at /boot");
        assertThat(disks.get(1).path("used_for").asString()).isEqualTo("Unused");
        assertThat(disks.get(2).path("partitions").get(0).path("used_for").asString())
                .isEqualTo("Cache device for cache0");
    }

    @Test
    void theBcacheLayoutIsRefusedWithoutAFastDiskAndNothingIsLost() {
        for (var disk : List.of("sdb", "sdc", "sdd")) {
            body(post("blockdevices/" + disk + "/?op=remove_tag", "tag", "ssd"));
        }
        var refused = layout(
                "storage_layout",
                "bcache",
                "cache_device",
                disk("sdb").path("id").asString());

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Node doesn't have an available cache device to setup bcache.");
        assertThat(disk("sda").path("used_for").asString()).isEqualTo("GPT partitioned with 1 partition");
    }

    @Test
    void partitionsAreMadeFormattedAndMounted() {
        var path = "blockdevices/" + disk("sdb").path("id").asString() + "/";
        var partition =
                body(post(path + "partitions/", "size", "10G")).path("id").asString();
        var on = path + "partition/" + partition;

        assertThat(post(on + "?op=mount", "mount_point", "/srv").body())
                .isEqualTo("{\"__all__\": [\"Cannot mount an unformatted partition or block device.\"]}");
        assertThat(post(on + "?op=format", "fstype", "ntfs").body())
                .contains("ntfs is not one of the available choices");
        body(post(on + "?op=format", "fstype", "xfs", "label", "srv"));
        assertThat(post(on + "?op=mount", "mount_point", "srv").body()).contains("mount_point");
        var mounted = body(post(on + "?op=mount", "mount_point", "/srv"));
        assertThat(mounted.path("used_for").asString()).isEqualTo("xfs formatted filesystem mounted at /srv");
        assertThat(post(on + "?op=unformat").body()).startsWith("Filesystem is mounted and cannot be unformatted.");
        assertThat(post(path + "?op=format", "fstype", "ext4").body())
                .contains("Cannot format block device with a partition table.");
        body(post(on + "?op=unmount"));
        body(post(on + "?op=unformat"));
        assertThat(admin.delete("nodes/" + id + "/" + on).statusCode()).isEqualTo(204);
        assertThat(disk("sdb").path("used_for").asString()).isEqualTo("Unused");
    }

    @Test
    void aPartitionMustFit() {
        var path = "blockdevices/sdb/partitions/";

        assertThat(post(path, "size", "200G").body()).contains("Ensure this value is less than or equal to");
        body(post(path, "size", "60G"));
        assertThat(post(path, "size", "60G").body())
                .isEqualTo("{\"size\": [\"Partition cannot be saved; not enough free space on the block device.\"]}");
        assertThat(post(path, "size", "many").body()).isEqualTo("{\"size\": [\"Enter a valid value.\"]}");
    }

    @Test
    void aRaidNeedsItsDevices() {
        assertThat(post("raids/", "level", "raid-5", "block_devices", "sdb,sdc").body())
                .isEqualTo(
                        "{\"__all__\": [\"RAID level 5 must have at least 3 raid devices and any number of spares.\"]}");
        assertThat(post("raids/", "level", "raid-7", "block_devices", "sdb").body())
                .contains("raid-7 is not one of");
        assertThat(post("raids/", "level", "raid-1").body()).contains("At least one block device or partition");
        var raid = body(post(
                "raids/",
                "name",
                "md0",
                "level",
                "raid-1",
                "block_devices",
                "sdb",
                "block_devices",
                "sdc",
                "spare_devices",
                "sdd"));
        assertThat(raid.path("size").asLong()).isEqualTo(DISK - 128 * 1024);
        assertThat(raid.path("spare_devices").get(0).path("name").asString()).isEqualTo("sdd");
        assertThat(post("raids/", "level", "raid-0", "block_devices", "sdb", "block_devices", "sdc")
                        .body())
                .contains("Select a valid choice. sdb is not one of the available choices.");
        assertThat(admin.delete("nodes/" + id + "/blockdevices/sdb/").body())
                .isEqualTo("Cannot delete block device because its part of a RAID.");
        body(post("blockdevices/md0/?op=format", "fstype", "ext4"));
        var raidPath = "nodes/" + id + "/raid/" + raid.path("id").asString() + "/";
        assertThat(body(admin.put(raidPath, "remove_spare_devices", "sdd")).path("spare_devices"))
                .isEmpty();
        assertThat(admin.delete(raidPath).statusCode()).isEqualTo(204);
        assertThat(disk("sdb").path("used_for").asString()).isEqualTo("Unused");
        assertThat(disks()).hasSize(4);
    }

    @Test
    void aVolumeGroupHoldsLogicalVolumesUntilItIsFull() {
        var group = body(post("volume-groups/", "name", "vg1", "block_devices", "sdb", "block_devices", "sdc"));
        var path = "volume-group/" + group.path("id").asString() + "/";
        assertThat(group.path("size").asLong()).isEqualTo((2 * DISK / Group.EXTENT - 2) * Group.EXTENT);

        var volume = body(post(path + "?op=create_logical_volume", "name", "lv1", "size", "50G"));
        assertThat(volume.path("name").asString()).isEqualTo("vg1-lv1");
        var rest = body(post(path + "?op=create_logical_volume", "name", "rest"));
        assertThat(post(path + "?op=create_logical_volume", "name", "more").body())
                .contains("Volume group (vg1) cannot hold any more logical volumes");
        assertThat(admin.delete("nodes/" + id + "/" + path).body())
                .isEqualTo("This volume group has logical volumes; it cannot be deleted.");
        for (var each : List.of(volume, rest))
            assertThat(post(
                                    path + "?op=delete_logical_volume",
                                    "id",
                                    each.path("id").asString())
                            .statusCode())
                    .isEqualTo(204);
        assertThat(admin.delete("nodes/" + id + "/" + path).statusCode()).isEqualTo(204);
        assertThat(disks()).hasSize(4);
    }

    @Test
    void theBootDiskIsFormattedInPartitionsOnly() {
        body(layout("storage_layout", "blank"));
        assertThat(post("blockdevices/sda/?op=format", "fstype", "ext4").body())
                .contains("Cannot place filesystem directly on the boot disk.");
        body(post("blockdevices/sdb/?op=format", "fstype", "ext4"));
        assertThat(disk("sda").path("used_for").asString()).isEqualTo("Unused");
    }

    @Test
    void aMachineWithoutARootFilesystemIsNotDeployed() {
        body(layout("storage_layout", "blank"));
        assertThat(act(id, "deploy", "distro_series", "noble").body())
                .isEqualTo("{\"storage\": [\"Mount the root '/' filesystem to be able to deploy this node.\"]}");
        body(act(id, "deploy", "distro_series", "noble", "ephemeral_deploy", "true"));
    }

    @Test
    void storageIsFixedOnceTheMachineIsTaken() {
        body(act(id, "deploy", "distro_series", "noble"));
        clock.advance(STEP);

        assertThat(post("raids/", "level", "raid-1").body())
                .isEqualTo("Cannot create RAID because the machine is not Ready.");
        assertThat(post("volume-groups/", "name", "x").body())
                .isEqualTo("Cannot create volume group because the machine is not Ready.");
        assertThat(post("blockdevices/sdb/partitions/").body())
                .isEqualTo("Cannot create partition because the node is not Ready.");
        assertThat(post("blockdevices/sdb/?op=format", "fstype", "ext4").body())
                .isEqualTo("Cannot format block device because the machine is not Ready or Allocated.");
        assertThat(admin.delete("nodes/" + id + "/blockdevices/sdb/").body())
                .isEqualTo("Cannot delete block device because the machine is not Ready.");
        assertThat(post("blockdevices/sdb/?op=set_boot_disk").statusCode()).isEqualTo(409);
        assertThat(act(id, "restore_default_configuration").statusCode()).isEqualTo(409);
    }

    @Test
    void theBootDiskAndMemoryFilesystemsAreChosen() {
        assertThat(post("blockdevices/sdc/?op=set_boot_disk").body()).isEqualTo("OK");
        assertThat(read(id).path("boot_disk").path("name").asString()).isEqualTo("sdc");

        body(act(id, "mount_special", "fstype", "tmpfs", "mount_point", "/tmp", "mount_options", "size=1G"));
        assertThat(read(id).path("special_filesystems")).singleElement().satisfies(special -> {
            assertThat(special.path("fstype").asString()).isEqualTo("tmpfs");
            assertThat(special.path("mount_options").asString()).isEqualTo("size=1G");
        });
        assertThat(act(id, "mount_special", "fstype", "ext4", "mount_point", "/x")
                        .statusCode())
                .isEqualTo(400);
        body(act(id, "unmount_special", "mount_point", "/tmp"));
        assertThat(act(id, "unmount_special", "mount_point", "/tmp").body())
                .contains("No special filesystem is mounted at this path.");
    }

    @Test
    void theOptionsOfAMountUnderTheNameInMaassPagesAreNotRead() {
        body(act(id, "mount_special", "fstype", "tmpfs", "mount_point", "/tmp", "mount_option", "size=1G"));
        assertThat(read(id).path("special_filesystems")
                        .get(0)
                        .path("mount_options")
                        .asString())
                .isEmpty();
    }

    @Test
    void commissioningBringsTheLayoutBackUnlessToldOtherwise() {
        body(layout("storage_layout", "blank"));
        body(act(id, "commission", "testing_scripts", "none", "skip_storage", "1"));
        clock.advance(STEP);
        assertThat(disk("sda").path("used_for").asString()).isEqualTo("Unused");

        body(act(id, "restore_storage_configuration"));
        assertThat(disk("sda").path("used_for").asString()).isEqualTo("GPT partitioned with 1 partition");
    }
}
