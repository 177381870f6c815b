package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.Query;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the queries of a Fleet need; what is said of one kind is true of all. */
class FleetPlanningTest {
    private static final Query UPTIME = Given.query("uptime", "SELECT 1");

    private static Plan plan(List<Query> queries, List<ObservedObject> has, Records records) {
        return Given.plan(Given.desired(List.of(), queries), Given.observed(List.of(), has), records);
    }

    private static Plan plan(Query query, ObservedObject has, Records records) {
        return plan(List.of(query), List.of(has), records);
    }

    private static Records remembered(Object... namesAndIds) {
        var queries = new TreeMap<Subject.OfFleet, Long>();
        for (int i = 0; i < namesAndIds.length; i += 2)
            queries.put(
                    Subject.OfFleet.query(Given.FLEET, (String) namesAndIds[i]),
                    ((Integer) namesAndIds[i + 1]).longValue());
        return new Records(new TreeMap<>(), queries);
    }

    @Test
    void aQueryFleetDoesNotHaveIsCreated() {
        var change = Plans.only(plan(List.of(UPTIME), List.of(), Records.NONE), Change.CreateInFleet.class);

        assertThat(change.risk()).isEqualTo(Risk.NONE);
        assertThat(change.fields()).contains(new FieldChange("sql", Optional.empty(), Optional.of("SELECT 1")));
        assertThat(change.because()).contains("does not have it yet");
    }

    @Test
    void aQueryThatIsAsDeclaredNeedsNothing() {
        assertThat(plan(UPTIME, Given.observed(7, UPTIME), Given.records("uptime", 7))
                        .inSync())
                .isTrue();
        var stripped = Given.query("uptime", "SELECT 1\n");
        assertThat(plan(stripped, Given.observed(7, UPTIME), Given.records("uptime", 7))
                        .inSync())
                .isTrue();
    }

    @Test
    void aQueryDeletedBehindOurBackIsCreatedAnew() {
        var change =
                Plans.only(plan(List.of(UPTIME), List.of(), Given.records("uptime", 7)), Change.CreateInFleet.class);

        assertThat(change.because()).contains("somebody deleted it");
    }

    @Test
    void aQueryOfAnotherIsNotTakenByName() {
        for (var name : List.of("uptime", "UPTIME ", "Uptimé"))
            assertThat(Plans.why(plan(
                            UPTIME,
                            Given.with(Given.observed(9, Given.query("other", "SELECT 2")), "name", name),
                            Records.NONE)))
                    .contains("somebody else", "id 9", "adopt: true");
    }

    @Test
    void adoptTakesAQueryOverFieldByField() {
        var declared = Given.query("uptime", "SELECT 1", true, List.of());

        var other = Plans.only(
                plan(declared, Given.observed(9, Given.query("Uptime", "SELECT 2")), Records.NONE),
                Change.UpdateInFleet.class);
        assertThat(other.adopts()).isTrue();
        assertThat(other.verb()).isEqualTo("adopt");
        assertThat(other.fields()).extracting(FieldChange::field).containsExactly("name", "sql");
        assertThat(other.risk()).isEqualTo(Risk.DESTRUCTIVE);
    }

    @Test
    void whatIsAdoptedAsDeclaredNeedsNoWriteAndIsRemembered() {
        var declared = Given.query("uptime", "SELECT 1", true, List.of());
        var is = Given.observed(9, UPTIME);

        assertThat(plan(declared, is, Records.NONE).inSync()).isTrue();
        assertThat(unrecorded(List.of(declared), List.of(is), Records.NONE))
                .containsExactly(Map.entry(Subject.OfFleet.of(declared), 9L));
        assertThat(unrecorded(List.of(declared), List.of(is), Given.records("uptime", 9)))
                .isEmpty();
        assertThat(unrecorded(List.of(declared), List.of(is), Given.records("other", 9)))
                .isEmpty();
        assertThat(unrecorded(
                        List.of(declared), List.of(Given.observed(9, Given.query("uptime", "SELECT 2"))), Records.NONE))
                .isEmpty();
        assertThat(unrecorded(List.of(Given.query("uptime", "SELECT 1")), List.of(is), Records.NONE))
                .isEmpty();
    }

    private static SortedMap<Subject.OfFleet, Long> unrecorded(
            List<Query> declared, List<ObservedObject> is, Records records) {
        return Adoptions.unrecordedInFleets(Given.desired(List.of(), declared), Given.observed(List.of(), is), records);
    }

    @Test
    void adoptFindsAQueryUnderItsEarlierName() {
        var declared = Given.query("uptime", "SELECT 1", true, List.of("up"));

        var change = Plans.only(
                plan(declared, Given.observed(9, Given.query("up", "SELECT 1")), Records.NONE),
                Change.UpdateInFleet.class);
        assertThat(change.id()).isEqualTo(9);

        assertThat(Plans.why(plan(
                        List.of(declared),
                        List.of(
                                Given.observed(9, Given.query("up", "SELECT 1")),
                                Given.observed(8, Given.query("uptime", "SELECT 1"))),
                        Records.NONE)))
                .contains("more than one");
    }

