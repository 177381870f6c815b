package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Disks;
import io.penguintech.gough.reconcile.Disks.GroupKind;
import io.penguintech.gough.reconcile.Disks.Member;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a machine's JSON tells of groups: numbers, and what each disk and partition is used for. */
class UsesTest {
    private static Disks read(String lists, String... disks) throws IOException {
        return new MachineReader()
                .read("""
                        {"system_id": "m1", "hostname": "hv-01", "status": 4, "blockdevice_set": [%s], %s}""".formatted(String.join(", ", disks), lists))
                .fitted()
                .disks();
    }

    private static String disk(int id, String name, String type, long size, String usedFor) {
        return """
                {"used_for": "%s", "id": %d, "name": "%s", "type": "%s", "size": %d, "partitions": []}""".formatted(usedFor, id, name, type, size);
    }

    private static String partitioned(int id, String name, int partition, long size, String usedFor) {
        return """
                {"id": %d, "name": "%s", "type": "physical", "size": %d, "used_for": "GPT partitioned with 1 partition",
                 "partitions": [{"used_for": "%s", "id": %d, "size": %d, "type": "partition"}]}""".formatted(id, name, size, usedFor, partition, size);
    }

    @Test
    void aVolumeGroupIsWhatItsPartsSay() throws IOException {
        var disks = read(
                """
                "volume_groups": [{"system_id": "m1", "id": 4, "__incomplete__": true}]""",
                partitioned(1, "sda", 7, 100L << 20, "LVM volume for vg-root"),
                disk(2, "sdb", "physical", 50L << 20, "LVM volume for vg-root"),
                disk(3, "vg-root-lv-a", "virtual", 20L << 20, "ext4 formatted filesystem mounted at /"));

        assertThat(disks.volumeGroups()).containsExactly("vg-root");
        assertThat(disks.groups())
                .containsExactly(new Disks.Group(
                        GroupKind.VOLUME_GROUP,
                        "vg-root",
                        "",
                        // 25 and 12 and a half extents of 4 MiB, less one for each part
                        (37L - 2) * (4L << 20),
                        List.of(new Member(true, 7), new Member(false, 2)),
                        List.of(),
                        List.of(3L)));
    }

    @Test
    void volumesOfGroupsWhoseNamesBeginAlikeAreKeptApart() throws IOException {
        var disks = read(
                """
                "volume_groups": []""",
                disk(1, "sda", "physical", 100L << 20, "LVM volume for vg"),
                disk(2, "sdb", "physical", 100L << 20, "LVM volume for vg-b"),
                disk(3, "vg-data", "virtual", 4L << 20, "Unused"),
                disk(4, "vg-b-data", "virtual", 4L << 20, "Unused"));

        assertThat(disks.groups()).extracting(Disks.Group::name).containsExactly("vg", "vg-b");
        assertThat(disks.groups()).extracting(Disks.Group::made).containsExactly(List.of(3L), List.of(4L));
    }

    @Test
    void aRaidHasItsLevelItsSparesAndTheSizeOfItsDisk() throws IOException {
        var disks = read(
                """
                "raids": [{"system_id": "m1", "id": 9, "__incomplete__": true}]""",
                disk(1, "sda", "physical", 100, "Active raid-1 device for md0"),
                disk(2, "sdb", "physical", 100, "Active raid-1 device for md0"),
                partitioned(3, "sdc", 8, 100, "Spare raid-1 device for md0"),
                disk(4, "md0", "virtual", 90, "Unused"));

        assertThat(disks.raids()).containsExactly("md0");
        assertThat(disks.groups())
                .containsExactly(new Disks.Group(
                        GroupKind.RAID,
                        "md0",
                        "raid-1",
                        90,
                        List.of(new Member(false, 1), new Member(false, 2)),
                        List.of(new Member(true, 8)),
                        List.of(4L)));
    }

    @Test
    void aBcacheIsNamedByItsBackingDevice() throws IOException {
        var disks = read(
                """
                "bcaches": [{"system_id": "m1", "id": 9, "__incomplete__": true}]""",
                partitioned(1, "sda", 7, 100, "Backing device for bcache0"),
                disk(2, "sdb", "physical", 50, "Cache device for cache0"),
                disk(3, "bcache0", "virtual", 100, "ext4 formatted filesystem mounted at /"));

        assertThat(disks.bcaches()).containsExactly("bcache0");
        assertThat(disks.groups()).isEmpty();
    }
}
