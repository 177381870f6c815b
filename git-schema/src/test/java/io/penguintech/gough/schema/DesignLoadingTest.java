package io.penguintech.gough.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.StorageDesign.Content;
import io.penguintech.gough.schema.StorageDesign.Partition;
import io.penguintech.gough.schema.StorageDesign.Size;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layout {@code custom} as people write it. */
class DesignLoadingTest {
    /** Lines 6 to 16, valid by themselves: with two spaces, what follows goes on with {@code storage}. */
    private static final String BASE = """
            storage:
              layout: custom
              disks:
                system:
                  serial: S1
                  partitions:
                    efi: {size: 512MiB, filesystem: fat32, mount: /boot/efi}
                    root: {size: rest, filesystem: ext4, mount: /}
                a: {serial: A}
                b: {serial: B}
                c: {serial: C}
            """;

    private static List<String> said(String more) {
        return Repo.create().withHost("web", BASE + more.indent(2)).said();
    }

    private static Size bytes(long size) {
        return new Size(Optional.of(size), Optional.empty());
    }

    @Test
    void everyFieldIsRead() {
        var design = Repo.create()
                .withHost("web", BASE + """
                  raids:
                    md0:
                      level: 5
                      devices: [c, a, b]
                      partitions:
                        one: {size: 33.30%, filesystem: swap, label: swap-1}
                        two: {size: 1GB, bootable: true}
                  volumeGroups:
                    vg0:
                      devices: [md0.two]
                      volumes:
                        big: {size: rest, filesystem: btrfs, mount: /var, mountOptions: "noatime,nodev"}
                  inMemory:
                    tmp: {mount: /tmp, mountOptions: size=2g}
                    old: {filesystem: ramfs, mount: /old}
                """)
                .host("web")
                .storage()
                .design()
                .orElseThrow();

        assertThat(design.disks().keySet()).containsExactly("a", "b", "c", "system");
        var system = design.disks().get("system");
        assertThat(system.choice()).hasToString("serial S1");
        assertThat(system.partitions())
                .containsExactly(
                        new Partition(
                                "efi",
                                bytes(512L << 20),
                                false,
                                new Content(Optional.of("fat32"), Optional.of("/boot/efi"), Optional.empty())),
                        new Partition(
                                "root",
                                Size.REST,
                                false,
                                new Content(Optional.of("ext4"), Optional.of("/"), Optional.empty())));
        var raid = design.raids().get("md0");
        assertThat(raid.level()).isEqualTo(5);
        assertThat(raid.devices()).containsExactly("a", "b", "c");
        assertThat(raid.partitions().getFirst().size().percent()).contains("33.3");
        assertThat(raid.partitions().getFirst().content().isSwap()).isTrue();
        assertThat(raid.partitions().getFirst().content()).hasToString("swap labelled swap-1");
        assertThat(raid.partitions().get(1).bootable()).isTrue();
        assertThat(design.inMemory()).hasToString("{old=ramfs at /old, tmp=tmpfs at /tmp with size=2g}");
        var group = design.volumeGroups().get("vg0");
        assertThat(group.devices()).containsExactly("md0.two");
        assertThat(group.volumes().get("big").content()).hasToString("btrfs at /var with noatime,nodev");
    }

    @Test
    void everyWayToChooseADiskIsRead() {
        var disks = Repo.create()
                .withHost("web", BASE + """
                        d: {idPath: /dev/disk/by-id/wwn-1, model: M, size: 1TB, tags: [ssd], boot: false, name: sdx}
                    """)
                .host("web")
                .storage()
                .design()
                .orElseThrow()
                .disks();

        assertThat(disks.get("d").choice())
                .hasToString(
                        "name sdx model M tags ssd idPath /dev/disk/by-id/wwn-1 size 1,000,000,000,000 bytes not the boot disk");
    }

