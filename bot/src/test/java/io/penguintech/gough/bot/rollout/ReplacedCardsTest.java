package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.MachineSnapshot;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A card or board is replaced in a host that runs: the document is changed, and nothing is installed anew. */
class ReplacedCardsTest {
    private static final String HOST = "hosts/alpha.yaml";
    private static final String OLD = "52:54:00:00:00:01";
    private static final String STAYS = "52:54:00:00:00:02";
    private static final String NEVER_NAMED = "52:54:00:00:00:03";
    private static final String NEW = "52:54:00:00:00:0c";

    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private static String host(String... macs) {
        var addresses = List.of(macs).stream().map("\"%s\""::formatted).toList();
        return Scene.host("alpha", 1, "").replace("[\"" + OLD + "\"]", addresses.toString());
    }

    private void deployed(String... named) {
        scene.maas.addMachine(NewMachine.named("m1")
                .withMacAddresses(OLD, STAYS, NEVER_NAMED)
                .withStatus(MaasStatus.NEW)
                .withPower("manual", Map.of()));
        declare(host(named));
        scene.approve(Scene.ben);
        scene.settle();
        scene.tick();
        assertThat(scene.state()).as(() -> String.valueOf(scene.rollout())).isInstanceOf(RolloutState.Done.class);
    }

    private void declare(String document) {
        scene.write(HOST, document).push().settle();
    }

    private MachineSnapshot alpha() {
        return scene.maas.machine("alpha").orElseThrow();
    }

    private List<Plan.Finding> findings() {
        return scene.service.rollouts().status().getFirst().findings();
    }

    @Test
    void oneApprovalAndOneWriteTellMaasOfIt() {
        deployed(OLD);
        long writes = scene.writes();
        declare(host(NEW));
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.writes()).isEqualTo(writes);

        scene.approve(Scene.ben);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(alpha().macAddresses()).containsExactlyInAnyOrder(NEW, STAYS, NEVER_NAMED);
        assertThat(alpha().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.writes()).isEqualTo(writes + 1);
        scene.tick().tick();
        scene.restart().tick().settle();
        assertThat(scene.writes()).as("it stays so").isEqualTo(writes + 1);
        assertThat(scene.maas.received("deploy")).isEqualTo(1);
    }

    @Test
    void aLostAnswerSendsNothingTwice() {
        deployed(OLD);
        long writes = scene.writes();
        scene.maas.faults().add(FaultRule.once("PUT", "/interfaces/", new Fault.DoneThenTimeout(Duration.ofMillis(1))));
        declare(host(NEW));
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(alpha().macAddresses()).contains(NEW).doesNotContain(OLD);
        assertThat(scene.writes()).isEqualTo(writes + 1);
    }

    @Test
    void revertingTheCommitTakesItBack() {
        deployed(OLD);
        declare(host(NEW));
        scene.approve(Scene.ben);
        scene.settle();
        scene.tick();
        declare(host(OLD));
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(alpha().macAddresses()).contains(OLD).doesNotContain(NEW);
    }

    @Test
    void aCardThatNoDocumentNamedIsNotTakenForTheReplacedOne() {
        deployed(OLD, STAYS);
        long writes = scene.writes();
        declare(host(OLD, STAYS, NEW));

        assertThat(scene.state()).isInstanceOf(RolloutState.InSync.class);
        assertThat(scene.writes()).isEqualTo(writes);
        assertThat(findings()).extracting(Plan.Finding::kind).containsExactly("cards");
    }

    @Test
    void theMachineThatMaasEnlistedForTheNewCardIsNamedAndOnceItIsDeletedTheCardIsTold() {
        deployed(OLD);
        var other = scene.maas.addMachine(
                NewMachine.named("fast-cat").withMacAddresses(NEW).withStatus(MaasStatus.NEW));
        declare(host(NEW));
        assertThat(scene.service.rollouts().status().getFirst().blocked())
                .singleElement()
                .satisfies(blocked -> assertThat(blocked.why())
                        .contains("machine %s (fast-cat)".formatted(other), "delete it in MAAS"));

        scene.maas.vanish(other);
        scene.tick().settle();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(alpha().macAddresses()).contains(NEW).doesNotContain(OLD);
    }

    @Test
    void aNewBoardIsAFindingAndTheHostGoesOn() {
        deployed(OLD);
        var document = host(OLD).replace("  machine:\n", "  machine:\n    serial: NEW-BOARD\n");
        declare(document + "  zone: default\n");
        assertThat(findings()).extracting(Plan.Finding::kind).containsExactly("serial");
        assertThat(scene.service.rollouts().status().getFirst().blocked()).isEmpty();
        assertThat(alpha().status()).isEqualTo(MaasStatus.DEPLOYED);
    }
}
