package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.HostNetwork.Mode;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code spec.network} from the document to the stand-in. */
class NetworkSetupTest {
    private static final String HOST = """
            machine:
              macAddresses: ["52:54:00:00:00:01", "52:54:00:00:00:02", "52:54:00:00:00:03"]
              architecture: amd64/generic
              power: {type: manual}
            protect: false
            os: {release: noble}
            """;
    private static final String NETWORK = """
            network:
              interfaces:
                uplink0: {macAddress: "52:54:00:00:00:01"}
                uplink1: {macAddress: "52:54:00:00:00:02", mtu: 9000, tags: [fast]}
                mgmt: {macAddress: "52:54:00:00:00:03", links: [{mode: auto, subnet: 10.77.0.0/16}]}
              bonds:
                bond0: {interfaces: [uplink0, uplink1], mode: 802.3ad, xmitHashPolicy: layer3+4, mtu: 9000}
              bridges:
                br0:
                  interface: bond0
                  stp: true
                  links: [{mode: static, subnet: 10.77.0.0/16, address: 10.77.0.10}]
              vlans:
                bond0.100:
                  interface: bond0
                  vid: 100
                  links: [{mode: static, subnet: storage, address: 10.100.0.10, defaultGateway: true}]
            """;
    private static final List<String> SET_UP = List.of(
            "bond0 bond 52:54:00:00:00:01 of [uplink0, uplink1] in 0 [] with {bond_downdelay=0, bond_lacp_rate=fast, bond_miimon=100, bond_mode=802.3ad, bond_num_grat_arp=1, bond_updelay=0, bond_xmit_hash_policy=layer3+4, mtu=9000} links []",
            "bond0.100 vlan 52:54:00:00:00:01 of [bond0] in 100 [] with {} links [static 10.100.0.10 10.100.0.0/24]",
            "br0 bridge 52:54:00:00:00:01 of [bond0] in 0 [] with {bridge_fd=15, bridge_stp=true, bridge_type=standard} links [static 10.77.0.10 10.77.0.0/16]",
            "mgmt physical 52:54:00:00:00:03 of [] in 0 [] with {} links [auto 10.77.0.0/16]",
            "uplink0 physical 52:54:00:00:00:01 of [] in 0 [] with {mtu=9000} links []",
            "uplink1 physical 52:54:00:00:00:02 of [] in 0 [fast] with {mtu=9000} links []");

    private final SetupStage stage = new SetupStage();

