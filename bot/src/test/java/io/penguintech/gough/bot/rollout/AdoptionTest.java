package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is adopted as it is: no write, remembered all the same, and never deployed. */
class AdoptionTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private String running(String name, int number, String owner) {
        return scene.maas.addMachine(NewMachine.named(name)
                .withMacAddresses("52:54:00:00:00:%02x".formatted(number))
                .deployed("noble", owner));
    }

    private Scene declared(String more) {
        return scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "adopt: true\n" + more))
                .push()
                .settle();
    }

    @Test
    void aMachineThatIsAsDeclaredIsRememberedWithoutAWriteAlsoWhenOnlyObserved() {
        running("alpha", 1, "alice");
        scene.write("gough.yaml", Scene.RULES.replace("mode: apply", "mode: observe"));
        scene.initialRules = java.util.Optional.of(Scene.rules(scene.files.get("gough.yaml")));
        scene.restart();

        declared("");

        assertThat(scene.state()).isInstanceOf(RolloutState.InSync.class);
        assertThat(scene.writes()).isZero();
        assertThat(scene.database("select host, adopted from host_records"))
                .containsExactly(java.util.Map.of("host", "alpha", "adopted", true));
    }

    private java.util.Optional<String> runsAs() {
        return scene.service.rollouts().hosts(Scene.REPOSITORY).getFirst().runsAs();
    }

    @Test
    void whatIsSomebodyElsesIsNothingThatRunsUntilItIsAdopted() {
        var id = running("alpha", 1, "alice");
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "")).push().settle();
        assertThat(scene.service.rollouts().hosts(Scene.REPOSITORY).getFirst().status())
                .isEqualTo("Deployed");
        assertThat(runsAs()).isEmpty();

        declared("");
        assertThat(runsAs()).contains("alpha.maas");

        scene.maas.edit(id).status(MaasStatus.READY).owner(null);
        scene.tick().settle();
        assertThat(runsAs()).isEmpty();
    }

    @Test
    void oneThatVanishesOrIsFoundFreeIsLostAndNotDeployed() {
        var id = running("alpha", 1, "alice");
        declared("");
        scene.maas.edit(id).status(MaasStatus.READY).owner(null);
        scene.tick().settle();

        assertThat(scene.service.rollouts().status().getFirst().blocked())
                .singleElement()
                .satisfies(blocked -> assertThat(blocked.why()).startsWith("Lost:"));
        scene.maas.vanish(id);
        scene.tick().settle();

        assertThat(scene.service.rollouts().status().getFirst().blocked())
                .singleElement()
                .satisfies(blocked -> assertThat(blocked.why()).contains("gough confirm-running default"));
        assertThat(scene.writes()).isZero();
    }

    @Test
    void theFirstDifferencePutsTheMarksAndItselfAndNothingElse() {
        var id = running("alpha", 1, "alice");
        declared("");

        declared("tags: [role-db]");

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.machine(id).orElseThrow().tags())
                .containsExactlyInAnyOrder("gough-main", "managed-by-gough", "role-db");
        assertThat(scene.maas.machine(id).orElseThrow().owner()).contains("alice");
        assertThat(scene.maas.received("update")).isZero();
        assertThat(scene.maas.received("deploy") + scene.maas.received("release"))
                .isZero();
    }

    @Test
    void aMachineThatMaasDoesNotKnowIsRegisteredAsItRunsAfterAnApproval() {
        declared("");
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.writes()).isZero();

        scene.approve(Scene.ben);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        var machine = scene.maas.machine("alpha").orElseThrow();
        assertThat(machine.status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(machine.owner()).contains("admin");
        assertThat(machine.tags()).containsExactlyInAnyOrder("gough-main", "managed-by-gough");
        for (var act : new String[] {"commission", "deploy", "release", "power_on", "power_off"})
            assertThat(scene.maas.received(act)).as(act).isZero();
        assertThat(scene.database("select adopted from host_records"))
                .containsExactly(java.util.Map.of("adopted", true));
    }
}
