package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What destroys more than the limits allow is approved by typing how many hosts that is; ceilings stay. */
class TypedNumberTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private void limit(int most) {
        var rules = Scene.RULES.replace("maxDestroyed: 5", "maxDestroyed: " + most);
        scene.initialRules = Optional.of(Scene.rules(rules));
        scene.restart();
        scene.write("gough.yaml", rules);
    }

    private void hosts(int count, int generation) {
        for (int i = 1; i <= count; i++)
            scene.write("hosts/h" + i + ".yaml", Scene.host("h" + i, i, "protect: false\ngeneration: " + generation));
        scene.push().settle();
    }

    /** So many hosts are deployed and shall be reinstalled. */
    private void askToReinstall(int count) {
        for (int i = 1; i <= count; i++) scene.newMachine(i);
        hosts(count, 1);
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        hosts(count, 2);
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
    }

    @Test
    void withinTheLimitNoNumberIsAskedForAndAWrongOneIsStillWrong() {
        limit(2);
        askToReinstall(2);
        assertThat(scene.rollout().typed()).isFalse();

        assertThat(scene.approve(Scene.ben, 1).text()).contains("not how many");
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        assertThat(scene.approve(Scene.cyn, 2)).isInstanceOf(Verdict.Accepted.class);
        scene.settle();
        assertThat(scene.maas.received("release")).isEqualTo(2);
    }

    @Test
    void beyondTheLimitEverybodyTypesTheExactNumber() {
        limit(1);
        askToReinstall(3);
        assertThat(scene.rollout().typed()).isTrue();

        assertThat(scene.approve(Scene.ben))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        no -> assertThat(no.text())
                                .contains(
                                        "--destroys NUMBER",
                                        "/gough approve " + scene.rollout().id()));
        for (int wrong : new int[] {0, 2, 4, -3})
            assertThat(scene.approve(Scene.ben, wrong))
                    .isInstanceOfSatisfying(
                            Verdict.Refused.class,
                            no -> assertThat(no.text().replaceAll("[0-9a-f]{12}|r\\d+|24", ""))
                                    .doesNotContainPattern("\\d"));
        assertThat(scene.approve(Scene.ben, 3)).isInstanceOf(Verdict.Accepted.class);
        assertThat(scene.approve(Scene.cyn)).isInstanceOf(Verdict.Refused.class);
        scene.settle();
        assertThat(scene.maas.received("release")).isZero();

        assertThat(scene.approve(Scene.cyn, 3)).isInstanceOf(Verdict.Accepted.class);
        scene.settle();
        assertThat(scene.maas.received("release")).isEqualTo(3);
        for (int i = 1; i <= 3; i++)
            assertThat(scene.maas.machine("h" + i).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void theServersLimitOfADayIsNotLiftedByTyping() {
        scene.ceiling = new Ceiling(Ceiling.DEFAULT.mode(), Ceiling.DEFAULT.approvals(), 2);
        limit(1);
        askToReinstall(3);
        assertThat(scene.approve(Scene.ben, 3).text()).contains("2 hosts in 24 hours");
        scene.approve(Scene.cyn, 3);
        scene.settle();

        assertThat(scene.maas.received("release")).isEqualTo(2);
        assertThat(scene.state())
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class,
                        stalled -> assertThat(stalled.why()).contains("24 hours"));
    }

    @Test
    void approvalsFromBeforeTheLimitWasLoweredAreAskedForAgainWithTheNumber() {
        limit(5);
        askToReinstall(3);
        scene.service.rollouts().stop(Optional.empty(), Scene.cyn, "wait");
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        JdbcRows.update(
                scene, "update repositories set rules = replace(rules, '\"maxDestroyed\":5', '\"maxDestroyed\":1')");
        scene.service.rollouts().resume(Optional.empty(), Scene.cyn);
        scene.settle();

        assertThat(scene.maas.received("release")).isZero();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        scene.approve(Scene.ben, 3);
        scene.approve(Scene.cyn, 3);
        scene.settle();
        assertThat(scene.maas.received("release")).isEqualTo(3);
    }

    @Test
    void aBrokenGlassWithEveryNameTypedNeedsNoNumberBesides() {
        limit(1);
        askToReinstall(2);
        var names = new TreeSet<>(Set.of(new HostName("h1"), new HostName("h2")));
        assertThat(scene.service
                        .rollouts()
                        .breakGlass(scene.rollout().id(), new Actor.LocalUser("root"), scene.digest(), names, "fire"))
                .isInstanceOf(Verdict.Accepted.class);
        scene.settle();

        assertThat(scene.maas.received("release")).isEqualTo(2);
    }
}
