package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.HostStorage.DiskChoice;
import io.penguintech.gough.schema.HostStorage.Layout;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code spec.storage} as people write it. */
class StorageLoadingTest {
    @Test
    void everyFieldIsRead() {
        var lvm = Repo.create().withHost("web", """
                storage:
                  layout: lvm
                  bootSize: 1.5GiB
                  rootSize: 100GB
                  rootDisk: {serial: S1, tags: [ssd]}
                  volumeGroup: system
                  logicalVolume: root
                  logicalVolumeSize: 40G
                """).host("web").storage();

        assertThat(lvm.layout()).contains(Layout.LVM);
        assertThat(lvm.names()).isEqualTo(Map.of("volumeGroup", "system", "logicalVolume", "root"));
        assertThat(lvm.sizes())
                .isEqualTo(Map.of(
                        "bootSize", 1_610_612_736L,
                        "rootSize", 100_000_000_000L,
                        "logicalVolumeSize", 40_000_000_000L));
        assertThat(lvm.rootDisk())
                .contains(new DiskChoice(
                        Optional.empty(),
                        Optional.of("S1"),
                        Optional.empty(),
                        new TreeSet<>(Set.of("ssd")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        var bcache = Repo.create()
                .withProfile("base", "storage: {layout: lvm, cacheMode: writeback}")
                .withHost("web", "profiles: [base]\nstorage: {layout: bcache, cacheDisk: {name: nvme0n1}}")
                .host("web")
                .storage();
        assertThat(bcache.layout()).contains(Layout.BCACHE);
        assertThat(bcache.cacheMode()).contains("writeback");
        assertThat(bcache.cacheDisk().orElseThrow()).hasToString("name nvme0n1");
    }

    @Test
    void aDiskThatIsKnownByTheKernelsNameOnlyIsMentioned() {
        assertThat(Repo.create()
                        .withHost("web", "storage: {layout: flat, rootDisk: {name: sda}}")
                        .said())
                .containsExactly(
                        "hosts/web.yaml:6:37: notice: Disk known by its name only. spec.storage.rootDisk: the kernel may call another disk \"sda\" when disks come and go; its serial stays.");
        assertThat(Repo.create()
                        .withHost("web", "storage: {layout: flat, rootDisk: {name: sda, model: M}}")
                        .said())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{layout: zfs}|6:21|Unknown word. spec.storage.layout: \"zfs\" is none of flat, lvm, bcache, blank, custom.",
                "{rootSize: 20GB}|6:13|Missing key. spec.storage.layout must be given: rootSize says nothing without it.",
                "{layout: flat, volumeGroup: vg0}|6:27|Field not possible here. spec.storage.volumeGroup goes with layout lvm, not with flat; remove it.",
                "{layout: blank, rootSize: 20GB}|6:28|Field not possible here. spec.storage.rootSize goes with layout flat, lvm, bcache, not with blank; remove it.",
                "{layout: flat, rootSize: 20 gigs}|6:37|Value not allowed. spec.storage.rootSize: \"20 gigs\" is not a size (such as 512MiB, 20GB or 1.5TB).",
                "{layout: flat, rootSize: 1..5GB}|6:37|Value not allowed. spec.storage.rootSize: \"1..5GB\" is not a size (such as 512MiB, 20GB or 1.5TB).",
                "{layout: flat, rootSize: 1GB}|6:37|Value not allowed. spec.storage.rootSize: 1GB is too small; MAAS takes 3072MiB at least.",
                "{layout: flat, rootDisk: {}}|6:37|Disk not chosen. spec.storage.rootDisk names no disk; give serial, idPath, model, size, tags, boot or name.",
                "{layout: bcache, rootDisk: {name: sda}, cacheDisk: {name: sda}}|6:63|Disk used twice. spec.storage.cacheDisk is the same as rootDisk; a cache needs a disk of its own.",
            })
    void aMistakeIsNamedAtItsPlace(String storage, String place, String error) {
        assertThat(Repo.create().withHost("web", "storage: " + storage).errors())
                .containsExactly("hosts/web.yaml:" + place + ": error: " + error);
    }
}
