package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.forge.Opinion;
import io.penguintech.gough.simulators.forge.Status;
import io.penguintech.gough.simulators.git.Edit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What people say to a pull request, from the forge to the status and the comment. */
class PullSayingTest extends OnPullScene {
    @Test
    void aYesInACommentAndOneInAReviewAreShownByTheStatusAndInTheComment() {
        long number = asked("said");
        assertThat(approval(number))
                .returns("pending", Status::state)
                .returns("2 more of ben, cyn", Status::description);
        scene.forge.comment("bob", number, "gough approve " + digest(number));
        scene.look(number);
        assertThat(approval(number)).returns("pending", Status::state).returns("1 more of cyn", Status::description);
        assertThat(scene.view(number).next())
                .extracting(way -> way.command())
                .contains("gough approve " + digest(number), "gough reject " + digest(number));

        var review = scene.forge.review("carol", number, Opinion.Verdict.APPROVE);
        scene.look(number);
        assertThat(scene.proposals.calls)
                .filteredOn(call -> call.startsWith("approve"))
                .containsExactly("approve " + number + " ben comment", "approve " + number + " cyn review");
        assertThat(approval(number))
                .returns("success", Status::state)
                .returns("approved by ben, cyn", Status::description);
        assertThat(scene.comment(number)).contains("ben said yes (comment").contains("cyn said yes (review");

        scene.forge.dismiss("ada", review.id());
        scene.look(number);
        assertThat(approval(number).description()).isEqualTo("1 more of cyn");
        scene.forge.comment("carol", number, "gough reject " + digest(number) + " not now");
        scene.look(number);
        assertThat(approval(number)).returns("failure", Status::state).returns("declined by cyn", Status::description);
    }

    @Test
    void whatWasSaidBeforeItIsKnownThatThePlanStandsThereIsHeardInTheSameLook() {
        long number = scene.open("early", newHost("early"));
        listen((method, after) -> {
            if (method.equals("shown")) throw new Killed();
        });
        try {
            scene.look(number);
        } catch (Killed killed) {
            // The comment is there, and nobody wrote that down.
        }
        rewire();
        assertThat(scene.proposals.known.get(number).shownAt()).isEmpty();
        scene.forge.comment("bob", number, "gough approve " + digest(number));
        scene.forge.review("carol", number, Opinion.Verdict.APPROVE);
        scene.hint(number);
        assertThat(scene.pulls.work(PullScene.REPOSITORY)).isTrue();

        assertThat(scene.proposals.calls)
                .containsExactly(
                        "propose " + number,
                        "shown " + number,
                        "approve " + number + " cyn review",
                        "approve " + number + " ben comment");
        scene.settle();
        assertThat(approval(number).description()).isEqualTo("approved by cyn, ben");
        assertThat(scene.comments(number)).hasSize(1);
    }

    @Test
    void aReviewOfAHeadThatIsNotPlannedYetDoesNotCountAndIsToldSoInTheSameLook() {
        long number = scene.open("hurried", newHost("hurried"));
        scene.forge.review("bob", number, Opinion.Verdict.APPROVE);
        scene.look(number);
        assertThat(scene.comments(number))
                .hasSize(2)
                .last()
                .satisfies(answer -> assertThat(answer.body()).contains("before this plan stood"));
        scene.look(number);
        assertThat(scene.proposals.calls).containsExactly("propose " + number, "shown " + number);
        assertThat(scene.comments(number)).hasSize(2);
    }

    @Test
    void whatIsSaidWhileItIsPlannedAgainIsHeardAtTheNextLookThoughNobodyHints() {
        var edit = newHost("shared-by-both");
        long number = scene.open("meanwhile", edit, newHost("meanwhile"));
        scene.look(number);
        scene.onMain(edit);
        scene.takeUp();
        scene.proposals.calls.clear();
        var said = new AtomicInteger();
        scene.beforeForge = real -> before(Forge.class, real, (method, after) -> {
            if (method.equals("edit") && after && said.getAndIncrement() == 0)
                scene.forge.comment(
                        "bob",
                        number,
                        "gough approve "
                                + scene.proposals.known.get(number).digest().substring(0, 12));
        });
        scene.wire();
        scene.poll.moved();
        scene.settle();
        assertThat(said).hasPositiveValue();
        scene.store.nudge(PullScene.key(number), scene.clock.instant());
        scene.settle();
        assertThat(scene.proposals.calls).contains("approve " + number + " ben comment");
    }

    @Test
    void whatWasSaidBeforeTheMergeIsHeardBeforeTheMergeIsTold() {
        long number = asked("last-words");
        var digest = digest(number);
        scene.forge.comment("bob", number, "gough approve " + digest);
        scene.forge.review("carol", number, Opinion.Verdict.APPROVE);
        scene.forge.merge("ada", number, scene.onMain(newHost("merged-too")));
        scene.forge.faults().add(FaultRule.once("GET", "/reviews", Fault.Status.of(502, "<html>")));
        scene.hint(number);
        assertThat(scene.pulls.work(PullScene.REPOSITORY)).isTrue();
        assertThat(scene.proposals.calls)
                .as("not heard wholly: the merge is not told")
                .containsExactly("approve " + number + " ben comment");
        scene.time.advance(Duration.ofMinutes(1));
        scene.settle();
        assertThat(scene.proposals.calls.get(1)).isEqualTo("approve " + number + " cyn review");
        assertThat(scene.proposals.calls.get(2)).startsWith("merged " + number);

        int calls = scene.forge.calls().size();
        scene.forge.comment("bob", number, "gough reject " + digest);
        scene.look(number);
        assertThat(lines(scene.forgeCalls(calls)))
                .as("over already, but for what is to be done about what became of it")
                .containsExactly(
                        "GET /api/v3/repos/acme/infra/pulls/" + number,
                        "GET /api/v3/repos/acme/infra/issues/" + number + "/comments");
        assertThat(scene.proposals.calls).noneMatch(call -> call.startsWith("reject"));
    }

    @Test
    void whatWasSaidAfterAMergeThatIsFoundLateCountsNoMore() {
        long number = asked("late");
        var digest = digest(number);
        scene.forge.merge("ada", number, scene.onMain(newHost("late-too")));
        scene.time.advance(Duration.ofSeconds(1));
        scene.forge.comment("bob", number, "gough approve " + digest);
        scene.forge.review("carol", number, Opinion.Verdict.APPROVE);
        scene.look(number);
        assertThat(scene.proposals.calls)
                .noneMatch(call -> call.startsWith("approve"))
                .anyMatch(call -> call.startsWith("merged " + number));
    }

    @Test
    void whatIsMergedIntoAnotherBranchIsClosedForWhoSaidYes() {
        scene.onBranch("elsewhere-base", Edit.write("hosts/y.yaml", "# y\n"));
        long number = asked("moved-away");
        scene.forge.retarget("ada", number, "elsewhere-base");
        scene.forge.merge("ada", number, scene.head(number));
        scene.look(number);
        assertThat(scene.proposals.calls).contains("closed " + number).noneMatch(call -> call.startsWith("merged"));
    }

    @Test
    void aRowOfAnEarlierVersionSaysNotWhenItWasMerged() {
        assertThat(PullJson.read(
                        "{\"kind\":\"merged\",\"commit\":{\"id\":\"%040x\"}}".formatted(1), PullRequest.State.class))
                .isEqualTo(new PullRequest.State.Merged(
                        Optional.of(new Revision("%040x".formatted(1))), Optional.empty()));
    }
}
