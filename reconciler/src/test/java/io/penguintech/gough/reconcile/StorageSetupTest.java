package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code spec.storage} from the document to the stand-in. */
class StorageSetupTest {
    private static final String HOST = """
            machine:
              macAddresses: ["52:54:00:00:00:01"]
              architecture: amd64/generic
              power: {type: manual}
            adopt: true
            protect: false
            os: {release: noble}
            """;
    /** The same, switched as the stand-in's machine is. */
    private static final String SWITCHED = HOST.replace("manual", "ipmi");

    private static final long DISK = 100_000_000_000L;
    private static final String LVM = """
            storage:
              layout: lvm
              bootSize: 1GiB
              volumeGroup: system
              logicalVolume: root
              logicalVolumeSize: 40GB
            """;

    private final SetupStage stage = new SetupStage();

    StorageSetupTest() {
        stage.standIn.addMachine(NewMachine.named("hv-01")
                .withStatus(MaasStatus.READY)
                .withMacAddresses("52:54:00:00:00:01")
                .withDisks(DISK, DISK));
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aFreeMachineThatIsSetUpAsDeclaredIsTakenOverWithoutAWriteAndAnotherIsMarkedFirst() {
        stage.declare(SWITCHED + "goal: ready\nstorage: {layout: flat}\n");
        assertThat(stage.plan().changes()).isEmpty();
        assertThat(stage.plan().findings()).isEmpty();

        stage.declare(SWITCHED + "goal: ready\n" + LVM);
        Plans.only(stage.plan(), Change.Adopt.class);
    }

    @Test
    void ofAMachineThatSomebodyElseDeployedADifferenceIsAFindingFromTheFirstLookOn() {
        stage.standIn.edit("hv-01").status(MaasStatus.DEPLOYED).owner("alice");
        stage.declare(SWITCHED + "goal: deployed\n" + LVM);

        assertThat(stage.plan().changes()).isEmpty();
        assertThat(Plans.findings(stage.plan())).containsExactly("storage");
    }

    /** Everything that is on the disks, one line each. */
    private List<String> disks() {
        return stage.shown()
                .path("blockdevice_set")
                .valueStream()
                .map(disk -> "%s %s: %s %s"
                        .formatted(
                                disk.path("name").asString(),
                                disk.path("type").asString(),
                                held(disk.path("filesystem")),
                                disk.path("partitions")
                                        .valueStream()
                                        .map(part -> held(part.path("filesystem")))
                                        .toList()))
                .toList();
    }

    private static String held(JsonNode filesystem) {
        return (filesystem.path("fstype").asString("") + " "
                        + filesystem.path("mount_point").asString(""))
                .strip();
    }

    /** Ready and ours: a document that declares nothing of its inside would be in sync without marking it. */
    private void prepared() {
        stage.declare(HOST + "goal: ready\nstorage: {layout: flat}\n").run();
    }

    @Test
    void aLayoutIsMadeBeforeTheHostIsDeployed() {
        stage.declare(HOST + "goal: deployed\n" + LVM).run();

        assertThat(stage.stuck).isEmpty();
        assertThat(disks())
                .containsExactly(
                        "sda physical:  [ext4 /boot, lvm-pv]", "sdb physical:  []", "system-root virtual: ext4 / []");
        assertThat(stage.standIn.machine("hv-01").orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(stage.words.stream().filter("set-storage-layout lvm"::equals))
                .hasSize(1);
        assertThat(stage.plan().inSync()).isTrue();
        assertThat(stage.plan().findings()).isEmpty();
    }

    @Test
    void killedAtEveryStepItEndsTheSame() {
        stage.mortal = true;
        stage.declare(HOST + "goal: deployed\n" + LVM).run();

        assertThat(stage.stuck).isEmpty();
        assertThat(disks()).contains("system-root virtual: ext4 / []");
        assertThat(stage.standIn.received("deploy", stage.id())).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{layout: flat}|[sda physical:  [ext4 /], sdb physical:  []]",
                "{layout: flat, rootDisk: {name: sdb}, rootSize: 20GB}|[sda physical:  [], sdb physical:  [ext4 /]]",
                "{layout: lvm}|[sda physical:  [lvm-pv], sdb physical:  [], vgroot-lvroot virtual: ext4 / []]",
                "{layout: bcache, cacheDisk: {name: sdb}}|[sda physical:  [ext4 /boot, bcache-backing], sdb physical:  [bcache-cache], bcache0 virtual: ext4 / []]",
                "{layout: bcache}|[sda physical:  [ext4 /boot, bcache-backing], sdb physical:  [bcache-cache], bcache0 virtual: ext4 / []]",
                "{layout: blank}|[sda physical:  [], sdb physical:  []]",
            })
    void everyLayoutIsMadeOnceAndKnownAgain(String storage, String laidOut) {
        prepared();
        stage.declare(HOST + "goal: ready\nstorage: " + storage + "\n").run();

        assertThat(stage.stuck).isEmpty();
        assertThat(disks()).hasToString(laidOut);
        assertThat(stage.plan().inSync()).isTrue();
        long writes = stage.standIn.writes();
        stage.run();
        assertThat(stage.standIn.writes()).isEqualTo(writes);
    }

    /** Beside the boot disk one of 80 GB and one of 60 GB, each with the tag ssd, as the stand-in finds them. */
    private void threeSizes() {
        stage.send("DELETE", "machines/" + stage.id() + "/");
        stage.standIn.addMachine(NewMachine.named("hv-01")
                .withStatus(MaasStatus.READY)
                .withMacAddresses("52:54:00:00:00:01")
                .withDisks(DISK, 80_000_000_000L, 60_000_000_000L));
        prepared();
    }

    private void tag(String disk, String op) {
        stage.post("nodes/%s/blockdevices/%s/?op=%s".formatted(stage.id(), disk, op), "tag", "ssd");
    }

    private String whyBcache(String disks) {
        stage.declare(HOST + "goal: ready\nstorage: {layout: bcache%s}\n".formatted(disks));
        return Plans.why(stage.plan());
    }

    @Test
    void aCacheDiskThatMaasWouldPassOverIsBlockedUntilItIsTheOneThatMaasTakes() {
        threeSizes();
        long writes = stage.standIn.writes();
        assertThat(whyBcache(", cacheDisk: {name: sdb}"))
                .contains(
                        "spec.storage.cacheDisk is sdb, and MAAS would cache on sdc",
                        "In MAAS, take the tag ssd from sdc,",
                        "leave spec.storage out",
                        "MAAS knows sda (serial disk-");
        stage.run();
        assertThat(stage.standIn.writes()).isEqualTo(writes);

        tag("sdb", "remove_tag");
        assertThat(whyBcache(", cacheDisk: {name: sdb}"))
                .contains("In MAAS, give sdb the tag ssd and take it from sdc,");
        tag("sdc", "remove_tag");
        tag("sdb", "add_tag");
        stage.run();
        assertThat(stage.stuck).isEmpty();
        assertThat(disks()).contains("sdb physical:  [bcache-cache]", "sdc physical:  []");
        tag("sdc", "add_tag");
        assertThat(stage.plan().inSync()).as("what is laid out stays").isTrue();
    }

    @Test
    void aCacheNeedsADiskWithTheTagThatIsNeitherTheBootDiskNorTheRootDisk() {
        threeSizes();
        assertThat(whyBcache(", rootDisk: {name: sdc}"))
                .contains("MAAS would cache on sdc, which is the root disk", "In MAAS, take the tag ssd from sdc,");
        assertThat(whyBcache(", cacheDisk: {name: sda}"))
                .contains("spec.storage.cacheDisk is sda, which the machine boots from");
        tag("sdb", "remove_tag");
        tag("sdc", "remove_tag");
        for (var choice : List.of("", ", cacheDisk: {name: sdb}"))
            assertThat(whyBcache(choice)).contains("none has the tag ssd", "Give one that tag in MAAS");
    }

    @Test
    void aReadyHostIsLaidOutByAChangeOfItsOwnThatSaysWhatIsThereNow() {
        prepared();
        stage.declare(HOST + "goal: ready\n" + LVM);

        var change = stage.plan().changes().getFirst();
        assertThat(change.verb()).isEqualTo("configure");
        assertThat(change.risk()).isEqualTo(Risk.DISRUPTIVE);
        assertThat(change.fields())
                .containsExactly(new FieldChange("storage.layout", Optional.of("sda: ext4 at /"), Optional.of("lvm")));
        stage.run();
        stage.declare(HOST + "goal: ready\n" + LVM.replace("40GB", "50GB"));
        assertThat(stage.plan().changes().getFirst().fields()).singleElement().satisfies(field -> {
            assertThat(field.field()).isEqualTo("storage.logicalVolumeSize");
            assertThat(field.after()).contains("50,000,000,000 bytes");
        });
    }

    @Test
    void onADeployedHostADifferenceIsAFindingAndNothingIsWritten() {
        stage.declare(HOST + "goal: deployed\n").run();
        long writes = stage.standIn.writes();
        stage.declare(HOST + "goal: deployed\n" + LVM).run();

        assertThat(stage.standIn.writes()).isEqualTo(writes);
        assertThat(Plans.finding(stage.plan(), "storage"))
                .contains("storage.layout is sda: ext4 at /, declared lvm")
                .contains("Raise spec.generation");
    }

    @Test
    void nothingIsWrittenToAMachineThatIsNotReadyAnyMore() {
        prepared();
        stage.declare(HOST + "goal: ready\n" + LVM);
        var change = (Change.Amend) stage.plan().changes().getFirst();
        stage.post("machines/?op=allocate", "system_id", stage.id());
        long writes = stage.standIn.writes();
        var write = new SetupWrite.LayOut(
                change.setup().storage().layout().orElseThrow(),
                new TreeMap<>(),
                new TreeMap<>(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        var outcome = stage.start(new Step.SetUp(new SystemId(stage.id()), write));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure()).isInstanceOf(Failure.WorldChanged.class));
        assertThat(stage.standIn.writes()).isEqualTo(writes);
    }

    @Test
    void aDiskThatIsNotExactlyOneIsAReasonToWaitForAPerson() {
        prepared();
        stage.declare(HOST + "goal: ready\nstorage: {layout: flat, rootDisk: {tags: [ssd]}}\n");
        assertThat(Plans.why(stage.plan()))
                .contains("spec.storage.rootDisk (tags ssd) means 2 of the machine's disks: sda (serial disk-");

        stage.declare(HOST + "goal: ready\nstorage: {layout: flat, rootDisk: {serial: S1}}\n");
        assertThat(Plans.why(stage.plan())).contains("(serial S1) means none of the machine's disks");
    }
}
