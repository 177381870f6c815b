package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Journey.Kind;
import io.penguintech.gough.reconcile.Journey.Next;
import io.penguintech.gough.reconcile.Journey.Patience;
import io.penguintech.gough.reconcile.Journey.Taken;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.Label;
import io.penguintech.gough.schema.Query;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What comes next on the way of a change in a Fleet. */
class FleetJourneyTest {
    private static final Query UPTIME = Given.query("uptime", "SELECT 1");
    private static final Instant T0 = Given.NOON;
    private static final Next ARRIVED = new Next.Arrived();

    private final List<Taken> taken = new ArrayList<>();
    private Instant now = T0.plusSeconds(60);

    private Course course() {
        return new Course(Given.REPOSITORY_ID, "", "rev1", Patience.DEFAULT, now);
    }

    private Next next(Change change, ObservedObject... has) {
        return Journey.next((Change.OfFleet) change, seen(has), taken, course());
    }

    private Next settle(Change change, ObservedObject... has) {
        return Journey.settle((Change.OfFleet) change, seen(has), taken, course());
    }

    private Seen<Observed.FleetServer> seen(ObservedObject... has) {
        return new Seen<>(Given.fleet(List.of(has), now), now);
    }

    private static Change create() {
        return one(List.of(UPTIME), List.of(), Records.NONE, false);
    }

    private static Change update(Query query) {
        return one(List.of(query), List.of(Given.observed(7, UPTIME)), Given.records("uptime", 7), false);
    }

    private static Change delete() {
        return one(List.of(), List.of(Given.observed(7, UPTIME)), Given.records("uptime", 7), true);
    }

    private static Change one(List<Query> queries, List<ObservedObject> has, Records records, boolean prune) {
        var repository = Given.repository(prune, Duration.ZERO);
        return Plans.only(
                Given.plan(Given.desired(repository, List.of(), queries), Given.observed(List.of(), has), records),
                Change.class);
    }

    private static Step step(Next next) {
        assertThat(next).isInstanceOf(Next.Start.class);
        return ((Kind.Plain) ((Next.Start) next).kind()).step();
    }

    private static String stuck(Next next) {
        assertThat(next).isInstanceOf(Next.Stuck.class);
        return ((Next.Stuck) next).why();
    }

    @Test
    void aQueryIsCreatedOnceAndRememberedById() {
        var change = create();

        assertThat(step(next(change))).isEqualTo(Step.CreateInFleet.of(UPTIME));
        taken.add(new Taken("create-query", T0, Optional.of(new Outcome.Done(Optional.of("31")))));
        assertThat(next(change, Given.observed(31, UPTIME))).isEqualTo(ARRIVED);
        assertThat(Journey.remember((Change.OfFleet) change, seen(Given.observed(31, UPTIME))))
                .hasValue(31);
        assertThat(stuck(next(change, Given.observed(32, UPTIME)))).contains("id 32", "did not make");
    }

    @Test
    void hostsOfALabelAreWrittenAsWhoCarriesItNowWithWhatWasPlanned() {
        var label =
                FleetSamples.label("l", new Label.Membership.Manual(Optional.of(new TreeSet<>(List.of("a (id 1)")))));
        var is = Given.with(Given.observed(4, label), "hosts", "b (id 2)");
        var change = new Change.UpdateInFleet(
                Subject.OfFleet.of(label), 4, label, false, FleetFields.differences(label, is), Risk.NOTICE, "");

        assertThat(((Step.UpdateInFleet) step(next(change, is))).fields()).isEqualTo(Map.of("hosts", "a (id 1)"));
        var more = Given.with(is, "hosts", "b (id 2), c (id 3)");
        assertThat(((Step.UpdateInFleet) step(next(change, more))).fields())
                .as("nobody decided about c")
                .isEqualTo(Map.of("hosts", "a (id 1), c (id 3)"));
        assertThat(next(change, Given.with(is, "hosts", "a (id 1)"))).isEqualTo(ARRIVED);

        var fields = new TreeMap<>(is.fields());
        fields.remove("hosts");
        assertThat(next(change, new ObservedObject(FleetKind.LABEL, 4, "", false, fields)))
                .as("who carries it is not known")
                .isInstanceOf(Next.Wait.class);
    }

    private static Label listing(String... hosts) {
        return FleetSamples.label("l", new Label.Membership.Manual(Optional.of(new TreeSet<>(List.of(hosts)))));
    }

    private static String written(Next next) {
        return ((Step.UpdateInFleet) step(next)).fields().getOrDefault("hosts", "nothing");
    }

    @Test
    void whomALabelListsIsWrittenEvenWhenItIsNotSeenThatTheyCarryItAndWhateverTheyAreCalledNow() {
        var label = listing("a (id 1)", "b (id 2)");
        var planned = Given.with(Given.observed(4, label), "hosts", "b (id 2), c (id 3)");
        var change = new Change.UpdateInFleet(
                Subject.OfFleet.of(label), 4, label, false, FleetFields.differences(label, planned), Risk.NOTICE, "");

        assertThat(written(next(change, Given.with(planned, "hosts", "c (id 3), d (id 4)"))))
                .as("a page that shifts misses b")
                .isEqualTo("a (id 1), b (id 2), d (id 4)");
        assertThat(written(next(change, Given.with(planned, "hosts", "b (id 2), renamed (id 3)"))))
                .as("c is called otherwise since")
                .isEqualTo("a (id 1), b (id 2)");
    }

