package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.forge.Status;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.templates.view.PullView.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** From a hint to a plan, a status and one comment. */
class PullRequestsTest extends OnPullScene {
    private static Outcome.Planned planned(long number) {
        return (Outcome.Planned) scene.state(number).outcome();
    }

    private static List<String> subjects(long number) {
        return planned(number).plan().changes().stream()
                .map(change -> change.verb() + " " + change.subject())
                .toList();
    }

    @Test
    void whatAPullRequestAloneWouldDoIsStoredThenSaidByTwoStatusesAndOneComment() {
        long number = scene.open("beta", newHost("beta"));
        int calls = scene.forge.calls().size();
        scene.time.advance(Duration.ofMinutes(1));
        int asked = scene.maas.calls().size();

        scene.look(number);

        assertThat(subjects(number)).containsExactly("deploy host beta");
        assertThat(planned(number).apart().changes())
                .as("what the branch does anyway")
                .extracting(change -> change.subject())
                .contains("host alpha");
        assertThat(scene.proposals.known.get(number).plan().changes()).hasSize(1);
        assertThat(plan(scene.head(number)).state()).isEqualTo("success");
        assertThat(plan(scene.head(number)).description()).isEqualTo("1 deploy, 0 reinstall, 0 release, 1 unchanged");
        assertThat(scene.comment(number))
                .startsWith("<!-- gough:pull-request -->\n")
                .contains(scene.head(number), planned(number).plan().digest(), "beta");
        assertThat(scene.proposals.calls).containsExactly("propose " + number, "shown " + number);
        assertThat(lines(scene.forgeCalls(calls)))
                .filteredOn(call -> !call.equals("GET /api/v3/user")) // once for each process
                .containsExactly(
                        "GET /api/v3/repos/acme/infra/pulls/" + number,
                        "GET /api/v3/repos/acme/infra/pulls/" + number + "/reviews",
                        "GET /api/v3/repos/acme/infra/issues/" + number + "/comments",
                        "GET /api/v3/repos/acme/infra/commits/" + scene.head(number) + "/status",
                        "POST /api/v3/repos/acme/infra/statuses/" + scene.head(number),
                        "POST /api/v3/repos/acme/infra/statuses/" + scene.head(number),
                        "GET /api/v3/repos/acme/infra/issues/" + number + "/comments",
                        "POST /api/v3/repos/acme/infra/issues/" + number + "/comments");
        assertThat(scene.maas.calls().subList(asked, scene.maas.calls().size()))
                .as("one call for all machines that it is about")
                .hasSize(1);
    }

    @Test
    void aSecondLookFindsNothingNewAndAsksTheForgeWhatItIsAndWhatPeopleSaid() {
        long number = scene.open("twice", newHost("twice"));
        scene.look(number);
        int calls = scene.forge.calls().size();
        var git = scene.git.traffic("infra");
        scene.look(number);
        assertThat(lines(scene.forgeCalls(calls)))
                .containsExactly(
                        "GET /api/v3/repos/acme/infra/pulls/" + number,
                        "GET /api/v3/repos/acme/infra/pulls/" + number + "/reviews",
                        "GET /api/v3/repos/acme/infra/issues/" + number + "/comments");
        assertThat(scene.git.traffic("infra")).isEqualTo(git);
        assertThat(scene.proposals.calls).containsOnlyOnce("propose " + number);
    }

    @Test
    void aNewHeadIsPlannedAndTheSameCommentEditedWithItsPast() {
        long number = scene.open("grows", newHost("gamma"));
        scene.look(number);
        var first = scene.head(number);
        var second = scene.pushTo(number, newHost("delta"));
        scene.look(number);

        assertThat(subjects(number)).containsExactly("deploy host delta", "deploy host gamma");
        assertThat(scene.state(number).history())
                .extracting(earlier -> earlier.head(), earlier -> earlier.said())
                .containsExactly(tuple(first, "1 deploy, 0 reinstall, 0 release, 1 unchanged"));
        assertThat(scene.comment(number)).contains(second);
        assertThat(plan(second).description()).startsWith("2 deploy");
        assertThat(scene.plans(first))
                .extracting(Status::description)
                .containsExactly("superseded by a newer head", "1 deploy, 0 reinstall, 0 release, 1 unchanged");
    }

