package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.penguintech.gough.bot.rollout.Approval;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.Opinion;
import io.penguintech.gough.simulators.git.Edit;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a yes on the forge, kept and judged as in the service, to the rollout of the merge. */
class PullApprovalsTest {
    private PullScene scene;

    @AfterEach
    void stop() {
        scene.close();
    }

    private void on(ForgeDialect dialect) {
        scene = new PullScene(dialect);
        scene.beforeProposals = any -> scene.service.proposals();
        scene.wire();
    }

    private Proposal proposal(long number) {
        return scene.service.proposals().find(PullScene.REPOSITORY, number).orElseThrow();
    }

    private String approval(long number) {
        return scene.statuses(scene.head(number), "gough/approval").getFirst().description();
    }

    /** As the event has it, which nobody listens for here. */
    private void look(long number) {
        scene.look(number);
        scene.look(number);
    }

    private Rollout newest() {
        return scene.service
                .rollouts()
                .list(PullScene.REPOSITORY, Optional.empty(), 1)
                .getFirst();
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void whatIsApprovedOnThePullRequestIsApprovedInTheRolloutOfTheMerge(ForgeDialect dialect) {
        on(dialect);
        scene.machine(7);
        var edit = PullScene.adds("beta", 7);
        long number = scene.open("beta", edit);
        scene.look(number);
        assertThat(approval(number)).isEqualTo("2 more of ada, ben, cyn");

        scene.forge.review("bob", number, Opinion.Verdict.APPROVE);
        look(number);
        // GitLab keeps the words of what stays pending.
        assertThat(approval(number))
                .isEqualTo(dialect == ForgeDialect.GITLAB ? "2 more of ada, ben, cyn" : "1 more of ada, cyn");
        assertThat(proposal(number).approvals()).extracting(Approval::via).containsExactly("review");

        scene.forge.comment("carol", number, "gough approve " + proposal(number).digest());
        look(number);
        assertThat(approval(number)).isEqualTo("approved by ben, cyn");
        assertThat(scene.comment(number)).contains("ben said yes (review").contains("cyn said yes (comment");

        scene.forge.merge("ada", number, scene.onMain(edit));
        look(number);
        scene.takeUp();
        scene.takeUp();
        assertThat(newest().approvals())
                .extracting(Approval::by, Approval::via)
                .containsExactlyInAnyOrder(
                        tuple("ben", "pull request %d, review".formatted(number)),
                        tuple("cyn", "pull request %d, comment".formatted(number)));
        look(number);
        assertThat(scene.comment(number)).contains("rollout " + newest().id());
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void whatIsTakenBackOrOfAnOlderHeadIsNot(ForgeDialect dialect) {
        on(dialect);
        scene.machine(7);
        long number = scene.open("beta", PullScene.adds("beta", 7));
        scene.look(number);
        var review = scene.forge.review("bob", number, Opinion.Verdict.APPROVE);
        look(number);
        scene.forge.dismiss("bob", review.id());
        look(number);
        assertThat(approval(number)).isEqualTo("2 more of ada, ben, cyn");
        assertThat(proposal(number).voided()).extracting(Proposal.Voided::by).containsExactly("ben");
        look(number);
        assertThat(proposal(number).approvals()).isEmpty();

        var old = proposal(number).digest();
        scene.machine(8);
        scene.pushTo(number, Edit.write("hosts/beta.yaml", PullScene.host("beta", 8, "")));
        scene.forge.comment("bob", number, "gough approve " + old);
        look(number);
        look(number);
        assertThat(proposal(number).approvals()).as("of what is otherwise now").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ForgeDialect.class)
    void aYesFromBeforeThePlanOfTheNewestHeadStoodThereIsNotOneToItThoughThePlanIsTheSame(ForgeDialect dialect) {
        on(dialect);
        scene.machine(7);
        long number = scene.open("beta", PullScene.adds("beta", 7));
        scene.look(number);
        var plan = proposal(number).digest();
        scene.time.advance(Duration.ofMinutes(1));
        scene.pushTo(number, Edit.write("README.md", "# Nothing that Gough reads\n"));
        scene.look(number);
        assertThat(proposal(number).digest()).isEqualTo(plan);

        scene.time.turn(Duration.ofSeconds(-30));
        scene.forge.comment("bob", number, "gough approve " + plan);
        look(number);
        assertThat(proposal(number).approvals()).isEmpty();

        scene.time.advance(Duration.ofSeconds(60));
        scene.forge.comment("bob", number, "gough approve " + plan);
        look(number);
        assertThat(proposal(number).approvals())
                .singleElement()
                .returns(scene.head(number), yes -> yes.head().id());
    }
}
