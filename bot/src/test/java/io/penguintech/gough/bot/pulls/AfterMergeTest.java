package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutEvent;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.simulators.forge.Member;
import io.penguintech.gough.simulators.forge.Note;
import io.penguintech.gough.simulators.forge.Status;
import io.penguintech.gough.simulators.git.Edit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What became of a merged pull request, and what people say to that. */
class AfterMergeTest extends OnPullScene {
    private static Rollout newest() {
        return scene.service
                .rollouts()
                .list(PullScene.REPOSITORY, Optional.empty(), 1)
                .getFirst();
    }

    /** Merged as a commit that does this, and taken up. */
    private static Rollout merged(long number, Edit... edits) {
        scene.forge.merge("ada", number, scene.onMain(edits));
        scene.look(number);
        scene.takeUp();
        scene.proposals.stands(number, new Standing.Merged(Optional.of(newest().id())));
        scene.store.nudge(PullScene.key(number), scene.clock.instant());
        scene.settle();
        return newest();
    }

    private static void changed(Rollout rollout) {
        var events = new PullEvents(Map.of(PullScene.REPOSITORY, scene.poll), scene.store, scene.clock);
        events.on(1, new RolloutEvent.RolloutChanged(PullScene.REPOSITORY, rollout.id()));
        scene.settle();
    }

    private static String comment(long number) {
        return scene.comments(number).getFirst().body();
    }

    private static String answer(long number) {
        return scene.comments(number).getLast().body();
    }

    @Test
    void oneThatIsRejectedSaysWhyAndIsTakenBackByAWord() {
        long number = asked("broken");
        var before = newest().revision().id();
        var rollout = merged(number, Edit.write("hosts/broken.yaml", "kind: Nonsense\n"), newHost("beside-broken"));
        try {
            assertThat(rollout.state()).isInstanceOf(RolloutState.Rejected.class);
            assertThat(comment(number))
                    .contains("What became of it")
                    .contains("](<https://gough.example/rollouts/" + rollout.id() + ">): rejected, nothing was done")
                    .contains("gough revert")
                    .doesNotContain("gough retry");

            scene.forge.comment("ada", number, "gough revert");
            scene.look(number);
            var opened = scene.forge.pulls().getLast();
            assertThat(opened.branch()).startsWith("gough/revert-" + rollout.id() + "-");
            assertThat(opened.title()).isEqualTo("Revert \"Change main\"");
            assertThat(opened.body()).contains("ada asked for this", rollout.id() + ", which is rejected");
            assertThat(answer(number)).contains("Pull request " + opened.number(), "takes back");
            var pushed = scene.git.pushes("infra").getLast();
            assertThat(pushed.ref()).isEqualTo("refs/heads/" + opened.branch());
            assertThat(scene.files(pushed.after())).isEqualTo(scene.files(before));
            assertThat(scene.message(pushed.after())).contains("Co-authored-by: ada <ada@example.org>");

            scene.forge.comment("ada", number, "gough revert");
            scene.look(number);
            assertThat(scene.forge.pulls().getLast().number()).isEqualTo(opened.number());
            assertThat(answer(number)).contains("Pull request " + opened.number(), "takes back");
        } finally {
            scene.onMain(Edit.delete("hosts/broken.yaml"));
            scene.takeUp();
        }
    }

    @Test
    void whoMayNotIsToldSoAndWhatIsNotMergedIsNeither() {
        long number = asked("early-words");
        scene.forge.comment("ada", number, "gough revert");
        scene.forge.comment("ada", number, "gough retry");
        scene.look(number);
        assertThat(scene.comments(number))
                .extracting(Note::body)
                .filteredOn(body -> body.contains("That is for what was merged"))
                .hasSize(2);

        var rollout = merged(number, newHost("early-words"));
        scene.forge.put(new Member(7, "dora", Member.Role.WRITE));
        scene.forge.comment("dora", number, "gough revert");
        scene.look(number);
        assertThat(answer(number)).contains("does not know this account");
        assertThat(scene.git.pushes("infra")).noneMatch(push -> push.ref().contains("revert-" + rollout.id()));
    }

