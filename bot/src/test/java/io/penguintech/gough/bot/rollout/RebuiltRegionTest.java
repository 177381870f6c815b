package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.ObservedThing;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.schema.ThingKind;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A region is lost and set up anew, empty, while its machines run: they are registered, and none is reinstalled. */
class RebuiltRegionTest {
    private static final List<String> TO_THE_MACHINE =
            List.of("commission", "allocate", "deploy", "release", "power_on", "power_off");

    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private Optional<HostDecisions.LostRegion> forgotten() {
        return scene.service.hostDecisions().forgotten(Scene.REPOSITORY, Scene.DEFAULT);
    }

    private Verdict confirmRunning(String digest, Actor actor) {
        return scene.service
                .hostDecisions()
                .confirmRunning(Scene.REPOSITORY, Scene.DEFAULT, digest, actor, "the disk of MAAS died");
    }

    /** Two hosts run; then another, empty region answers, and an admin confirms that it is the one. */
    private void lose() {
        scene.deployed("alpha", 1, "");
        scene.deployed("beta", 2, "tags: [role-db]");
        scene.swapMaas().settle();
        scene.confirm(Scene.cyn);
        scene.tick().settle();
        if (scene.service.rollouts().status().getFirst().guard().isPresent()) scene.confirm(Scene.cyn);
        scene.tick().settle();
    }

    @Test
    void everyHostOfALostRegionIsBlockedUntilSomebodySaysThatTheyRun() {
        lose();

        assertThat(scene.service.rollouts().status().getFirst().blocked())
                .hasSize(2)
                .allSatisfy(blocked ->
                        assertThat(blocked.why()).startsWith("Lost:").contains("gough confirm-running default"));
        assertThat(forgotten().orElseThrow().hosts()).containsExactly(new HostName("alpha"), new HostName("beta"));
        assertThat(scene.maas.writes()).isZero();
    }

    @Test
    void onlyAnAdminWhoSawExactlyTheseHostsConfirmsThatTheyRun() {
        lose();
        var digest = forgotten().orElseThrow().digest();

        assertThat(confirmRunning(digest, Scene.ben)).isInstanceOf(Verdict.Refused.class);
        assertThat(confirmRunning(digest, Scene.stranger)).isInstanceOf(Verdict.Refused.class);
        assertThat(confirmRunning("0123456789ab", Scene.cyn).text()).contains("It is " + digest.substring(0, 12));
        scene.tick().settle();
        assertThat(scene.maas.writes()).isZero();
        assertThat(forgotten()).isPresent();

        assertThat(confirmRunning(digest.substring(0, 12), Scene.cyn).text()).contains("cyn confirmed", "alpha, beta");
        assertThat(scene.database("select outcome from audit where what = 'confirm-running'"))
                .hasSize(4);
    }

