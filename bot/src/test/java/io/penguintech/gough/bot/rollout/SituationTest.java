package io.penguintech.gough.bot.rollout;

import static io.penguintech.gough.bot.rollout.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a rollout does next, by its situation alone. */
class SituationTest {
    private RolloutRow rollout = Samples.rollout(new RolloutState.Applying());
    private Plan plan = Samples.plan();
    private final List<Intent> inFlight = new ArrayList<>();
    private final List<Intent> barred = new ArrayList<>();
    private final List<Intent> begun = new ArrayList<>();
    private final List<Intent> earlier = new ArrayList<>();
    private final List<Intent> failedBefore = new ArrayList<>();
    private int managed = 100;
    private final Map<String, SilenceStore.Silence> silences = new HashMap<>();
    private final List<ApprovalStore.Yes> yeses = new ArrayList<>();
    private final Map<String, Integer> destroyedToday = new HashMap<>();
    private String rules = Scene.RULES;
    private Authors authors = Authors.NOBODY;

    private Situation situation() {
        return new Situation(new Situation.Facts(
                rollout,
                plan,
                inFlight,
                new Situation.Past(begun, earlier, earlier, failedBefore, destroyedToday, managed, Set.of()),
                silences,
                new ApprovalRules(Scene.rules(rules), Ceiling.DEFAULT, authors, Set.of()),
                yeses,
                Set.of(),
                NOW));
    }

    private RolloutState state() {
        return state(Optional.empty(), Optional.empty());
    }

    private RolloutState state(Optional<String> stopped, Optional<String> held) {
        return NextState.of(situation(), new NextState.Stops(stopped, barred::contains), held, Optional.empty());
    }

    private static Intent intent(Change change, boolean finished, boolean failed) {
        return new Intent(
                1,
                Scene.REPOSITORY,
                new RolloutId(1),
                Samples.REVISION,
                change,
                change.digest(),
                Intent.backend(change),
                NOW,
                NOW,
                "deploy",
                finished ? Optional.of(NOW) : Optional.empty(),
                !finished ? Intent.Ending.OPEN : failed ? Intent.Ending.FAILED : Intent.Ending.ARRIVED);
    }

    private void yes(String person, Change... changes) {
        for (var change : changes) yeses.add(new ApprovalStore.Yes(person, change.digest(), NOW.plusSeconds(9), false));
    }

    private void ask() {
        rollout = Question.put(situation());
    }

    // ---- what may begin

    @Test
    void freeAndCoveredChangesMayBeginInThePlansOrder() {
        var free = Samples.create("q");
        var covered = Samples.bringUp("alpha");
        var asked = Samples.bringUp("beta");
        plan = Samples.plan(free, covered, asked);
        yes("ben", covered);

        assertThat(situation().permitted()).containsExactly(free, covered);
        assertThat(situation().asked()).extracting(Situation.Judged::change).containsExactly(asked);
        assertThat(situation().open()).containsExactly(free, covered, asked);
    }

    @Test
    void nothingIsBegunTwiceForOneSubject() {
        var change = Samples.create("q");
        plan = new Plan(List.of(change), List.of(new Plan.Blocked(change.subject(), "busy", true)), List.of(), 0);
        inFlight.add(intent(change, false, false));

        assertThat(situation().open()).isEmpty();
        assertThat(situation().blocked()).isEmpty();
    }

    @Test
    void whatFailedIsNotBegunAgainUntilSomebodyRetries() {
        var change = Samples.create("q");
        plan = Samples.plan(change);
        begun.add(intent(change, true, true));
        assertThat(situation().open()).isEmpty();

        rollout = rollout.retried(NOW);
        assertThat(situation().open()).containsExactly(change);
        assertThat(situation().failures()).isEmpty();

        rollout = rollout.retried(NOW.minusSeconds(1));
        assertThat(situation().failures()).hasSize(1);
    }

