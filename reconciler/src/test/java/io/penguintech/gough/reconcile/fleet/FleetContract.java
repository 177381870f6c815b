package io.penguintech.gough.reconcile.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.ObservedQuery;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.schema.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every Fleet must do behind the port: stand-in and real server alike. Cleans up what it made. */
abstract class FleetContract {
    private final List<Long> made = new ArrayList<>();
    private final String prefix = "gough-contract-" + UUID.randomUUID();

    /** The Fleet under test, set to pages of two so that every list takes several. */
    abstract Fleet fleet();

    @AfterEach
    void deleteWhatWasMade() {
        made.forEach(id -> fleet().start(new Step.DeleteQuery(id)));
    }

    String name(String end) {
        return prefix + " " + end;
    }

    long create(Query query) {
        var outcome = fleet().start(new Step.CreateQuery(query));
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        long id = Long.parseLong(((Outcome.Done) outcome).id().orElseThrow());
        made.add(id);
        return id;
    }

    static <T> T got(Reading<T> reading) {
        return switch (reading) {
            case Reading.Got<T>(var value) -> value;
            case Reading.Missed<T>(var failure) -> throw new AssertionError(failure);
        };
    }

    static Failure failure(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).failure();
    }

    private Optional<ObservedQuery> read(long id) {
        return got(fleet().query(id));
    }

    private static void assertAsDeclared(ObservedQuery observed, Query declared) {
        for (var field : QueryField.values())
            assertThat(field.observed(observed)).as(field.word()).isEqualTo(field.declared(declared));
    }

    @Test
    void theSameServerHasTheSameIdentityTwice() {
        var first = got(fleet().identity());
        assertThat(first.version()).isNotBlank();
        assertThat(first.fingerprint()).matches("[0-9a-f]{64}");
        assertThat(got(fleet().identity()).sameAs(first)).isTrue();
    }

    @Test
    void aCreatedQueryIsAsDeclared() {
        var declared = DeclaredQueries.named(name("created"));
        long id = create(declared);
        assertAsDeclared(read(id).orElseThrow(), declared);
        assertAsDeclared(got(fleet().queries()).queries().get(id), declared);
    }

    @Test
    void aQueryWithEverySwitchTheOtherWayIsAsDeclared() {
        var declared = DeclaredQueries.other(name("other"));
        assertAsDeclared(read(create(declared)).orElseThrow(), declared);
    }

    @Test
    void everyPageOfTheListIsRead() {
        var ids = new ArrayList<Long>();
        for (int n = 0; n < 5; n++) ids.add(create(DeclaredQueries.named(name("page " + n))));
        assertThat(got(fleet().queries()).queries()).containsKeys(ids.toArray(Long[]::new));
    }

    @Test
    void aNameThatIsTakenIsNotCreatedAgain() {
        long id = create(DeclaredQueries.named(name("taken")));
        var second = fleet().start(new Step.CreateQuery(DeclaredQueries.other(name("taken"))));
        assertThat(failure(second)).isInstanceOf(Failure.WorldChanged.class);
        assertAsDeclared(read(id).orElseThrow(), DeclaredQueries.named(name("taken")));
    }

    @Test
    void aNameThatDiffersInCaseOnlyIsTaken() {
        create(DeclaredQueries.named(name("case")));
        var second = fleet().start(
                        new Step.CreateQuery(DeclaredQueries.other(name("case").toUpperCase(Locale.ROOT))));
        assertThat(failure(second)).isInstanceOf(Failure.WorldChanged.class);
    }

    @Test
    void anUpdateAltersTheGivenFieldsOnly() {
        var before = DeclaredQueries.named(name("updated"));
        var after = DeclaredQueries.other(name("updated"));
        long id = create(before);
        assertThat(fleet().start(new Step.UpdateQuery(id, after, List.of("sql", "interval"))))
                .isEqualTo(new Outcome.Done(Optional.of(Long.toString(id))));
        var observed = read(id).orElseThrow();
        assertThat(observed.sql()).isEqualTo(after.sql());
        assertThat(observed.interval()).isEqualTo(Duration.ZERO);
        assertThat(observed.description()).isEqualTo(before.description());
        assertThat(observed.logging()).isEqualTo("snapshot");
        assertThat(observed.platforms()).isEqualTo(before.platforms());
    }

    @Test
    void anUpdateTwiceIsTheSameAsOnce() {
        var after = DeclaredQueries.other(name("twice"));
        long id = create(DeclaredQueries.named(name("twice")));
        var step = new Step.UpdateQuery(id, after, List.of("sql", "logging", "observerCanRun", "discardData"));
        assertThat(fleet().start(step)).isEqualTo(fleet().start(step)).isInstanceOf(Outcome.Done.class);
        assertThat(read(id).orElseThrow().logging()).isEqualTo("differential");
    }

    @Test
    void aRenameKeepsTheId() {
        long id = create(DeclaredQueries.named(name("old")));
        fleet().start(new Step.UpdateQuery(id, DeclaredQueries.named(name("new")), List.of("name")));
        assertThat(read(id).orElseThrow().name()).isEqualTo(name("new"));
    }

    @Test
    void aRenameToATakenNameIsRefused() {
        create(DeclaredQueries.named(name("holder")));
        long id = create(DeclaredQueries.named(name("wants")));
        var outcome = fleet().start(new Step.UpdateQuery(id, DeclaredQueries.named(name("holder")), List.of("name")));
        assertThat(failure(outcome)).isNotInstanceOf(Failure.TryAgain.class);
        assertThat(read(id).orElseThrow().name()).isEqualTo(name("wants"));
    }

    @Test
    void anUpdateOfADeletedQueryFindsAChangedWorld() {
        long id = create(DeclaredQueries.named(name("gone")));
        fleet().start(new Step.DeleteQuery(id));
        var outcome = fleet().start(new Step.UpdateQuery(id, DeclaredQueries.other(name("gone")), List.of("sql")));
        assertThat(failure(outcome)).isInstanceOf(Failure.WorldChanged.class);
    }

    @Test
    void deletingTwiceIsDone() {
        long id = create(DeclaredQueries.named(name("deleted")));
        assertThat(fleet().start(new Step.DeleteQuery(id))).isEqualTo(new Outcome.Done(Optional.empty()));
        assertThat(read(id)).isEmpty();
        assertThat(fleet().start(new Step.DeleteQuery(id))).isEqualTo(new Outcome.Done(Optional.empty()));
    }
}
