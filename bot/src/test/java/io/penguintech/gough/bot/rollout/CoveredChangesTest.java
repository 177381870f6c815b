package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an approval covers while it is carried out, and what it no longer covers afterwards, seen at the stand-ins. */
class CoveredChangesTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private MaasStatus status(String host) {
        return scene.maas.machine(host).orElseThrow().status();
    }

    @Test
    void walkingThroughItsStatusesDoesNotAlterAChange() {
        scene.newMachine(1);
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "")).push().settle();
        var asked = scene.digest();
        scene.approve(Scene.ben);
        var seen = EnumSet.noneOf(MaasStatus.class);
        var digests = new HashSet<String>();
        for (int i = 0; i < 40 && !(scene.state() instanceof RolloutState.Done); i++) {
            scene.maas.machines().forEach(machine -> seen.add(machine.status()));
            digests.add(scene.digest());
            scene.tick().time.advance(Duration.ofSeconds(20));
        }

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(seen).contains(MaasStatus.NEW, MaasStatus.READY, MaasStatus.DEPLOYED);
        assertThat(digests).containsExactly(asked);
        assertThat(scene.rollout().approvals()).hasSize(1);
    }

    @Test
    void whatDependsOnAChangeThatIsNotCoveredIsNeverStarted() {
        scene.deployed("alpha", 1, "");
        var id = scene.newMachine(2);
        scene.delete("hosts/alpha.yaml")
                .write("hosts/gamma.yaml", Scene.host("gamma", 1, "formerly: [alpha]"))
                .push()
                .settle();
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 2, ""))
                .write("hosts/gamma.yaml", Scene.host("gamma", 1, ""))
                .push()
                .settle();
        scene.tick().tick();

        assertThat(status("alpha")).as("the name is not given up yet").isEqualTo(MaasStatus.DEPLOYED);
        assertThat(status(id)).isEqualTo(MaasStatus.NEW);
        assertThat(scene.rollout().plan().orElseThrow().changes())
                .extracting(change -> change.subject().text())
                .doesNotContain("host alpha");
    }

    @Test
    void aRetryBelongsToTheIntentThatWasApproved() {
        scene.newMachine(1);
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "")).push().settle();
        scene.approve(Scene.ben);
        scene.maas.faults().add(FaultRule.once("POST", "op=commission", Fault.Status.of(500, "deadlock detected")));
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.received("commission")).isEqualTo(1);
        assertThat(scene.rollout().approvals()).hasSize(1);
        assertThat(scene.database("select * from intents")).hasSize(1);
    }

    @Test
    void theSameChangeFoundAgainAsDriftIsANewQuestion() {
        scene.ceiling = new Ceiling(Repository.Mode.PROPOSE, Ceiling.DEFAULT.approvals(), 5);
        scene.restart();
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push()
                .settle();
        var change = scene.rollout().plan().orElseThrow().changes().getFirst().digest();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);

        scene.fleet.delete(FleetSettings.PERSON, "uptime");
        var writes = scene.fleet.writes();
        scene.settle();

        assertThat(scene.rollout().cause()).isEqualTo("drift");
        assertThat(scene.rollout().plan().orElseThrow().changes().getFirst().digest())
                .isEqualTo(change);
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().approvals()).isEmpty();
        assertThat(scene.fleet.writes()).isEqualTo(writes);
    }

    @Test
    void whoeverCommittedIsNoApproverOfWhatDestroys() {
        scene.reinstallable("alpha", 1);
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "protect: false\ngeneration: 2"));
        scene.repo.commit(Scene.ADA, new MemoryRepo.Author("Ben", "ben@example.org", true), "Reinstall", scene.files);
        scene.service.requests().look(Scene.REPOSITORY, "push");
        scene.settle();

        assertThat(scene.approve(Scene.ben))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class, no -> assertThat(no.text()).contains("ben wrote, committed or asked"));
        assertThat(scene.approve(Scene.ada)).isInstanceOf(Verdict.Refused.class);
        assertThat(scene.rollout().eligible()).containsExactly("cyn");
    }

    @Test
    void whoeverAskedForALookIsNoApproverOfWhatItFinds() {
        scene.reinstallable("alpha", 1);
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "protect: false\ngeneration: 2"));
        scene.repo.commit(Scene.ADA, "Reinstall", scene.files);
        scene.service.rollouts().reconcile(Scene.REPOSITORY, Scene.cyn);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.approve(Scene.cyn)).isInstanceOf(Verdict.Refused.class);
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void peopleOfTheRevisionThatIsJudgedDoNotCount() {
        var rules = Scene.RULES + "    - {name: eve, slack: UEVE, emails: [eve@example.org], roles: [admin]}\n";
        scene.newMachine(1);
        scene.write("gough.yaml", rules)
                .write("hosts/a.yaml", Scene.host("alpha", 1, ""))
                .push()
                .settle();

        assertThat(scene.approve(new Actor.SlackUser("UEVE")))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class, no -> assertThat(no.text()).contains("UEVE belongs to nobody"));
        scene.settle();
        assertThat(scene.writes()).isZero();
    }

    @Test
    void aNoOutlivesARestartAndAnswersOnlyTheVeryChange() {
        scene.newMachine(1);
        scene.newMachine(2);
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "")).push().settle();
        scene.reject(Scene.ben);
        scene.restart().tick().tick();
        assertThat(scene.state()).isInstanceOf(RolloutState.Declined.class);

        scene.write("hosts/b.yaml", Scene.host("beta", 2, "")).push().settle();
        assertThat(scene.rollout().plan().orElseThrow().changes())
                .extracting(change -> change.subject().text())
                .containsExactly("host beta");
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(status("beta")).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(status("m1")).isEqualTo(MaasStatus.NEW);
    }

    @Test
    void anApprovalIsLostToNoRestart() {
        var id = scene.reinstallable("alpha", 1);
        scene.askReinstall("alpha", 1, 2);
        scene.approve(Scene.ben);
        scene.restart();
        scene.approve(Scene.cyn);
        scene.settle();

        assertThat(scene.maas.received("release", id)).isEqualTo(1);
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void noiseWhileItIsCarriedOutVoidsNothing() {
        var id = scene.reinstallable("alpha", 1);
        scene.askReinstall("alpha", 1, 2);
        var asked = scene.digest();
        scene.approve(Scene.ben);
        scene.maas.edit(id).powerState("off");
        scene.maas.addMachine(NewMachine.named("stray").withMacAddresses("52:54:00:00:02:01"));
        scene.tick();
        scene.maas.edit(id).powerState("on");
        scene.approve(Scene.cyn);
        scene.settle();

        assertThat(scene.digest()).isEqualTo(asked);
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.received("release", id)).isEqualTo(1);
        assertThat(scene.rollout().approvals()).hasSize(2);
    }
}