    @Test
    void theStopSwitchHoldsBackWritesAndLetsQuestionsStand() {
        var asked = Samples.bringUp("alpha");
        plan = Samples.plan(asked);
        ask();
        assertThat(state(Optional.of("Stopped by ada: smoke"), Optional.empty()))
                .isInstanceOf(RolloutState.AwaitingApproval.class);

        yes("ben", asked);
        assertThat(state(Optional.of("Stopped by ada: smoke"), Optional.empty()))
                .isEqualTo(new RolloutState.Stalled("Stopped by ada: smoke"));
    }

    @Test
    void silencedChangesAreNotOpen() {
        var change = Samples.bringUp("alpha");
        plan = Samples.plan(change);
        silences.put(
                change.digest(),
                new SilenceStore.Silence(change.digest(), SilenceStore.Why.DECLINED, "ben", new RolloutId(7), NOW));

        assertThat(situation().open()).isEmpty();
        assertThat(situation().unanswered()).isFalse();
        assertThat(state()).isInstanceOf(RolloutState.InSync.class);
    }

    @Test
    void aDependentChangeIsNeverStarted() {
        var gives = Samples.amend("old", "hostname", "db-1", "db-old", Risk.DISRUPTIVE);
        var takes = Samples.amend("new", "hostname", "db-x", "db-1", Risk.DISRUPTIVE);
        plan = Samples.plan(takes, gives);
        yes("ben", takes);
        assertThat(situation().permitted()).isEmpty();

        yes("ben", gives);
        assertThat(situation().permitted()).containsExactly(gives);

        plan = Samples.plan(takes);
        assertThat(situation().permitted()).containsExactly(takes);
    }