    @Test
    void whatBecomesOfItIsShownAsItChangesAndWhatIsSaidThenIsHeardAlsoWithoutAWebhook() {
        long number = asked("watched");
        var rollout = merged(number, newHost("watched"));
        assertThat(rollout.state()).isInstanceOf(RolloutState.AwaitingApproval.class);
        assertThat(comment(number))
                .contains("rollout " + rollout.id(), "asks people")
                .doesNotContain("gough retry");

        var digest = rollout.plan().orElseThrow().digest();
        scene.service.rollouts().reject(rollout.id(), new Actor.SlackUser("UBEN"), digest, "not now", "slack");
        scene.service.engine().tick(PullScene.REPOSITORY);
        changed(rollout);
        assertThat(comment(number)).contains("declined by ben", "not now").contains("gough retry", "gough revert");

        scene.forge.comment("ada", number, "gough retry");
        scene.time.advance(Duration.ofMinutes(5).plusSeconds(1));
        scene.settle();
        assertThat(answer(number)).contains(rollout.id() + " is looked at again");
        scene.service.engine().tick(PullScene.REPOSITORY);
        scene.service.engine().tick(PullScene.REPOSITORY);
        changed(newest());
        assertThat(newest().id()).isNotEqualTo(rollout.id());
        assertThat(comment(number)).contains("rollout " + newest().id()).doesNotContain("declined by ben");
        assertThat(scene.comments(number)).hasSize(2);
    }

    private static final Actor BEN = new Actor.SlackUser("UBEN");

    private static void approve(Rollout rollout) {
        // What it does to a machine that was not seen yet is another question than to one that was.
        scene.sweep();
        scene.takeUp();
        var digest = newest().plan().orElseThrow().digest();
        for (var person : List.of("UBEN", "UCYN"))
            assertThat(scene.service.rollouts().approve(rollout.id(), new Actor.SlackUser(person), digest, "slack"))
                    .isInstanceOf(Verdict.Accepted.class);
        scene.service.engine().tick(PullScene.REPOSITORY);
        changed(rollout);
    }

    @Test
    void aYesThatWasMissingAtTheMergeIsGreenOnceItsRolloutHasIt() {
        long number = asked("late-yes");
        var rollout = merged(number, newHost("late-yes"));
        assertThat(approval(number))
                .returns("failure", Status::state)
                .returns("merged before it was approved; its rollout asks", Status::description);

        approve(rollout);

        assertThat(approval(number))
                .returns("success", Status::state)
                .returns("approved after the merge, in " + rollout.id(), Status::description);
        assertThat(plan(scene.head(number)).state()).isEqualTo("success");
        int calls = scene.forge.calls().size();
        changed(rollout);
        scene.look(number);
        assertThat(lines(scene.forgeCalls(calls))).noneMatch(call -> call.contains("status"));
    }

    @Test
    void aNoAfterTheMergeStaysRedUntilSomebodySaysYes() {
        long number = asked("late-no");
        var rollout = merged(number, newHost("late-no"));
        var digest = rollout.plan().orElseThrow().digest();
        scene.service.rollouts().reject(rollout.id(), BEN, digest, "not now", "slack");
        scene.service.engine().tick(PullScene.REPOSITORY);
        changed(rollout);
        assertThat(approval(number))
                .returns("failure", Status::state)
                .returns("merged before it was approved; " + rollout.id() + " is declined", Status::description);

        scene.service.rollouts().retry(rollout.id(), BEN);
        scene.service.engine().tick(PullScene.REPOSITORY);
        scene.service.engine().tick(PullScene.REPOSITORY);
        approve(newest());

        assertThat(approval(number))
                .returns("success", Status::state)
                .returns("approved after the merge, in " + newest().id(), Status::description);
    }

    @Test
    void whoSaidNothingNewIsNotAskedForAndAnEditedCommentSaysNothing() {
        long number = asked("quiet");
        var rollout = merged(number, newHost("quiet"));
        int calls = scene.forge.calls().size();
        changed(rollout);
        changed(rollout);
        assertThat(scene.forgeCalls(calls))
                .filteredOn(call ->
                        call.path().contains("/issues/" + number) || call.path().endsWith("/pulls/" + number))
                .isEmpty();

        var note = scene.forge.comment("ada", number, "gough help");
        scene.time.advance(Duration.ofSeconds(2));
        scene.forge.edit("ada", note.id(), "gough revert");
        scene.look(number);
        assertThat(answer(number)).contains("changed before it was heard");
        assertThat(scene.git.pushes("infra")).noneMatch(push -> push.ref().contains("revert-" + rollout.id()));
    }

    @Test
    void whatWasToBeSaidBeforeTheMergeIsNotHeardAfterIt() {
        long number = asked("late");
        merged(number, newHost("late"));
        scene.proposals.calls.clear();
        scene.forge.comment("bob", number, "gough approve " + asked(number));
        scene.forge.comment("bob", number, "gough plan");
        scene.look(number);
        assertThat(scene.proposals.calls).isEmpty();
        assertThat(scene.comments(number)).hasSize(1);
    }

    private static String asked(long number) {
        return scene.proposals.known.get(number).digest().substring(0, 12);
    }
}
