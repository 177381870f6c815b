package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.Status;
import io.penguintech.gough.simulators.git.Edit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the statuses say of a head, as long as it is asked about and afterwards. */
class PullStatusesTest extends OnPullScene {
    private static List<String> shown(String head) {
        return List.of("gough/plan", "gough/approval").stream()
                .map(context -> scene.statuses(head, context).getFirst())
                .map(status -> status.state() + " " + status.description())
                .toList();
    }

    private static List<String> red(String why) {
        return List.of("failure " + why, "failure " + why);
    }

    /** Approved, as far as its status says. */
    private static long green(String name) {
        long number = asked(name);
        scene.proposals.stands(number, new Proposal.Standing.Approved(MemoryProposals.FOREVER));
        scene.store.nudge(PullScene.key(number), scene.clock.instant());
        scene.settle();
        assertThat(approval(number).state()).isEqualTo("success");
        return number;
    }

    @Test
    void aHeadThatIsNotTheNewestAnyMoreIsNotGreenAnyMore() {
        long number = green("overtaken");
        var old = scene.head(number);
        scene.pushTo(number, newHost("overtaking"));
        scene.look(number);
        assertThat(shown(old)).isEqualTo(red("superseded by a newer head"));
        assertThat(plan(scene.head(number)).state()).isEqualTo("success");

        int calls = scene.forge.calls().size();
        scene.look(number);
        assertThat(lines(scene.forgeCalls(calls))).noneMatch(call -> call.contains(old));
    }

    @Test
    void whatWasToldOfAHeadOnlyInPartIsNotGreenAnyMoreEither() {
        long number = scene.open("cut-off", newHost("cut-off"));
        var old = scene.head(number);
        listen((method, after) -> {
            if (method.equals("report") && after) throw new Killed();
        });
        assertThatThrownBy(() -> scene.look(number)).isInstanceOf(Killed.class);
        rewire();
        assertThat(plan(old).state()).isEqualTo("success");

        scene.pushTo(number, newHost("cut-off-too"));
        scene.look(number);
        assertThat(scene.plans(old).getFirst())
                .returns("failure", Status::state)
                .returns("superseded by a newer head", Status::description);
        assertThat(scene.statuses(old, "gough/approval")).isEmpty();
    }

    @Test
    void whatIsClosedOrIsForAnotherBranchIsNotGreenAnyMoreAndWhatIsMergedIs() {
        long closed = green("given-up");
        scene.forge.close("ada", closed);
        scene.look(closed);
        assertThat(shown(scene.head(closed))).isEqualTo(red("closed"));
        scene.forge.reopen("ada", closed);
        scene.look(closed);
        assertThat(approval(closed).state()).isEqualTo("pending");

        scene.onBranch("release-base", Edit.write("hosts/r.yaml", "# r\n"));
        long moved = green("retargeted");
        scene.forge.retarget("ada", moved, "release-base");
        scene.look(moved);
        assertThat(shown(scene.head(moved))).isEqualTo(red("not planned, it is for another branch"));

        long merged = green("merged-green");
        scene.forge.merge("ada", merged, scene.onMain(newHost("merged-green-too")));
        scene.look(merged);
        assertThat(approval(merged)).returns("success", Status::state);
    }

    @Test
    void whatIsRetargetedAndMergedElsewhereBeforeAnybodyLooksIsNeitherPendingNorGreen() {
        scene.onBranch("release-elsewhere", Edit.write("hosts/e.yaml", "# e\n"));
        long pending = asked("elsewhere-pending");
        assertThat(approval(pending).state()).isEqualTo("pending");
        long green = green("elsewhere-green");
        for (long number : List.of(pending, green)) {
            scene.forge.retarget("ada", number, "release-elsewhere");
            scene.forge.merge("ada", number, scene.elsewhere("release-elsewhere", newHost("elsewhere-" + number)));
            scene.look(number);
            assertThat(shown(scene.head(number))).isEqualTo(red("not planned, it is for another branch"));
        }
    }

    @Test
    void whatIsMergedIsPendingNoMore() {
        long unapproved = asked("merged-early");
        assertThat(approval(unapproved).state()).isEqualTo("pending");
        scene.forge.merge("ada", unapproved, scene.onMain(newHost("merged-early-too")));
        scene.look(unapproved);
        assertThat(approval(unapproved))
                .returns("failure", Status::state)
                .returns("merged before it was approved; its rollout asks", Status::description);
        assertThat(plan(scene.head(unapproved)).state()).isEqualTo("success");

        long last = asked("last-yes");
        scene.proposals.stands(last, new Proposal.Standing.Approved(MemoryProposals.FOREVER));
        scene.forge.merge("ada", last, scene.onMain(newHost("last-yes-too")));
        scene.look(last);
        assertThat(approval(last).state()).as("said in the second of the merge").isEqualTo("success");
        int calls = scene.forge.calls().size();
        scene.look(last);
        assertThat(lines(scene.forgeCalls(calls))).noneMatch(call -> call.contains("status"));
    }

