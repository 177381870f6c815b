package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Fitted;
import io.penguintech.gough.reconcile.ObservedThing;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.ThingKind;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What machines stand on, from a commit to the stand-in, through the real engine and a real database. */
class RegionRolloutTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private static String document(String kind, String name, String spec) {
        return "---\napiVersion: gough.io/v1\nkind: %s\nmetadata: {name: %s}\nspec: {%s}\n".formatted(kind, name, spec);
    }

    private Map<String, ObservedThing> seen(ThingKind kind) {
        scene.sweep();
        var region = scene.world.snapshot().regions().get(Scene.DEFAULT);
        var byKey = new TreeMap<String, ObservedThing>();
        region.things().get(kind).values().forEach(thing -> byKey.put(thing.key(), thing));
        return byKey;
    }

    private List<String> remembered() {
        return scene.service.snapshot(Scene.REPOSITORY).orElseThrow().remembered().records().things().keySet().stream()
                .map(Subject.OfThing::text)
                .toList();
    }

    @Test
    void placesAreMadeWithoutAskingAndRemembered() {
        scene.write(
                        "region/places.yaml",
                        document("Zone", "rack-x", "description: X")
                                + document("Pool", "lab", "")
                                + document("Tag", "role-web", "comment: web"))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(seen(ThingKind.ZONE)).containsKey("rack-x");
        assertThat(seen(ThingKind.POOL)).containsKey("lab");
        assertThat(seen(ThingKind.TAG)).containsKey("role-web");
        assertThat(remembered()).containsExactly("pool default/lab", "tag default/role-web", "zone default/rack-x");
    }

    @Test
    void aHostIsBroughtUpInAZoneThatTheSameCommitDeclares() {
        scene.newMachine(1);
        scene.write("region/places.yaml", document("Zone", "rack-x", ""))
                .write("hosts/a.yaml", Scene.host("alpha", 1, "zone: rack-x"))
                .push()
                .settle();
        // The zone asks nobody and is there; the host waits for its approval, which the zone does not void.
        assertThat(seen(ThingKind.ZONE)).containsKey("rack-x");
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.machine("alpha").orElseThrow().zone()).isEqualTo("rack-x");
    }

    @Test
    void aSubnetInAWholeNewNetworkIsMadeAfterItsVlanAndFabric() {
        scene.write(
                        "region/net.yaml",
                        document("Subnet", "servers", "vlan: servers, cidr: 192.0.2.0/24")
                                + document("Vlan", "servers", "fabric: dc1, vid: 20")
                                + document("Fabric", "dc1", ""))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(seen(ThingKind.SUBNET).get("192.0.2.0/24").fields()).containsEntry("vlan", "dc1/20");
    }

    @Test
    void theUntaggedVlanOfANewFabricIsAsDeclaredWhateverItsDocumentIsCalled() {
        scene.write(
                        "region/net.yaml",
                        document("Fabric", "dc1", "")
                                + document("Vlan", "lab", "fabric: dc1, vid: 0, mtu: 9000")
                                + document("Subnet", "lab", "vlan: lab, cidr: 192.0.2.0/24"))
                .push()
                .settle();
        while (scene.state() instanceof RolloutState.AwaitingApproval) {
            scene.approve(Scene.ben);
            scene.settle();
        }
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(seen(ThingKind.VLAN).get("dc1/0").fields()).containsEntry("mtu", "9000");
        assertThat(seen(ThingKind.SUBNET).get("192.0.2.0/24").fields()).containsEntry("vlan", "dc1/0");
        assertThat(scene.service.preview(Scene.REPOSITORY).orElseThrow().inSync())
                .isTrue();
    }

    @Test
    void aNewVlanIsServedByItsRackOnceItsNetworkIsThere() {
        scene.write(
                        "region/net.yaml",
                        document("Fabric", "dc1", "")
                                + document("Vlan", "servers", "fabric: dc1, vid: 20, dhcp: true, primaryRack: 6ntnxf")
                                + document("Subnet", "servers", "vlan: servers, cidr: 192.0.2.0/24")
                                + document(
                                        "IpRange",
                                        "pool",
                                        "subnet: servers, type: dynamic, start: 192.0.2.10, end: 192.0.2.20"))
                .push()
                .settle();
        while (scene.state() instanceof RolloutState.AwaitingApproval) {
            scene.approve(Scene.ben);
            scene.settle();
        }
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(seen(ThingKind.VLAN).get("dc1/20").fields())
                .containsEntry("dhcp", "true")
                .containsEntry("primaryRack", "6ntnxf");
    }

    private static String range(String name, int first, int last) {
        return document("IpRange", name, "subnet: lab, start: 192.0.2.%d, end: 192.0.2.%d".formatted(first, last));
    }

    @Test
    void aRangeInAddressesThatAnotherOneGivesUpIsMadeAfterThat() {
        scene.write(
                        "region/net.yaml",
                        document("Fabric", "dc1", "")
                                + document("Vlan", "lab", "fabric: dc1, vid: 20")
                                + document("Subnet", "lab", "vlan: lab, cidr: 192.0.2.0/24"))
                .write("region/ranges.yaml", range("old", 10, 50))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        scene.write(
                        "region/ranges.yaml",
                        range("old", 20, 30) + range("a", 31, 50) + range("b", 10, 12) + range("c", 60, 70))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(seen(ThingKind.IP_RANGE)).containsKey("192.0.2.60").doesNotContainKey("192.0.2.31");
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(seen(ThingKind.IP_RANGE)).containsKeys("192.0.2.10", "192.0.2.20", "192.0.2.31", "192.0.2.60");
    }

    @Test
    void aHostIsLinkedToTheSubnetAndPutIntoThePoolThatTheSameCommitDeclares() {
        var id = scene.newMachine(1);
        scene.write(
                        "region/net.yaml",
                        document("Subnet", "servers", "vlan: servers, cidr: 192.0.2.0/24")
                                + document("Vlan", "servers", "fabric: dc1, vid: 20")
                                + document("Fabric", "dc1", "")
                                + document("Pool", "lab", ""))
                .write("hosts/a.yaml", Scene.host("alpha", 1, """
                        pool: lab
                        network:
                          interfaces:
                            eth0: {macAddress: "52:54:00:00:00:01", links: [{mode: auto, subnet: servers}]}
                        """))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.machine("alpha").orElseThrow().pool()).isEqualTo("lab");
        var nic = scene.world
                .snapshot()
                .regions()
                .get(Scene.DEFAULT)
                .machines()
                .get(new SystemId(id))
                .value()
                .fitted()
                .nics()
                .getFirst();
        assertThat(nic.links())
                .singleElement()
                .satisfies(link -> assertThat(link.subnet()).contains("192.0.2.0/24"));
        assertThat(nic.vlan()).contains(new Fitted.VlanAt("dc1", 20));
    }

    @Test
    void pruningDeletesNothingOfARegion() {
        scene.write("gough.yaml", Scene.RULES.replace("  mode: apply\n", "  mode: apply\n  prune: true\n"))
                .write("region/places.yaml", document("Zone", "rack-x", "") + document("Zone", "rack-y", ""))
                .push()
                .settle();
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
        scene.write("region/places.yaml", document("Zone", "rack-x", "")).push().settle();
        assertThat(seen(ThingKind.ZONE)).containsKeys("rack-x", "rack-y");
        assertThat(scene.maas.count(call -> call.method().equals("DELETE"))).isZero();
        assertThat(scene.service.preview(Scene.REPOSITORY).orElseThrow().findings())
                .anyMatch(finding ->
                        finding.kind().equals("orphan") && finding.what().contains("whatever prune says"));
    }

    @Test
    void whatSomebodyElseMadeIsAdoptedOnlyWhenAsked() {
        scene.write("region/places.yaml", document("Fabric", "fabric-0", "adopt: true, class: 10g"))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(remembered()).containsExactly("fabric default/fabric-0");
        scene.write("region/zones.yaml", document("Zone", "default", "description: here"))
                .push()
                .settle();
        assertThat(scene.state())
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class,
                        stalled -> assertThat(stalled.why()).contains("Set spec.adopt: true"));
    }

    @Test
    void aDocumentThatVanishesLeavesItsThing() {
        scene.write("region/places.yaml", document("Zone", "rack-x", "") + document("Zone", "rack-y", ""))
                .push()
                .settle();
        scene.write("region/places.yaml", document("Zone", "rack-x", "")).push().settle();
        assertThat(seen(ThingKind.ZONE)).containsKey("rack-y");
        assertThat(scene.service.preview(Scene.REPOSITORY).orElseThrow().findings())
                .anyMatch(finding -> finding.kind().equals("orphan")
                        && finding.subject().equals(new Subject.OfOrphan(Scene.DEFAULT, "zone rack-y")));
        assertThat(scene.state()).isInstanceOfAny(RolloutState.Done.class, RolloutState.InSync.class);
    }

    @Test
    void aHostIsStartedAfterTheDomainItIsApprovedWith() {
        scene.newMachine(1);
        scene.write("region/dns.yaml", document("Domain", "lab.example", ""))
                .write("hosts/a.yaml", Scene.host("alpha", 1, "domain: lab.example"))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().plan().orElseThrow().changes()).hasSize(2);
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.machine("alpha").orElseThrow().domain()).isEqualTo("lab.example");
    }

    @Test
    void aHostWaitsForTheImageThatTheSameCommitSelectsAndIsAskedAboutOnceItIsWhole() {
        scene.newMachine(1);
        scene.write("images/plucky.yaml", document("ImageSet", "plucky", "release: plucky, architectures: [amd64]"))
                .write("hosts/a.yaml", Scene.host("alpha", 1, "").replace("noble", "plucky"))
                .push();
        scene.tick();
        scene.tick();
        scene.tick();
        assertThat(scene.state()).isInstanceOf(RolloutState.Applying.class);
        assertThat(scene.rollout().plan().orElseThrow().blocked())
                .singleElement()
                .satisfies(blocked -> assertThat(blocked.why()).contains("waits for its image"));
        assertThat(scene.maas.received("deploy")).isZero();
        scene.time.advance(Duration.ofHours(1));
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.received("deploy")).isEqualTo(1);
        assertThat(scene.maas.count(
                        call -> call.method().equals("POST") && call.path().endsWith("/boot-resources/")))
                .isEqualTo(1);
    }

    @Test
    void aKernelThatIsAddedToWholeImagesIsImported() {
        var images = document("ImageSet", "plucky", "release: plucky, architectures: [amd64], kernels: [ga-25.04]");
        scene.write("images/plucky.yaml", images).push();
        for (int tick = 0; tick < 3; tick++) scene.tick();
        scene.time.advance(Duration.ofHours(1));
        scene.settle();
        scene.write("images/plucky.yaml", images.replace("ga-25.04", "ga-25.04, hwe-25.04"))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        scene.time.advance(Duration.ofHours(1));
        assertThat(scene.world.maas(Scene.DEFAULT).deployable("plucky"))
                .asString()
                .contains("ga-25.04", "hwe-25.04");
        assertThat(scene.maas.count(
                        call -> call.method().equals("POST") && call.path().endsWith("/boot-resources/")))
                .isEqualTo(2);
    }

    @Test
    void aNewerImageIsAFindingAndNothingIsDoneForIt() {
        scene.deployed("alpha", 1, "");
        scene.deployed("beta", 2, "");
        scene.maas.publishImages("20261201");
        scene.world.maas(Scene.DEFAULT).start(new Step.ImportImages());
        scene.time.advance(Duration.ofHours(1));
        long before = scene.writes();
        scene.settle();
        assertThat(scene.service.preview(Scene.REPOSITORY).orElseThrow().findings())
                .filteredOn(finding -> finding.kind().equals("older-image"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what())
                        .startsWith(
                                "2 hosts were deployed from older images of noble amd64 (20261101; MAAS has 20261201): alpha, beta.")
                        .contains("gough reinstall finding:" + finding.digest().substring(0, 12)));
        assertThat(scene.writes()).isEqualTo(before);
        scene.deployed("gamma", 3, "");
        scene.write("hosts/alpha.yaml", "# renamed\n")
                .write("hosts/omega.yaml", Scene.host("omega", 1, "formerly: [alpha]"))
                .push()
                .settle();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.service.preview(Scene.REPOSITORY).orElseThrow().findings())
                .filteredOn(finding -> finding.kind().equals("older-image"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("2 hosts were", ": beta, omega."));
    }

    @Test
    void anAnswerThatIsLostMakesNothingTwice() {
        scene.maas.faults().add(FaultRule.once("POST", "/zones/$", new Fault.DoneThenTimeout(Duration.ofMillis(1))));
        scene.write("region/places.yaml", document("Zone", "rack-x", "")).push().settle();
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(remembered()).containsExactly("zone default/rack-x");
        assertThat(scene.maas.count(
                        call -> call.method().equals("POST") && call.path().endsWith("/zones/")))
                .isEqualTo(1);
    }
}
