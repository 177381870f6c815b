package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.forge.ForgeDialect;
import io.penguintech.gough.simulators.forge.Opinion;
import io.penguintech.gough.simulators.forge.Status;
import io.penguintech.gough.simulators.git.Edit;
import io.penguintech.gough.templates.view.PullView.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From a hint to a plan, a status and one comment, at a stand-in of GitHub with real git and a real database. */
class PullRequestsTest {
    private static PullScene scene;
    private static int hosts = 10;

    @BeforeAll
    static void start() {
        scene = new PullScene(ForgeDialect.GITHUB);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @AfterEach
    void rest() {
        scene.beforeForge = UnaryOperator.identity();
        scene.beforeGit = UnaryOperator.identity();
        scene.beforeProposals = UnaryOperator.identity();
        scene.forks = false;
        scene.forge.faults().up();
        scene.forge.faults().clear();
        scene.wire();
        scene.closeAll();
        scene.proposals.calls.clear();
        scene.proposals.refused = "";
    }

    /** A document of a new host whose machine is there. */
    private static Edit newHost(String name) {
        scene.machine(++hosts);
        return PullScene.adds(name, hosts);
    }

    private static Outcome.Planned planned(long number) {
        return (Outcome.Planned) scene.state(number).outcome();
    }

    private static List<String> subjects(long number) {
        return planned(number).plan().changes().stream()
                .map(change -> change.verb() + " " + change.subject())
                .toList();
    }

    private static List<String> lines(List<CallRecord> calls) {
        return calls.stream().map(call -> call.method() + " " + call.path()).toList();
    }

    private static Status plan(String head) {
        var all = scene.plans(head);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void whatAPullRequestAloneWouldDoIsStoredThenSaidByTwoStatusesAndOneComment() {
        long number = scene.open("beta", newHost("beta"));
        int calls = scene.forge.calls().size();
        scene.clock.forward(Duration.ofMinutes(1));
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
        scene.clock.forward(Duration.ofMinutes(6));
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

        scene.clock.forward(Duration.ofMinutes(3));
        scene.settle();
        assertThat(scene.plans(scene.head(number)).getFirst().state()).isEqualTo("failure");

        scene.sweep();
        scene.clock.forward(Duration.ofMinutes(6));
        scene.settle();
        assertThat(subjects(number)).containsExactly("deploy host blind");
        assertThat(scene.plans(scene.head(number)).getFirst().state()).isEqualTo("success");
        assertThat(scene.comments(number)).hasSize(1);
    }

    @Test
    void whereMachinesCannotBeReadAfreshNothingIsAnswered() {
        long number = scene.open("away", newHost("away"));
        scene.clock.forward(Duration.ofMinutes(1));
        scene.maas.faults().down();
        scene.look(number);
        scene.maas.faults().up();
        assertThat(scene.state(number).outcome()).isInstanceOf(Outcome.Failed.class);
        scene.clock.forward(Duration.ofMinutes(1));
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
        scene.clock.forward(Duration.ofMinutes(1));
        assertThat(isDue(one)).as("a moment later the other one shows it too").isTrue();
        scene.settle();
        assertThat(scene.view(one).neighbours()).hasSize(1);

        scene.forge.close("ada", other);
        scene.look(other);
        scene.clock.forward(Duration.ofMinutes(1));
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
        assertThat(lines(scene.forgeCalls(calls))).containsExactly("GET /api/v3/repos/acme/infra/pulls");

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
                .isEqualTo(new Told("a", List.of(), List.of(7L), "b"));
    }

    @Test
    void aCommentThatSomebodyPastedIsNotTakenForOursAndOneThatArrivedUnheardIsFound() {
        long number = scene.open("lost", newHost("lost"));
        scene.forge.comment("mallory", number, "<!-- gough:pull-request -->\n### 0 deploy, nothing to do");
        scene.forge.faults().add(FaultRule.once("POST", "comments", new Fault.DoneThenTimeout(Duration.ofMillis(20))));
        scene.look(number);
        assertThat(scene.comments(number)).as("it arrived").hasSize(1);
        assertThat(scene.proposals.calls).doesNotContain("shown " + number);
        scene.clock.forward(Duration.ofMinutes(1));
        scene.settle();
        assertThat(scene.comments(number)).hasSize(1);
        assertThat(scene.proposals.calls).contains("shown " + number);
        assertThat(scene.forge.comments(number).getFirst().body()).endsWith("nothing to do");
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
        scene.clock.forward(Duration.ofMinutes(6));
        scene.settle();
        assertThat(plan(scene.head(number)).state()).isEqualTo("success");
        assertThat(scene.comments(number)).hasSize(1);
    }

    // ---- heads that are asked about no more

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

    // ---- what people say to it

    /** Opened and planned; the plan stands in the comment. */
    private static long asked(String name) {
        long number = scene.open(name, newHost(name));
        scene.look(number);
        scene.proposals.calls.clear();
        return number;
    }

    private static String digest(long number) {
        return scene.state(number).digest().substring(0, 12);
    }

    private static Status approval(long number) {
        var all = scene.statuses(scene.head(number), "gough/approval");
        assertThat(all).isNotEmpty();
        return all.getFirst();
    }

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

    /** Nothing stands before the forge, git and the proposals any more. */
    private static void rewire() {
        scene.beforeForge = UnaryOperator.identity();
        scene.beforeGit = UnaryOperator.identity();
        scene.beforeProposals = UnaryOperator.identity();
        scene.wire();
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
        scene.clock.forward(Duration.ofMinutes(1));
        scene.settle();
        assertThat(scene.proposals.calls.get(1)).isEqualTo("approve " + number + " cyn review");
        assertThat(scene.proposals.calls.get(2)).startsWith("merged " + number);

        int calls = scene.forge.calls().size();
        scene.forge.comment("bob", number, "gough reject " + digest);
        scene.look(number);
        assertThat(lines(scene.forgeCalls(calls)))
                .as("over already")
                .containsExactly("GET /api/v3/repos/acme/infra/pulls/" + number);
        assertThat(scene.proposals.calls).noneMatch(call -> call.startsWith("reject"));
    }

    @Test
    void whatWasSaidAfterAMergeThatIsFoundLateCountsNoMore() {
        long number = asked("late");
        var digest = digest(number);
        scene.forge.merge("ada", number, scene.onMain(newHost("late-too")));
        scene.clock.forward(Duration.ofSeconds(1));
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

    @Test
    void theCommentOfWhatWasMergedNamesTheRolloutThatTakesItUp() {
        long number = asked("taken-up");
        scene.forge.merge("ada", number, scene.onMain(newHost("taken-up-too")));
        scene.look(number);
        scene.proposals.stands(number, new Proposal.Standing.Merged(Optional.of(new RolloutId(12))));
        assertThat(scene.view(number).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Merged.class,
                        it -> assertThat(it.rollout().orElseThrow().id()).isEqualTo("r12"));
    }

    @Test
    void aRowOfAnEarlierVersionSaysNotWhenItWasMerged() {
        assertThat(PullJson.read(
                        "{\"kind\":\"merged\",\"commit\":{\"id\":\"%040x\"}}".formatted(1), PullRequest.State.class))
                .isEqualTo(new PullRequest.State.Merged(
                        Optional.of(new Revision("%040x".formatted(1))), Optional.empty()));
    }

    // ---- killed between any two steps

    /** Not an exception anybody may catch. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Hears of each call of something, before and after it. */
    private interface Ear {
        void hears(String method, boolean after);
    }

    private static final Set<String> QUIET = Set.of("kind", "longestComment", "page", "id", "branch", "close");

    private static <T> T before(Class<T> type, T real, Ear ear) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            boolean quiet = QUIET.contains(method.getName());
            if (!quiet) ear.hears(method.getName(), false);
            try {
                var answer = method.invoke(real, args);
                if (!quiet) ear.hears(method.getName(), true);
                return answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private static void listen(Ear ear) {
        scene.beforeForge = real -> before(Forge.class, real, ear);
        scene.beforeGit = real -> before(InfraRepo.class, real, ear);
        scene.beforeProposals = real -> before(Proposals.class, real, ear);
        scene.wire();
    }

    @Test
    void killedBeforeOrAfterAnyCallItEndsWithOneStatusAndOneComment() {
        var points = killed(0, scene.open("killed-0", PullScene.adds("killed-0", 200)));
        for (int at = 1; at <= points.size(); at++)
            killed(at, scene.open("killed-" + at, PullScene.adds("killed-" + at, 200 - at)));
        assertThat(points).hasSizeGreaterThan(12);

        long number = scene.open("edited", PullScene.adds("edited", 250));
        var edits = killed(0, number);
        for (int at = 1; at <= edits.size(); at++) {
            scene.pushTo(number, Edit.write("hosts/edited.yaml", PullScene.host("edited", 250, "") + "# " + at + "\n"));
            if (at == 1) edits = killed(0, number);
            else killed(at, number);
        }
    }

    @Test
    void killedBeforeOrAfterAnyCallWhatWasSaidCountsOnceAndIsAnsweredOnce() {
        var points = killedHearing(0, asked("heard-0"));
        for (int at = 1; at <= points.size(); at++) killedHearing(at, asked("heard-" + at));
        assertThat(points).hasSizeGreaterThan(20);
    }

    /** Ben says yes in a comment, Cyn what is refused, and Ada in a review what does not count; then as below. */
    private static List<String> killedHearing(int at, long number) {
        scene.forge.comment("bob", number, "gough approve " + digest(number));
        scene.forge.comment("carol", number, "gough approve 000000000000");
        scene.proposals.refused = "ada";
        scene.forge.review("ada", number, Opinion.Verdict.APPROVE);
        var passed = new ArrayList<String>();
        listen((method, after) -> {
            passed.add((after ? "after " : "before ") + method);
            if (passed.size() == at) throw new Killed();
        });
        survive(number);
        rewire();
        var where = "killed at %d of %s".formatted(at, passed);
        assertThat(scene.proposals.known.get(number).approvals())
                .as(where)
                .extracting(yes -> yes.by())
                .containsExactly("ben"); // each yes is one more
        assertThat(scene.comments(number)).as(where).hasSize(3);
        assertThat(approval(number).description()).as(where).isEqualTo("1 more of cyn");
        return passed;
    }

    /** Looks at it, dies at the call with this number, and looks again. Answers the calls that it passed. */
    private static List<String> killed(int at, long number) {
        var passed = new ArrayList<String>();
        listen((method, after) -> {
            passed.add((after ? "after " : "before ") + method);
            if (passed.size() == at) throw new Killed();
        });
        survive(number);
        var where = "killed at %d of %s".formatted(at, passed);
        var head = scene.head(number);
        assertThat(scene.comments(number)).as(where).hasSize(1);
        assertThat(scene.comment(number)).as(where).contains(head);
        assertThat(scene.plans(head)).as(where).hasSize(1);
        var proposal = scene.proposals.known.get(number);
        assertThat(proposal.head().id()).as(where).isEqualTo(head);
        assertThat(proposal.digest()).as(where).isEqualTo(scene.state(number).digest());
        assertThat(proposal.shownAt()).as(where).isPresent();
        return passed;
    }

    private static void survive(long number) {
        try {
            scene.look(number);
        } catch (Killed killed) {
            scene.beforeForge = UnaryOperator.identity();
            scene.beforeGit = UnaryOperator.identity();
            scene.beforeProposals = UnaryOperator.identity();
            scene.wire();
            scene.settle();
        }
    }

    // ---- many at once

    @Test
    void manyAtOnceAreEachPlannedOnceByFewThreads() throws InterruptedException {
        int many = 12;
        var numbers = new ArrayList<Long>();
        for (int i = 0; i < many; i++) numbers.add(scene.open("many-" + i, newHost("many-" + i)));
        var merges = new ConcurrentHashMap<String, AtomicInteger>();
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        listen((method, after) -> {
            if (method.equals("merge") && !after) most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            if (method.equals("merge") && after) atOnce.decrementAndGet();
            if (!after)
                merges.computeIfAbsent(method, any -> new AtomicInteger()).incrementAndGet();
        });
        numbers.forEach(scene::hint);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < Pulls.AT_ONCE; i++) threads.add(Thread.ofVirtual().start(scene::settle));
        for (var thread : threads) thread.join();
        scene.settle();

        var calls = new HashMap<String, Integer>();
        merges.forEach((method, count) -> calls.put(method, count.get()));
        assertThat(calls)
                .containsEntry("merge", many)
                .containsEntry("propose", many)
                .containsEntry("pullRequest", many)
                .containsEntry("report", 2 * many) // gough/plan and gough/approval
                .containsEntry("comment", many)
                .doesNotContainKey("edit");
        assertThat(most.get()).isLessThanOrEqualTo(Pulls.AT_ONCE);
        assertThat(new TreeSet<>(numbers)).allSatisfy(number -> {
            assertThat(scene.comments(number)).hasSize(1);
            assertThat(scene.plans(scene.head(number))).hasSize(1);
        });
    }
}