    @Test
    void livingHostsAreRegisteredAsTheyRunAfterAnApprovalAndNothingIsSentToThem() {
        lose();
        var before = scene.database("select host, deployment::text, adopted from host_records order by host");
        confirmRunning(forgotten().orElseThrow().digest(), Scene.cyn);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().plan().orElseThrow().changes())
                .hasSize(2)
                .allSatisfy(change -> assertThat(change).isInstanceOf(Change.Register.class))
                .allSatisfy(change -> assertThat(change.risk()).isEqualTo(Risk.DISRUPTIVE));
        assertThat(scene.maas.writes()).isZero();
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        for (var name : List.of("alpha", "beta")) {
            var machine = scene.maas.machine(name).orElseThrow();
            assertThat(machine.status()).isEqualTo(MaasStatus.DEPLOYED);
            assertThat(machine.owner()).contains("admin");
            assertThat(machine.tags()).contains("gough-main", "managed-by-gough");
            assertThat(machine.annotations()).containsKeys("gough.user-data", "gough.generation", "gough.journal");
        }
        assertThat(scene.maas.machine("beta").orElseThrow().tags()).contains("role-db");
        for (var act : TO_THE_MACHINE)
            assertThat(scene.maas.received(act)).as(act).isZero();
        assertThat(scene.maas.machines()).hasSize(2);
        assertThat(scene.database("select host, deployment::text, adopted from host_records order by host"))
                .isEqualTo(before);
        assertThat(forgotten()).isEmpty();
        scene.push().settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.InSync.class);
    }

    @Test
    void aHostThatTheNewRegionFoundByItselfIsLostAndNotRegistered() {
        lose();
        scene.maas.addMachine(NewMachine.named("fast-cat")
                .withMacAddresses("52:54:00:00:00:01")
                .withStatus(MaasStatus.NEW));
        scene.tick().settle();

        assertThat(forgotten().orElseThrow().hosts()).containsExactly(new HostName("beta"));
        confirmRunning(forgotten().orElseThrow().digest(), Scene.cyn);
        scene.settle();
        assertThat(scene.rollout().plan().orElseThrow().changes())
                .extracting(change -> change.subject().text())
                .containsExactly("host beta");
    }

    // ---- what machines stand on

    private static String document(String kind, String name, String spec) {
        return "---\napiVersion: gough.io/v1\nkind: %s\nmetadata: {name: %s}\nspec: {%s}\n".formatted(kind, name, spec);
    }

    private Scene declared() {
        return scene.write(
                "region/all.yaml",
                document("Zone", "rack-a", "")
                        + document("Pool", "production", "")
                        + document("Fabric", "dc1", "")
                        + document("Vlan", "servers", "fabric: dc1, vid: 20")
                        + document("Subnet", "servers", "vlan: servers, cidr: 192.0.2.0/24"));
    }

    /** Somebody else's, under the very numbers that ours had in the region before. */
    private void others() {
        var person = new PersonAtMaas(scene.maas.url());
        var key = scene.maas.otherAdminApiKey();
        assertThat(person.call(key, "POST", "zones/", Map.of("name", "basement")))
                .isEqualTo(200);
        assertThat(person.call(key, "POST", "resourcepools/", Map.of("name", "finance")))
                .isEqualTo(200);
        assertThat(person.call(key, "POST", "fabrics/", Map.of("name", "guests")))
                .isEqualTo(200);
        assertThat(person.call(key, "POST", "subnets/", Map.of("name", "guests", "cidr", "203.0.113.0/24")))
                .isEqualTo(200);
    }

    private List<String> keys(ThingKind kind) {
        scene.sweep();
        return scene.world.snapshot().regions().get(Scene.DEFAULT).things().get(kind).values().stream()
                .map(ObservedThing::key)
                .sorted()
                .toList();
    }

    @Test
    void whatMachinesStandOnIsMadeAnewAndWhatOthersMadeThereIsTheirs() {
        declared();
        scene.deployed("alpha", 1, "zone: rack-a\npool: production");
        scene.swapMaas();
        others();
        scene.settle();
        scene.confirm(Scene.cyn);
        scene.tick().settle();
        if (scene.service.rollouts().status().getFirst().guard().isPresent()) scene.confirm(Scene.cyn);
        scene.tick().settle();
        confirmRunning(forgotten().orElseThrow().digest(), Scene.cyn);
        scene.settle();
        assertThat(scene.rollout().plan().orElseThrow().changes())
                .as("nothing but what is missing is asked about")
                .allMatch(change ->
                        change instanceof Change.Register || change.verb().equals("create"));
        if (scene.state() instanceof RolloutState.AwaitingApproval) scene.approve(Scene.ben);
        scene.settle();

        assertThat(keys(ThingKind.ZONE)).containsExactly("basement", "default", "rack-a");
        assertThat(keys(ThingKind.POOL)).containsExactly("default", "finance", "production");
        assertThat(keys(ThingKind.FABRIC)).contains("guests", "dc1");
        assertThat(keys(ThingKind.SUBNET)).contains("192.0.2.0/24", "203.0.113.0/24");
        assertThat(scene.maas.machine("alpha").orElseThrow())
                .returns("rack-a", machine -> machine.zone())
                .returns(MaasStatus.DEPLOYED, machine -> machine.status());
        scene.push().settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.InSync.class);
    }

    @Test
    void whatBearsOurNumberAndAnotherNameIsLeftAloneAndSaid() {
        declared().push().settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        scene.tick().settle();
        var person = new PersonAtMaas(scene.maas.url());
        var key = scene.maas.otherAdminApiKey();
        assertThat(person.call(key, "PUT", "resourcepool/1/", Map.of("name", "finance")))
                .isEqualTo(200);
        long before = scene.maas.writes();
        scene.sweep().tick().settle();

        assertThat(scene.service.rollouts().status().getFirst().blocked())
                .singleElement()
                .satisfies(blocked -> {
                    assertThat(blocked.subject().text()).isEqualTo("pool default/production");
                    assertThat(blocked.why())
                            .contains("pool 1 of MAAS, but that is finance now", "add finance to formerly");
                });
        assertThat(scene.maas.writes()).isEqualTo(before);
        assertThat(keys(ThingKind.POOL)).containsExactly("default", "finance");
    }
}