    @Test
    void aLabelThatWasMadeWithoutAnAnswerIsOursBeforeItsHostsAreRead() {
        var label = listing("a (id 1)");
        var change =
                new Change.CreateInFleet(Subject.OfFleet.of(label), label, FleetFields.created(label), Risk.NONE, "");
        taken.add(new Taken("create-label", T0, Optional.empty()));

        assertThat(next(change, Given.with(Given.observed(31, label), "hosts", "")))
                .isEqualTo(ARRIVED);
        assertThat(stuck(next(change, Given.observed(31, FleetSamples.label("l", "SELECT 1")))))
                .contains("did not make");
    }

    @Test
    void aQueryOfThatNameThatWeDidNotMakeIsNotOurs() {
        assertThat(stuck(next(create(), Given.observed(9, UPTIME)))).contains("did not make");
    }

    @Test
    void aQueryCreatedWithoutAnAnswerIsOursWhenItIsExactlyWhatWasSent() {
        var change = create();
        taken.add(new Taken("create-query", T0, Optional.empty()));

        assertThat(next(change)).isInstanceOf(Next.Wait.class);
        assertThat(settle(change)).isInstanceOf(Next.Wait.class);
        assertThat(next(change, Given.observed(31, UPTIME))).isEqualTo(ARRIVED);
        assertThat(settle(change, Given.observed(31, UPTIME))).isEqualTo(ARRIVED);
        assertThat(stuck(next(change, Given.observed(31, Given.query("uptime", "SELECT 2")))))
                .contains("did not make");
        now = T0.plus(Patience.DEFAULT.unclear());
        assertThat(step(next(change))).isEqualTo(Step.CreateInFleet.of(UPTIME));
        assertThat(settle(change)).isEqualTo(ARRIVED);
    }

    @Test
    void aQueryThatSomebodyMadeBeforeOursWasRefusedIsNotOurs() {
        var change = create();
        taken.add(new Taken(
                "create-query", T0, Optional.of(new Outcome.Failed(new Failure.WorldChanged("it has one already")))));

        assertThat(stuck(next(change, Given.observed(31, UPTIME)))).contains("did not make");
        assertThat(Journey.ours((Change.OfFleet) change, seen(Given.observed(31, UPTIME)), taken, course()))
                .isEmpty();
    }

    @Test
    void whatWasMadeIsOursBeforeItsChangeHasArrived() {
        var change = create();
        taken.add(new Taken("create-query", T0, Optional.of(new Outcome.Done(Optional.of("31")))));

        assertThat(Journey.ours((Change.OfFleet) change, seen(Given.observed(31, UPTIME)), taken, course()))
                .hasValue(31);
    }

    @Test
    void anUpdateSendsTheFieldsThatDifferAndWereApproved() {
        var change = update(Given.query("uptime", "SELECT 2"));

        assertThat(((Step.UpdateInFleet) step(next(change, Given.observed(7, UPTIME)))).fields())
                .containsOnlyKeys("sql");
        assertThat(next(change, Given.observed(7, Given.query("uptime", "SELECT 2"))))
                .isEqualTo(ARRIVED);
        assertThat(stuck(next(change, Given.observed(7, Given.query("uptime", "SELECT 3")))))
                .contains("sql was another");
        assertThat(stuck(next(change))).contains("query 7", "deleted");
        assertThat(Journey.remember((Change.OfFleet) change, seen())).hasValue(7);
    }

    @Test
    void whatDiffersBesidesIsLeftToTheNextPlan() {
        var change = update(Given.query("uptime", "SELECT 2"));
        var is = Given.observed(7, Given.query("Uptime", "SELECT 1"));

        assertThat(((Step.UpdateInFleet) step(next(change, is))).fields()).containsOnlyKeys("sql");
    }

    @Test
    void aDeletionTakesExactlyWhatWasApproved() {
        var change = delete();

        assertThat(step(next(change, Given.observed(7, UPTIME))))
                .isEqualTo(new Step.DeleteInFleet(FleetKind.QUERY, "", 7));
        assertThat(stuck(next(change, Given.observed(7, Given.query("uptime", "SELECT 2")))))
                .contains("another than when this was approved");
        assertThat(next(change)).isEqualTo(ARRIVED);
        assertThat(Journey.remember((Change.OfFleet) change, seen())).isEmpty();
        taken.add(new Taken("delete-query", T0, Optional.empty()));
        assertThat(next(change, Given.observed(7, UPTIME))).isInstanceOf(Next.Wait.class);
        assertThat(next(change)).isEqualTo(ARRIVED);
    }

    @Test
    void anUpdateIsSentAgainAtOnceAfterADoubt() {
        taken.add(new Taken("update-query", T0, Optional.empty()));

        assertThat(step(next(update(Given.query("uptime", "SELECT 2")), Given.observed(7, UPTIME))))
                .isInstanceOf(Step.UpdateInFleet.class);
    }

    @Test
    void anOlderLookThanTheLastStepIsNoLook() {
        taken.add(new Taken("create-query", T0, Optional.of(new Outcome.Done(Optional.of("31")))));
        now = T0.minusSeconds(1);

        assertThat(next(create())).isInstanceOf(Next.Wait.class);
    }
}