    NetworkSetupTest() {
        stage.post("fabrics/0/vlans/", "vid", "100");
        var vlan = stage.get("fabrics/0/vlans/100/").path("id").asString();
        stage.post("subnets/", "cidr", "10.100.0.0/24", "name", "storage", "vlan", vlan, "gateway_ip", "10.100.0.1");
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    private void ready(String... tags) {
        stage.standIn.addMachine(NewMachine.named("hv-01")
                .withStatus(MaasStatus.READY)
                .withMacAddresses("52:54:00:00:00:01", "52:54:00:00:00:02", "52:54:00:00:00:03")
                .withTags(tags));
    }

    /** Ready and ours, with nothing declared of its network. */
    private void prepared() {
        stage.declare(HOST + "goal: ready\n").run();
    }

    private String gatewayLink() {
        return stage.shown()
                .path("default_gateways")
                .path("ipv4")
                .path("link_id")
                .asString();
    }

    @Test
    void anAbsentHostIsSetUpAndThenDeployed() {
        stage.declare(HOST + "goal: deployed\n" + NETWORK).run();

        assertThat(stage.stuck).isEmpty();
        assertThat(stage.interfaces()).isEqualTo(SET_UP);
        assertThat(stage.standIn.machine("hv-01").orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(stage.standIn.received("deploy", stage.id())).isEqualTo(1);
        var gateway = stage.get("nodes/" + stage.id() + "/interfaces/")
                .valueStream()
                .filter(nic -> nic.path("name").asString().equals("bond0.100"))
                .findFirst()
                .orElseThrow();
        assertThat(gatewayLink())
                .isEqualTo(gateway.path("links").get(0).path("id").asString());
        assertThat(stage.plan().inSync()).isTrue();
        assertThat(stage.plan().findings()).isEmpty();
    }

    @Test
    void bridgesOverAllCardsAreMadeWithTheDeploymentAndAreNoDifference() {
        var document = HOST.replace("os: {release: noble}", "os: {release: noble, bridgeAll: {stp: true}}")
                + "goal: deployed\n" + NETWORK.substring(0, NETWORK.indexOf("  bridges:"));
        stage.declare(document).run();

        assertThat(stage.stuck).isEmpty();
        assertThat(stage.standIn.machine("hv-01").orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(stage.interfaces())
                .anyMatch(nic ->
                        nic.startsWith("br-mgmt bridge 52:54:00:00:00:03 of [mgmt]") && nic.contains("bridge_stp=true"))
                .anyMatch(nic -> nic.startsWith("mgmt physical") && nic.endsWith("links []"));
        assertThat(stage.plan().inSync()).isTrue();
        assertThat(stage.plan().findings()).isEmpty();
        stage.declare(document.replace("mtu: 9000", "mtu: 1500"));
        assertThat(stage.plan().findings()).extracting(Plan.Finding::kind).containsExactly("network");
    }

    @Test
    void killedAtEveryStepOnceBeforeAndOnceAfterItEndsTheSame() {
        stage.mortal = true;
        stage.declare(HOST + "goal: deployed\n" + NETWORK).run();

        assertThat(stage.stuck).isEmpty();
        assertThat(stage.interfaces()).isEqualTo(SET_UP);
        assertThat(stage.standIn.received("deploy", stage.id())).isEqualTo(1);
        assertThat(stage.words.stream().filter("create-bond bond0"::equals)).hasSize(2);
    }

    @Test
    void aReadyHostIsSetUpByAChangeOfItsOwnThatDisrupts() {
        prepared();
        stage.declare(HOST + "goal: ready\n" + NETWORK);

        var change = stage.plan().changes().getFirst();
        assertThat(change.verb()).isEqualTo("configure");
        assertThat(change.risk()).isEqualTo(Risk.DISRUPTIVE);
        assertThat(change.fields())
                .contains(
                        new FieldChange("network.interfaces.mgmt.name", some("eth2"), some("mgmt")),
                        new FieldChange("network.interfaces.uplink0.links", some("auto in 10.77.0.0/16"), some("none")),
                        new FieldChange("network.bonds.bond0.mode", none(), some("802.3ad")));
        stage.run();
        assertThat(stage.stuck).isEmpty();
        assertThat(stage.interfaces()).isEqualTo(SET_UP);
        assertThat(stage.plan().inSync()).isTrue();
    }

    private static final String BOOT_CARD = """
            network:
              interfaces:
                uplink0: {macAddress: "52:54:00:00:00:01", links: %s}
                mgmt: {macAddress: "52:54:00:00:00:02", links: [{mode: auto, subnet: 10.77.0.0/16}]}
            """;

    /** MAAS has it up in the subnet where it got an address, whatever is unlinked (its source). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                           | link_up 10.77.0.0/16
            [{mode: static, subnet: 10.77.0.0/16, address: 10.77.0.10}]  | static 10.77.0.10 10.77.0.0/16
            [{mode: dhcp}]                                               | dhcp
            [{mode: link-up, subnet: 10.77.0.0/16}]                      | link_up 10.77.0.0/16
            [{mode: auto, subnet: storage}]                              | auto 10.100.0.0/24
            """)
    void theCardThatAMachineBootsFromGetsTheLinksThatAreDeclared(String declared, String link) {
        prepared();
        stage.declare(HOST + "goal: deployed\n" + BOOT_CARD.formatted(declared));
        stage.run();

        assertThat(stage.stuck).isEmpty();
        assertThat(stage.interfaces())
                .anyMatch(line -> line.startsWith("uplink0 ") && line.endsWith("links [%s]".formatted(link)));
        assertThat(stage.standIn.machine("hv-01").orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(stage.plan().inSync()).isTrue();
        assertThat(stage.plan().findings()).isEmpty();
    }

    @Test
    void aLinkThatComesBackUnderAnotherNumberIsRemovedByTheSameWordSoThatTriesAreCounted() {
        assertThat(unlink(7).word())
                .isEqualTo(unlink(8).word())
                .isEqualTo("unlink-subnet uplink0 static 10.77.0.10 in 10.77.0.0/16");
    }

    private static SetupWrite unlink(long link) {
        return new SetupWrite.UnlinkSubnet(
                1, "uplink0", new Fitted.NicLink(link, Mode.STATIC, some("10.77.0.0/16"), some("10.77.0.10")));
    }

    @Test
    void aBridgeMovesToTheInterfaceThatIsDeclaredForIt() {
        prepared();
        var bridged = HOST + "goal: ready\n" + """
                network:
                  interfaces:
                    up0: {macAddress: "52:54:00:00:00:01"}
                    up1: {macAddress: "52:54:00:00:00:02"}
                  bridges:
                    br0: {interface: %s, links: [{mode: auto, subnet: 10.77.0.0/16}]}
                """;
        stage.declare(bridged.formatted("up0")).run();
        stage.declare(bridged.formatted("up1")).run();

        assertThat(stage.stuck).isEmpty();
        assertThat(stage.interfaces())
                .anyMatch(line -> line.startsWith("br0 bridge 52:54:00:00:00:02 of [up1] in 0 ")
                        && line.endsWith("links [auto 10.77.0.0/16]"));
        assertThat(stage.plan().inSync()).isTrue();
    }

    @Test
    void anInterfaceThatIsRenamedOrChangedKeepsTheTagsThatPeopleGaveIt() {
        prepared();
        stage.send("PUT", "nodes/" + stage.id() + "/interfaces/" + stage.nic("eth0") + "/", "tags", "rack-a,uplink,x");
        stage.declare(HOST + "goal: ready\n" + """
                network:
                  interfaces:
                    up0: {macAddress: "52:54:00:00:00:01", mtu: 9000, vlan: {fabric: fabric-0, vid: 100}}
                """).run();

        assertThat(stage.stuck).isEmpty();
        assertThat(stage.interfaces())
                .anyMatch(line ->
                        line.startsWith("up0 ") && line.contains(" in 100 [rack-a, uplink, x] with {mtu=9000} "));
    }

    /** MAAS leaves it where it was when what it is made of moves (its source). */
    @Test
    void aVlanFollowsWhatItIsMadeOfIntoAnotherFabric() {
        prepared();
        var fabric = stage.post("fabrics/", "name", "dc1").path("id").asString();
        stage.post("fabrics/%s/vlans/".formatted(fabric), "vid", "100");
        var document = HOST + "goal: ready\n" + """
                network:
                  interfaces:
                    up0: {macAddress: "52:54:00:00:00:01", vlan: {fabric: %s, vid: 0}}
                  vlans:
                    up0.100: {interface: up0, vid: 100}
                """;
        stage.declare(document.formatted("fabric-0")).run();
        stage.declare(document.formatted("dc1"));
        assertThat(Plans.only(stage.plan(), Change.Amend.class).fields())
                .containsExactly(
                        new FieldChange("network.interfaces.up0.vlan", some("fabric-0 0"), some("dc1 0")),
                        new FieldChange("network.vlans.up0.100.vlan", some("fabric-0 100"), some("dc1 100")));
        stage.run();

        assertThat(stage.stuck).isEmpty();
        assertThat(stage.fabric("up0.100")).isEqualTo("dc1");
        assertThat(stage.plan().inSync()).isTrue();
    }

    /** MAAS gives them its VLAN whenever it or they are saved (its source). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bonds: {top: {interfaces: [up0, up1]}}  | network.bonds.top.vlan
            bridges: {top: {interface: up0}}        | network.bridges.top.vlan
            """)
    void theVlanThatIsDeclaredOfThePartsIsThatOfTheirBondOrBridge(String made, String field) {
        prepared();
        var document = HOST + "goal: ready\n" + """
                network:
                  interfaces:
                    up0: {macAddress: "52:54:00:00:00:01", vlan: {fabric: fabric-0, vid: %%1$d}}
                    up1: {macAddress: "52:54:00:00:00:02", vlan: {fabric: fabric-0, vid: %%1$d}}
                  %s
                """.formatted(made);
        stage.declare(document.formatted(0)).run();
        stage.declare(document.formatted(100));
        assertThat(Plans.only(stage.plan(), Change.Amend.class).fields())
                .contains(new FieldChange(field, some("fabric-0 0"), some("fabric-0 100")));
        stage.run();

        assertThat(stage.stuck).isEmpty();
        assertThat(stage.interfaces())
                .anyMatch(line -> line.startsWith("up0 ") && line.contains(" in 100 "))
                .anyMatch(line -> line.startsWith("top ") && line.contains(" in 100 "));
        assertThat(stage.plan().inSync()).isTrue();
    }

    @Test
    void driftOfAReadyHostIsMendedAndWhatIsNotDeclaredIsLeftAlone() {
        prepared();
        stage.declare(HOST + "goal: ready\n" + NETWORK).run();
        var path = "nodes/" + stage.id() + "/interfaces/";
        stage.send("PUT", path + stage.nic("bond0") + "/", "bond_mode", "balance-rr", "bond_miimon", "50");
        stage.post(path + stage.nic("br0") + "/?op=link_subnet", "mode", "AUTO", "subnet", "cidr:10.77.0.0/16");
        stage.post(path + "?op=create_vlan", "parent", stage.nic("mgmt"), "vlan", vlanId());

        var plan = stage.plan();
        assertThat(plan.changes().getFirst().fields())
                .containsExactly(
                        new FieldChange("network.bonds.bond0.mode", some("balance-rr"), some("802.3ad")),
                        new FieldChange(
                                "network.bridges.br0.links",
                                some("auto in 10.77.0.0/16; static 10.77.0.10 in 10.77.0.0/16"),
                                some("static 10.77.0.10 in 10.77.0.0/16")));
        assertThat(Plans.findings(plan)).containsExactly("network-extra");
        stage.run();
        assertThat(stage.interfaces())
                .contains("mgmt.100 vlan 52:54:00:00:00:03 of [mgmt] in 100 [] with {} links [link_up]")
                .anyMatch(line -> line.startsWith("bond0 ") && line.contains("802.3ad") && line.contains("miimon=50"))
                .hasSize(7);
    }

    private String vlanId() {
        return stage.get("fabrics/0/vlans/100/").path("id").asString();
    }

    @Test
    void renamedCardsAreRenamedByTheirAddressAlsoInACircle() {
        prepared();
        var path = "nodes/" + stage.id() + "/interfaces/";
        var first = stage.nic("eth0");
        var second = stage.nic("eth1");
        stage.declare(HOST + """
                goal: ready
                network:
                  interfaces:
                    eth1: {macAddress: "52:54:00:00:00:01"}
                    eth0: {macAddress: "52:54:00:00:00:02"}
                """).run();

        assertThat(stage.stuck).isEmpty();
        assertThat(stage.nic("eth1")).isEqualTo(first);
        assertThat(stage.nic("eth0")).isEqualTo(second);
        assertThat(stage.standIn.calls()).noneMatch(call -> call.method().equals("DELETE"));
        stage.send("PUT", path + first + "/", "name", "enp1s0");
        stage.run();
        assertThat(stage.nic("eth1")).isEqualTo(first);
    }

    @Test
    void onADeployedHostADifferenceIsAFindingAndNothingIsWritten() {
        stage.declare(HOST + "goal: deployed\n").run();
        long writes = stage.standIn.writes();
        stage.declare(HOST + "goal: deployed\n" + NETWORK);

        var plan = stage.plan();
        assertThat(plan.changes()).isEmpty();
        assertThat(Plans.findings(plan)).containsExactly("network");
        assertThat(plan.findings().getFirst().what())
                .contains("network.bonds.bond0.mode is not set, declared 802.3ad")
                .contains("It is set up when the host is next reinstalled. Raise spec.generation");
        stage.run();
        assertThat(stage.standIn.writes()).isEqualTo(writes);

        stage.declare(HOST + "goal: deployed\ngeneration: 1\n" + NETWORK).run();
        assertThat(stage.stuck).isEmpty();
        assertThat(stage.interfaces()).isEqualTo(SET_UP);
        assertThat(stage.standIn.received("deploy", stage.id())).isEqualTo(2);
    }

    @Test
    void whatMaasDoesNotHaveIsNamedBeforeAnythingIsStarted() {
        ready("managed-by-gough", Given.OWN_TAG);
        stage.declare(HOST + """
                adopt: true
                goal: ready
                network:
                  interfaces:
                    a: {macAddress: "52:54:00:00:00:01", links: [{mode: dhcp, subnet: storag}]}
                    b: {macAddress: "52:54:00:00:00:02", vlan: {fabric: fabric-1, vid: 0}}
                    c: {macAddress: "52:54:00:00:00:03", links: [{mode: auto, subnet: storage}]}
                  vlans:
                    c.7: {interface: c, vid: 7}
                """).run();
        assertThat(Plans.why(stage.plan()))
                .contains("has no subnet \"storag\". Did you mean \"storage\"?")
                .contains("has no fabric \"fabric-1\". Did you mean \"fabric-0\"?")
                .contains("has no VLAN 7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vlan: {fabric: fabric-0, vid: 0}, links: [{mode: auto, subnet: storage}]           | is in VLAN fabric-0 0, and its link is in subnet storage of VLAN fabric-0 100
            vlan: {vid: 100}, links: [{mode: auto, subnet: 10.77.0.0/16}]                      | is in VLAN 100, and its link is in subnet 10.77.0.0/16 of VLAN fabric-0 0
            links: [{mode: auto, subnet: storage}, {mode: auto, subnet: 10.77.0.0/16}]         | is in VLAN fabric-0 100, and its link is in subnet 10.77.0.0/16 of VLAN fabric-0 0
            """)
    void aLinkInASubnetOfAnotherVlanThanItsInterfaceIsNamedBeforeAnythingIsStarted(String fields, String why) {
        prepared();
        stage.declare(HOST + "goal: ready\n" + """
                network:
                  interfaces:
                    a: {macAddress: "52:54:00:00:00:01", %s}
                """.formatted(fields));
        long writes = stage.standIn.writes();
        stage.run();

        assertThat(Plans.why(stage.plan())).contains("spec.network.interfaces.a", why);
        assertThat(stage.standIn.writes()).isEqualTo(writes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bonds: {b: {interfaces: [a, c], vlan: {fabric: fabric-0, vid: 100}}}            | b at hosts/hv-01.yaml:1:1 is in VLAN fabric-0 100
            bonds: {b: {interfaces: [a, c], links: [{mode: auto, subnet: storage}]}}        | b at hosts/hv-01.yaml:1:1 is in VLAN fabric-0 100
            bonds: {b: {interfaces: [a, d]}}                                                | b at hosts/hv-01.yaml:1:1 is in VLAN 0
            """)
    void aPartInAnotherVlanThanItsBondIsNamedBeforeAnythingIsStarted(String bond, String why) {
        prepared();
        stage.declare(HOST + "goal: ready\n" + """
                network:
                  interfaces:
                    a: {macAddress: "52:54:00:00:00:01", vlan: {vid: 0}}
                    c: {macAddress: "52:54:00:00:00:02"}
                    d: {macAddress: "52:54:00:00:00:03", vlan: {vid: 100}}
                  %s
                """.formatted(bond));
        assertThat(Plans.why(stage.plan()))
                .contains("spec.network.bonds.", why, "and a part of it is declared in VLAN ");
    }

    @Test
    void aLinkInASubnetOfTheDeclaredVlanIsNoMistake() {
        prepared();
        stage.declare(HOST + "goal: ready\n" + """
                network:
                  interfaces:
                    a: {macAddress: "52:54:00:00:00:01", vlan: {vid: 100}, links: [{mode: auto, subnet: storage}]}
                """).run();
        assertThat(stage.stuck).isEmpty();
        assertThat(stage.plan().inSync()).isTrue();
    }

    @Test
    void aCardThatIsNotThereAndAPartInUseAreReasonsToWaitForAPerson() {
        prepared();
        stage.declare(HOST + """
                goal: ready
                network:
                  interfaces:
                    a: {macAddress: "52:54:00:00:00:77"}
                """);
        assertThat(Plans.why(stage.plan()))
                .contains("the card with MAC address 52:54:00:00:00:77")
                .contains("it knows eth0 (52:54:00:00:00:01)");

        stage.post(
                "nodes/" + stage.id() + "/interfaces/?op=create_bond", "name", "bond9", "parents", stage.nic("eth1"));
        stage.declare(HOST + """
                goal: ready
                network:
                  interfaces:
                    eth0: {macAddress: "52:54:00:00:00:01"}
                    eth1: {macAddress: "52:54:00:00:00:02"}
                  bridges:
                    br0: {interface: eth1}
                """);
        assertThat(Plans.why(stage.plan())).contains("eth1 is part of bond bond9 in MAAS, which is not declared");
    }

    @Test
    void whatWasApprovedIsNotSetUpOnAnInterfaceThatSomebodyChangedSince() {
        prepared();
        stage.declare(HOST + "goal: ready\n" + NETWORK);
        var change = (Change.Amend) stage.plan().changes().getFirst();
        stage.send("PUT", "nodes/" + stage.id() + "/interfaces/" + stage.nic("eth0") + "/", "name", "other");
        var after = (Change.Amend) stage.plan().changes().getFirst();
        assertThat(after.digest()).isNotEqualTo(change.digest());
    }

    // ---- a card replaced in what runs

    private static String replaced(String spec) {
        return spec.replace("52:54:00:00:00:02", "52:54:00:00:00:0c");
    }

    /** One write, and the network is declared as it is. */
    private void replace() {
        var before = stage.interfaces();
        long writes = stage.standIn.writes();
        stage.declare(replaced(HOST + "goal: deployed\n" + NETWORK));
        assertThat(Plans.only(stage.plan(), Change.Amend.class).fields())
                .containsExactly(new FieldChange("card.uplink1", some("52:54:00:00:00:02"), some("52:54:00:00:00:0c")));
        assertThat(stage.plan().findings()).isEmpty();

        stage.run();

        assertThat(stage.stuck).isEmpty();
        assertThat(stage.standIn.writes()).isEqualTo(writes + 1);
        assertThat(stage.interfaces())
                .isEqualTo(before.stream().map(NetworkSetupTest::replaced).toList());
        assertThat(stage.standIn.machine("hv-01").orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(stage.plan().inSync()).isTrue();
        assertThat(stage.plan().changes()).isEmpty();
        assertThat(stage.plan().findings()).isEmpty();
    }

    @Test
    void aCardReplacedInARunningHostIsToldToMaasByOneWrite() {
        stage.declare(HOST + "goal: deployed\n" + NETWORK).run();
        replace();
    }

    @Test
    void killedBeforeAndAfterThatWriteTheEndIsTheSame() {
        stage.declare(HOST + "goal: deployed\n" + NETWORK).run();
        stage.mortal = true;
        stage.declare(replaced(HOST + "goal: deployed\n" + NETWORK)).run();

        assertThat(stage.stuck).isEmpty();
        assertThat(stage.nic("uplink1")).isNotEmpty();
        assertThat(stage.standIn.machine("hv-01").orElseThrow().macAddresses())
                .contains("52:54:00:00:00:0c")
                .doesNotContain("52:54:00:00:00:02");
        // Never sent before the first death, seen to have happened after the second.
        assertThat(stage.words.stream().filter("replace-card uplink1 52:54:00:00:00:0c"::equals))
                .hasSize(2);
        assertThat(stage.plan().inSync()).isTrue();
    }

    @Test
    void aCardThatWasAddedIsAFindingThatPromisesNoReinstall() {
        stage.declare(HOST + "goal: deployed\n" + NETWORK).run();
        stage.declare(HOST + "goal: deployed\n"
                + NETWORK.replace("  bonds:", "    more: {macAddress: \"52:54:00:00:00:0c\"}\n  bonds:"));

        var plan = stage.plan();
        assertThat(plan.changes()).isEmpty();
        assertThat(Plans.findings(plan)).containsExactlyInAnyOrder("cards", "network");
        assertThat(Plans.finding(plan, "network"))
                .contains("A reinstall would not be begun so", "spec.network.interfaces.more")
                .doesNotContain("Raise spec.generation");
    }

    @Test
    void aNewCardThatMaasEnlistedByItselfIsDeletedThereFirst() {
        stage.declare(HOST + "goal: deployed\n" + NETWORK).run();
        var other = stage.standIn.addMachine(
                NewMachine.named("fast-cat").withStatus(MaasStatus.NEW).withMacAddresses("52:54:00:00:00:0c"));
        stage.declare(replaced(HOST + "goal: deployed\n" + NETWORK));
        assertThat(Plans.why(stage.plan())).contains("machine %s (fast-cat)".formatted(other), "delete it in MAAS");
        assertThat(stage.start(new Step.SetUp(
                        new SystemId(stage.id()),
                        new SetupWrite.ReplaceCard(
                                Long.parseLong(stage.nic("uplink1")), "uplink1", new MacAddress("52:54:00:00:00:0c")))))
                .as("MAAS gives an address to no second machine")
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().why()).contains("already in use by fast-cat"));

        stage.send("DELETE", "machines/" + other + "/");
        replace();
    }

    @Test
    void theOnlyCardReplacedKeepsTheHostAndItsDeployment() {
        var one = HOST.replaceFirst("macAddresses: .*", "macAddresses: [\"52:54:00:00:00:01\"]") + "goal: deployed\n";
        stage.declare(one).run();
        long deploys = stage.standIn.received("deploy");

        stage.declare(one.replace("52:54:00:00:00:01", "52:54:00:00:00:0c")).run();

        assertThat(stage.stuck).isEmpty();
        assertThat(stage.standIn.machine("hv-01").orElseThrow().macAddresses()).containsExactly("52:54:00:00:00:0c");
        assertThat(stage.standIn.received("deploy")).isEqualTo(deploys);
        assertThat(stage.plan().inSync()).isTrue();
    }

    private static Optional<String> some(String text) {
        return Optional.of(text);
    }

    private static Optional<String> none() {
        return Optional.empty();
    }
}
