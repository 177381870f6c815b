package io.penguintech.gough.bot.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.importing.Insides.Way;
import io.penguintech.gough.reconcile.AsFound;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.reconcile.Survey;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.maas.MaasHttp;
import io.penguintech.gough.reconcile.maas.MaasSettings;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.InventoryLoader;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Loaded;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.simulators.maas.MaasDurations;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an import writes of the inside of machines: that it is what MAAS has, and said once where machines are alike. */
class ImportedSetupTest {
    private final MaasStandIn standIn =
            MaasStandIn.start(MaasStandInSettings.defaults().withDurations(MaasDurations.all(Duration.ZERO)));
    private final Insides insides = new Insides(standIn);

    @AfterEach
    void stop() {
        standIn.close();
    }

    private String add(String name, int number, Way way) {
        return insides.add(NewMachine.named(name), number, way);
    }

    private Observed.Region region() {
        try (var maas = new MaasHttp(
                new BackendName("default"),
                MaasSettings.of(URI.create(standIn.url()), new Credential(standIn.apiKey())),
                CallListener.NONE,
                Clock.systemUTC(),
                new Random())) {
            if (maas.sweep() instanceof Reading.Got<Observed.Region>(var region)) return region;
            throw new AssertionError("the region was not read");
        }
    }

    private static Loaded load(RepoTree tree) {
        return new InventoryLoader(Limits.DEFAULT).load(tree);
    }

    private static Imported imported(Observed.Region region) {
        var survey = new Survey(new TreeMap<>(), Optional.empty(), new TreeSet<>());
        return new Importing(ImportedSetupTest::load)
                .of(new Importing.Sight(Optional.of(region), survey, Optional.empty(), "gough-main"));
    }

    /** Every host of the files has a network and a storage, and they are what the region has. */
    private static void isWholeAndAsFound(Imported imported, Observed.Region region) {
        var files = new TreeMap<String, RepoTree.Entry>();
        imported.files()
                .forEach((path, text) ->
                        files.put(path, new RepoTree.Entry.Blob(text.getBytes(StandardCharsets.UTF_8))));
        var loaded = load(new RepoTree(Optional.empty(), files));
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        var machines = new TreeMap<String, Machine>();
        region.machines().values().stream()
                .map(Seen::value)
                .forEach(machine -> machines.put(machine.hostname(), machine));
        for (var host : ((Loaded.Valid) loaded).inventory().hosts().values()) {
            var machine = machines.get(host.name().value());
            assertThat(machine).isNotNull();
            assertThat(host.network().isNothing()).as("no network").isFalse();
            assertThat(host.storage().isNothing()).as("no storage").isFalse();
            assertThat(new AsFound(region).objection(host, machine)).isEmpty();
        }
    }

    private static String document(Imported imported, String name) {
        return imported.files().values().stream()
                .flatMap(text -> Arrays.stream(text.split("(?m)^---\\n", -1)))
                .filter(text -> text.contains("\n  name: " + name + "\n"))
                .findFirst()
                .orElseThrow();
    }

    // ---- as it is

    @ParameterizedTest
    @EnumSource(Way.class)
    void howAMachineIsSetUpIsWrittenAsItIs(Way way) {
        var id = add("solo", 1, way);
        standIn.edit(id).status(MaasStatus.DEPLOYED).owner("admin");
        var region = region();

        var imported = imported(region);

        assertThat(imported.remarks()).isEmpty();
        isWholeAndAsFound(imported, region);
    }

    @Test
    void aBondIsWrittenWithWhatItIsMadeOfAndWhatIsMadeOfIt() {
        add("solo", 1, Way.BONDED);

        assertThat(document(imported(region()), "solo")).contains("""
                      eth2:
                        macAddress: "52:54:01:00:01:02"
                        mtu: 9000
                    bonds:
                      bond0:
                        downDelay: 0
                        interfaces:
                          - eth1
                          - eth2
                        lacpRate: fast
                        miimon: 100
                        mode: "802.3ad"
                        mtu: 9000
                """, """
                    bridges:
                      br0:
                        forwardDelay: 15
                        interface: bond0
                """, """
                    vlans:
                      bond0.100:
                """, "defaultGateway: true");
    }

    @Test
    void aLayoutOfMaasIsWrittenAsThatAndAnythingElseAsADesign() {
        add("lvm", 1, Way.LVM);
        add("flat", 2, Way.FLAT);
        add("raid", 3, Way.RAID);
        add("beside", 4, Way.BESIDE);

        var imported = imported(region());

        assertThat(document(imported, "lvm")).contains("layout: lvm", "volumeGroup: system", "logicalVolume: os");
        assertThat(document(imported, "lvm")).contains("logicalVolumeSize: \"");
        assertThat(document(imported, "flat")).contains("layout: flat", "bootSize: \"", "rootSize: \"");
        assertThat(document(imported, "raid"))
                .contains(
                        "layout: custom",
                        "filesystem: swap",
                        "label: d-swap",
                        "spares:",
                        "size: rest",
                        "inMemory:",
                        "mount: /tmp");
        assertThat(document(imported, "beside")).contains("layout: custom", "mount: /srv/archive");
    }

    @Test
    void machinesThatAreSetUpAlikeShareAProfileAndKeepTheirAddressesAndSerialNumbers() {
        for (int i = 1; i <= 3; i++) add("db-" + i, i, Way.RAID);
        for (int i = 4; i <= 5; i++) add("web-" + i, i, Way.STATIC);

        var region = region();
        var imported = imported(region);

        assertThat(imported.files().keySet())
                .contains(
                        "profiles/network-eth0-eth1-eth2.yaml",
                        "profiles/network-eth0-eth1-eth2-2.yaml",
                        "profiles/storage-custom.yaml",
                        "profiles/storage-flat.yaml");
        assertThat(imported.files().get("profiles/storage-custom.yaml")).doesNotContain("serial:");
        assertThat(document(imported, "web-4")).contains("10.100.0.").doesNotContain("mtu:");
        assertThat(document(imported, "db-2")).contains("serial:").doesNotContain("level:", "links:");
        isWholeAndAsFound(imported, region);
    }

    // ---- what no document can say

    @Test
    void aNetworkThatNoDocumentCanSayIsLeftOutAndTheMachineIsNot() {
        add("good", 1, Way.STATIC);
        var id = add("odd", 2, Way.LVM);
        insides.rename(id, 2, "uplink-to-the-old-lab");

        var imported = imported(region());

        assertThat(imported.hosts()).isEqualTo(2);
        assertThat(document(imported, "odd")).contains("layout: lvm").doesNotContain("network:");
        assertThat(document(imported, "good")).contains("network:");
        assertThat(imported.remarks())
                .filteredOn(remark -> remark.what().startsWith("Its network is not written: "))
                .singleElement()
                .satisfies(remark -> assertThat(remark.about()).isEqualTo(List.of("odd")));
    }

    @Test
    void aMachineWithoutDisksIsImportedWithoutStorage() {
        standIn.addMachine(NewMachine.named("bare").withDisks());

        var imported = imported(region());

        assertThat(document(imported, "bare")).contains("network:").doesNotContain("storage:");
        assertThat(imported.remarks())
                .extracting(Imported.Remark::what)
                .containsExactly("MAAS knows no disk of it, so its storage is not written.");
    }
}
