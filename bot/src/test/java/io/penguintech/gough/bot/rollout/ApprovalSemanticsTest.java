package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.simulators.maas.MaasStatus;
import io.penguintech.gough.simulators.maas.Mishap;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each sentence of the design's "What an approval covers", seen at the stand-ins. */
class ApprovalSemanticsTest {
    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private void oneQuestion() {
        scene.newMachine(1);
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "zone: default"))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
    }

    private MaasStatus status(String host) {
        return scene.maas.machine(host).orElseThrow().status();
    }

    @Test
    void theWorldsNoiseDoesNotVoidAnApproval() {
        oneQuestion();
        scene.newMachine(2);
        scene.maas.edit("m1").powerState("off");
        scene.tick();
        var before = scene.digest();
        scene.approve(Scene.ben);
        scene.newMachine(3);
        scene.maas.edit("m2").description("somebody was here");
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.digest()).isEqualTo(before);
        assertThat(scene.rollout().approvals()).hasSize(1);
    }

    @Test
    void aMachineThatChangedVoidsTheApproval() {
        oneQuestion();
        var asked = scene.digest();
        scene.approve(Scene.ben);
        scene.maas.addMachine(
                io.penguintech.gough.simulators.maas.NewMachine.named("other").inZone("rack-b"));
        scene.maas.edit("m1").zone("rack-b");
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.digest()).isNotEqualTo(asked);
        assertThat(scene.maas.received("commission")).isZero();
        assertThat(scene.maas.received("deploy")).isZero();
    }

    @Test
    void anUncoveredChangeIsNeverStartedWhileCoveredOnesGoOn() {
        oneQuestion();
        scene.approve(Scene.ben);
        scene.newMachine(2);
        scene.write("hosts/b.yaml", Scene.host("beta", 2, "")).push().settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(status("alpha")).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(status("m2")).isEqualTo(MaasStatus.NEW);
        assertThat(scene.rollout().plan().orElseThrow().changes())
                .extracting(change -> change.subject().text())
                .contains("host beta");
    }

    @Test
    void anApprovalSurvivesAnUnrelatedCommit() {
        oneQuestion();
        scene.approve(Scene.ben);
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push(Scene.ADA, "Something else")
                .settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(status("alpha")).isEqualTo(MaasStatus.DEPLOYED);
    }

    /** One blocked host is enough for that, for years. */
    @Test
    void asLongAsNothingWasBroughtAboutCompletelyWhoWroteAnEarlierCommitDoesNotCountEither() {
        var id = scene.newMachine(1);
        scene.newMachine(2);
        scene.maas.edit("m2").lock();
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "protect: false"))
                .write("hosts/b.yaml", Scene.host("beta", 2, ""))
                .push()
                .settle();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Stalled.class);

        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "protect: false\ngeneration: 1"))
                .push(Scene.ADA, "Reinstall alpha")
                .settle();
        scene.write("hosts/b.yaml", Scene.host("beta", 2, "description: spare"))
                .push(new MemoryRepo.Author("Ben", "ben@example.org", true), "Describe beta")
                .settle();

        assertThat(scene.approve(Scene.ada).text()).contains("ada wrote, committed or asked");
        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(scene.maas.received("release", id)).isZero();
    }

    @Test
    void anApprovalCarriesOverToASuccessorUntilItExpires() {
        oneQuestion();
        var first = scene.rollout().id();
        scene.service.rollouts().stop(Optional.empty(), Scene.cyn, "wait");
        scene.approve(Scene.ben);
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push()
                .tick();
        assertThat(scene.service.rollouts().find(first).orElseThrow().state())
                .isEqualTo(new RolloutState.Superseded(scene.rollout().id()));
        scene.time.advance(Duration.ofHours(25));
        scene.service.rollouts().resume(Optional.empty(), Scene.cyn);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.maas.received("deploy")).isZero();
    }

    @Test
    void aQuestionThatNobodyAnswersInTimeExpiresAndIsNotPutAgainUntilANewCommit() {
        oneQuestion();
        scene.time.advance(Duration.ofHours(25));
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Expired.class);
        scene.tick().tick();
        assertThat(scene.state()).isInstanceOf(RolloutState.Expired.class);
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Refused.class);

        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
    }

    @Test
    void aDestructiveChangeNeedsTwoPeopleAndNeverItsAuthor() {
        var id = scene.reinstallable("alpha", 1);
        scene.askReinstall("alpha", 1, 2);

        assertThat(scene.approve(Scene.ada))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class, no -> assertThat(no.text()).contains("ada wrote"));
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        assertThat(scene.approve(Scene.ben))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class, no -> assertThat(no.text()).contains("already"));
        scene.settle();
        assertThat(scene.maas.received("release", id)).isZero();

        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.received("release", id)).isEqualTo(1);
        assertThat(scene.maas.received("deploy", id)).isEqualTo(2);
    }

    @Test
    void anApprovalMustBeUnexpiredAtTheDestructiveStart() {
        var id = scene.reinstallable("alpha", 1);
        scene.askReinstall("alpha", 1, 2);
        scene.approve(Scene.ben);
        scene.time.advance(Duration.ofHours(23));
        scene.tick();
        scene.approve(Scene.cyn);
        scene.time.advance(Duration.ofHours(2));
        scene.tick().tick();

        assertThat(scene.maas.received("release", id)).isZero();
    }

    @Test
    void aDestructiveChangeIsCheckedOnceMoreAgainstItsMachineRightBeforeTheCall() {
        var id = scene.reinstallable("alpha", 1);
        scene.askReinstall("alpha", 1, 2);
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.maas.edit(id).owner("alice");
        scene.service.engine().tick(Scene.REPOSITORY); // without a sweep: the snapshot still shows the old owner
        scene.settle();

        assertThat(scene.maas.received("release", id)).isZero();
    }

    @Test
    void aChangeIsSpentOnceItIsJournalledSoThatTheSameChangeLaterIsANewQuestion() {
        oneQuestion();
        scene.maas.plan(Mishap.COMMISSION_FAILS, "m1");
        scene.maas.plan(Mishap.COMMISSION_FAILS, "alpha");
        var asked = scene.digest();
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Stalled.class);

        scene.maas.edit("alpha").status(MaasStatus.NEW);
        scene.service.rollouts().retry(scene.rollout().id(), Scene.ada);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.maas.received("deploy")).isZero();
        assertThat(asked).hasSize(64);
    }

    @Test
    void aSupersededRolloutStartsNothingNewAndWhatIsInFlightIsWatchedToItsEndByItsSuccessor() {
        oneQuestion();
        var first = scene.rollout().id();
        scene.approve(Scene.ben);
        scene.tick();
        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push()
                .settle();

        assertThat(scene.service.rollouts().find(first).orElseThrow().state())
                .isInstanceOf(RolloutState.Superseded.class);
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(status("alpha")).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.maas.received("deploy")).isEqualTo(1);
    }

    @Test
    void approvedChangesThatVanishedAreNotNeeded() {
        oneQuestion();
        scene.newMachine(2);
        scene.write("hosts/b.yaml", Scene.host("beta", 2, "")).push().settle();
        scene.service.rollouts().stop(Optional.empty(), Scene.cyn, "wait");
        scene.approve(Scene.ben);
        scene.delete("hosts/a.yaml").push().tick();
        scene.service.rollouts().resume(Optional.empty(), Scene.cyn);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(status("beta")).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(status("m1")).isEqualTo(MaasStatus.NEW);
    }

    @Test
    void anAbsentHostIsItsAddressesAndTheStatusesItsOwnStepsBringAboutCountAsCovered() {
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, "")).push().settle();
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(status("alpha")).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(scene.rollout().approvals()).hasSize(1);
    }

    @Test
    void goughYamlCannotWidenItsOwnRights() {
        scene.reinstallable("alpha", 1);
        var loose = Scene.RULES
                .replace("destructive: 2", "destructive: 0")
                .replace("disruptive: 1", "disruptive: 0")
                .replace("roles: [viewer]", "roles: [admin]");
        scene.newMachine(2);
        scene.write("gough.yaml", loose)
                .write("hosts/a2.yaml", Scene.host("beta", 2, ""))
                .push(Scene.ADA, "Be kind to myself")
                .settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().needed()).isEqualTo(2);
        assertThat(scene.approve(Scene.dan)).isInstanceOf(Verdict.Refused.class);
        assertThat(status("m2")).isEqualTo(MaasStatus.NEW);
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        scene.settle();
        assertThat(scene.service.rollouts().status().getFirst().accepted())
                .isNotEqualTo(scene.service.rollouts().status().getFirst().revision());

        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.service.rollouts().status().getFirst().accepted())
                .isEqualTo(scene.service.rollouts().status().getFirst().revision());
    }

    @Test
    void theServersCeilingHoldsEvenUnderLooserAcceptedRules() {
        var loose = Scene.RULES.replace("disruptive: 1", "disruptive: 0");
        scene.initialRules = Optional.of(Scene.rules(loose));
        scene.restart();
        scene.newMachine(1);
        scene.write("gough.yaml", loose)
                .write("hosts/a.yaml", Scene.host("alpha", 1, ""))
                .push()
                .settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
    }

    @Test
    void protectionThatIsLiftedInTheSameCommitDoesNotCount() {
        var id = scene.deployed("alpha", 1, "");
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "protect: false\ngeneration: 2"))
                .push()
                .settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Stalled.class);
        assertThat(scene.rollout().plan().map(Plan::changes).orElseThrow()).isEmpty();
        assertThat(scene.maas.received("release", id)).isZero();
    }

    @Test
    void aNoIsRememberedAndNotAskedAgainUntilTheChangeDiffers() {
        oneQuestion();
        assertThat(scene.reject(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        scene.tick().tick();
        assertThat(scene.state()).isEqualTo(new RolloutState.Declined("ben", "not today"));

        scene.write("queries/q.yaml", Scene.query("uptime", "SELECT * FROM uptime"))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(scene.maas.received("deploy")).isZero();

        scene.write(
                        "hosts/a.yaml",
                        Scene.host("alpha", 1, "zone: default\nos: {release: jammy}")
                                .replace("  os: {release: noble}\n", ""))
                .push()
                .settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
    }

    @Test
    void aClickThatNamesAnOldOrTooShortDigestOrComesFromAStrangerChangesNothing() {
        oneQuestion();
        var rollouts = scene.service.rollouts();
        var id = scene.rollout().id();
        var digest = scene.digest();

        assertThat(rollouts.approve(id, Scene.ben, "0".repeat(64), "slack"))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class, no -> assertThat(no.text()).contains(digest.substring(0, 12)));
        assertThat(rollouts.approve(id, Scene.ben, digest.substring(0, 11), "slack"))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class, no -> assertThat(no.text()).contains("12"));
        assertThat(rollouts.approve(id, Scene.stranger, digest, "slack"))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class, no -> assertThat(no.text()).contains("UNOBODY"));
        assertThat(rollouts.approve(id, Scene.dan, digest, "slack"))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class, no -> assertThat(no.text()).contains("approver"));
        assertThat(rollouts.approve(new RolloutId(999), Scene.ben, digest, "slack"))
                .isInstanceOf(Verdict.Refused.class);
        scene.settle();

        assertThat(scene.rollout().approvals()).isEmpty();
        assertThat(scene.writes()).isZero();
        assertThat(rollouts.approve(id, Scene.ben, digest.substring(0, 12), "slack"))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void unsignedAuthorshipRaisesDisruptiveToTwoPeople() {
        scene.newMachine(1);
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, ""))
                .push(Scene.STRANGER, "Hello")
                .settle();
        assertThat(scene.rollout().needed()).isEqualTo(2);
        scene.approve(Scene.ben);
        scene.settle();
        assertThat(scene.maas.received("deploy")).isZero();

        scene.approve(Scene.ada);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void onePersonWithTwoAccountsIsOnePerson() {
        scene.accounts = new Accounts(Map.of(
                "bens-token", new Accounts.Token(Optional.of("ben"), Repository.Role.APPROVER),
                "ci", new Accounts.Token(Optional.empty(), Repository.Role.ADMIN)));
        scene.restart();
        scene.newMachine(1);
        scene.write("hosts/a.yaml", Scene.host("alpha", 1, ""))
                .push(Scene.STRANGER, "Hello")
                .settle();
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        assertThat(scene.approve(new Actor.ApiToken("bens-token"))).isInstanceOf(Verdict.Refused.class);
        assertThat(scene.approve(new Actor.ApiToken("ci"))).isInstanceOf(Verdict.Refused.class);
        scene.settle();

        assertThat(scene.maas.received("deploy")).isZero();
    }

    @Test
    void somebodyWhoseRoleIsTakenAwayAfterTheClickDoesNotCountAtExecution() {
        var id = scene.reinstallable("alpha", 1);
        scene.askReinstall("alpha", 1, 2);
        scene.approve(Scene.ben);
        JdbcRows.update(scene, "update repositories set rules = replace(rules, '\"APPROVER\"', '\"VIEWER\"')");
        scene.approve(Scene.cyn);
        scene.settle();

        assertThat(scene.maas.received("release", id)).isZero();
    }
}
