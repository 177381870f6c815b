package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.simulators.maas.MaasStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stop of a part holds back what it reaches and nothing else; counted at the stand-ins. */
class ScopedStopTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private static Scope scope(String text) {
        return Scope.parse(Optional.of(Scene.REPOSITORY), text);
    }

    private Verdict stop(String text) {
        return scene.service.rollouts().stop(scope(text), Scene.ada, "the fans are loud");
    }

    private Verdict resume(String text) {
        return scene.service.rollouts().resume(scope(text), Scene.cyn);
    }

    private MaasStatus status(String host) {
        return scene.maas.machine(host).orElseThrow().status();
    }

    /** alpha is labelled db, beta is not; both are asked about. */
    private void twoHosts(String alpha, String beta) {
        scene.newMachine(1);
        scene.newMachine(2);
        scene.write(
                        "hosts/alpha.yaml",
                        Scene.host("alpha", 1, alpha).replace("{name: alpha}", "{name: alpha, labels: {role: db}}"))
                .write("hosts/beta.yaml", Scene.host("beta", 2, beta))
                .push()
                .settle();
    }

    private void onlyBetaIsDeployedUntilItIsResumed(String stopped) {
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(status("beta")).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(status("m1")).isEqualTo(MaasStatus.NEW);
        assertThat(scene.maas.received("deploy")).isEqualTo(1);
        assertThat(scene.state())
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class,
                        stalled -> assertThat(stalled.why()).contains("ada", stopped, "the fans are loud"));

        assertThat(resume(stopped)).isInstanceOf(Verdict.Accepted.class);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(status("alpha")).isEqualTo(MaasStatus.DEPLOYED);
    }

    @Test
    void aLabelIsHeldBack() {
        twoHosts("", "");
        assertThat(stop("label:role=db").text()).contains("label:role=db");
        onlyBetaIsDeployedUntilItIsResumed("label:role=db");
    }

    @Test
    void stoppingNamesWhatTheBackendsWillStillFinish() {
        twoHosts("", "");
        assertThat(scene.service
                        .rollouts()
                        .stop(Optional.empty(), Scene.ada, "wait")
                        .text())
                .isEqualTo("Stopped: nothing is written until resume.");
        scene.service.rollouts().resume(Optional.empty(), Scene.cyn);
        scene.approve(Scene.ben);
        scene.tick();
        assertThat(scene.service
                        .rollouts()
                        .stop(Optional.empty(), Scene.ada, "smoke")
                        .text())
                .contains("Under way at the backends: ", "deploy host alpha", "deploy host beta");
    }

    @Test
    void aZoneIsHeldBackThatAHostShallBeIn() {
        scene.maas.addMachine(io.penguintech.gough.simulators.maas.NewMachine.named("spare")
                .withMacAddresses("52:54:00:00:00:99")
                .withStatus(MaasStatus.NEW));
        scene.maas.edit("spare").zone("rack-a");
        twoHosts("zone: rack-a", "");
        stop("zone:rack-a");
        onlyBetaIsDeployedUntilItIsResumed("zone:rack-a");
    }

    @Test
    void aPoolIsHeldBackThatAMachineIsIn() {
        twoHosts("", "");
        scene.maas.edit("m1").pool("production");
        scene.tick();
        stop("pool:production");
        onlyBetaIsDeployedUntilItIsResumed("pool:production");
    }

    @Test
    void aBackendIsHeldBackAndAnotherGoesOn() {
        stop("maas:default");
        scene.newMachine(1);
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, ""))
                .write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push()
                .settle();
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(scene.fleet.report("uptime")).isPresent();
        assertThat(scene.maas.writes()).isZero();
        resume("maas:default");
        scene.settle();
        assertThat(status("alpha")).isEqualTo(MaasStatus.DEPLOYED);
    }

    private void aWhile() {
        for (int i = 0; i < 6; i++) scene.tick().time.advance(Duration.ofSeconds(20));
    }

    @Test
    void aStopIsAskedBeforeEveryWriteAndHoldsAcrossARestart() {
        twoHosts("", "");
        scene.crash = place -> {
            if (place.equals("called commission")) stop("label:role=db");
        };
        scene.restart();
        scene.approve(Scene.ben);
        aWhile();
        scene.crash = CrashPoint.NONE;
        scene.restart();
        aWhile();

        assertThat(status("beta")).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.maas.received("deploy")).isEqualTo(1);
        resume("label:role=db");
        scene.settle();
        assertThat(status("alpha")).isEqualTo(MaasStatus.DEPLOYED);
    }

    @Test
    void resumingEndsExactlyWhatWasStoppedAndEverybodySeesWhatIsLeft() {
        assertThat(scene.service.rollouts().stop(scope("zone:rack-a"), Scene.dan, "no"))
                .isInstanceOf(Verdict.Refused.class);
        stop("zone:rack-a");
        scene.service.rollouts().stop(Optional.empty(), Scene.ada, "smoke");
        var status = scene.service.rollouts().status().getFirst();
        assertThat(status.stopped().orElseThrow()).contains("smoke");
        assertThat(status.stops())
                .extracting(one -> one.scope().words())
                .containsExactly("everything", "zone:rack-a of main");

        assertThat(scene.service.rollouts().resume(Optional.empty(), Scene.cyn).text())
                .contains("zone:rack-a of main");
        status = scene.service.rollouts().status().getFirst();
        assertThat(status.stopped()).isEmpty();
        assertThat(status.stops()).hasSize(1);
        assertThat(resume("zone:rack-b").text()).contains("zone:rack-a of main");
        assertThat(resume("zone:rack-a").text()).isEqualTo("Writing goes on.");
        assertThat(scene.service.rollouts().status().getFirst().stops()).isEmpty();
    }

    @Test
    void aStopThatReachesNothingNowSaysSoAndHoldsBackWhatComes() {
        twoHosts("zone: rack-a", "");
        for (var reaching : List.of("zone:rack-a", "zone:default", "pool:default", "label:role=db", "maas:default"))
            assertThat(stop(reaching).text()).as(reaching).endsWith("until resume --scope %s.".formatted(reaching));
        for (var unknown : List.of("zone:rack-b", "pool:p", "label:role=web", "maas:other", "fleet:other"))
            assertThat(stop(unknown).text())
                    .as(unknown)
                    .endsWith("It reaches nothing that is declared now; what comes there is held back.");
        scene.restart();
        assertThat(stop("zone:rack-b").text()).as("nothing was read yet").doesNotContain("reaches nothing");
    }

    @Test
    void whatIsNoScopeIsRefusedWithWhatMayBeSaid() {
        for (var wrong : List.of("rack-a", "zone:", "zone: ", ":x", "rack:a", "label:role", "label:=db", "zone:a\nb"))
            assertThatThrownBy(() -> scope(wrong)).as(wrong).hasMessageContaining("zone:NAME");
        for (var right : List.of("zone:rack-a", "pool:p", "label:role=db", "label:a=b=c", "maas:default", "fleet:x"))
            assertThat(Scope.stored(scope(right).text())).as(right).isEqualTo(scope(right));
        assertThat(Scope.stored("*")).isEqualTo(Scope.EVERYTHING);
        assertThat(Scope.stored("main")).isEqualTo(Scope.whole(Optional.of(Scene.REPOSITORY)));
    }
}
