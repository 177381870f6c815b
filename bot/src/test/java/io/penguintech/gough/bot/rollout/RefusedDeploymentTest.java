package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.maas.MaasImage;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What MAAS would refuse to deploy is found before anything is begun, and above all before anything is given up for it. */
class RefusedDeploymentTest {
    private static final Fault REFUSAL = Fault.Status.of(400, "Failed to render preseed: no such template.");

    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private static String host(String os, String more) {
        return Scene.host("alpha", 1, more).replace("{release: noble}", os);
    }

    private void declare(String document) {
        scene.write("hosts/alpha.yaml", document).push().settle();
    }

    private List<String> blocked() {
        return scene.rollout().plan().orElseThrow().blocked().stream()
                .map(Plan.Blocked::why)
                .toList();
    }

    private MaasStatus status(String id) {
        return scene.maas.machine(id).orElseThrow().status();
    }

    @Test
    void aKernelThatMaasDoesNotHaveIsSaidBeforeAnythingIsBegun() {
        var id = scene.newMachine(1);

        declare(host("{release: noble, kernel: hwe-99.04}", ""));

        assertThat(scene.state()).isInstanceOf(RolloutState.Stalled.class);
        assertThat(blocked())
                .singleElement()
                .asString()
                .contains("no kernel \"hwe-99.04\" of release noble for amd64/generic", "ga-24.04, hwe-24.04")
                .contains("spec.os.kernel at hosts/alpha.yaml");
        assertThat(status(id)).isEqualTo(MaasStatus.NEW);
        assertThat(scene.writes()).isZero();
    }

    @Test
    void aHostIsNotReleasedForAKernelThatMaasDoesNotHave() {
        var id = scene.reinstallable("alpha", 1);
        long before = scene.writes();

        declare(host("{release: noble, kernel: hwe-99.04}", "protect: false\ngeneration: 1"));

        assertThat(blocked()).singleElement().asString().contains("no kernel \"hwe-99.04\"");
        assertThat(status(id)).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.writes()).isEqualTo(before);
    }

    @Test
    void aHostIsNotReleasedWhenItsKernelGoesAfterTheApprovalAndGoesOnWhenThatIsBack() {
        var id = scene.deployed("alpha", 1, "protect: false");
        declare(host("{release: noble, kernel: hwe-24.04}", "protect: false\ngeneration: 1"));
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        scene.approve(Scene.ben, 1);
        scene.approve(Scene.cyn, 1);
        long before = scene.maas.received("release", id);

        scene.sweep();
        scene.maas.dropKernel("noble", "hwe-24.04");
        scene.service.engine().tick(Scene.REPOSITORY);

        assertThat(scene.database("select detail from intents where finished_at is null"))
                .singleElement()
                .asString()
                .contains("waits before", "has no kernel \"hwe-24.04\" of release noble", "there is: ga-24.04");
        assertThat(scene.maas.received("release", id)).isZero();
        assertThat(status(id)).isEqualTo(MaasStatus.DEPLOYED);

        scene.maas.addImage(new MaasImage("ubuntu", "noble", "amd64", List.of("hwe-24.04")));
        scene.time.advance(Duration.ofMinutes(1));
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.machine(id).orElseThrow().hweKernel()).contains("hwe-24.04");
    }

    @Test
    void aFirstDeploymentIsNotSentWithoutItsImage() {
        var id = scene.newMachine(1);
        declare(host("{release: noble}", ""));
        scene.approve(Scene.ben);
        scene.sweep();
        scene.maas.dropKernel("noble", "ga-24.04");
        scene.maas.dropKernel("noble", "hwe-24.04");
        for (int i = 0; i < 20; i++) {
            scene.service.engine().tick(Scene.REPOSITORY);
            scene.time.advance(Duration.ofSeconds(20));
        }

        assertThat(scene.database("select detail from intents where finished_at is null"))
                .singleElement()
                .asString()
                .contains("waits before deploy", "no whole image of release noble for amd64/generic");
        assertThat(scene.maas.received("deploy", id)).isZero();
    }

    @Test
    void whatMaasRefusedToDeployIsNotAskedAboutAgainUntilSomebodySaysRetry() {
        var id = scene.newMachine(1);
        scene.maas.faults().add(FaultRule.once("POST", ".*op=deploy.*", REFUSAL));
        declare(host("{release: noble}", ""));
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(status(id)).isEqualTo(MaasStatus.ALLOCATED);
        assertThat(scene.state())
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class,
                        stalled -> assertThat(stalled.why())
                                .startsWith("1 change failed: host alpha (deploy was refused:")
                                .contains("MAAS default refused to deploy machine " + id + " (HTTP 400): "
                                        + "Failed to render preseed: no such template. Look at the machine's network")
                                .containsOnlyOnce("alpha")
                                .endsWith("Mend the cause, then retry."));

        scene.service.rollouts().retry(scene.rollout().id(), Scene.ada);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void whatMaasRefusedAfterAReleaseIsNotAskedAboutAgainEither() {
        var id = scene.reinstallable("alpha", 1);
        scene.maas.faults().add(FaultRule.once("POST", ".*op=deploy.*", REFUSAL));
        scene.askReinstall("alpha", 1, 1);
        scene.approve(Scene.ben, 1);
        scene.approve(Scene.cyn, 1);
        scene.settle();

        assertThat(status(id)).isEqualTo(MaasStatus.ALLOCATED);
        assertThat(scene.state())
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class,
                        stalled -> assertThat(stalled.why()).contains("Failed to render preseed"));
    }
}
