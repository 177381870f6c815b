package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.planview.Versions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a plan is no longer what was approved, both versions are shown. */
class SideBySideTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private static String alpha(String more) {
        return Scene.host("alpha", 1, more);
    }

    private List<Versions.Row> differences() {
        var rollout = scene.rollout();
        var asked = rollout.plan().orElseThrow().changes().getFirst();
        return Versions.of(rollout.replaced().get(asked.digest()).change(), asked);
    }

    private void approvedButHeld(String text) {
        scene.newMachine(1);
        scene.write("hosts/alpha.yaml", text).push().settle();
        scene.service.rollouts().stop(Optional.empty(), Scene.cyn, "wait");
        scene.approve(Scene.ben);
    }

    @Test
    void anEditAfterTheYesIsAskedAboutBesideWhatWasApproved() {
        approvedButHeld(alpha("tags: [one]"));
        scene.service.rollouts().resume(Optional.empty(), Scene.cyn);
        scene.write("hosts/alpha.yaml", alpha("tags: [two]")).push().settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().replaced()).hasSize(1);
        assertThat(scene.rollout().replaced().values())
                .allSatisfy(before -> assertThat(before.by()).containsExactly("ben"));
        assertThat(differences())
                .containsExactly(
                        new Versions.Row("tags.one", "none → present", "–"),
                        new Versions.Row("tags.two", "–", "none → present"));
        assertThat(scene.maas.received("deploy")).isZero();
    }

    @Test
    void aMachineThatChangedIsAskedAboutBesideWhatWasApproved() {
        approvedButHeld(alpha("description: new"));
        scene.maas.edit("m1").description("somebody was here");
        scene.service.rollouts().resume(Optional.empty(), Scene.cyn);
        scene.tick().settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(differences())
                .singleElement()
                .satisfies(row -> assertThat(row.asked()).contains("somebody was here"));
    }

    @Test
    void whatWasApprovedAsItIsAndWhatIsNewAreNoDifference() {
        approvedButHeld(alpha(""));
        scene.newMachine(2);
        scene.write("hosts/beta.yaml", Scene.host("beta", 2, "")).push();
        scene.service.rollouts().resume(Optional.empty(), Scene.cyn);
        scene.settle();

        assertThat(scene.rollout().replaced()).isEmpty();
    }

    @Test
    void onceTheNewVersionIsApprovedNothingDiffersAnyMore() {
        approvedButHeld(alpha("tags: [one]"));
        scene.write("hosts/alpha.yaml", alpha("tags: [two]")).push().tick();
        scene.service.rollouts().resume(Optional.empty(), Scene.cyn);
        scene.settle();
        assertThat(scene.rollout().replaced()).hasSize(1);
        scene.approve(Scene.ben);

        assertThat(scene.rollout().replaced()).isEmpty();
    }
}
