package io.penguintech.gough.bot.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.edge.Samples;
import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutId;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.rollout.Rollouts.InFleet;
import io.penguintech.gough.bot.rollout.Rollouts.There;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Repository.Person;
import io.penguintech.gough.schema.Repository.Role;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.Risk;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a person is told who accepts, or reverts, what somebody changed in a Fleet: never to delete what is good. */
class DriftAnswersTest {
    private static final RolloutId ID = new RolloutId(12);
    private static final Actor BEN = new Actor.SlackUser("UBEN");
    private static final Plan PLAN = new Plan(
            List.of(new Change.DeleteInFleet(subject("old"), 7, List.of(), Risk.NOTICE, "")), List.of(), List.of(), 0);

    private final List<String> deeds = new ArrayList<>();
    private RolloutState state = new RolloutState.Declined("ben", "not now");
    private Plan plan = PLAN;
    private String cause = "drift";
    private List<InFleet> found = List.of();

    private final DriftAnswers answers = new DriftAnswers(
            (Rollouts) Proxy.newProxyInstance(
                    Rollouts.class.getClassLoader(),
                    new Class<?>[] {Rollouts.class},
                    (proxy, method, args) -> switch (method.getName()) {
                        case "find" -> Optional.of(rollout());
                        case "person" ->
                            Optional.of(new Person(
                                    "ben",
                                    Optional.empty(),
                                    new TreeMap<>(),
                                    new TreeSet<>(),
                                    new TreeSet<>(List.of(Role.APPROVER))));
                        case "inFleets" -> found;
                        case "retry" -> {
                            deeds.add("retry");
                            yield new Verdict.Accepted("again");
                        }
                        default -> throw new AssertionError(method);
                    }),
            Map.of());

    private static Subject.OfFleet subject(String name) {
        return Subject.OfFleet.query(new BackendName("default"), name);
    }

    private Rollout rollout() {
        return new Rollout(
                ID,
                Samples.MAIN,
                new Revision("4be1a7d05e3386b1f0c2d4e6a8909f2c4be1a7d0"),
                "Add a query",
                "Ann Author",
                cause,
                state,
                Optional.of(plan),
                1,
                List.of(),
                List.of(),
                new TreeMap<>(),
                false,
                new TreeMap<>(),
                Optional.empty(),
                List.of(),
                Samples.NOW,
                Samples.NOW);
    }

    private DriftAnswers.Acceptance accept(There... there) {
        found = List.of(there).stream()
                .map(one -> new InFleet(subject("old"), new Place("queries/old.yaml", 3, 1), one))
                .toList();
        return answers.accept(ID, PLAN.digest(), BEN);
    }

    @Test
    void onlyWhatGoughHadThereIsSaidToBeDeleted() {
        assertThat(accept(new There.Deleted()).documents())
                .isEqualTo(
                        "# query default/old: somebody deleted it in Fleet; delete its document at queries/old.yaml:3:1\n");
        assertThat(accept(new There.Deleted(), new There.NeverMade()).documents())
                .contains("was never there; leave its document at queries/old.yaml:3:1 as it is");
        assertThat(accept(new There.NeverMade()).documents()).isEmpty();
    }

    @Test
    void nothingIsSaidOfAFleetThatWasNotRead() {
        var answer = accept(new There.Deleted(), new There.Unread());
        assertThat(answer.documents()).isEmpty();
        assertThat(answer.words()).contains("has not read query default/old since it started");
    }

    @Test
    void aButtonOfAnotherPlanIsRefused() {
        found = List.of(new InFleet(subject("old"), new Place("queries/old.yaml", 3, 1), new There.Deleted()));
        assertThat(answers.accept(ID, "0".repeat(64), BEN).documents()).isEmpty();
        assertThat(answers.revert(ID, "0".repeat(64), BEN)).isInstanceOf(Verdict.Refused.class);
        assertThat(deeds).isEmpty();
    }

    @Test
    void whatIsBroughtBackAlreadyIsNotAcceptedAnyMore() {
        state = new RolloutState.Done();
        assertThat(accept(new There.Deleted()).documents()).isEmpty();
        assertThat(answers.revert(ID, PLAN.digest(), BEN)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void theNoOfSomebodyElseStands() {
        assertThat(answers.revert(ID, PLAN.digest(), BEN)).isInstanceOf(Verdict.Accepted.class);
        state = new RolloutState.Declined("ada", "not now");
        assertThat(answers.revert(ID, PLAN.digest(), BEN))
                .isEqualTo(new Verdict.Refused("ada said no to reverting it, and only ada takes that back here."));
        state = new RolloutState.Expired();
        assertThat(answers.revert(ID, PLAN.digest(), BEN)).isInstanceOf(Verdict.Accepted.class);
        assertThat(deeds).hasSize(2);
    }

    @Test
    void whatDoesMoreThanRevertAFleetIsCalledNoRevert() {
        assertThat(DriftAnswers.has(rollout())).isTrue();
        plan = Samples.plan();
        assertThat(DriftAnswers.has(rollout())).as("a host is changed too").isFalse();
        plan = new Plan(List.of(), List.of(), List.of(), 0);
        assertThat(DriftAnswers.has(rollout())).as("nothing is changed").isFalse();
        plan = PLAN;
        cause = "push";
        assertThat(DriftAnswers.has(rollout())).isFalse();
    }
}