    @Test
    void afterTooManyFailuresNothingMayBegin() {
        var change = Samples.create("q");
        plan = Samples.plan(change);
        for (var host : List.of("a", "b", "c")) begun.add(intent(Samples.bringUp(host), true, true));

        assertThat(situation().failedTooOften()).isTrue();
        assertThat(situation().permitted()).isEmpty();
        assertThat(state())
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class,
                        it -> assertThat(it.why()).contains("3 changes failed").contains("host a"));
        begun.removeLast();
        assertThat(situation().permitted()).containsExactly(change);
    }

    @Test
    void tooManyFailuresAreToldAlthoughAHostIsKeptOrStopped() {
        plan = Samples.plan(Samples.bringUp("d"));
        yes("ben", Samples.bringUp("d"));
        for (var host : List.of("a", "b", "c")) begun.add(intent(Samples.bringUp(host), true, true));
        inFlight.add(intent(Samples.release("kept"), false, false));
        assertThat(state()).isInstanceOf(RolloutState.Stalled.class);

        inFlight.add(intent(Samples.bringUp("e"), false, false));
        assertThat(state()).as("it may fail as well").isInstanceOf(RolloutState.Applying.class);
        assertThat(situation().stoppedByFailures())
                .contains("3 changes failed (host a, host b, host c); nothing new begins. Mend the cause, then retry.");
        barred.add(inFlight.getLast());
        assertThat(state()).isInstanceOf(RolloutState.Stalled.class);
    }

    @Test
    void whatFailedBeforeATakeoverCountsWhileTheSameIsStillToBeDoneOrCannotBe() {
        failedBefore.add(intent(Samples.bringUp("a"), true, true));
        failedBefore.add(intent(Samples.create("q"), true, true));
        assertThat(situation().failures()).as("nothing is to be done").isEmpty();

        plan = new Plan(
                List.of(Samples.create("q")),
                List.of(new Plan.Blocked(Samples.host("a"), "broken", false)),
                List.of(),
                0);
        assertThat(situation().failures()).hasSize(2);
        assertThat(situation().open()).as("another commit may try again").containsExactly(Samples.create("q"));
        rollout = rollout.retried(NOW);
        assertThat(situation().failures()).isEmpty();
    }

    @Test
    void whatFailedBeforeATakeoverDoesNotCountWhenItsDocumentLeadsElsewhereNow() {
        failedBefore.add(intent(Samples.reinstall("a"), true, true));
        plan = Samples.plan(Samples.bringUp("a"));
        assertThat(situation().failures())
                .as("it goes on where the reinstallation ended")
                .hasSize(1);

        plan = Samples.plan(Samples.release("a"));
        assertThat(situation().failures()).isEmpty();
    }

    @Test
    void roomIsWhatMaxParallelLeaves() {
        rules = rules.replace("maxParallel: 10", "maxParallel: 2");
        assertThat(situation().room()).isEqualTo(2);
        inFlight.add(intent(Samples.bringUp("a"), false, false));
        inFlight.add(intent(Samples.create("q"), false, false));
        assertThat(situation().room()).isEqualTo(1);
        inFlight.add(intent(Samples.bringUp("b"), false, false));
        inFlight.add(intent(Samples.bringUp("c"), false, false));
        assertThat(situation().room()).isZero();
    }

    @Test
    void aHostThatIsOnlyKeptUntilItsHoldIsOverTakesNoRoom() {
        rules = rules.replace("maxParallel: 10", "maxParallel: 1");
        inFlight.add(intent(Samples.release("a"), false, false));
        assertThat(situation().room()).isEqualTo(1);
        assertThat(inFlight.getFirst().isKept(NOW.plus(Duration.ofHours(72)))).isFalse();
    }

    @Test
    void onlyReleasesAndReinstallsCountAsDestroyed() {
        assertThat(situation().toll().own()).isEqualTo(5);
        begun.add(intent(Samples.release("a"), true, false));
        begun.add(intent(Samples.reinstall("b"), false, false));
        begun.add(intent(Samples.bringUp("c"), true, false));
        assertThat(situation().toll().own()).isEqualTo(3);
    }

    // ---- where the rollout is

    @Test
    void anEmptyPlanIsInSyncAndDoneWhenSomethingWasBegun() {
        assertThat(state()).isInstanceOf(RolloutState.InSync.class);
        begun.add(intent(Samples.create("q"), true, false));
        assertThat(state()).isInstanceOf(RolloutState.Done.class);
    }

    @Test
    void whatIsAskedWaitsAndWhatIsUnderWayIsApplied() {
        plan = Samples.plan(Samples.bringUp("alpha"));
        ask();
        assertThat(state()).isEqualTo(new RolloutState.AwaitingApproval(NOW.plus(Duration.ofHours(24))));

        plan = Samples.plan();
        inFlight.add(intent(Samples.bringUp("beta"), false, false));
        assertThat(state()).isInstanceOf(RolloutState.Applying.class);
    }

    @Test
    void aStopShowsOnlyWhereSomethingWouldBeDone() {
        assertThat(state(Optional.of("smoke"), Optional.empty())).isInstanceOf(RolloutState.InSync.class);
        plan = Samples.plan(Samples.create("q"));
        assertThat(state(Optional.of("smoke"), Optional.empty())).isEqualTo(new RolloutState.Stalled("smoke"));
        plan = Samples.plan();
        inFlight.add(intent(Samples.create("q"), false, false));
        assertThat(state(Optional.of("smoke"), Optional.empty())).isEqualTo(new RolloutState.Stalled("smoke"));
    }

    @Test
    void aLimitThatHoldsEverythingBackStalls() {
        plan = Samples.plan(Samples.create("q"));
        assertThat(state()).isInstanceOf(RolloutState.Applying.class);
        assertThat(state(Optional.empty(), Optional.of("limit"))).isEqualTo(new RolloutState.Stalled("limit"));
    }

    @Test
    void whatShouldEndByItselfAndDoesNotIsToldAndGoesOnWhenItDoes() {
        plan = new Plan(List.of(), List.of(new Plan.Blocked(Samples.host("a"), "busy", true)), List.of(), 0);
        rollout = Samples.rollout(new RolloutState.Applying(), NOW.minus(Duration.ofHours(12)));
        assertThat(state()).isInstanceOf(RolloutState.Applying.class);

        rollout = Samples.rollout(
                new RolloutState.Applying(), NOW.minus(Duration.ofHours(12).plusSeconds(1)));
        var told = state();
        assertThat(told)
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class,
                        stalled -> assertThat(stalled.why())
                                .startsWith(
                                        "1 blocked: host a (busy). Nothing of that changed for more than 12 hours"));

        rollout = Samples.rollout(told, NOW);
        assertThat(state()).as("it was just written down").isEqualTo(told);
        rollout = Samples.rollout(new RolloutState.Stalled("Stopped by ada: smoke"), NOW);
        assertThat(state()).as("another reason is over").isInstanceOf(RolloutState.Applying.class);
        rollout = Samples.rollout(told, NOW);
        plan = new Plan(List.of(), List.of(), List.of(), 1);
        assertThat(state()).isInstanceOf(RolloutState.InSync.class);
    }

    @Test
    void aBlockedSubjectStallsUnlessItEndsByItself() {
        plan = new Plan(List.of(), List.of(new Plan.Blocked(Samples.host("a"), "busy", true)), List.of(), 0);
        assertThat(state()).isInstanceOf(RolloutState.Applying.class);
        plan = new Plan(List.of(), List.of(new Plan.Blocked(Samples.host("a"), "not ours", false)), List.of(), 0);
        assertThat(state())
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class, it -> assertThat(it.why()).contains("host a (not ours)"));
    }

    @Test
    void aFailureStallsWhenNothingElseIsLeft() {
        begun.add(intent(Samples.bringUp("alpha"), true, true));
        assertThat(state())
                .isInstanceOfSatisfying(
                        RolloutState.Stalled.class,
                        it -> assertThat(it.why()).contains("1 change failed").contains("retry"));
    }

    @Test
    void aQuestionNobodyAnsweredEndsExpired() {
        var change = Samples.bringUp("alpha");
        plan = Samples.plan(change);
        silences.put(
                change.digest(),
                new SilenceStore.Silence(change.digest(), SilenceStore.Why.EXPIRED, "nobody", rollout.id(), NOW));
        assertThat(state()).isInstanceOf(RolloutState.Expired.class);
    }

    @Test
    void inModeObserveThePlanStalls() {
        rules = rules.replace("mode: apply", "mode: observe");
        plan = Samples.plan(Samples.create("q"));
        assertThat(state()).isInstanceOf(RolloutState.Stalled.class);
    }

    // ---- what is asked

    @Test
    void aQuestionStaysWhileItCoversWhatMustBeAskedAndIsNewWhenItDoesNot() {
        var alpha = Samples.bringUp("alpha");
        var beta = Samples.bringUp("beta");
        plan = Samples.plan(alpha, beta);
        ask();
        var first = rollout.plan().orElseThrow().digest();

        plan = Samples.plan(beta, Samples.create("noise"));
        ask();
        assertThat(rollout.plan().orElseThrow().digest()).isEqualTo(first);

        plan = Samples.plan(beta, Samples.bringUp("gamma"));
        ask();
        assertThat(rollout.plan().orElseThrow().changes()).containsExactly(beta, Samples.bringUp("gamma"));
        assertThat(rollout.plan().orElseThrow().digest()).isNotEqualTo(first);
    }

    @Test
    void aQuestionSaysHowManyAndWhoAndUntilWhen() {
        authors = new Authors(new TreeSet<>(Set.of("ada")), true);
        plan = Samples.plan(Samples.bringUp("alpha"), Samples.reinstall("beta"));
        ask();

        assertThat(rollout.needed()).isEqualTo(2);
        assertThat(rollout.eligible()).containsExactly("ada", "ben", "cyn");
        assertThat(rollout.askedUntil()).contains(NOW.plus(Duration.ofHours(24)));

        plan = Samples.plan(Samples.reinstall("beta"));
        ask();
        assertThat(rollout.eligible()).containsExactly("ben", "cyn");
    }

    @Test
    void whatIsAppliedStaysShownAndWhatCameToItIsAdded() {
        var one = Samples.create("one");
        var two = Samples.create("two");
        plan = Samples.plan(one);
        ask();
        plan = Samples.plan(two);
        ask();

        assertThat(rollout.plan().orElseThrow().changes()).containsExactly(one, two);
        assertThat(rollout.askedUntil()).isEmpty();
        assertThat(rollout.needed()).isZero();
        var before = rollout;
        ask();
        assertThat(rollout.plan()).isEqualTo(before.plan());
    }
}
