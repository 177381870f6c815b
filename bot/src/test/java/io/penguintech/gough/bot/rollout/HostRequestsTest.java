package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.HostRequest.What;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.Mishap;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people ask for without a commit, from the asking to the stand-in: planned, approved, done once, or answered. */
class HostRequestsTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private Verdict ask(What what, String hosts, Actor actor) {
        return scene.service
                .hostDecisions()
                .ask(Scene.REPOSITORY, what, HostSelection.parse(hosts), actor, "its kernel hangs");
    }

    private Verdict withdraw(String hosts, Actor actor) {
        return scene.service
                .hostDecisions()
                .withdraw(Scene.REPOSITORY, HostSelection.parse(hosts), actor, "it came back");
    }

    private List<RequestStatus> requests() {
        return scene.service.rollouts().status().getFirst().requests();
    }

    private RequestStatus newest() {
        return requests().getFirst();
    }

    private String blocked() {
        return scene.service.rollouts().status().getFirst().blocked().stream()
                .map(Plan.Blocked::why)
                .findFirst()
                .orElse("");
    }

    private long switched(String id) {
        return scene.maas.received("power_off", id) + scene.maas.received("power_on", id);
    }

    @Test
    void aPowerCycleIsApprovedAndDoneOnce() {
        var id = scene.switchable("alpha", 1);
        assertThat(ask(What.POWER_CYCLE, "alpha", Scene.ada).text()).contains("ada asked for power-cycle of alpha");
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().cause()).isEqualTo("request");
        assertThat(scene.rollout().subject()).contains("power-cycle host alpha", "ada asked", "its kernel hangs");
        assertThat(scene.rollout().plan().orElseThrow().risk()).isEqualTo(Risk.DISRUPTIVE);
        assertThat(newest().state()).isEqualTo("open");
        assertThat(newest().detail()).contains("planned");
        assertThat(switched(id)).isZero();

        scene.approve(Scene.ben);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.received("power_off", id)).isEqualTo(1);
        assertThat(scene.maas.received("power_on", id)).isEqualTo(1);
        assertThat(scene.maas.machine(id).orElseThrow().powerState()).isEqualTo("on");
        assertThat(newest().state()).isEqualTo("done");
        assertThat(newest().detail()).contains("MAAS says Deployed");
        scene.settle();
        assertThat(switched(id)).isEqualTo(2);
    }

    @Test
    void anOldApprovalNeverCoversTheNextRequest() {
        var id = scene.switchable("alpha", 1);
        ask(What.POWER_CYCLE, "alpha", Scene.ada);
        scene.settle();
        var first = scene.digest();
        scene.approve(Scene.ben);
        scene.settle();

        ask(What.POWER_CYCLE, "alpha", Scene.ada);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.digest()).isNotEqualTo(first);
        assertThat(switched(id)).isEqualTo(2);
    }

    @Test
    void anApprovedRequestThatIsWithdrawnAndAskedAgainIsAskedAbout() {
        var id = scene.switchable("alpha", 1);
        ask(What.POWER_CYCLE, "alpha", Scene.ada);
        scene.settle();
        scene.approve(Scene.ben);
        withdraw("alpha", Scene.ada);
        ask(What.POWER_CYCLE, "alpha", Scene.ada);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(switched(id)).isZero();
    }

    @Test
    void aSwallowedAnswerIsLookedAfterAndNothingIsSentTwice() {
        var id = scene.switchable("alpha", 1);
        for (var op : List.of("op=power_off", "op=power_on"))
            scene.maas.faults().add(FaultRule.once("POST", op, new Fault.DoneThenTimeout(Duration.ofMillis(1))));
        ask(What.POWER_CYCLE, "alpha", Scene.ada);
        scene.settle();
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.received("power_off", id)).isEqualTo(1);
        assertThat(scene.maas.received("power_on", id)).isEqualTo(1);
        assertThat(scene.maas.machine(id).orElseThrow().powerState()).isEqualTo("on");
    }

    @Test
    void powerOffAndOnEndWhenTheyAreSeen() {
        var id = scene.switchable("alpha", 1);
        assertThat(ask(What.POWER_ON, "alpha", Scene.ada).text()).contains("so already");
        ask(What.POWER_OFF, "alpha", Scene.ada);
        scene.settle();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.maas.machine(id).orElseThrow().powerState()).isEqualTo("off");
        assertThat(newest().state()).isEqualTo("done");

        ask(What.POWER_ON, "alpha", Scene.ada);
        scene.settle();
        scene.maas.edit(id).powerState("on");
        scene.settle();
        assertThat(newest().detail()).contains("so already, without Gough");
        assertThat(newest().state()).isEqualTo("done");
        assertThat(scene.maas.received("power_on", id)).isZero();
    }

    @Test
    void aMachineThatIsOffBecauseNothingIsDeployedYetIsNotSwitchedOffAlready() {
        scene.switchable("alpha", 1);
        var id = scene.maas.addMachine(
                NewMachine.named("m2").withMacAddresses("52:54:00:00:00:02").withStatus(MaasStatus.NEW));
        scene.write("hosts/beta.yaml", Scene.host("beta", 2, "").replaceFirst("(?m)^ *power: .*\n", ""))
                .push()
                .settle();
        ask(What.POWER_OFF, "beta", Scene.ada);
        scene.settle();
        assertThat(scene.maas.machine(id).orElseThrow().powerState()).isEqualTo("off");
        assertThat(newest().state()).isEqualTo("open");

        scene.approve(Scene.ben);
        scene.settle();
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(scene.maas.received("deploy", id)).isEqualTo(1);
        assertThat(scene.maas.received("power_off", id)).isEqualTo(1);
        assertThat(newest().state()).isEqualTo("done");
    }

    @Test
    void aTestIsRunOnceAndItsAnswerMayBeLost() {
        var id = scene.switchable("alpha", 1);
        scene.maas.faults().add(FaultRule.once("POST", "op=test", new Fault.DoneThenTimeout(Duration.ofMillis(1))));
        ask(What.TEST, "alpha", Scene.ada);
        scene.settle();
        assertThat(scene.maas.received("test", id)).isZero();
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.received("test", id)).isEqualTo(1);
        assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(newest().state()).isEqualTo("done");
    }

    @Test
    void failedTestsEndTheRequestAndBlockTheHost() {
        var id = scene.switchable("alpha", 1);
        scene.maas.plan(Mishap.TEST_FAILS, "alpha");
        ask(What.TEST, "alpha", Scene.ada);
        scene.settle();
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(newest().state()).isEqualTo("done");
        assertThat(newest().detail()).contains("Failed testing");
        assertThat(blocked()).contains("Failed testing");
        assertThat(scene.state()).isInstanceOf(RolloutState.Stalled.class);
        scene.maas.edit(id).status(MaasStatus.DEPLOYED);
        scene.settle();
        assertThat(scene.maas.received("test", id)).isEqualTo(1);
        assertThat(scene.service.rollouts().status().getFirst().blocked()).isEmpty();
    }

    @Test
    void aRefusedCommandLeavesTheRequestOpenAndOneThatWasSentUsesItUp() {
        var id = scene.switchable("alpha", 1);
        scene.maas.faults().add(FaultRule.once("POST", "op=power_off", Fault.Status.of(503, "no such chassis")));
        ask(What.POWER_CYCLE, "alpha", Scene.ada);
        scene.settle();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Stalled.class);
        assertThat(newest().state()).isEqualTo("open");
        assertThat(newest().detail()).contains("It failed", "no such chassis");
        scene.service.rollouts().retry(scene.rollout().id(), Scene.ada);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        scene.maas.faults().add(FaultRule.once("POST", "op=power_on", Fault.Status.of(503, "no such chassis")));
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(newest().state()).isEqualTo("failed");
        scene.service.rollouts().retry(scene.rollout().id(), Scene.ada);
        scene.settle();
        assertThat(scene.state()).isNotInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.maas.received("power_off", id)).isEqualTo(1);
    }

    // ---- reinstall

    private String reinstallable() {
        var id = scene.reinstallable("alpha", 1);
        scene.write("queries/q.yaml", Scene.query("one", "SELECT 1")).push().settle();
        return id;
    }

    @Test
    void aReinstallNeedsTwoOthersThanWhoeverAsked() {
        var id = reinstallable();
        ask(What.REINSTALL, "alpha", Scene.ada);
        scene.settle();

        assertThat(scene.rollout().plan().orElseThrow().risk()).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(scene.rollout().needed()).isEqualTo(2);
        assertThat(scene.rollout().eligible()).containsExactly("ben", "cyn");
        assertThat(scene.approve(Scene.ada)).isInstanceOf(Verdict.Refused.class);
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.maas.received("release", id)).isZero();
        scene.approve(Scene.cyn);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.received("release", id)).isEqualTo(1);
        assertThat(scene.maas.received("deploy", id)).isEqualTo(2);
        assertThat(scene.maas.machine(id).orElseThrow().status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(newest().state()).isEqualTo("done");
        assertThat(scene.database("select destroys from intents order by id desc limit 1"))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsExactly(true));
        scene.settle();
        assertThat(scene.maas.received("release", id)).isEqualTo(1);
    }

    @Test
    void aHostThatWasReleasedAndIsDeclaredOtherwiseSinceIsNotReinstalledOnceMoreForTheSameAsking() {
        var id = reinstallable();
        scene.crash = place -> {
            if (place.equals("outcome-journalled release"))
                scene.service.rollouts().stop(Optional.empty(), Scene.cyn, "wait");
        };
        scene.restart().tick();
        ask(What.REINSTALL, "alpha", Scene.ada);
        scene.settle();
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(scene.maas.received("release", id)).isEqualTo(1);
        assertThat(scene.maas.received("deploy", id)).isEqualTo(1);

        scene.write("hosts/alpha.yaml", scene.files.get("hosts/alpha.yaml").replace("release: noble", "release: jammy"))
                .push()
                .tick();
        scene.service.rollouts().resume(Optional.empty(), Scene.cyn);
        scene.time.advance(Duration.ofMinutes(2));
        scene.settle();
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(scene.maas.received("deploy", id)).isEqualTo(2);
        assertThat(newest().state()).isEqualTo("failed");
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.received("release", id)).isEqualTo(1);
    }

    @Test
    void whoeverAskedForOneHostMayStillApproveAnother() {
        reinstallable();
        scene.reinstallable("beta", 2);
        scene.write("queries/q.yaml", Scene.query("two", "SELECT 2")).push().settle();
        ask(What.REINSTALL, "alpha", Scene.ada);
        ask(What.REINSTALL, "beta", Scene.cyn);
        scene.settle();

        assertThat(scene.approve(Scene.ada).text()).contains("does not count for 1 of 2", "ada asked for this");
        assertThat(scene.approve(Scene.cyn).text()).contains("does not count for 1 of 2", "cyn asked for this");
        scene.settle();
        assertThat(scene.maas.received("release")).isZero();
    }

    @Test
    void aProtectedHostIsAnsweredAndNothingIsDone() {
        var id = scene.switchable("alpha", 1);
        assertThat(ask(What.REINSTALL, "alpha", Scene.ada).text())
                .contains("As it is now, host alpha is blocked", "spec.protect is true");
        scene.settle();

        assertThat(blocked()).contains("ada asks to reinstall it", "spec.protect is true");
        assertThat(newest().detail()).contains("spec.protect is true");
        assertThat(scene.maas.received("release", id)).isZero();
    }

    @Test
    void aForgottenRequestIsOverAndNeverFires() {
        var id = scene.switchable("alpha", 1);
        ask(What.REINSTALL, "alpha", Scene.ada);
        scene.settle();
        scene.time.advance(Duration.ofHours(25));
        scene.settle();
        assertThat(newest().state()).isEqualTo("expired");
        assertThat(blocked()).isEmpty();

        ask(What.POWER_CYCLE, "alpha", Scene.ada);
        scene.settle();
        scene.time.advance(Duration.ofHours(25));
        scene.settle();
        assertThat(newest().state()).isEqualTo("expired");
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(switched(id)).isZero();
    }

    // ---- answered

    @Test
    void aNoEndsTheRequest() {
        var id = scene.switchable("alpha", 1);
        ask(What.POWER_CYCLE, "alpha", Scene.ada);
        scene.settle();
        scene.reject(Scene.ben);
        scene.settle();

        assertThat(newest().state()).isEqualTo("declined");
        assertThat(newest().detail()).contains("ben");
        assertThat(switched(id)).isZero();
        assertThat(ask(What.POWER_CYCLE, "alpha", Scene.ada)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void whatIsWithdrawnIsNotDone() {
        var id = scene.switchable("alpha", 1);
        ask(What.POWER_CYCLE, "alpha", Scene.ada);
        scene.settle();
        assertThat(withdraw("alpha", Scene.dan)).isInstanceOf(Verdict.Refused.class);
        assertThat(withdraw("alpha", Scene.ben).text()).contains("ben withdrew");
        assertThat(withdraw("alpha", Scene.ben)).isInstanceOf(Verdict.Refused.class);
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(newest().state()).isEqualTo("withdrawn");
        assertThat(newest().detail()).contains("by ben: it came back");
        assertThat(switched(id)).isZero();
    }

    @Test
    void whatIsTakenBackInTheMomentItBeginsIsEitherDoneOrWithdrawn() {
        var id = scene.switchable("alpha", 1);
        var told = new ArrayList<String>();
        scene.crash = place -> {
            if (place.startsWith("intent-journalled"))
                told.add(withdraw("alpha", Scene.ben).text());
        };
        scene.restart().tick();
        ask(What.POWER_CYCLE, "alpha", Scene.ada);
        var store = new HostRequestStore(JdbcClient.create(scene.dataSource));
        var number = newest().number();
        assertThat(store.lock(number, scene.time.instant())).isTrue();
        assertThat(store.lock(number, scene.time.instant().plus(Duration.ofHours(25))))
                .isFalse();
        scene.settle();
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(told).singleElement().asString().contains("is under way");
        assertThat(scene.maas.received("power_off", id)).isEqualTo(1);
        assertThat(newest().state()).isEqualTo("done");
        ask(What.TEST, "alpha", Scene.ada);
        withdraw("alpha", Scene.ada);
        assertThat(store.lock(newest().number(), scene.time.instant())).isFalse();
    }

    @Test
    void aDocumentThatAsksForSomethingElseEndsTheRequest() {
        scene.switchable("alpha", 1);
        ask(What.POWER_CYCLE, "alpha", Scene.ada);
        scene.settle();
        scene.write(
                        "hosts/alpha.yaml",
                        scene.files.get("hosts/alpha.yaml").replace("goal: deployed", "goal: maintenance"))
                .push()
                .settle();

        assertThat(newest().state()).isEqualTo("contradicted");
        assertThat(newest().detail()).contains("has goal maintenance");
        assertThat(ask(What.TEST, "alpha", Scene.ada).text()).contains("has goal maintenance", "hosts/alpha.yaml:");
    }

    @Test
    void aForeignLockIsAnsweredUntilItIsLifted() {
        var id = scene.switchable("alpha", 1);
        scene.maas.edit(id).lock();
        ask(What.POWER_CYCLE, "alpha", Scene.ada);
        scene.settle();
        assertThat(newest().detail()).contains("a lock is a veto");

        scene.maas.edit(id).unlock();
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(switched(id)).isZero();
    }

    @Test
    void whoMayNotAskAndWhatIsNotThereIsRefusedAndWrittenDown() {
        scene.switchable("alpha", 1);
        for (var actor : List.of(Scene.dan, Scene.stranger, new Actor.LocalUser("root"), new Actor.ApiToken("robot")))
            assertThat(ask(What.REINSTALL, "alpha", actor)).as(actor.account()).isInstanceOf(Verdict.Refused.class);
        assertThat(ask(What.TEST, "alhpa", Scene.ada).text()).contains("did you mean \"alpha\"?");
        assertThat(ask(What.TEST, "label:rack=a", Scene.ada).text()).contains("No host is declared with label:rack=a");
        assertThat(scene.service
                        .hostDecisions()
                        .ask(Scene.REPOSITORY, What.TEST, HostSelection.parse("alpha"), Scene.ada, " "))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(requests()).isEmpty();
        assertThat(scene.database("select * from audit where what = 'reinstall' and outcome = 'refused'"))
                .hasSize(4);

        ask(What.TEST, "alpha", Scene.ada);
        assertThat(ask(What.REINSTALL, "alpha", Scene.ben).text())
                .contains("open request: test, asked by ada", "gough withdraw alpha");
        assertThat(scene.database("select person, reason, array_to_string(hosts, ' ') as hosts from audit"
                        + " where what = 'test' and outcome = 'accepted'"))
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsExactly("ada", "its kernel hangs", "alpha"));
    }

    @Test
    void aLabelMeansAllThatCarryIt() {
        var labelled = "metadata: {name: %s, labels: {rack: a}}";
        for (var name : List.of("alpha", "beta")) {
            var number = name.equals("alpha") ? 1 : 2;
            scene.newMachine(number);
            scene.write(
                    "hosts/%s.yaml".formatted(name),
                    Scene.host(name, number, "")
                            .replace("metadata: {name: %s}".formatted(name), labelled.formatted(name)));
        }
        scene.push().settle();
        scene.approve(Scene.ben);
        scene.settle();
        ask(What.TEST, "alpha", Scene.ada);

        assertThat(ask(What.POWER_CYCLE, "label:rack=a", Scene.ada).text())
                .contains("power-cycle of beta", "alpha has an open request");
        assertThat(withdraw("label:rack=a", Scene.ada).text()).contains("alpha, beta");
        assertThat(requests()).extracting(RequestStatus::state).containsOnly("withdrawn");
    }

    @Test
    void aHostSaysWhatWasAskedFor() {
        scene.switchable("alpha", 1);
        ask(What.POWER_CYCLE, "alpha", Scene.ada);
        scene.settle();
        assertThat(scene.service.rollouts().hosts(Scene.REPOSITORY).stream()
                        .filter(host -> host.name().equals(new HostName("alpha")))
                        .findFirst()
                        .orElseThrow()
                        .requests())
                .singleElement()
                .satisfies(
                        one -> assertThat(one.words()).contains("power-cycle alpha, asked by ada (its kernel hangs)"));
    }
}