    @Test
    void profilesAndHostsMergeByName() {
        var design = Repo.create()
                .withProfile("base", """
                        storage:
                          layout: custom
                          disks:
                            system:
                              partitions:
                                efi: {size: 512MiB, filesystem: fat32, mount: /boot/efi}
                                root: {size: 20GB, filesystem: ext4, mount: /}
                        """)
                .withHost("web", """
                        profiles: [base]
                        storage:
                          disks:
                            system:
                              boot: true
                              partitions:
                                root: {size: 30GB}
                                srv: {size: rest, filesystem: xfs, mount: /srv}
                        """)
                .host("web")
                .storage()
                .design()
                .orElseThrow();

        assertThat(design.disks().get("system").partitions().stream().map(Partition::name))
                .containsExactly("efi", "root", "srv");
        assertThat(design.disks().get("system").partitions().get(1).size()).isEqualTo(bytes(30_000_000_000L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "d: {}|17:7: error: Disk not chosen. spec.storage.disks.d names no disk; give serial, idPath, model, size, tags, boot or name.",
                "d: {name: sdd}|17:7: notice: Disk known by its name only. spec.storage.disks.d: the kernel may call another disk \"sdd\" when disks come and go; its serial stays.",
                "d: {serial: A}|17:7: error: Disk used twice. spec.storage.disks.d is the same disk as spec.storage.disks.a (serial A); put the two together.",
                "d: {serial: D, sise: 5GB}|17:22: error: Unknown key. \"sise\" is no key of spec.storage.disks.d; did you mean \"size\"?",
                "d: {serial: D, filesystem: ext5}|17:34: error: Unknown word. spec.storage.disks.d.filesystem: \"ext5\" is none of ext2, ext4, xfs, btrfs, fat32, vfat, swap, zfsroot; did you mean \"ext2\"?",
                "d: {serial: D, mount: /x}|17:22: error: Missing key. spec.storage.disks.d.filesystem must be given: without one mount says nothing.",
                "d: {serial: D, filesystem: xfs, mount: x}|17:46: error: Value not allowed. spec.storage.disks.d.mount: \"x\" is not a mount point (an absolute path without blanks and without a slash at its end).",
                "d: {serial: D, filesystem: xfs, mountOptions: noatime}|17:39: error: Missing key. spec.storage.disks.d.mount must be given: without one mountOptions says nothing.",
                "d: {serial: D, filesystem: swap, mount: /s}|17:47: error: Field not possible here. spec.storage.disks.d.mount: swap is mounted nowhere; remove it.",
                "d: {serial: D, filesystem: xfs, mount: /}|17:46: error: Mount point used twice. / stands at hosts/web.yaml:13:55 already; one filesystem can be mounted there.",
                "d: {serial: D, filesystem: zfsroot, mount: /z}|17:34: error: Filesystem not possible there. spec.storage.disks.d: MAAS makes zfsroot for / only, not for /z.",
                "d: {boot: true, filesystem: xfs, mount: /d}|17:35: error: Boot disk used whole. spec.storage.disks.d is the boot disk, on which MAAS puts no filesystem; give it a partition of size rest.",
                "d: {serial: D, partitions: {x: {filesystem: xfs}}}|17:38: error: Missing key. spec.storage.disks.d.partitions.x.size must be given: How large: a size, a percentage of the disk, or rest for all that is left.",
                "d: {serial: D, partitions: {x: {size: 10 G}}}|17:45: error: Value not allowed. spec.storage.disks.d.partitions.x.size: \"10 G\" is not a size (such as 512MiB, 20GB or 1.5TB, 25%, or rest).",
                "d: {serial: D, partitions: {x: {size: 6 0%}}}|17:45: error: Value not allowed. spec.storage.disks.d.partitions.x.size: \"6 0%\" is not a size (such as 512MiB, 20GB or 1.5TB, 25%, or rest).",
                "d: {size: 1..5GB}|17:17: error: Value not allowed. spec.storage.disks.d.size: \"1..5GB\" is not a size (such as 512MiB, 20GB or 1.5TB).",
                "d: {serial: D, partitions: {x: {size: 2MB}}}|17:45: error: Value not allowed. spec.storage.disks.d.partitions.x.size: 2MB is too small; MAAS takes 4MiB at least.",
                "d: {serial: D, partitions: {x: {size: rest}, y: {size: 1GB}}}|17:45: error: Sizes do not fit. spec.storage.disks.d.partitions.x takes the rest, so nothing is left for y after it; write it last, or give it a size.",
                "d: {serial: D, partitions: {x: {size: 60%}, y: {size: 40.5%}}}|17:34: error: Sizes do not fit. spec.storage.disks.d.partitions: the percentages add up to 100.5%; 100% is all there is.",
                "d: {serial: D, size: 100GB, partitions: {x: {size: 60GB}, y: {size: 50GB}}}|17:47: error: Sizes do not fit. spec.storage.disks.d.partitions take 110,000,000,000 bytes, but there are 100,994,757,120.",
                "d: {serial: D, filesystem: xfs, partitions: {x: {size: 60GB}}}|17:22: error: Field not possible here. spec.storage.disks.d.filesystem: it has partitions, so it holds no filesystem of its own; remove it.",
                "raids: {md0: {level: 1, devices: [a, bb]}}|17:42: error: Unknown device. spec.storage.raids.md0 is made of \"bb\", which spec.storage does not declare; did you mean \"b\"?",
                "raids: {md0: {level: 1, devices: [a, a]}}|17:42: error: Disk used twice. spec.storage.raids.md0 lists \"a\" before.",
                "raids: {md0: {level: 1, devices: [a, b], spares: [b]}}|17:55: error: Disk used twice. spec.storage.raids.md0 lists \"b\" before.",
                "raids: {md0: {level: 1, devices: [a, system]}}|12:11: error: Disk used twice. spec.storage.disks.system is part of spec.storage.raids.md0 as a whole, so it cannot have partitions; name one of its partitions there.",
                "raids: {md0: {level: 1, devices: [a, system.root]}}|13:30: error: Field not possible here. spec.storage.disks.system.partitions.root.filesystem: it is part of spec.storage.raids.md0, so it holds no filesystem of its own; remove it.",
                "raids: {md0: {level: 5, devices: [a, b]}}|17:38: error: Too few devices. spec.storage.raids.md0: level 5 needs 3 devices at least, and has 2.",
                "raids: {md0: {level: 3, devices: [a, b]}}|17:26: error: Value not allowed. spec.storage.raids.md0.level: there is no RAID level 3 in MAAS; write 0, 1, 5, 6 or 10.",
                "raids: {md0: {level: 99999999999, devices: [a, b]}}|17:26: error: Value not allowed. spec.storage.raids.md0.level: 99999999999 is not between 0 and 10.",
                "raids: {md0: {level: 0, devices: [a, b], spares: [c]}}|17:54: error: Field not possible here. spec.storage.raids.md0.spares: level 0 survives no failed device, so a spare is of no use; remove it.",
                "raids: {a: {level: 1, devices: [b, c]}}|17:13: error: Device declared twice. \"a\" stands at hosts/web.yaml:14:7 already; a name means one disk or RAID.",
                "raids: {m: {level: 1, devices: [a, n]}, n: {level: 1, devices: [b, m]}}|17:13: error: Device made of itself. spec.storage.raids.m is made of something that is made of it.",
                "raids: {m: {level: 1, devices: [a, b]}, n: {level: 1, devices: [b, c]}}|17:69: error: Disk used twice. \"b\" is part of spec.storage.raids.m already, so spec.storage.raids.n cannot be made of it.",
                "d: {serial: D, label: x}|17:22: error: Unknown key. \"label\" is no key of spec.storage.disks.d",
                "d: {serial: D, partitions: {x: {size: rest, label: x}}}|17:58: error: Missing key. spec.storage.disks.d.partitions.x.filesystem must be given: without one label says nothing.",
                "d: {serial: D, partitions: {x: {size: rest, filesystem: xfs, label: thirteen-long}}}|17:75: error: Label too long. spec.storage.disks.d.partitions.x.label: \"thirteen-long\" has 13 characters, and a label of xfs has 12 at most.",
                "inMemory: {tmp: {filesystem: tmpfs}}|17:16: error: Missing key. spec.storage.inMemory.tmp.mount must be given: where it is mounted is all there is to it.",
                "inMemory: {tmp: {mount: /boot}}|17:29: error: Filesystem not possible there. spec.storage.inMemory.tmp: /boot must be there when the machine starts, so it cannot live in memory.",
                "inMemory: {a: {mount: /a}, b: {mount: /a}}|17:43: error: Mount point used twice. /a stands at hosts/web.yaml:17:27 already; one filesystem can be mounted there.",
                "inMemory: {tmp: {filesystem: ext4, mount: /a}}|17:34: error: Unknown word. spec.storage.inMemory.tmp.filesystem: \"ext4\" is none of tmpfs, ramfs",
                "volumeGroups: {v: {devices: []}}|17:33: error: Volume group of nothing. spec.storage.volumeGroups.v.devices is empty; name the devices it is made of.",
                "volumeGroups: {v: {devices: [a], volumes: {x: {size: rest}, y: {size: rest}}}}|17:75: error: Sizes do not fit. spec.storage.volumeGroups.v has two volumes that take the rest; give one of them a size.",
                "volumeGroups: {v: {devices: [a], volumes: {x: {size: 70%}, y: {size: 70%}}}}|17:47: error: Sizes do not fit. spec.storage.volumeGroups.v.volumes: the percentages add up to 140%; 100% is all there is.",
            })
    void aMistakeIsNamedAtItsPlace(String more, String said) {
        assertThat(said(more.startsWith("d:") ? "  " + more : more))
                .anyMatch(line -> line.startsWith("hosts/web.yaml:" + said));
    }

    @Test
    void volumesMustFitIntoTheirGroupAsFarAsTheDocumentTells() {
        assertThat(said("""
                  d: {serial: D, partitions: {x: {size: 30GB}}}
                  e: {serial: E, partitions: {x: {size: 40GB}}}
                raids: {m: {level: 1, devices: [d.x, e.x]}}
                volumeGroups:
                  v: {devices: [m], volumes: {x: {size: 31GB}}}
                """))
                .containsExactly(
                        "hosts/web.yaml:21:34: error: Sizes do not fit. spec.storage.volumeGroups.v.volumes take 31,000,000,000 bytes, but there are 29,995,805,696.");
    }

    @Test
    void somethingMustBeMountedAtTheRootAndUefiNeedsItsPartition() {
        var disk =
                "storage: {layout: custom, disks: {d: {serial: D, partitions: {x: {size: rest, filesystem: ext4, mount: %s}}}}}";

        assertThat(Repo.create().withHost("web", disk.formatted("/srv")).said())
                .containsExactly(
                        "hosts/web.yaml:6:21: error: No root filesystem. Nothing of spec.storage is mounted at /, and MAAS deploys nothing without it; give a partition or volume filesystem: ext4 and mount: /.");
        assertThat(Repo.create()
                        .withHost("web", "os: {ephemeral: true}\n" + disk.formatted("/srv"))
                        .errors())
                .isEmpty();
        assertThat(Repo.create().withHost("web", disk.formatted("/")).said())
                .containsExactly(
                        "hosts/web.yaml:6:21: notice: No EFI partition. Nothing of spec.storage is mounted at /boot/efi. A machine that boots with UEFI needs a fat32 partition of about 512MiB there, on its boot disk; one that boots with BIOS does not.");
        assertThat(Repo.create().withHost("web", disk.formatted("/boot/efi")).errors())
                .contains(
                        "hosts/web.yaml:6:93: error: Filesystem not possible there. spec.storage.disks.d.partitions.x: firmware reads fat32 only, so ext4 is not mounted at /boot/efi.");
    }

    @Test
    void layoutCustomAndItsDisksBelongTogether() {
        assertThat(Repo.create().withHost("web", "storage: {layout: custom}").errors())
                .containsExactly(
                        "hosts/web.yaml:6:21: error: Missing key. spec.storage.disks must be given: layout custom uses the disks that it names.");
        assertThat(Repo.create()
                        .withHost("web", "storage: {layout: lvm, raids: {m: {level: 1, devices: [a, b]}}}")
                        .errors())
                .containsExactly(
                        "hosts/web.yaml:6:26: error: Field not possible here. spec.storage.raids goes with layout custom, not with lvm; remove it.");
    }
}
