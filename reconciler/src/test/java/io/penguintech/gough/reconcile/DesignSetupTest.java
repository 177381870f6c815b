package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.penguintech.gough.reconcile.Disks.Member;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code spec.storage} of layout {@code custom} from the document to the stand-in. */
class DesignSetupTest {
    private static final String HOST = """
            machine:
              macAddresses: ["52:54:00:00:00:01"]
              architecture: amd64/generic
              power: {type: manual}
            adopt: true
            protect: false
            os: {release: noble}
            """;
    private static final long DISK = 100_000_000_000L;
    private static final String DESIGN = """
            storage:
              layout: custom
              disks:
                system:
                  boot: true
                  partitions:
                    efi: {size: 512MiB, bootable: true, filesystem: fat32, mount: /boot/efi}
                    boot: {size: 1GiB, filesystem: ext4, mount: /boot, label: bootfs}
                    swap: {size: 4GB, filesystem: swap}
                    pv: {size: rest}
                b: {serial: S-b}
                c: {serial: S-c, partitions: {half: {size: 50%}, other: {size: rest, filesystem: xfs, mount: /other}}}
                d: {idPath: /dev/disk/by-id/d}
              raids:
                md0: {level: 1, devices: [b, c.half], spares: [d]}
              volumeGroups:
                vg0:
                  devices: [system.pv, md0]
                  volumes:
                    all: {size: rest, filesystem: btrfs, mount: /all, mountOptions: "noatime,nodev"}
                    root: {size: 20GB, filesystem: ext4, mount: /}
                    var: {size: 25%, filesystem: xfs, mount: /var}
              inMemory:
                scratch: {mount: /scratch}
                tmp: {filesystem: tmpfs, mount: /tmp, mountOptions: "size=2g,nodev"}
            """;
    private static final List<String> MADE = List.of(
            "sda: 536870912* fat32 /boot/efi, 1073741824 ext4 bootfs /boot, 3997171712 swap none, 94384422912 lvm-pv",
            "sdb: raid",
            "sdc: 49987715072 raid, 50004492288 xfs /other",
            "sdd: raid-spare",
            "sde: ",
            "md0: lvm-pv",
            "vg0-root: 19998441472 ext4 /",
            "vg0-var: 36087791616 xfs /var",
            "vg0-all: 88273321984 btrfs /all noatime,nodev",
            "raid md0 raid-1: sdb, sdc-part2, spare sdd",
            "group vg0: md0, sda-part5",
            "tmpfs /scratch",
            "tmpfs /tmp size=2g,nodev");

    private final SetupStage stage = new SetupStage();