    @Test
    void aHeadThatIsOldBeforeItsPlanIsMadeIsNeverSpokenOf() {
        long number = scene.open("hasty", newHost("hasty"));
        var old = scene.head(number);
        var pushed = new AtomicInteger();
        scene.beforeGit = real -> before(InfraRepo.class, real, (method, after) -> {
            if (after && method.equals("merge") && pushed.getAndIncrement() == 0) {
                scene.pushTo(number, newHost("hasty-too"));
                scene.hint(number);
            }
        });
        scene.wire();
        scene.look(number);

        assertThat(scene.plans(old)).isEmpty();
        assertThat(scene.comments(number)).hasSize(1);
        assertThat(scene.comment(number)).contains(scene.head(number)).doesNotContain(old);
        assertThat(scene.proposals.calls).containsExactly("propose " + number, "shown " + number);
        assertThat(subjects(number)).hasSize(2);
    }

    @Test
    void whenTheBranchMovesItIsPlannedAgainAndWhatTheBranchDoesByNowIsNotItsOwn() {
        var edit = newHost("both");
        long number = scene.open("both", edit, newHost("own"));
        scene.look(number);
        assertThat(subjects(number)).hasSize(2);

        scene.onMain(edit);
        scene.takeUp();
        scene.poll.moved();
        scene.settle();

        assertThat(subjects(number)).containsExactly("deploy host own");
        assertThat(scene.comments(number)).hasSize(1);
        assertThat(scene.plans(scene.head(number)).getFirst().description()).startsWith("1 deploy");
        int calls = scene.forge.calls().size();
        scene.poll.moved();
        scene.settle();
        assertThat(scene.forgeCalls(calls)).isEmpty();
    }

    @Test
    void whatIsNotPlannedSaysWhy() {
        long draft = scene.open("draft", newHost("draft"));
        scene.forge.draft("ada", draft);
        scene.look(draft);
        assertThat(plan(scene.head(draft)))
                .returns("failure", Status::state)
                .returns("not planned, it is a draft", Status::description);
        assertThat(scene.view(draft).next()).extracting(way -> way.command()).containsExactly("gough plan");
        scene.forge.ready("ada", draft);
        scene.look(draft);
        assertThat(subjects(draft)).containsExactly("deploy host draft");
        assertThat(scene.plans(scene.head(draft)).getFirst().state()).isEqualTo("success");
        scene.forge.draft("ada", draft);
        scene.look(draft);
        assertThat(scene.proposals.known.get(draft).standing()).isInstanceOf(Proposal.Standing.Retracted.class);
        assertThat(scene.comments(draft)).hasSize(1);

        long invalid = scene.open("invalid", Edit.write("hosts/bad.yaml", "kind: Hots\n"));
        scene.look(invalid);
        assertThat(plan(scene.head(invalid)).state()).isEqualTo("failure");
        assertThat(plan(scene.head(invalid)).description()).startsWith("not valid, ");
        assertThat(scene.view(invalid).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Invalid.class,
                        it -> assertThat(it.diagnostics())
                                .allSatisfy(row -> assertThat(row.link().orElseThrow())
                                        .contains("/blob/" + scene.head(invalid) + "/hosts/bad.yaml#L")));

        long conflict = scene.open("conflict", Edit.write("hosts/clash.yaml", "mine\n"));
        scene.onMain(Edit.write("hosts/clash.yaml", "# theirs\n"));
        scene.takeUp();
        scene.look(conflict);
        assertThat(plan(scene.head(conflict)).description()).isEqualTo("not planned, it conflicts with the branch");
        assertThat(scene.view(conflict).outcome()).isEqualTo(new Outcome.Conflict(List.of("hosts/clash.yaml")));

        scene.onBranch("other-base", Edit.write("hosts/x.yaml", "# x\n"));
        var head = scene.onBranch("elsewhere", newHost("elsewhere"));
        long elsewhere =
                scene.forge.open("ada", "Elsewhere", "elsewhere", "other-base").number();
        scene.point(elsewhere, head);
        scene.look(elsewhere);
        assertThat(scene.plans(head)).isEmpty();
        assertThat(scene.comments(elsewhere)).isEmpty();
    }

