package io.penguintech.gough.bot.pulls;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.forge.CommitStatus;
import io.penguintech.gough.bot.forge.CommitStatus.State;
import io.penguintech.gough.bot.planview.PullViews;
import io.penguintech.gough.bot.rollout.Approval;
import io.penguintech.gough.bot.rollout.PathNeed;
import io.penguintech.gough.bot.rollout.Preview;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposal.Standing;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.templates.view.PullView;
import io.penguintech.gough.templates.view.PullView.Outcome;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code gough/approval} says. */
class ApprovalWordsTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Revision HEAD = new Revision("%040x".formatted(10));
    private static final Plan PLAN = new Plan(List.of(), List.of(), List.of(), 3);
    private static final URI PAGE = URI.create("https://forge.example.org/pull/1");

    private static PullState state(Outcome outcome) {
        return new PullState(
                HEAD,
                Optional.of(HEAD),
                new Preview.Grounds(Optional.empty(), Optional.empty()),
                "",
                outcome,
                List.of(),
                List.of(),
                false,
                NOW,
                NOW,
                List.of());
    }

    private static Outcome planned() {
        return PullViews.planned(
                new PullViews.Preview(
                        "main", HEAD, PLAN, PLAN, List.of(), Map.of(), Map.of(), List.of(), false, Optional.empty()),
                new PullView.Consent.Free(""),
                List.of(),
                List.of(),
                place -> new PullViews.Spot(place, Optional.empty()));
    }

    private static Proposal proposal(Revision head, Standing standing, String... by) {
        return new Proposal(
                new RepositoryId("main"),
                1,
                "Change",
                "ada",
                Optional.of(PAGE),
                head,
                HEAD,
                PLAN,
                NOW,
                NOW,
                Optional.of(NOW),
                standing,
                Stream.of(by)
                        .map(name -> new Approval(name, PLAN.digest(), HEAD, NOW, NOW, "review"))
                        .toList(),
                List.of(),
                false,
                new TreeMap<>());
    }

    static List<Arguments> standings() {
        return List.of(
                Arguments.of(new Standing.Free("It does nothing."), State.SUCCESS, "nothing to approve"),
                Arguments.of(new Standing.Asked(2, 1, List.of("ben", "cyn")), State.PENDING, "1 more of ben, cyn"),
                Arguments.of(
                        new Standing.Asked(
                                2,
                                2,
                                List.of("ada", "ben", "cyn"),
                                List.of(new PathNeed(List.of("hosts/db/**"), 1, List.of("ben", "cyn")))),
                        State.PENDING,
                        "2 more of ada, ben, cyn; hosts/db/**: 1 of ben, cyn"),
                Arguments.of(
                        new Standing.Asked(
                                2,
                                2,
                                List.of("ada", "ben", "cyn"),
                                List.of(
                                        new PathNeed(
                                                List.of("hosts/databases/**", "profiles/**"),
                                                1,
                                                List.of("benjamin", "cynthia")),
                                        new PathNeed(List.of("queries/**"), 1, List.of("cyn")))),
                        State.PENDING,
                        "2 more of ada, ben, cyn; 2 rules for paths hold, see the comment"),
                Arguments.of(
                        new Standing.Asked(2, 2, List.of()),
                        State.PENDING,
                        "2 more, but nobody else in gough.yaml may"),
                Arguments.of(
                        new Standing.Asked(3, 2, List.of("ben")), State.PENDING, "2 more, but nobody may except ben"),
                Arguments.of(new Standing.Approved(NOW), State.SUCCESS, "approved by ada, ben"),
                Arguments.of(new Standing.Declined("ada", "no"), State.FAILURE, "declined by ada"),
                Arguments.of(new Standing.Expired(), State.FAILURE, "expired; gough plan asks again"),
                Arguments.of(new Standing.Retracted("Its files are not valid."), State.FAILURE, "not planned"),
                Arguments.of(new Standing.Closed(), State.FAILURE, "not planned"),
                Arguments.of(new Standing.Merged(Optional.of(new RolloutId(3))), State.SUCCESS, "merged already"));
    }

    @ParameterizedTest
    @MethodSource("standings")
    void eachStandingHasItsColourAndItsWords(Standing standing, State colour, String words) {
        assertThat(ApprovalWords.of(
                        state(planned()), Optional.of(proposal(HEAD, standing, "ada", "ben", "ada")), false, PAGE, NOW))
                .contains(new CommitStatus(CommitStatus.Context.APPROVAL, colour, words, Optional.of(PAGE)));
    }

    private static Optional<CommitStatus> without(Outcome outcome, boolean fork, Instant now) {
        return ApprovalWords.of(state(outcome), Optional.empty(), fork, PAGE, now);
    }

    @Test
    void whatIsNotPlannedIsRedAndWhatIsNotPlannedYetIsPendingForAWhile() {
        assertThat(without(new Outcome.Conflict(List.of()), false, NOW))
                .hasValueSatisfying(status -> assertThat(status)
                        .returns(State.FAILURE, CommitStatus::state)
                        .returns("not planned", CommitStatus::description));
        assertThat(without(new Outcome.Failed("away"), false, NOW).orElseThrow().state())
                .isEqualTo(State.PENDING);
        assertThat(without(new Outcome.Failed("away"), false, NOW.plus(Duration.ofMinutes(2)))
                        .orElseThrow()
                        .state())
                .isEqualTo(State.FAILURE);
    }

    @Test
    void ofAForkItSaysOnlyThatNobodyIsAsked() {
        assertThat(without(new Outcome.NotPlanned("it is from a fork", ""), true, NOW))
                .isEmpty();
        assertThat(without(planned(), true, NOW).orElseThrow())
                .returns(State.FAILURE, CommitStatus::state)
                .returns("not asked before the merge, it is from a fork", CommitStatus::description);
    }

    @Test
    void whereNobodyIsAskedAboutThisPlanOfThisHeadItSaysNothing() {
        assertThat(without(planned(), false, NOW)).isEmpty();
        var other = proposal(new Revision("%040x".formatted(11)), new Standing.Approved(NOW), "ada");
        assertThat(ApprovalWords.of(state(planned()), Optional.of(other), false, PAGE, NOW))
                .isEmpty();
    }

    @Test
    void manyNamesAreCutToWhatEveryForgeTakesAndCounted() {
        var names = IntStream.range(0, 60).mapToObj("somebody-%d"::formatted).toList();
        var words = ApprovalWords.of(
                        state(planned()),
                        Optional.of(proposal(HEAD, new Standing.Asked(2, 2, names))),
                        false,
                        PAGE,
                        NOW)
                .orElseThrow()
                .description();
        assertThat(words.length()).isBetween(100, 140);
        assertThat(words).startsWith("2 more of somebody-0, somebody-1").endsWith(" more");
    }
}