    @Test
    void aQueryOfAnotherDocumentIsNotAdopted() {
        var plan = plan(
                List.of(Given.query("a", "SELECT 1"), Given.query("b", "SELECT 1", true, List.of())),
                List.of(Given.observed(3, Given.query("b", "SELECT 1"))),
                remembered("a", 3));

        assertThat(plan.blocked())
                .extracting(Plan.Blocked::why)
                .anySatisfy(why -> assertThat(why).contains("already belongs to another document"));
    }

    @Test
    void aRenameKeepsFleetsId() {
        var change = Plans.only(
                plan(
                        Given.query("uptime", "SELECT 1", false, List.of("up")),
                        Given.observed(7, Given.query("up", "SELECT 1")),
                        Given.records("up", 7)),
                Change.UpdateInFleet.class);

        assertThat(change.id()).isEqualTo(7);
        assertThat(change.risk()).isEqualTo(Risk.NOTICE);
        assertThat(change.fields()).containsExactly(new FieldChange("name", Optional.of("up"), Optional.of("uptime")));
    }

    @Test
    void aRenameOntoANameThatIsTakenBlocks() {
        var plan = plan(
                List.of(Given.query("uptime", "SELECT 1", false, List.of("up"))),
                List.of(
                        Given.observed(7, Given.query("up", "SELECT 1")),
                        Given.observed(8, Given.query("UPTIME", "SELECT 3"))),
                Given.records("up", 7));

        assertThat(Plans.why(plan)).contains("UPTIME", "id 8", "another name");
    }

    @Test
    void anIdThatIsSomethingElseNowIsInDoubt() {
        assertThat(Plans.why(
                        plan(UPTIME, Given.observed(7, Given.query("theirs", "SELECT 9")), Given.records("uptime", 7))))
                .contains("asks something else", "theirs");
        Plans.only(
                plan(UPTIME, Given.observed(7, Given.query("renamed", "SELECT 1")), Given.records("uptime", 7)),
                Change.UpdateInFleet.class);
        Plans.only(
                plan(UPTIME, Given.observed(7, Given.query("uptime", "SELECT 9")), Given.records("uptime", 7)),
                Change.UpdateInFleet.class);
    }

    @Test
    void editsThatDeleteStoredResultsAreDestructiveOthersAreNotice() {
        assertThat(edit(q -> draft(q, "SELECT 2", "snapshot", false))).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(edit(q -> draft(q, "SELECT 1", "snapshot", true))).isEqualTo(Risk.NOTICE);
        assertThat(edit(q -> draft(q, "SELECT 1", "differential", false))).isEqualTo(Risk.NOTICE);

        assertThat(riskOf(with(Query.Logging.DIFFERENTIAL, false), Given.observed(7, UPTIME)))
                .isEqualTo(Risk.DESTRUCTIVE);
        assertThat(riskOf(with(Query.Logging.SNAPSHOT, true), Given.observed(7, UPTIME)))
                .isEqualTo(Risk.DESTRUCTIVE);
        assertThat(riskOf(
                        with(Query.Logging.DIFFERENTIAL_IGNORE_REMOVALS, false),
                        draft(Given.observed(7, UPTIME), "SELECT 1", "differential", false)))
                .isEqualTo(Risk.NOTICE);
    }

    private static Risk edit(UnaryOperator<ObservedObject> was) {
        return riskOf(UPTIME, was.apply(Given.observed(7, UPTIME)));
    }

    private static Risk riskOf(Query query, ObservedObject is) {
        return Plans.only(plan(query, is, Given.records("uptime", 7)), Change.UpdateInFleet.class)
                .risk();
    }

    private static ObservedObject draft(ObservedObject q, String sql, String logging, boolean discard) {
        return Given.with(
                Given.with(Given.with(q, "sql", sql), "logging", logging), "discardData", Boolean.toString(discard));
    }

    private static Query with(Query.Logging logging, boolean discard) {
        return new Query(
                UPTIME.name(),
                UPTIME.labels(),
                UPTIME.fleet(),
                UPTIME.formerly(),
                UPTIME.description(),
                UPTIME.sql(),
                UPTIME.platforms(),
                UPTIME.interval(),
                logging,
                UPTIME.minOsqueryVersion(),
                UPTIME.automationsEnabled(),
                UPTIME.observerCanRun(),
                discard,
                false,
                UPTIME.place(),
                Optional.empty(),
                new TreeSet<>(),
                new TreeSet<>());
    }

