package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people said yes to on a pull request counts for the rollout of its merge, and for nothing else, seen at the stand-ins. */
class CarryOverTest {
    /** A forge's own account, which squashes. */
    private static final MemoryRepo.Author FORGE = new MemoryRepo.Author("Forge", "noreply@forge.example.org", false);

    private final Scene scene = Scene.start();

    @AfterEach
    void close() {
        scene.close();
    }

    private MaasStatus status(String host) {
        return scene.maas.machine(host).orElseThrow().status();
    }

    /** A pull request that reinstalls a host. */
    private Pull reinstallUnasked() {
        scene.reinstallable("alpha", 1);
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "protect: false\ngeneration: 2"));
        return new Pull(scene, 12);
    }

    /** The same, opened by Ada and written by Ben. */
    private Pull reinstallByBen() {
        var pull = reinstallUnasked();
        pull.opener = Pull.ADA;
        pull.author = new MemoryRepo.Author("Ben", "ben@example.org", true);
        return pull;
    }

    /** A pull request that reinstalls a host, approved by two. */
    private Pull reinstall() {
        var pull = reinstallUnasked();
        pull.propose();
        assertThat(pull.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        assertThat(pull.approve(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
        assertThat(pull.now().standing()).isInstanceOf(Proposal.Standing.Approved.class);
        return pull;
    }

    private long reinstalls() {
        return scene.maas.received("release");
    }

    @Test
    void aMergeIsBroughtAboutWithoutAnotherQuestion() {
        var pull = reinstall();
        pull.merged(pull.squash(FORGE));
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(reinstalls()).isEqualTo(1);
        assertThat(scene.rollout().approvals()).extracting(Approval::by).containsExactly("ben", "cyn");
        assertThat(scene.rollout().approvals()).extracting(Approval::via).containsOnly("pull request 12, slack");
        assertThat(pull.now().standing())
                .isEqualTo(
                        new Proposal.Standing.Merged(Optional.of(scene.rollout().id())));
        assertThat(scene.service.rollouts().mergesBehind(scene.rollout().id()))
                .as("its own commit is no other")
                .isEmpty();
    }

    @Test
    void aMergeThatIsTakenUpTogetherWithALaterOneIsBehindItsRollout() {
        var pull = reinstall();
        scene.service.rollouts().stop(Optional.empty(), Scene.cyn, "wait");
        var commit = scene.repo.commit(FORGE, "Squashed", scene.files);
        pull.merged(commit);
        scene.write("hosts/later.yaml", "# later\n").push();
        scene.tick().tick();

        assertThat(scene.service.rollouts().mergesBehind(scene.rollout().id())).containsExactly(commit);
    }

    @Test
    void whatIsTakenBackOnceItCountsForTheRolloutCountedAllTheSame() {
        var pull = reinstall();
        scene.service.rollouts().stop(Optional.empty(), Scene.cyn, "wait");
        pull.merged(pull.squash(FORGE));
        scene.tick().tick();
        assertThat(scene.rollout().approvals()).extracting(Approval::by).containsExactly("ben", "cyn");
        scene.service.proposals().takeBack(Scene.REPOSITORY, 12, "ben", "slack", "The review was dismissed.");

        assertThat(pull.now().voided()).isEmpty();
    }

    @Test
    void itIsWhenTheForgeTellsOfTheMergeLater() {
        var pull = reinstall();
        var commit = pull.squash(FORGE);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);

        pull.merged(commit);
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(reinstalls()).isEqualTo(1);
    }

    @Test
    void itIsWhenTheForgeTellsOfTheMergeBeforeGitIsFetched() {
        var pull = reinstall();
        var commit = scene.repo.commit(FORGE, "Squashed", scene.files);
        pull.merged(commit);
        scene.settle();
        assertThat(pull.now().standing()).isEqualTo(new Proposal.Standing.Merged(Optional.empty()));
        assertThat(reinstalls()).isZero();

        scene.service.requests().look(Scene.REPOSITORY, "push");
        scene.settle();
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(reinstalls()).isEqualTo(1);
    }

    @Test
    void aProcessThatDiesAfterTheForgesWordLosesNothing() {
        var pull = reinstall();
        pull.merged(pull.squash(FORGE));
        scene.restart().settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(reinstalls()).isEqualTo(1);
        assertThat(scene.rollout().approvals()).hasSize(2);
    }

    @Test
    void withoutTheForgesWordNothingCounts() {
        var pull = reinstall();
        pull.squash(FORGE);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().approvals()).isEmpty();
        assertThat(reinstalls()).isZero();
        assertThat(pull.now().standing()).isInstanceOf(Proposal.Standing.Approved.class);
    }

    @Test
    void withoutGitsWordNothingCounts() {
        var pull = reinstall();
        var old = ((InfraRepo.Head.At) scene.repo.head()).revision();
        pull.squash(FORGE);
        pull.merged(old);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().approvals()).isEmpty();
        assertThat(reinstalls()).isZero();
    }

    @Test
    void anotherHeadThanPeopleSawIsAskedAbout() {
        var pull = reinstall();
        var commit = pull.squash(FORGE);
        pull.push().merged(commit);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().approvals()).isEmpty();
        assertThat(reinstalls()).isZero();
        assertThat(pull.now().voided()).hasSize(2);
    }

    @Test
    void whatNobodySawThereIsAskedAboutAndTheRestGoesOn() {
        scene.newMachine(2);
        var pull = reinstall();
        scene.write("hosts/beta.yaml", Scene.host("beta", 2, ""));
        pull.merged(pull.squash(FORGE));
        scene.settle();

        assertThat(reinstalls()).isEqualTo(1);
        assertThat(status("m2")).isEqualTo(MaasStatus.NEW);
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().plan().orElseThrow().changes())
                .extracting(change -> change.subject().text())
                .contains("host beta");
    }

    @Test
    void theSameChangeLaterIsANewQuestion() {
        var pull = reinstall();
        pull.merged(pull.squash(FORGE));
        scene.settle();
        scene.askReinstall("alpha", 1, 3);

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().approvals()).isEmpty();
        assertThat(reinstalls()).isEqualTo(1);
    }

    @Test
    void tellingOfTheMergeAgainCountsNothingTwice() {
        var pull = reinstall();
        var commit = pull.squash(FORGE);
        pull.merged(commit);
        scene.tick();
        pull.merged(commit);
        scene.settle();
        pull.merged(commit);
        scene.settle();

        assertThat(scene.database("select * from approvals where via like 'pull%'"))
                .hasSize(2);
        assertThat(reinstalls()).isEqualTo(1);
    }

    @Test
    void aYesThatExpiredDoesNotCount() {
        var pull = reinstall();
        scene.time.advance(Duration.ofHours(25));
        pull.merged(pull.squash(FORGE));
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(reinstalls()).isZero();
    }

    @Test
    void aYesThatANewerHeadVoidedDoesNotCount() {
        var pull = reinstall();
        pull.push().propose();
        assertThat(pull.now().standing()).isInstanceOf(Proposal.Standing.Asked.class);
        pull.merged(pull.squash(FORGE));
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().approvals()).isEmpty();
        assertThat(reinstalls()).isZero();
    }

    @Test
    void whoeverIsBehindASquashIsNoApproverOfWhatItDestroys() {
        var pull = reinstallByBen();
        pull.propose();
        pull.merged(pull.squash(FORGE));
        scene.settle();

        assertThat(scene.rollout().eligible()).containsExactly("cyn");
        assertThat(scene.approve(Scene.ada)).isInstanceOf(Verdict.Refused.class);
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Refused.class);
        assertThat(scene.approve(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
        scene.settle();
        assertThat(reinstalls()).isZero();
    }

    @Test
    void aNewerCommitTakesOverWhatTheMergeWasApprovedFor() {
        var pull = reinstall();
        scene.service.rollouts().stop(Scope.whole(Optional.of(Scene.REPOSITORY)), Scene.cyn, "wait");
        pull.merged(pull.squash(FORGE));
        scene.tick();
        scene.write("README.md", "Hello.").push();
        scene.tick();
        scene.service.rollouts().resume(Scope.whole(Optional.of(Scene.REPOSITORY)), Scene.cyn);
        scene.settle();

        assertThat(reinstalls()).isEqualTo(1);
        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(pull.now().standing())
                .isEqualTo(
                        new Proposal.Standing.Merged(Optional.of(scene.rollout().id())));
    }

    @Test
    void aRolloutThatEndedBeforeTheForgesWordPassesNothingOn() {
        var pull = reinstall();
        var commit = pull.squash(FORGE);
        scene.settle();
        scene.reject(Scene.ben);
        scene.tick();
        scene.write("README.md", "Hello.").push().settle();
        pull.merged(commit);
        scene.settle();

        assertThat(reinstalls()).isZero();
        assertThat(scene.database("select * from approvals where via like 'pull%'"))
                .isEmpty();
    }

    @Test
    void aRewrittenBranchTakesNothingOver() {
        var pull = reinstall();
        var base = ((InfraRepo.Head.At) scene.repo.head()).revision();
        scene.repo.loseBranch();
        var commit = pull.squash(FORGE);
        assertThat(scene.repo.relation(base, commit)).isEqualTo(InfraRepo.Relation.REWOUND);
        pull.merged(commit);
        scene.tick();
        scene.confirm(Scene.cyn);
        scene.settle();

        assertThat(scene.database("select * from approvals where via like 'pull%'"))
                .isEmpty();
        assertThat(reinstalls()).isZero();
    }

    @Test
    void whatSomebodySaidNoToIsAskedAboutAfterTheMerge() {
        var pull = reinstall();
        assertThat(pull.reject(Scene.cyn)).isInstanceOf(Verdict.Accepted.class);
        pull.merged(pull.squash(FORGE));
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().approvals()).isEmpty();
        assertThat(reinstalls()).isZero();
    }

    @Test
    void theYesesOfOthersDoNotCountAgainstANo() {
        var pull = reinstallUnasked();
        pull.propose();
        pull.approve(Scene.ben);
        pull.approve(Scene.cyn);
        assertThat(pull.reject(Scene.ada)).isInstanceOf(Verdict.Accepted.class);
        pull.merged(pull.squash(FORGE));
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().approvals()).isEmpty();
        assertThat(reinstalls()).isZero();
    }

    @Test
    void whoeverIsBehindASquashIsBarredBeforeTheForgeTellsOfIt() {
        var pull = reinstallByBen();
        pull.propose();
        pull.squash(FORGE);
        scene.settle();

        assertThat(scene.rollout().eligible()).containsExactly("cyn");
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void whoeverIsBehindASquashThatWasNeverPlannedIsNoApproverOfWhatItDestroys() {
        var pull = reinstallByBen();
        pull.merged(pull.squash(FORGE));
        scene.settle();

        assertThat(scene.rollout().eligible()).containsExactly("cyn");
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void whoeverPushedWhatWasMergedUnplannedIsNoApproverOfWhatItDestroys() {
        var pull = reinstallUnasked();
        pull.propose();
        pull.push();
        pull.author = new MemoryRepo.Author("Ben", "ben@example.org", true);
        scene.service.proposals().retract(Scene.REPOSITORY, 12, pull.head, "not yet");
        pull.merged(pull.squash(FORGE));
        scene.settle();

        assertThat(scene.rollout().eligible()).doesNotContain("ben");
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void whoeverIsBehindASquashOnAnotherBranchIsNoApproverWhenThatComesIn() {
        var pull = reinstallUnasked();
        pull.author = new MemoryRepo.Author("Ben", "ben@example.org", true);
        scene.service.proposals().merged(pull.merge(pull.squash(FORGE), false, Optional.empty()));
        scene.settle();

        assertThat(scene.rollout().eligible()).doesNotContain("ben");
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void whoAForgeNamesAsCoAuthorIsNoApproverOfWhatItDestroys() {
        scene.reinstallable("alpha", 1);
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "protect: false\ngeneration: 2"));
        scene.repo.coAuthors = List.of("ben@example.org");
        new Pull(scene, 12).squash(FORGE);
        scene.settle();

        assertThat(scene.rollout().eligible()).doesNotContain("ben");
        assertThat(scene.approve(Scene.ben)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void whatCannotBeHeardBeforeTheMergeLetsNothingCount() {
        var pull = reinstall();
        scene.service
                .proposals()
                .merged(pull.merge(pull.squash(FORGE), true, Optional.of("The comments cannot be read.")));
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().approvals()).isEmpty();
        assertThat(pull.now().voided()).extracting(Proposal.Voided::why).containsOnly("The comments cannot be read.");
    }

    @Test
    void aMergeThatGitDoesNotHaveHoldsUpNothingElse() {
        scene.newMachine(2);
        var pull = reinstall();
        pull.merged(Pull.newHead());
        scene.settle();
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "protect: false"));
        scene.write("hosts/beta.yaml", Scene.host("beta", 2, "")).push().settle();
        scene.approve(Scene.ben);
        scene.settle();

        assertThat(status("beta")).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(reinstalls()).isZero();
    }

    @Test
    void aYesIsUsedUpByWhatBegan() {
        var pull = reinstall();
        var commit = pull.squash(FORGE);
        scene.settle();
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(reinstalls()).isEqualTo(1);
        pull.merged(commit);
        scene.settle();

        assertThat(pull.now().voided()).hasSize(2);
        assertThat(scene.database("select * from approvals where via like 'pull%'"))
                .isEmpty();
    }

    @Test
    void theBranchMayHaveMovedBeforeTheForgeTellsOfTheMerge() {
        var pull = reinstall();
        var commit = pull.squash(FORGE);
        scene.settle();
        // Planned once more, with the branch as it is now: nothing is left to do.
        pull.rebase().propose();
        assertThat(pull.now().standing()).isInstanceOf(Proposal.Standing.Free.class);
        pull.merged(commit);
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(reinstalls()).isEqualTo(1);
    }

    @Test
    void numbersThatWereTypedForPartsAreNoNumberForTheWhole() {
        scene.write("gough.yaml", Scene.RULES.replace("maxDestroyed: 5", "maxDestroyed: 0"))
                .push()
                .settle();
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
        scene.reinstallable("alpha", 1);
        scene.reinstallable("beta", 2);
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "protect: false\ngeneration: 2"));
        var one = new Pull(scene, 12);
        one.propose();
        one.approve(Scene.ben, OptionalInt.of(1));
        one.approve(Scene.cyn, OptionalInt.of(1));
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "protect: false"));
        scene.write("hosts/beta.yaml", Scene.host("beta", 2, "protect: false\ngeneration: 2"));
        var two = new Pull(scene, 13);
        two.propose();
        two.approve(Scene.ben, OptionalInt.of(1));
        two.approve(Scene.cyn, OptionalInt.of(1));
        assertThat(two.now().standing()).isInstanceOf(Proposal.Standing.Approved.class);
        scene.write("hosts/alpha.yaml", Scene.host("alpha", 1, "protect: false\ngeneration: 2"));
        var both = scene.repo.commit(FORGE, "Both", scene.files);
        one.merged(both);
        two.merged(both);
        scene.service.requests().look(Scene.REPOSITORY, "push");
        scene.settle();

        assertThat(scene.rollout().approvals()).hasSize(4);
        assertThat(scene.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(scene.rollout().typed()).isTrue();
        assertThat(reinstalls()).isZero();
        scene.approve(Scene.ben, 2);
        scene.approve(Scene.cyn, 2);
        scene.settle();
        assertThat(reinstalls()).isEqualTo(2);
    }

    @Test
    void theForgesOwnCommitAsksNoMorePeopleThanThePullRequestDid() {
        scene.reinstallable("alpha", 1);
        scene.newMachine(2);
        scene.write("hosts/beta.yaml", Scene.host("beta", 2, ""));
        var pull = new Pull(scene, 12);
        pull.opener = Pull.ADA;
        var asked = (Proposal.Standing.Asked) pull.propose().standing();
        assertThat(asked.needed()).isEqualTo(1);
        assertThat(pull.approve(Scene.ben)).isInstanceOf(Verdict.Accepted.class);
        pull.merged(pull.squash(FORGE));
        scene.settle();

        assertThat(status("beta")).isEqualTo(MaasStatus.DEPLOYED);
    }

    @Test
    void theForgesOwnCommitOfWhatNobodyReadIsNotCertain() {
        scene.reinstallable("alpha", 1);
        scene.newMachine(2);
        scene.write("hosts/beta.yaml", Scene.host("beta", 2, ""));
        var pull = new Pull(scene, 12);
        pull.opener = Pull.ADA;
        pull.propose();
        pull.push();
        var unread = pull.merge(pull.squash(FORGE), true, Optional.empty());
        scene.service
                .proposals()
                .merged(new Proposals.Merged(
                        unread.repository(),
                        unread.number(),
                        unread.title(),
                        unread.page(),
                        true,
                        unread.head(),
                        unread.commit(),
                        unread.author(),
                        List.of(),
                        Optional.empty()));
        scene.settle();

        assertThat(scene.rollout().needed()).isEqualTo(2);
    }

    @Test
    void theNumberThatWasTypedCarriesOver() {
        scene.write("gough.yaml", Scene.RULES.replace("maxDestroyed: 5", "maxDestroyed: 0"))
                .push()
                .settle();
        scene.approve(Scene.ben);
        scene.approve(Scene.cyn);
        scene.settle();
        var pull = reinstallUnasked();
        assertThat(pull.propose().typed()).isTrue();
        assertThat(pull.approve(Scene.ben)).isInstanceOf(Verdict.Refused.class);
        assertThat(pull.approve(Scene.ben, OptionalInt.of(2))).isInstanceOf(Verdict.Refused.class);
        pull.approve(Scene.ben, OptionalInt.of(1));
        pull.approve(Scene.cyn, OptionalInt.of(1));
        assertThat(pull.now().standing()).isInstanceOf(Proposal.Standing.Approved.class);
        pull.merged(pull.squash(FORGE));
        scene.settle();

        assertThat(scene.state()).isInstanceOf(RolloutState.Done.class);
        assertThat(reinstalls()).isEqualTo(1);
    }

    @Test
    void theYesOfWhomARuleForPathsDoesNotAdmitCarriesNothingOver() {
        scene.rule("{glob: hosts/db/**, roles: [admin]}");
        scene.newMachine(1);
        scene.newMachine(2);
        scene.write("hosts/db/a.yaml", Scene.host("alpha", 1, ""));
        scene.write("hosts/b.yaml", Scene.host("beta", 2, ""));
        var pull = new Pull(scene, 12);
        pull.opener = Pull.ADA;
        pull.propose();
        pull.approve(Scene.ben);
        pull.merged(pull.squash(Scene.ADA));
        scene.settle();

        assertThat(status("beta")).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(status("m1")).isEqualTo(MaasStatus.NEW);
        assertThat(scene.rollout().eligible()).containsExactly("cyn");
        assertThat(scene.rollout().missing()).isEqualTo(1);
    }

    @Test
    void aRuleThatCameBetweenTheYesAndTheMergeJudgesTheYes() {
        scene.push().settle();
        scene.newMachine(1);
        scene.write("hosts/db/a.yaml", Scene.host("alpha", 1, ""));
        var pull = new Pull(scene, 12);
        pull.opener = Pull.ADA;
        pull.propose();
        pull.approve(Scene.ben);
        assertThat(pull.now().standing()).isInstanceOf(Proposal.Standing.Approved.class);
        var proposed = scene.files.remove("hosts/db/a.yaml");
        scene.rule("{glob: hosts/db/**, roles: [admin]}");
        assertThat(pull.now().standing())
                .isInstanceOfSatisfying(
                        Proposal.Standing.Asked.class,
                        asked -> assertThat(asked.eligible()).containsExactly("cyn"));
        scene.write("hosts/db/a.yaml", proposed);
        pull.merged(pull.squash(Scene.ADA));
        scene.settle();

        assertThat(status("m1")).isEqualTo(MaasStatus.NEW);
        assertThat(scene.rollout().approvals()).extracting(Approval::by).containsExactly("ben");
        assertThat(scene.rollout().missing()).isEqualTo(1);
        scene.approve(Scene.cyn);
        scene.settle();
        assertThat(status("alpha")).isEqualTo(MaasStatus.DEPLOYED);
    }
}