    /** What goes wrong inside may hold anything; it is for the log alone. */
    @Test
    void whatBreaksInsideIsNotShownAndTriedAgain() {
        long number = scene.open("broken", newHost("broken"));
        scene.beforeGit = real -> before(InfraRepo.class, real, (method, after) -> {
            if (method.equals("merge")) throw new IllegalStateException("words from inside");
        });
        scene.wire();
        scene.look(number);

        assertThat(scene.comments(number)).isEmpty();
        assertThat(scene.forge.statuses(scene.head(number))).isEmpty();
        scene.beforeGit = UnaryOperator.identity();
        scene.wire();
        scene.time.advance(Duration.ofMinutes(6));
        scene.settle();
        assertThat(subjects(number)).containsExactly("deploy host broken");
        assertThat(scene.comment(number)).doesNotContain("inside", "IllegalState");
    }

    @Test
    void aDraftIsPlannedOnceWhenSomebodyAsksAndItsNextHeadIsNot() {
        long number = scene.open("asked", newHost("asked"));
        scene.forge.draft("ada", number);
        scene.look(number);
        assertThat(scene.store.ask(PullScene.key(number), scene.clock.instant()))
                .isTrue();
        scene.settle();
        assertThat(subjects(number)).containsExactly("deploy host asked");
        scene.look(number);
        assertThat(subjects(number)).hasSize(1);

        scene.pushTo(number, newHost("unasked"));
        scene.look(number);
        assertThat(scene.state(number).outcome()).isInstanceOf(Outcome.NotPlanned.class);
    }

    @Test
    void aForkIsRefusedUnlessTheSettingsAllowItAndThenOnlyShownWhatIsDeclared() {
        var head = scene.onBranch("fork", newHost("forked"));
        long number = scene.forge
                .openFromFork("mallory", "From a fork", "fork", head, "main")
                .number();
        scene.point(number, head);
        int fetches = (int) scene.git.traffic("infra").fetches();
        scene.look(number);
        assertThat(plan(head).description()).isEqualTo("not planned, it is from a fork");
        assertThat(scene.git.traffic("infra").fetches())
                .as("nothing of it is fetched")
                .isEqualTo(fetches);
        scene.store.ask(PullScene.key(number), scene.clock.instant());
        scene.settle();
        assertThat(scene.state(number).outcome()).isInstanceOf(Outcome.NotPlanned.class);

        scene.forks = true;
        scene.wire();
        scene.look(number);
        assertThat(scene.state(number).outcome()).isInstanceOf(Outcome.NotPlanned.class);
        scene.store.ask(PullScene.key(number), scene.clock.instant());
        scene.settle();
        assertThat(subjects(number)).containsExactly("deploy host forked");
        assertThat(planned(number).apart().isNothing()).isTrue();
        assertThat(planned(number).plan().changes())
                .allSatisfy(change -> assertThat(change.from()).isEmpty());
        assertThat(scene.proposals.known).doesNotContainKey(number);
        assertThat(scene.comment(number)).contains("forked").doesNotContain("gough approve");
        assertThat(scene.view(number).next()).isEmpty();
    }

