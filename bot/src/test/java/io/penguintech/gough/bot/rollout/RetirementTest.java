package io.penguintech.gough.bot.rollout;

import static io.penguintech.gough.bot.rollout.ChatScene.APPROVE;
import static io.penguintech.gough.bot.rollout.ChatScene.BEN;
import static io.penguintech.gough.bot.rollout.ChatScene.CYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.maas.MaasStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A machine that is given up, from the clicks in Slack to the region: held first, and only then erased. */
class RetirementTest {
    private static final Duration A_LOOK = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    private ChatScene chat;
    private Scene scene;
    private String id;
    private String declared;

    /** alpha runs; a commit retires it; two people say yes in Slack; it is switched off and held. */
    @BeforeEach
    void hold() {
        chat = new ChatScene(dir, Scene.RULES.replace("hold: 0s", "hold: 72h"));
        scene = chat.scene;
        id = scene.switchable("alpha", 1, "protect: false");
        declared = scene.files.get("hosts/alpha.yaml");
        scene.write("hosts/alpha.yaml", declared.replace("goal: deployed", "goal: retired"))
                .push(Scene.ADA, "Retire alpha");
        chat.settle();
        chat.told(BEN, APPROVE);
        chat.told(CYN, APPROVE);
        pass(5, A_LOOK);
        assertThat(scene.maas.machine(id).orElseThrow().powerState()).isEqualTo("off");
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private void pass(int looks, Duration each) {
        for (int i = 0; i < looks; i++) {
            scene.tick();
            scene.time.advance(each);
        }
        chat.tell();
    }

    @Test
    void revertHoldsARetiredMachine() {
        pass(4, Duration.ofHours(10));
        assertThat(scene.maas.received("release", id)).isZero();

        scene.write("hosts/alpha.yaml", declared).push(Scene.ADA, "Bring alpha back");
        pass(3, A_LOOK);
        scene.settle();
        chat.tell();
        if (scene.state() instanceof RolloutState.AwaitingApproval) chat.told(BEN, APPROVE);
        chat.settle();
        pass(8, Duration.ofHours(10));

        var machine = scene.maas.machine(id).orElseThrow();
        assertThat(scene.maas.received("release", id)).isZero();
        assertThat(scene.maas.received("deploy", id)).isEqualTo(1);
        assertThat(machine.status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(machine.powerState()).isEqualTo("on");
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void withoutARevertItIsErasedAfterItsHoldAndNotBefore() {
        pass(7, Duration.ofHours(10));
        assertThat(scene.maas.received("release", id)).isZero();
        pass(1, Duration.ofHours(2));
        pass(8, A_LOOK);

        assertThat(scene.maas.received("release", id)).isEqualTo(1);
        assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.READY);
    }

    @Test
    void theHoldOutlivesARestart() {
        pass(1, Duration.ofHours(40));
        scene.restart();
        pass(2, A_LOOK);
        assertThat(scene.maas.received("release", id)).isZero();
        pass(1, Duration.ofHours(33));
        pass(8, A_LOOK);

        assertThat(scene.maas.received("release", id)).isEqualTo(1);
    }

    @Test
    void cancellingTheRolloutThatTookItOverEndsItAsWell() {
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1")).push(Scene.ADA, "Something else");
        pass(3, A_LOOK);
        assertThat(scene.service.rollouts().cancel(scene.rollout().id(), Scene.ada, "not this machine"))
                .isInstanceOf(Verdict.Accepted.class);
        pass(10, Duration.ofHours(10));

        assertThat(scene.maas.received("release", id)).isZero();
        assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
    }

    @Test
    void whatIsUnderWayIsEndedAlsoWhenItsRolloutExpiredMeanwhile() {
        var store = new RolloutStore(JdbcClient.create(scene.dataSource));
        var row = store.find(scene.rollout().id()).orElseThrow();
        store.save(row.in(new RolloutState.Expired()), scene.time.instant());
        pass(2, A_LOOK);

        assertThat(scene.service.rollouts().cancel(row.id(), Scene.ada, "not this machine"))
                .isInstanceOf(Verdict.Accepted.class);
        pass(10, Duration.ofHours(10));

        assertThat(scene.maas.received("release", id)).isZero();
        assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.service.rollouts().cancel(row.id(), Scene.ada, "again").text())
                .contains("ended already: it is cancelled");
    }

    @Test
    void whoCancelsWhatWasTakenOverIsToldByWhat() {
        var first = scene.rollout().id();
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1")).push(Scene.ADA, "Something else");
        pass(3, A_LOOK);
        assertThat(scene.service.rollouts().cancel(first, Scene.ada, "no").text())
                .contains("was taken over by " + scene.rollout().id() + ": cancel that one");
    }

    @Test
    void aDocumentThatMeansAnotherMachineByNowDoesNotEraseThisOne() {
        scene.newMachine(2);
        scene.write(
                        "hosts/alpha.yaml",
                        scene.files.get("hosts/alpha.yaml").replace("52:54:00:00:00:01", "52:54:00:00:00:02"))
                .push(Scene.ADA, "It was the other machine that was to go");
        pass(10, Duration.ofHours(10));

        assertThat(scene.maas.received("release", id)).isZero();
        assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
    }

    @Test
    void whatSomebodyInstalledDuringTheHoldIsNotErased() {
        scene.maas.edit(id).annotations(Map.of());
        pass(10, Duration.ofHours(10));

        assertThat(scene.maas.received("release", id)).isZero();
        assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
    }
}
