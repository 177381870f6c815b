package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.Label;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Making a label anew, in a Fleet that behaves and an engine that dies. */
class LabelReplacementTest {
    private static final Duration LONG = Duration.ofHours(1);

    private TestEngine world(String sql) {
        var label = FleetSamples.label("racks", "SELECT 0");
        var policy = FleetSamples.policy("p", "SELECT 1", "racks");
        var query = FleetSamples.query("q", "SELECT 1", "racks");
        var engine = new TestEngine(
                FleetSamples.desired(Given.repository(), List.of(FleetSamples.label("racks", sql), policy, query)));
        var has = List.of(Given.observed(4, label), Given.observed(5, policy), Given.observed(6, query));
        has.forEach(engine.fleet::put);
        engine.inFleets.putAll(FleetSamples.remembering(has).inFleets());
        return engine;
    }

    private static void assertReplaced(TestEngine engine) {
        assertThat(engine.fleet.all()).hasSize(3);
        var label = engine.fleet.all().stream()
                .filter(is -> is.kind() == FleetKind.LABEL)
                .findFirst()
                .orElseThrow();
        assertThat(label.id()).isNotEqualTo(4);
        assertThat(label.name()).isEqualTo("racks");
        assertThat(label.field("sql")).isEqualTo("SELECT 2");
        assertThat(engine.fleet.all())
                .filteredOn(is -> is.kind() != FleetKind.LABEL)
                .allMatch(is -> is.field("labelsIncludeAny").equals("racks"));
        assertThat(engine.inFleets).containsEntry(FleetLabels.subject(Given.FLEET, label), label.id());
        assertThat(engine.stuck).isEmpty();
    }

    @Test
    void nothingIsEverForAllHostsOnTheWay() {
        var engine = world("SELECT 2");
        engine.watch = () -> assertThat(engine.fleet.all())
                .filteredOn(is -> is.kind() != FleetKind.LABEL)
                .noneMatch(is -> is.field("labelsIncludeAny").isEmpty());

        engine.run(40);

        assertReplaced(engine);
        assertThat(engine.fleet.calls.stream().filter(call -> !call.equals("look")))
                .containsExactly("park-label", "create-label", "move-query-6", "move-policy-5", "delete-label");
        assertThat(Given.plan(engine.desired, engine.observe(), engine.records())
                        .inSync())
                .isTrue();
    }

    @Test
    void anAdoptionThatIsCutOffIsTakenUpAndMakesNoSecondLabel() {
        var label = FleetSamples.label("racks", "SELECT 2");
        var parked = Given.observed(4, FleetSamples.label(LabelReplacement.parked("racks", 4), "SELECT 0"));
        var plan = Given.plan(
                FleetSamples.desired(Given.repository(), List.of(FleetSamples.adopting(label))),
                Given.observed(List.of(), List.of(parked)),
                Records.NONE);
        assertThat(Plans.only(plan, Change.ReplaceLabel.class).id()).isEqualTo(4);
    }

    @Test
    void theNewLabelIsOursWhoeverCarriesItByThen() {
        var label = FleetSamples.label("racks", new Label.Membership.Manual(Optional.of(new TreeSet<>())));
        var parked = Given.observed(4, FleetSamples.label(LabelReplacement.parked("racks", 4), "SELECT 0"));
        var has = List.of(parked, Given.with(Given.observed(9, label), "hosts", "somebody (id 3)"));
        var ours = new TreeMap<Subject.OfFleet, Long>();
        ours.put(Subject.OfFleet.of(label), 4L);

        var change = Plans.only(
                FleetSamples.plan(List.of(label), has, new Records(new TreeMap<>(), ours)), Change.ReplaceLabel.class);
        assertThat(change.id()).isEqualTo(4);
        assertThat(Journey.next(
                        change,
                        new Seen<>(Given.fleet(has, Given.NOON), Given.NOON),
                        List.of(),
                        new Course(Given.REPOSITORY_ID, "", "rev1", Journey.Patience.DEFAULT, Given.NOON)))
                .isEqualTo(
                        new Journey.Next.Start(new Journey.Kind.Plain(new Step.DeleteInFleet(FleetKind.LABEL, "", 4))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void itEndsTheSameWhereverItIsKilled(int nth) {
        var engine = world("SELECT 2");
        int[] count = {0};
        engine.death = beforeCall -> ++count[0] == nth;

        engine.run(80);

        assertReplaced(engine);
    }

    @Test
    void whatWasBegunIsTakenUpByALaterRevision() {
        var engine = world("SELECT 2");
        int[] writes = {0};
        // The first rollout is superseded after the new label was made.
        engine.fleet.fate = () -> ++writes[0] > 2 ? FakeMaas.Luck.BUSY : FakeMaas.Luck.GOOD;
        engine.run(3);
        assertThat(engine.fleet.all()).hasSize(4);
        engine.fleet.fate = () -> FakeMaas.Luck.GOOD;
        engine.abandon();
        engine.now = engine.now.plus(LONG);

        engine.run(40);

        assertReplaced(engine);
    }
}