    @Test
    void everyFieldIsCompared() {
        for (var object : FleetSamples.all()) {
            var is = Given.observed(7, object);
            var records = new TreeMap<Subject.OfFleet, Long>();
            records.put(Subject.OfFleet.of(object), 7L);
            for (var field : FleetFields.of(object).keySet()) {
                var other = Given.with(
                        is, field, field.equals("name") ? object.title().toUpperCase(Locale.ROOT) : "x");
                var plan = FleetSamples.plan(List.of(object), List.of(other), new Records(new TreeMap<>(), records));
                assertThat(Plans.only(plan, Change.class).fields())
                        .describedAs("%s of %s", field, object.title())
                        .extracting(FieldChange::field)
                        .containsExactly(field);
            }
        }
    }

    @Test
    void namesThatAreOneToFleetBlockBoth() {
        var plan = plan(
                List.of(Given.query("uptime", "SELECT 1"), Given.query("Úptime", "SELECT 2")), List.of(), Records.NONE);

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.blocked()).hasSize(2);
        assertThat(plan.blocked().getFirst().why()).contains("ignores case and accents");
    }

    @Test
    void twoDocumentsForOneRememberedIdBlockBoth() {
        var plan = plan(
                List.of(
                        Given.query("a", "SELECT 1", false, List.of("old")),
                        Given.query("b", "SELECT 1", false, List.of("old"))),
                List.of(Given.observed(7, Given.query("old", "SELECT 1"))),
                Given.records("old", 7));

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.blocked()).hasSize(2);
        assertThat(plan.blocked().getFirst().why()).contains("all claim");
    }

    @Test
    void twoRememberedIdsForOneDocumentBlock() {
        assertThat(Plans.why(plan(
                        List.of(Given.query("a", "SELECT 1", false, List.of("old"))),
                        List.of(
                                Given.observed(7, Given.query("old", "SELECT 1")),
                                Given.observed(8, Given.query("a", "SELECT 1"))),
                        remembered("a", 8, "old", 7))))
                .contains("queries [8, 7]");
    }

    @Test
    void anEarlierIdThatFleetHasNoMoreIsNoDoubt() {
        var plan = plan(
                List.of(Given.query("a", "SELECT 1", false, List.of("old"))),
                List.of(Given.observed(8, Given.query("a", "SELECT 1"))),
                remembered("a", 8, "old", 7));
        assertThat(plan.blocked()).isEmpty();
        assertThat(plan.inSync()).isTrue();
    }

    @Test
    void queriesOfAFleetThatWasNeverReadWait() {
        var plan = Given.plan(Given.desired(UPTIME), new Observed(new TreeMap<>(), new TreeMap<>()), Records.NONE);

        assertThat(Plans.why(plan)).contains("Fleet default is not observed yet");
        assertThat(Plans.waits(plan)).isTrue();
    }

    @Test
    void aQueryWhoseDocumentVanishedIsKeptUnlessPruned() {
        var has = List.of(Given.observed(7, UPTIME), Given.observed(8, Given.query("theirs", "SELECT 1")));
        var kept = plan(List.of(), has, Given.records("uptime", 7));
        assertThat(kept.changes()).isEmpty();
        assertThat(Plans.finding(kept, "orphan")).contains("uptime", "prune: true");

        var pruning = Given.repository(true, Duration.ofHours(72));
        var desired = Given.desired(pruning, List.of(), List.of());
        var pruned =
                Planner.plan(desired, Given.observed(List.of(), has), Given.records("uptime", 7), Rules.of(pruning));
        var change = Plans.only(pruned, Change.DeleteInFleet.class);
        assertThat(change.id()).isEqualTo(7);
        assertThat(change.risk()).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(change.fields()).contains(new FieldChange("sql", Optional.of("SELECT 1"), Optional.empty()));
    }

    @Test
    void pruningMustBeAcceptedBeforeItActs() {
        var pruning = Given.repository(true, Duration.ofHours(72));
        var has = List.of(Given.observed(7, UPTIME));
        var plan = Planner.plan(
                Given.desired(pruning, List.of(), List.of()),
                Given.observed(List.of(), has),
                Given.records("uptime", 7),
                Given.rules());

        assertThat(plan.changes()).extracting(Change::verb).containsExactly("rules");
    }

    @Test
    void whatWasRenamedBehindOurBackIsNotPruned() {
        var pruning = Given.repository(true, Duration.ofHours(72));
        var plan = Planner.plan(
                Given.desired(pruning, List.of(), List.of()),
                Given.observed(List.of(), List.of(Given.observed(7, Given.query("theirs", "SELECT 1")))),
                Given.records("uptime", 7),
                Rules.of(pruning));

        assertThat(plan.changes()).isEmpty();
        assertThat(Plans.finding(plan, "orphan")).contains("theirs", "differs from the remembered");
    }

    @Test
    void aQueryThatVanishedOnBothSidesIsForgotten() {
        assertThat(plan(List.of(), List.of(), Given.records("uptime", 7)).findings())
                .isEmpty();
    }
}
