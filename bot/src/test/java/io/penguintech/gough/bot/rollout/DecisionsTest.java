package io.penguintech.gough.bot.rollout;

import static io.penguintech.gough.bot.rollout.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.rollout.Decisions.Decision;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Risk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private final Change harmless = Samples.create("q");
    private final Change disruptive = Samples.bringUp("alpha");
    private final Change destructive = Samples.reinstall("beta");
    private final Plan plan = Samples.plan(harmless, disruptive, destructive);
    private RolloutRow rollout = Samples.rollout(new RolloutState.AwaitingApproval(NOW.plusSeconds(60)))
            .showing(plan);
    private final List<ApprovalStore.Yes> yeses = new ArrayList<>();
    private final Map<String, Integer> destroyedToday = new HashMap<>();
    private final List<Intent> begun = new ArrayList<>();
    private Authors authors = new Authors(new TreeSet<>(Set.of("ada")), true);

    private Situation situation() {
        return new Situation(new Situation.Facts(
                rollout,
                plan,
                List.of(),
                new Situation.Past(begun, List.of(), destroyedToday, 100),
                Map.of(),
                new ApprovalRules(Samples.RULES, Ceiling.DEFAULT, authors, Set.of()),
                yeses,
                Set.of(),
                NOW));
    }

    private static Repository.Person person(String name) {
        return Samples.RULES.people().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Decision yes(String name) {
        return Decisions.yes(situation(), person(name), OptionalInt.empty());
    }

    @Test
    void aYesCountsForEveryChangeThatIsAskedAbout() {
        assertThat(yes("ben")).isEqualTo(new Decision.Counts(List.of(disruptive, destructive), ""));
    }

    @Test
    void anAuthorsYesCountsForWhatTheyMayAndSaysForWhatNot() {
        assertThat(yes("ada")).isInstanceOfSatisfying(Decision.Counts.class, counts -> {
            assertThat(counts.changes()).containsExactly(disruptive);
            assertThat(counts.note())
                    .contains("1 of 2")
                    .contains("reinstall host beta")
                    .contains("ada wrote");
        });
    }

    @Test
    void whoMayNotApproveAnythingIsToldWhy() {
        assertThat(yes("dan"))
                .isInstanceOfSatisfying(
                        Decision.Refused.class, no -> assertThat(no.why()).contains("role approver"));
    }

    @Test
    void sayingItTwiceChangesNothing() {
        for (var change : List.of(disruptive, destructive))
            yeses.add(new ApprovalStore.Yes("ben", change.digest(), NOW.plusSeconds(1), false));
        assertThat(yes("ben"))
                .isInstanceOfSatisfying(
                        Decision.Refused.class, no -> assertThat(no.why()).contains("already"));
        assertThat(yes("cyn")).isInstanceOf(Decision.Counts.class);
    }

    @Test
    void anExpiredYesMayBeSaidAgain() {
        for (var change : List.of(disruptive, destructive))
            yeses.add(new ApprovalStore.Yes("ben", change.digest(), NOW, false));
        assertThat(yes("ben")).isInstanceOf(Decision.Counts.class);
    }

    @Test
    void whatWasBegunIsNotAskedAboutAnyMoreUnlessItFailedAndIsRetried() {
        begun.add(intent(disruptive, false));
        assertThat(Decisions.asked(situation())).containsExactly(destructive);

        begun.set(0, intent(disruptive, true));
        assertThat(Decisions.asked(situation())).containsExactly(destructive);
        rollout = rollout.retried(NOW);
        assertThat(Decisions.asked(situation())).containsExactly(disruptive, destructive);
    }

    @Test
    void whenEverythingWasBegunThereIsNothingToApprove() {
        begun.add(intent(disruptive, false));
        begun.add(intent(destructive, false));
        assertThat(yes("ben"))
                .isInstanceOfSatisfying(
                        Decision.Refused.class, no -> assertThat(no.why()).contains("approved already"));
    }

    private static Intent intent(Change change, boolean failed) {
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
                "",
                Optional.of(NOW),
                failed ? Intent.Ending.FAILED : Intent.Ending.ARRIVED);
    }

    @Test
    void onlyTheOpenQuestionCanBeAnswered() {
        var digest = plan.digest();

        assertThat(Decisions.wrongQuestion(rollout, digest, NOW)).isEmpty();
        assertThat(Decisions.wrongQuestion(rollout, digest.substring(0, 12), NOW))
                .isEmpty();
        assertThat(Decisions.wrongQuestion(rollout, digest.toUpperCase(java.util.Locale.ROOT), NOW))
                .isEmpty();
        assertThat(Decisions.wrongQuestion(rollout, digest.substring(0, 11), NOW)
                        .orElseThrow())
                .contains("12 hexadecimal");
        assertThat(Decisions.wrongQuestion(rollout, "not-a-digest-at-all", NOW).orElseThrow())
                .contains("hexadecimal");
        assertThat(Decisions.wrongQuestion(rollout, "0".repeat(12), NOW).orElseThrow())
                .contains(digest.substring(0, 12))
                .contains("newest message");
        assertThat(Decisions.wrongQuestion(rollout, digest, NOW.plusSeconds(60)).orElseThrow())
                .contains("expired");
    }

    @Test
    void aRolloutThatAsksNothingSaysWhatItIs() {
        var says = Map.of(
                new RolloutState.Declined("ben", "no"), "declined by ben",
                new RolloutState.Superseded(new RolloutId(9)), "superseded by r9",
                new RolloutState.Cancelled("ada", "x"), "cancelled by ada",
                new RolloutState.Stalled("smoke"), "stalled: smoke",
                new RolloutState.Rejected("bad"), "rejected: bad",
                new RolloutState.Expired(), "expired",
                new RolloutState.Done(), "done",
                new RolloutState.InSync(), "in-sync",
                new RolloutState.Applying(), "applying",
                new RolloutState.Requested(), "requested");

        says.forEach((state, words) -> assertThat(Decisions.wrongQuestion(rollout.in(state), plan.digest(), NOW)
                        .orElseThrow())
                .contains("asks nothing")
                .contains(words));
    }

    @Test
    void exactlyTheHostsThatAreDisturbedMustBeTyped() {
        var asked = List.of(harmless, disruptive, destructive, Samples.amend("gamma", "zone", "a", "b", Risk.NOTICE));
        var right = new TreeSet<>(Set.of(new HostName("alpha"), new HostName("beta")));

        assertThat(Decisions.wronglyTyped(asked, right)).isEmpty();
        assertThat(Decisions.wronglyTyped(asked, new TreeSet<>(Set.of(new HostName("alpha"))))
                        .orElseThrow())
                .contains("alpha")
                .contains("beta");
        right.add(new HostName("gamma"));
        assertThat(Decisions.wronglyTyped(asked, right)).isPresent();
    }
}