    @Test
    void whatIsMergedBeforeItIsPlannedIsPendingNoMoreAndATroubleOfTheForgeHoldsItNotUp() {
        scene.restartBlind();
        long number = scene.open("unplanned", newHost("unplanned"));
        scene.look(number);
        assertThat(plan(scene.head(number)).state()).isEqualTo("pending");
        scene.forge.merge("ada", number, scene.onMain(newHost("unplanned-too")));
        scene.look(number);
        assertThat(scene.plans(scene.head(number)).getFirst())
                .returns("failure", Status::state)
                .returns("merged before it was planned", Status::description);
        scene.restart();

        long troubled = asked("troubled");
        scene.forge.faults().add(FaultRule.always("POST", "statuses", Fault.Status.of(502, "{}")));
        scene.forge.merge("ada", troubled, scene.onMain(newHost("troubled-too")));
        scene.look(troubled);
        for (int i = 0; i < 6; i++) {
            scene.time.advance(Duration.ofMinutes(6));
            scene.settle();
        }
        assertThat(scene.proposals.calls).anyMatch(call -> call.startsWith("merged " + troubled));

        scene.forge.faults().clear();
        long once = asked("once-troubled");
        scene.forge.faults().add(FaultRule.once("POST", "statuses", Fault.Status.of(502, "{}")));
        scene.forge.merge("ada", once, scene.onMain(newHost("once-troubled-too")));
        scene.look(once);
        scene.time.advance(Duration.ofMinutes(1));
        scene.settle();
        assertThat(approval(once).state())
                .as("said when the forge takes it again")
                .isEqualTo("failure");
        assertThat(scene.proposals.calls).anyMatch(call -> call.startsWith("merged " + once));
    }

    @Test
    void aHeadThatTheForgeForgotHoldsNothingUp() {
        long number = green("collected");
        var old = scene.head(number);
        scene.pushTo(number, newHost("collected-too"));
        scene.forge.faults().add(FaultRule.times(1, "GET", old, Fault.Status.of(404, "{\"message\":\"Not Found\"}")));
        scene.look(number);
        assertThat(plan(scene.head(number)).state()).isEqualTo("success");
        scene.look(number);
        assertThat(lines(scene.forge.calls()))
                .filteredOn(call -> call.startsWith("GET") && call.contains(old))
                .hasSize(3); // told first, then how far people are, then that it is old
    }

    @Test
    void ofTwoPullRequestsWithOneHeadNeitherIsGreenUntilOneIsClosed() {
        long first = green("twin");
        var head = scene.head(first);
        scene.forge.push("ada", "twin-too", head);
        long second = scene.forge.open("ada", "Twin", "twin-too", "main").number();
        scene.point(second, head);
        scene.look(second);
        scene.proposals.stands(second, new Proposal.Standing.Approved(MemoryProposals.FOREVER));
        scene.look(second);
        assertThat(approval(first))
                .returns("failure", Status::state)
                .satisfies(status -> assertThat(status.description()).endsWith(" has the same head; close one"));

        scene.forge.close("ada", second);
        scene.look(second);
        assertThat(approval(first)).returns("success", Status::state);
        assertThat(scene.plans(head).getFirst().state()).isEqualTo("success");
    }

    @Test
    void aPullRequestFromAForkTakesNobodysGreenAway() {
        long number = green("envied");
        var head = scene.head(number);
        long fork = scene.forge
                .openFromFork("mallory", "Mine", "mine", head, "main")
                .number();
        scene.point(fork, head);
        scene.look(fork);
        scene.look(number);
        assertThat(approval(number).state()).isEqualTo("success");
        scene.forge.close("mallory", fork);
        scene.look(fork);
        assertThat(approval(number).state()).isEqualTo("success");
    }

    @Test
    void whereTheCommitOfAForkTakesNoStatusAsOnGitLabTheCommentIsThereAllTheSame() {
        try (var gitlab = new PullScene(ForgeDialect.GITLAB)) {
            var head = gitlab.elsewhere("forked", newHost("from-fork"));
            long fork = gitlab.forge
                    .openFromFork("mallory", "From a fork", "forked", head, "main")
                    .number();
            gitlab.point(fork, head);
            gitlab.look(fork);

            assertThat(gitlab.forge.statuses(head)).isEmpty();
            assertThat(gitlab.comment(fork)).contains("from a fork");
        }
    }

    @Test
    void theStatusSaysHowFarPeopleAreAndNothingOfForksThatAreNotPlanned() {
        long number = asked("stands");
        stands(number, new Proposal.Standing.Free("Nobody need be asked."), "success", "nothing to approve");
        stands(number, new Proposal.Standing.Declined("ben", "no"), "failure", "declined by ben");
        stands(number, new Proposal.Standing.Expired(), "failure", "expired; gough plan asks again");
        scene.forge.draft("ada", number);
        scene.look(number);
        assertThat(approval(number)).returns("failure", Status::state).returns("not planned", Status::description);

        var head = scene.onBranch("forked", newHost("from-fork"));
        long fork = scene.forge
                .openFromFork("mallory", "From a fork", "forked", head, "main")
                .number();
        scene.point(fork, head);
        scene.look(fork);
        assertThat(scene.statuses(head, "gough/approval")).isEmpty();
        scene.forks = true;
        scene.wire();
        scene.store.ask(PullScene.key(fork), scene.clock.instant());
        scene.settle();
        assertThat(approval(fork))
                .returns("failure", Status::state)
                .returns("not asked before the merge, it is from a fork", Status::description);
    }

    private static void stands(long number, Proposal.Standing standing, String state, String words) {
        scene.proposals.stands(number, standing);
        scene.store.nudge(PullScene.key(number), scene.clock.instant());
        scene.settle();
        assertThat(approval(number)).returns(state, Status::state).returns(words, Status::description);
    }
}