    @Test
    void nothingIsPlannedBeforeTheBackendsWereReadAndThatIsNotLeftPending() {
        long number = scene.open("blind", newHost("blind"));
        scene.restartBlind();
        scene.look(number);
        assertThat(scene.state(number).outcome()).isInstanceOf(Outcome.Failed.class);
        assertThat(plan(scene.head(number)).state()).isEqualTo("pending");
        assertThat(scene.proposals.known).doesNotContainKey(number);

        scene.time.advance(Duration.ofMinutes(3));
        scene.settle();
        assertThat(scene.plans(scene.head(number)).getFirst().state()).isEqualTo("failure");

        scene.sweep();
        scene.time.advance(Duration.ofMinutes(6));
        scene.settle();
        assertThat(subjects(number)).containsExactly("deploy host blind");
        assertThat(scene.plans(scene.head(number)).getFirst().state()).isEqualTo("success");
        assertThat(scene.comments(number)).hasSize(1);
    }

    @Test
    void whereMachinesCannotBeReadAfreshNothingIsAnswered() {
        long number = scene.open("away", newHost("away"));
        scene.time.advance(Duration.ofMinutes(1));
        scene.maas.faults().down();
        scene.look(number);
        scene.maas.faults().up();
        assertThat(scene.state(number).outcome()).isInstanceOf(Outcome.Failed.class);
        scene.time.advance(Duration.ofMinutes(1));
        scene.settle();
        assertThat(subjects(number)).containsExactly("deploy host away");
    }

    @Test
    void pullRequestsAboutTheSameHostAreShownToEachOther() {
        var edit = newHost("shared");
        long one = scene.open("one", edit);
        long other = scene.open("other", edit, newHost("alone"));
        scene.look(one);
        scene.look(other);
        assertThat(scene.view(other).neighbours())
                .extracting(neighbour -> neighbour.title(), neighbour -> neighbour.hosts())
                .containsExactly(tuple("Change one", List.of("shared")));
        assertThat(isDue(one)).isFalse();
        scene.time.advance(Duration.ofMinutes(1));
        assertThat(isDue(one)).as("a moment later the other one shows it too").isTrue();
        scene.settle();
        assertThat(scene.view(one).neighbours()).hasSize(1);

        scene.forge.close("ada", other);
        scene.look(other);
        scene.time.advance(Duration.ofMinutes(1));
        assertThat(isDue(one)).isTrue();
        scene.settle();
        assertThat(scene.view(one).neighbours()).isEmpty();
    }

    private static boolean isDue(long number) {
        return scene.store.find(PullScene.key(number), scene.clock.instant()).isPresent();
    }

    @Test
    void onePollFindsWhatNoWebhookToldAndAnotherFindsNothing() {
        scene.poll.poll();
        scene.settle();
        long first = scene.open("polled", newHost("polled"));
        long second = scene.open("polled-too", newHost("polled-too"));
        int calls = scene.forge.calls().size();
        scene.poll.poll();
        scene.settle();
        assertThat(subjects(first)).hasSize(1);
        assertThat(subjects(second)).hasSize(1);
        assertThat(lines(scene.forgeCalls(calls)))
                .as("what was listed is not asked for again")
                .doesNotContain("GET /api/v3/repos/acme/infra/pulls/" + first);

        scene.poll.poll();
        scene.settle();
        calls = scene.forge.calls().size();
        scene.poll.poll();
        scene.settle();
        assertThat(lines(scene.forgeCalls(calls)))
                .as("those that are open, and those that were merged last")
                .containsExactly("GET /api/v3/repos/acme/infra/pulls", "GET /api/v3/repos/acme/infra/pulls");

        scene.forge.close("ada", first);
        scene.forge.merge("ada", second, scene.onMain(newHost("merged")));
        scene.poll.poll();
        scene.settle();
        assertThat(scene.state(first).outcome()).isInstanceOf(Outcome.Closed.class);
        assertThat(scene.state(second).outcome()).isInstanceOf(Outcome.Merged.class);
        assertThat(scene.proposals.calls)
                .contains("closed " + first)
                .anyMatch(call -> call.startsWith("merged " + second));
    }

