package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.simulators.maas.MaasStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The path of a commit, end to end against stand-ins. */
class RolloutTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aPlanIsFoundByTheFirstDigitsOfItsDigestHoweverLongAgoItWas() {
        scene.newMachine(1);
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "")).push().settle();
        var first = scene.rollout();
        var digest = scene.digest();
        for (int i = 0; i < 3; i++)
            scene.write("queries/q.yaml", Scene.query("q" + i, "SELECT " + i))
                    .push()
                    .settle();

        assertThat(scene.service.rollouts().withPlan(Scene.REPOSITORY, digest.substring(0, 12)))
                .extracting(Rollout::id)
                .contains(first.id());
        assertThat(scene.service.rollouts().withPlan(Scene.REPOSITORY, "0".repeat(12)))
                .isEmpty();
        assertThat(scene.service.rollouts().withPlan(Scene.REPOSITORY, "%"))
                .as("no wildcard gets in")
                .allMatch(rollout -> rollout.plan().isPresent());
    }

    @Test
    void aCommitIsPlannedApprovedAppliedAndDone() {
        var id = scene.newMachine(1);
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "")).push().settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.maas.received("deploy")).isZero();

        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.maas.received("deploy", id)).isEqualTo(1);
        assertThat(scene.rollout().progress().values())
                .extracting(Rollout.Progress::stage)
                .containsOnly(Rollout.Stage.DONE);
    }

    @Test
    void whatNobodyNeedsToApproveIsDoneAtOnce() {
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push()
                .settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.fleet.report("uptime")).isPresent();
    }
}