    DesignSetupTest() {
        stage.standIn.addMachine(NewMachine.named("hv-01")
                .withStatus(MaasStatus.READY)
                .withMacAddresses("52:54:00:00:00:01")
                .withDisks(DISK, DISK, DISK, DISK, DISK));
        for (var letter : List.of("b", "c", "e")) stage.send("PUT", disk("sd" + letter), "serial", "S-" + letter);
        stage.send("PUT", disk("sdd"), "id_path", "/dev/disk/by-id/d");
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    private String disk(String name) {
        return "nodes/" + stage.id() + "/blockdevices/" + name + "/";
    }

    /** Ready and ours, with whatever layout MAAS gave it. */
    private void prepared() {
        stage.declare(HOST + "goal: ready\nstorage: {layout: flat}\n").run();
        stage.words.clear();
        stage.started.clear();
    }

    private void declare(String design) {
        stage.declare(HOST + "goal: ready\n" + design);
    }

    private void blank() {
        stage.post("machines/" + stage.id() + "/?op=set_storage_layout", "storage_layout", "blank");
    }

    private JsonNode partition(String disk, String... form) {
        return stage.post(disk(disk) + "partitions/", form);
    }

    // ---- what MAAS shows

    /** Everything that is on the disks and what is made of them, one line each. */
    private List<String> inside() {
        var machine = stage.shown();
        var lines = new ArrayList<String>();
        for (var disk : machine.path("blockdevice_set")) {
            var parts = disk.path("partitions")
                    .valueStream()
                    .map(part -> part.path("size").asString()
                            + (part.path("bootable").asBoolean() ? "*" : "")
                            + held(part))
                    .toList();
            boolean volume = disk.path("name").asString().startsWith("vg");
            lines.add("%s:%s%s"
                    .formatted(
                            disk.path("name").asString(),
                            volume ? " " + disk.path("size").asString() : "",
                            parts.isEmpty()
                                    ? (held(disk).isEmpty() ? " " : held(disk))
                                    : " " + String.join(", ", parts)));
        }
        for (var raid : stage.get("nodes/" + stage.id() + "/raids/"))
            lines.add("raid %s %s: %s, spare %s"
                    .formatted(
                            raid.path("name").asString(),
                            raid.path("level").asString(),
                            devices(raid.path("devices")),
                            devices(raid.path("spare_devices"))));
        for (var memory : machine.path("special_filesystems"))
            lines.add("%s %s %s"
                    .formatted(
                            memory.path("fstype").asString(),
                            memory.path("mount_point").asString(),
                            memory.path("mount_options").asString(""))
                    .strip());
        for (var group : stage.get("nodes/" + stage.id() + "/volume-groups/"))
            lines.add("group %s: %s".formatted(group.path("name").asString(), devices(group.path("devices"))));
        return lines;
    }

    private static String held(JsonNode device) {
        var text = new StringBuilder();
        for (var key : List.of("fstype", "label", "mount_point", "mount_options")) {
            var value = device.path("filesystem").path(key).asString("");
            if (!value.isEmpty()) text.append(' ').append(value);
        }
        return text.toString();
    }

    private static String devices(JsonNode list) {
        return String.join(
                ", ",
                list.valueStream()
                        .map(device -> device.path("path").asString().replace("/dev/disk/by-dname/", ""))
                        .toList());
    }

    // ---- making it

    @Test
    void aDesignIsMadeOneWriteAtATimeBeforeTheHostIsDeployed() {
        stage.declare(HOST + "goal: deployed\n" + DESIGN).run();

        assertThat(stage.stuck).isEmpty();
        assertThat(inside()).containsExactlyInAnyOrderElementsOf(MADE);
        assertThat(stage.standIn.machine("hv-01").orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        var setup = stage.words.stream().filter(SetupWrite::isWord).toList();
        assertThat(new HashSet<>(setup)).hasSameSizeAs(setup);
        assertThat(setup)
                .startsWith(
                        "set-storage-layout blank",
                        "create-partition c.half",
                        "create-partition c.other",
                        "format-device c.other",
                        "mount-device c.other /other",
                        "create-partition system.efi",
                        "format-device system.efi",
                        "mount-device system.efi /boot/efi")
                .endsWith(
                        "create-logical-volume vg0.all",
                        "format-device vg0.all",
                        "mount-device vg0.all /all",
                        "mount-in-memory /scratch",
                        "mount-in-memory /tmp");
        assertThat(stage.plan().inSync()).isTrue();
        assertThat(stage.plan().findings()).isEmpty();
    }

    @Test
    void whatLivesInMemoryIsChangedAloneAndWhatNobodyDeclaresThereGoes() {
        prepared();
        declare(DESIGN);
        stage.run();
        stage.words.clear();
        var special = "machines/" + stage.id() + "/?op=mount_special";
        stage.post(special, "fstype", "ramfs", "mount_point", "/theirs");
        declare(DESIGN.replace("size=2g,nodev", "size=4g"));

        assertThat(stage.plan().changes().getFirst().fields())
                .extracting(FieldChange::field)
                .containsExactly(
                        "storage.inMemory./theirs", "storage.inMemory./tmp", "storage.inMemory.tmp", "storage.unused");
        stage.run();

        assertThat(stage.stuck).isEmpty();
        assertThat(stage.words)
                .containsExactly("unmount-in-memory /tmp", "unmount-in-memory /theirs", "mount-in-memory /tmp");
        assertThat(inside()).contains("tmpfs /tmp size=4g").noneMatch(line -> line.startsWith("ramfs"));
    }

    @Test
    void anotherLabelMeansAnotherFilesystem() {
        prepared();
        declare(DESIGN);
        stage.run();
        declare(DESIGN.replace("bootfs", "kernels"));
        assertThat(stage.plan().changes()).hasSize(1);
        stage.run();

        assertThat(stage.stuck).isEmpty();
        assertThat(inside()).anyMatch(line -> line.contains("ext4 kernels /boot"));
        assertThat(stage.plan().inSync()).isTrue();
    }

    @Test
    void killedBeforeAndAfterEveryWriteItEndsTheSame() {
        stage.mortal = true;
        stage.declare(HOST + "goal: deployed\n" + DESIGN).run();

        assertThat(stage.stuck).isEmpty();
        assertThat(inside()).containsExactlyInAnyOrderElementsOf(MADE);
        assertThat(stage.standIn.received("POST raids", stage.id())).isEqualTo(1);
        assertThat(stage.standIn.received("POST partitions", stage.id())).isEqualTo(6);
        assertThat(stage.standIn.received("create_logical_volume", stage.id())).isEqualTo(3);
        assertThat(stage.standIn.received("set_storage_layout", stage.id())).isEqualTo(1);
    }

    @Test
    void answersThatAreLostAndCallsThatAreCutChangeNothingAboutTheEnd() {
        prepared();
        declare(DESIGN);
        for (var call : List.of(
                "op=set_storage_layout",
                "partitions/$",
                "raids/$",
                "volume-groups/$",
                "op=create_logical_volume",
                "op=format",
                "op=mount")) {
            stage.standIn.faults().add(FaultRule.once("POST", call, new Fault.DoneThenTimeout(Duration.ZERO)));
            stage.standIn.faults().add(FaultRule.once("POST", call, new Fault.Reset()));
        }
        stage.run();

        assertThat(stage.stuck).isEmpty();
        assertThat(inside()).containsExactlyInAnyOrderElementsOf(MADE);
        assertThat(stage.plan().inSync()).isTrue();
    }

    @Test
    void aReadyHostIsSetUpByOneChangeThatSaysEverythingItMakesAndWhatGoes() {
        prepared();
        declare(DESIGN);

        var change = (Change.Amend) stage.plan().changes().getFirst();
        assertThat(change.verb()).isEqualTo("configure");
        assertThat(change.risk()).isEqualTo(Risk.DISRUPTIVE);
        var texts = change.fields().stream()
                .map(field -> field.field() + ": " + field.before().orElse("-") + " -> "
                        + field.after().orElse("-").replaceAll("disk-[0-9]+", "disk-N"))
                .toList();
        assertThat(texts)
                .containsExactly(
                        "storage.disks.b: - -> serial S-b: sdb (serial S-b, model stand-in disk, 100,000,000,000 bytes, tags ssd)",
                        "storage.disks.c: - -> serial S-c: sdc (serial S-c, model stand-in disk, 100,000,000,000 bytes, tags ssd)",
                        "storage.disks.c.partitions.half: - -> partition 1, 50 %, on sdc",
                        "storage.disks.c.partitions.other: - -> partition 2, all that is left, xfs at /other, on sdc",
                        "storage.disks.d: - -> idPath /dev/disk/by-id/d: sdd (serial disk-N, model stand-in disk, 100,000,000,000 bytes, tags ssd)",
                        "storage.disks.system: - -> boot disk: sda (serial disk-N, model stand-in disk, 100,000,000,000 bytes, tags ssd)",
                        "storage.disks.system.partitions.boot: - -> partition 2, 1,073,741,824 bytes, ext4 labelled bootfs at /boot, on sda",
                        "storage.disks.system.partitions.efi: - -> partition 1, 536,870,912 bytes, bootable, fat32 at /boot/efi, on sda",
                        "storage.disks.system.partitions.pv: - -> partition 4, all that is left, on sda",
                        "storage.disks.system.partitions.swap: - -> partition 3, 4,000,000,000 bytes, swap, on sda",
                        "storage.inMemory.scratch: - -> tmpfs at /scratch",
                        "storage.inMemory.tmp: - -> tmpfs at /tmp with size=2g,nodev",
                        "storage.layout: sda: ext4 at / -> custom",
                        "storage.raids.md0: - -> level 1 of b, c.half, spare d",
                        "storage.unused: - -> sde (serial S-e, model stand-in disk, 100,000,000,000 bytes, tags ssd)",
                        "storage.volumeGroups.vg0: - -> of md0, system.pv",
                        "storage.volumeGroups.vg0.volumes.all: - -> all that is left, btrfs at /all with noatime,nodev",
                        "storage.volumeGroups.vg0.volumes.root: - -> 20,000,000,000 bytes, ext4 at /",
                        "storage.volumeGroups.vg0.volumes.var: - -> 25 %, xfs at /var");
        stage.run();
        assertThat(inside()).containsExactlyInAnyOrderElementsOf(MADE);
        assertThat(stage.started).hasSize(1);
        long writes = stage.standIn.writes();
        stage.run();
        assertThat(stage.standIn.writes()).isEqualTo(writes);
    }

    // ---- the ground

    private static final String SMALL = """
            storage:
              layout: custom
              disks:
                system:
                  boot: true
                  partitions:
                    root: {size: 20GB, filesystem: ext4, mount: /, mountOptions: noatime}
                    more: {size: 30GB}
            """;
    private static final String[] SMALL_MADE = {
        "sda: 19998441472 ext4 / noatime, 29997662208", "sdb: ", "sdc: ", "sdd: ", "sde: "
    };

    @Test
    void aBeginningOfTheDesignIsGoneOnWith() {
        prepared();
        blank();
        var part = partition("sda", "size", "19998441472");
        long before = stage.standIn.received("set_storage_layout", stage.id());
        declare(SMALL);

        assertThat(stage.plan().changes().getFirst().fields())
                .extracting(FieldChange::field, FieldChange::before)
                .containsExactly(
                        tuple("storage.disks.system.partitions.more", Optional.empty()),
                        tuple("storage.disks.system.partitions.root", Optional.of("no filesystem")),
                        tuple("storage.unused", Optional.empty()));
        stage.run();
        assertThat(inside()).containsExactly(SMALL_MADE);
        assertThat(stage.standIn.received("set_storage_layout", stage.id())).isEqualTo(before);
        assertThat(stage.shown()
                        .path("blockdevice_set")
                        .get(0)
                        .path("partitions")
                        .get(0)
                        .path("id"))
                .isEqualTo(part.path("id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a partition too many",
                "a partition of another size",
                "a bootable partition",
                "another filesystem",
                "another mount point",
                "other options",
                "a disk nobody declares, formatted",
                "a volume group",
                "a raid",
                "a bcache layout"
            })
    void whatIsNoBeginningIsLaidOutBlankFirst(String what) {
        prepared();
        declare(SMALL);
        stage.run();
        assertThat(inside()).containsExactly(SMALL_MADE);
        meddle(what);
        long before = stage.standIn.received("set_storage_layout", stage.id());

        assertThat(stage.plan().changes().getFirst().fields())
                .extracting(FieldChange::field)
                .contains("storage.layout");
        stage.run();

        assertThat(stage.stuck).isEmpty();
        assertThat(inside()).containsExactly(SMALL_MADE);
        assertThat(stage.standIn.received("set_storage_layout", stage.id())).isEqualTo(before + 1);
    }

    private void meddle(String what) {
        var id = stage.id();
        switch (what) {
            case "a partition too many" -> partition("sda", "size", "5G");
            case "a partition of another size" -> {
                blank();
                partition("sda", "size", "20100000000");
            }
            case "a bootable partition" -> {
                blank();
                partition("sda", "size", "20000000000", "bootable", "true");
            }
            case "another filesystem", "another mount point", "other options" -> {
                blank();
                var on = disk("sda") + "partition/"
                        + partition("sda", "size", "20000000000").path("id").asString();
                stage.post(on + "?op=format", "fstype", what.equals("another filesystem") ? "xfs" : "ext4");
                stage.post(
                        on + "?op=mount",
                        "mount_point",
                        what.equals("another mount point") ? "/srv" : "/",
                        "mount_options",
                        what.equals("other options") ? "ro" : "noatime");
            }
            case "a disk nobody declares, formatted" -> stage.post(disk("sde") + "?op=format", "fstype", "ext4");
            case "a volume group" ->
                stage.post("nodes/" + id + "/volume-groups/", "name", "vg9", "block_devices", "sde");
            case "a raid" ->
                stage.post(
                        "nodes/" + id + "/raids/", "level", "raid-1", "block_devices", "sdd", "block_devices", "sde");
            default -> stage.post("machines/" + id + "/?op=set_storage_layout", "storage_layout", "bcache");
        }
    }

    @Test
    void whatMaasRoundedIsAsDeclared() {
        prepared();
        blank();
        partition("sda", "size", "20000000000");
        partition("sda", "size", "30000000000");
        declare(SMALL);
        stage.run();

        assertThat(inside()).containsExactly(SMALL_MADE);
        assertThat(stage.words).noneMatch(word -> word.startsWith("create") || word.startsWith("set-storage"));
    }

    @Test
    void onADeployedHostADifferenceIsAFindingAndNothingIsWritten() {
        stage.declare(HOST + "goal: deployed\n" + SMALL).run();
        assertThat(stage.plan().findings()).isEmpty();
        long writes = stage.standIn.writes();
        stage.declare(HOST + "goal: deployed\n" + SMALL.replace("30GB", "40GB")).run();

        assertThat(stage.standIn.writes()).isEqualTo(writes);
        assertThat(Plans.finding(stage.plan(), "storage"))
                .contains("storage.layout is sda: ext4 at /, unused, declared custom")
                .contains("partitions.more is not set, declared partition 2, 40,000,000,000 bytes")
                .contains("Raise spec.generation");
    }

    // ---- what stands in the way

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x: {serial: nobody}|spec.storage.disks.x (serial nobody) means none of the machine's disks: sda (serial",
                "x: {tags: [ssd]}|spec.storage.disks.x (tags ssd) means 5 of the machine's disks",
                "x: {size: 98GB, boot: false}|spec.storage.disks.x (size 98,000,000,000 bytes not the boot disk) means none",
                "x: {name: sda, partitions: {y: {size: 1GB}}}|spec.storage.disks.system and spec.storage.disks.x are the same disk of the machine, sda (serial",
                "x: {serial: S-b, partitions: {y: {size: 200GB}}}|spec.storage.disks.x does not fit on this machine: it takes 199,996,997,632 bytes",
            })
    void whatDoesNotFitTheMachineIsBlockedBeforeAnythingIsWritten(String disk, String why) {
        prepared();
        long writes = stage.standIn.writes();
        declare(SMALL + "    " + disk + "\n");

        assertThat(Plans.why(stage.plan())).contains(why);
        assertThat(stage.standIn.writes()).isEqualTo(writes);
    }

    @Test
    void aBootDiskIsNotUsedWholeAndARaidHasANameOfItsOwn() {
        prepared();
        var root = "partitions: {y: {size: rest, filesystem: ext4, mount: /}}";
        declare("storage: {layout: custom, disks: {a: {name: sda, model: stand-in disk}, b: {serial: S-b, " + root
                + "}, c: {serial: S-c}}, raids: {md0: {level: 1, devices: [a, c]}}}\n");
        assertThat(Plans.why(stage.plan()))
                .contains("spec.storage.disks.a is the boot disk, sda (serial")
                .contains("which MAAS does not use whole");
        declare("storage: {layout: custom, disks: {b: {serial: S-b}, c: {serial: S-c}, e: {serial: S-e, " + root
                + "}}, raids: {sdd: {level: 1, devices: [b, c]}}}\n");
        assertThat(Plans.why(stage.plan()))
                .contains("spec.storage.raids.sdd has the name of a disk of the machine, sdd");
    }

    @Test
    void volumesThatTheDisksCannotHoldAreBlocked() {
        prepared();
        declare(DESIGN.replace("25%", "125GB"));

        assertThat(Plans.why(stage.plan())).contains("spec.storage.volumeGroups.vg0 does not fit on this machine");
    }

    @Test
    void nothingIsLeftOfAVolumeGroupThatItsDevicesMustKeepForThemselves() {
        prepared();
        declare(DESIGN.replace("25%", "118604MiB"));

        assertThat(Plans.why(stage.plan())).contains("spec.storage.volumeGroups.vg0 does not fit on this machine");
    }

    @Test
    void aRaidOfPartsOfAnotherIsMadeAfterIt() {
        prepared();
        declare("""
                storage:
                  layout: custom
                  disks:
                    system: {boot: true, partitions: {root: {size: rest, filesystem: ext4, mount: /}}}
                    b: {serial: S-b}
                    c: {serial: S-c}
                    d: {idPath: /dev/disk/by-id/d}
                  raids:
                    mda: {level: 1, devices: [mdz.half, d], partitions: {all: {size: 20GB, filesystem: ext4, mount: /a}}}
                    mdz: {level: 1, devices: [b, c], partitions: {half: {size: 50%}}}
                """);
        stage.run();

        assertThat(stage.stuck).isEmpty();
        assertThat(stage.plan().inSync()).isTrue();
    }

    // ---- one write at the door of MAAS

    private Outcome start(SetupWrite write) {
        return stage.start(new Step.SetUp(new SystemId(stage.id()), write));
    }

    private long number(String disk) {
        return stage.get(disk(disk)).path("id").asLong();
    }

    @Test
    void aWriteThatComesTwiceMakesNoSecondOfAnything() {
        prepared();
        blank();
        var part = new DiskWrite.CreatePartition("b.x", number("sdb"), 0, Optional.of(1L << 30), false);
        var raid = new DiskWrite.CreateRaid(
                "md0",
                "raid-1",
                List.of(new Member(false, number("sdc")), new Member(false, number("sdd"))),
                List.of());
        for (var write : List.of(part, part, raid, raid))
            assertThat(start(write)).isInstanceOf(Outcome.Done.class);

        assertThat(stage.standIn.received("POST partitions", stage.id())).isEqualTo(1);
        assertThat(stage.standIn.received("POST raids", stage.id())).isEqualTo(1);
    }

    @Test
    void whatIsThereIsNeverFormattedOver() {
        prepared();
        blank();
        stage.post(disk("sdb") + "?op=format", "fstype", "xfs");
        var write = new DiskWrite.Format(new DiskWrite.Spot("b", number("sdb"), Optional.empty()), "ext4", "");

        assertOvertaken(write);
        assertThat(inside()).contains("sdb: xfs");
    }

    @Test
    void nothingIsWrittenToAMachineThatIsNotReadyAnyMore() {
        prepared();
        blank();
        var part = new DiskWrite.CreatePartition("b.x", number("sdb"), 0, Optional.of(1L << 30), false);
        stage.post("machines/?op=allocate", "system_id", stage.id());

        assertOvertaken(part);
        assertThat(stage.standIn.received("POST partitions", stage.id())).isZero();
    }

    private void assertOvertaken(SetupWrite write) {
        assertThat(start(write))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure()).isInstanceOf(Failure.WorldChanged.class));
    }
}