    @Test
    void whatWasClosedAndComesBackIsPlannedAnew() {
        long number = scene.open("back", newHost("back"));
        scene.look(number);
        scene.forge.close("ada", number);
        scene.look(number);
        assertThat(scene.comments(number)).hasSize(1);
        scene.forge.reopen("ada", number);
        scene.poll.poll();
        scene.settle();
        assertThat(subjects(number)).hasSize(1);
        assertThat(scene.proposals.calls.stream().filter(("propose " + number)::equals))
                .hasSize(2);
        assertThat(scene.comments(number)).hasSize(1);
    }

    @Test
    void whereItIsNotKnownAnyMoreThatThePlanStandsInTheCommentItIsWrittenAgain() {
        long number = scene.open("forgotten", newHost("forgotten"));
        scene.look(number);
        scene.proposals.forgetShown(number);
        scene.look(number);
        assertThat(scene.proposals.known.get(number).shownAt()).isPresent();
        assertThat(scene.comments(number)).hasSize(1);
        int calls = scene.forge.calls().size();
        scene.look(number);
        assertThat(lines(scene.forgeCalls(calls))).allMatch(call -> call.startsWith("GET "));
    }

    @Test
    void whatARowOfAnEarlierVersionSaysOfThatIsNotRead() {
        assertThat(PullJson.read(
                        "{\"head\":\"a\",\"statuses\":[],\"comments\":[7],\"text\":\"b\",\"shown\":\"c\"}", Told.class))
                .isEqualTo(new Told("a", List.of(), List.of(7L), "b", ""));
    }

    @Test
    void aCommentThatSomebodyPastedIsNotTakenForOursAndOneThatArrivedUnheardIsFound() {
        long number = scene.open("lost", newHost("lost"));
        scene.forge.comment("mallory", number, "<!-- gough:pull-request -->\n### 0 deploy, nothing to do");
        scene.forge.faults().add(FaultRule.once("POST", "comments", new Fault.DoneThenTimeout(Duration.ofMillis(20))));
        scene.look(number);
        assertThat(scene.comments(number)).as("it arrived").hasSize(1);
        assertThat(scene.proposals.calls).doesNotContain("shown " + number);
        scene.time.advance(Duration.ofMinutes(1));
        scene.settle();
        assertThat(scene.comments(number)).hasSize(1);
        assertThat(scene.proposals.calls).contains("shown " + number);
        assertThat(scene.forge.comments(number).getFirst().body()).endsWith("nothing to do");
    }

    @Test
    void whatSomebodyElseMadeOfOurCommentIsSetRightAndNothingElseIsWritten() {
        long number = scene.open("whitewashed", newHost("whitewashed"));
        scene.look(number);
        scene.look(number);
        var ours = scene.comments(number).getFirst();
        scene.forge.edit("mallory", ours.id(), "<!-- gough:pull-request -->\n### nothing to do");
        int calls = scene.forge.calls().size();
        scene.look(number);

        assertThat(scene.comment(number)).isEqualTo(ours.body());
        assertThat(lines(scene.forgeCalls(calls)))
                .filteredOn(call -> !call.startsWith("GET "))
                .containsExactly("PATCH /api/v3/repos/acme/infra/issues/comments/" + ours.id());
        calls = scene.forge.calls().size();
        scene.look(number);
        assertThat(lines(scene.forgeCalls(calls))).allMatch(call -> call.startsWith("GET "));
    }

    @Test
    void aStatusThatTheForgeWillNotTakeKeepsNoCommentBack() {
        long number = scene.open("forbidden", newHost("forbidden"));
        scene.forge
                .faults()
                .add(FaultRule.once(
                        "POST", "statuses", new Fault.Status(403, Map.of(), "{\"message\":\"Not for you\"}")));
        scene.look(number);
        assertThat(scene.plans(scene.head(number))).isEmpty();
        assertThat(scene.comments(number)).hasSize(1);
        scene.time.advance(Duration.ofMinutes(6));
        scene.settle();
        assertThat(plan(scene.head(number)).state()).isEqualTo("success");
        assertThat(scene.comments(number)).hasSize(1);
    }
}
