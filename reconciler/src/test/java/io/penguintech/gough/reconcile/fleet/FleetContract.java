package io.penguintech.gough.reconcile.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.HostIdentity;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.reconcile.LiveEnd;
import io.penguintech.gough.reconcile.LiveQuestion;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.ObservedObject;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Query;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every Fleet must do behind the port: stand-in and real server alike. Cleans up what it made. */
abstract class FleetContract {
    private final List<Long> made = new ArrayList<>();
    private final Deque<Step.OnFleet> others = new ArrayDeque<>();
    private final String prefix = "gough-contract-" + UUID.randomUUID();

    /** The Fleet under test, set to pages of two so that every list takes several. */
    abstract Fleet fleet();

    @AfterEach
    void deleteWhatWasMade() {
        made.forEach(id -> fleet().start(DeclaredQueries.delete(id)));
        others.forEach(fleet()::start);
    }

    String name(String end) {
        return prefix + " " + end;
    }

    long create(Query query) {
        var outcome = fleet().start(Step.CreateInFleet.of(query));
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

    Optional<ObservedObject> read(long id) {
        return read(FleetKind.QUERY, id);
    }

    Optional<ObservedObject> read(FleetKind kind, long id) {
        return Optional.ofNullable(
                got(fleet().look(Optional.of(Set.of()))).all(kind).get(id));
    }

    static void assertAsDeclared(ObservedObject observed, FleetObject declared) {
        Step.CreateInFleet.of(declared)
                .fields()
                .forEach((field, value) ->
                        assertThat(observed.field(field)).as(field).isEqualTo(value));
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
        assertAsDeclared(read(id).orElseThrow(), declared);
    }

    @Test
    void aQueryWithEverySwitchTheOtherWayIsAsDeclared() {
        var declared = DeclaredQueries.other(name("other"));
        assertAsDeclared(read(create(declared)).orElseThrow(), declared);
    }

    @Test
    void whatWasDoneIsNotedWithItsUser() {
        var id = create(DeclaredQueries.named(name("noted")));
        fleet().start(DeclaredQueries.update(id, DeclaredQueries.other(name("noted")), "sql"));
        var us = got(fleet().identity()).user();
        assertThat(got(fleet().activities()))
                .filteredOn(noted -> noted.name().equals(name("noted")))
                .extracting(Fleet.Noted::what)
                .containsExactly("created saved query", "edited saved query");
        assertThat(got(fleet().activities()))
                .filteredOn(noted -> noted.name().equals(name("noted")))
                .allMatch(noted -> noted.user().equals(us) && noted.id() == id && noted.kind() == FleetKind.QUERY);
    }

    @Test
    void theLogHasTheNewestFirstAndEveryPageOfIt() {
        for (int n = 0; n < 3; n++) create(DeclaredQueries.named(name("logged " + n)));
        var first = got(fleet().log(0));
        assertThat(first.entries()).hasSize(2);
        assertThat(first.last()).isFalse();
        assertThat(first.entries().getFirst().id())
                .isGreaterThan(first.entries().getLast().id());
        assertThat(first.entries().getFirst().activity().type()).isEqualTo("created_saved_query");
        assertThat(first.entries().getFirst().activity().at()).isPresent();
        var second = got(fleet().log(1)).entries();
        assertThat(second.getFirst().id()).isLessThan(first.entries().getLast().id());
    }

    @Test
    void vulnerabilitiesAreReadInTheOrderOfTheirNames() {
        var first = got(fleet().vulnerabilities(0));
        assertThat(first.items()).extracting(Fleet.Vulnerability::cve).isSorted();
        assertThat(got(fleet().vulnerable("CVE-1999-99999", 0)).hosts()).isEmpty();
    }

    @Test
    void everyPageOfTheListIsRead() {
        var ids = new ArrayList<Long>();
        for (int n = 0; n < 5; n++) ids.add(create(DeclaredQueries.named(name("page " + n))));
        assertThat(got(fleet().look(Optional.of(Set.of()))).all(FleetKind.QUERY))
                .containsKeys(ids.toArray(Long[]::new));
    }

    @Test
    void aNameThatIsTakenIsNotCreatedAgain() {
        long id = create(DeclaredQueries.named(name("taken")));
        var second = fleet().start(Step.CreateInFleet.of(DeclaredQueries.other(name("taken"))));
        assertThat(failure(second)).isInstanceOf(Failure.WorldChanged.class);
        assertAsDeclared(read(id).orElseThrow(), DeclaredQueries.named(name("taken")));
    }

    @Test
    void aNameThatDiffersInCaseOnlyIsTaken() {
        create(DeclaredQueries.named(name("case")));
        var second = fleet().start(
                        Step.CreateInFleet.of(DeclaredQueries.other(name("case").toUpperCase(Locale.ROOT))));
        assertThat(failure(second)).isInstanceOf(Failure.WorldChanged.class);
    }

    @Test
    void anUpdateAltersTheGivenFieldsOnly() {
        var before = DeclaredQueries.named(name("updated"));
        var after = DeclaredQueries.other(name("updated"));
        long id = create(before);
        assertThat(fleet().start(DeclaredQueries.update(id, after, "sql", "interval")))
                .isEqualTo(new Outcome.Done(Optional.of(Long.toString(id))));
        var observed = read(id).orElseThrow();
        assertThat(observed.field("sql")).isEqualTo(after.sql());
        assertThat(observed.field("interval")).isEqualTo("0");
        assertThat(observed.field("description")).isEqualTo(before.description());
        assertThat(observed.field("logging")).isEqualTo("snapshot");
        assertThat(observed.field("platforms")).isEqualTo("darwin,linux");
    }

    @Test
    void anUpdateTwiceIsTheSameAsOnce() {
        var after = DeclaredQueries.other(name("twice"));
        long id = create(DeclaredQueries.named(name("twice")));
        var step = DeclaredQueries.update(id, after, "sql", "logging", "observerCanRun", "discardData");
        assertThat(fleet().start(step)).isEqualTo(fleet().start(step)).isInstanceOf(Outcome.Done.class);
        assertThat(read(id).orElseThrow().field("logging")).isEqualTo("differential");
    }

    @Test
    void aRenameKeepsTheId() {
        long id = create(DeclaredQueries.named(name("old")));
        fleet().start(DeclaredQueries.update(id, DeclaredQueries.named(name("new")), "name"));
        assertThat(read(id).orElseThrow().name()).isEqualTo(name("new"));
    }

    @Test
    void aRenameToATakenNameIsRefused() {
        create(DeclaredQueries.named(name("holder")));
        long id = create(DeclaredQueries.named(name("wants")));
        var outcome = fleet().start(DeclaredQueries.update(id, DeclaredQueries.named(name("holder")), "name"));
        assertThat(failure(outcome)).isNotInstanceOf(Failure.TryAgain.class);
        assertThat(read(id).orElseThrow().name()).isEqualTo(name("wants"));
    }

    @Test
    void anUpdateOfADeletedQueryFindsAChangedWorld() {
        long id = create(DeclaredQueries.named(name("gone")));
        fleet().start(DeclaredQueries.delete(id));
        var outcome = fleet().start(DeclaredQueries.update(id, DeclaredQueries.other(name("gone")), "sql"));
        assertThat(failure(outcome)).isInstanceOf(Failure.WorldChanged.class);
    }

    @Test
    void deletingTwiceIsDone() {
        long id = create(DeclaredQueries.named(name("deleted")));
        assertThat(fleet().start(DeclaredQueries.delete(id))).isEqualTo(new Outcome.Done(Optional.empty()));
        assertThat(read(id)).isEmpty();
        assertThat(fleet().start(DeclaredQueries.delete(id))).isEqualTo(new Outcome.Done(Optional.empty()));
    }

    long makeAny(FleetObject object) {
        var outcome = fleet().start(Step.CreateInFleet.of(object));
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        long id = Long.parseLong(((Outcome.Done) outcome).id().orElseThrow());
        // Labels last: what is for their hosts goes first.
        if (object.kind() == FleetKind.LABEL) others.addLast(new Step.DeleteInFleet(object.kind(), "", id));
        else others.addFirst(new Step.DeleteInFleet(object.kind(), "", id));
        return id;
    }

    @Test
    void aPolicyIsMadeAlteredAndDeleted() {
        var declared = DeclaredObjects.policy(name("policy"), "SELECT 1;");
        long id = makeAny(declared);
        assertAsDeclared(read(FleetKind.POLICY, id).orElseThrow(), declared);

        var after = DeclaredObjects.policy(name("policy"), "SELECT 2;");
        var update = DeclaredQueries.update(id, after, "sql");
        assertThat(fleet().start(update)).isEqualTo(new Outcome.Done(Optional.of(Long.toString(id))));
        assertThat(fleet().start(update)).isInstanceOf(Outcome.Done.class);
        assertAsDeclared(read(FleetKind.POLICY, id).orElseThrow(), after);

        assertThat(failure(fleet().start(Step.CreateInFleet.of(after)))).isInstanceOf(Failure.WorldChanged.class);
        var delete = new Step.DeleteInFleet(FleetKind.POLICY, "", id);
        assertThat(fleet().start(delete)).isEqualTo(new Outcome.Done(Optional.empty()));
        assertThat(read(FleetKind.POLICY, id)).isEmpty();
        assertThat(fleet().start(delete)).isEqualTo(new Outcome.Done(Optional.empty()));
        assertThat(failure(fleet().start(update))).isInstanceOf(Failure.WorldChanged.class);
    }

    @Test
    void aLabelIsMadeRenamedAndDeletedAndKeepsWhatItIsMadeOf() {
        var declared = DeclaredObjects.label(name("label"), "SELECT 1;");
        long id = makeAny(declared);
        assertAsDeclared(read(FleetKind.LABEL, id).orElseThrow(), declared);

        var after = DeclaredObjects.label(name("renamed"), "SELECT 2;");
        assertThat(fleet().start(DeclaredQueries.update(id, after, "name"))).isInstanceOf(Outcome.Done.class);
        assertThat(failure(fleet().start(DeclaredQueries.update(id, after, "sql"))))
                .isInstanceOf(Failure.NeedsHuman.class);
        var is = read(FleetKind.LABEL, id).orElseThrow();
        assertThat(is.name()).isEqualTo(name("renamed"));
        assertThat(is.field("sql")).isEqualTo("SELECT 1;");

        var delete = new Step.DeleteInFleet(FleetKind.LABEL, "", id);
        assertThat(fleet().start(delete)).isEqualTo(new Outcome.Done(Optional.empty()));
        assertThat(read(FleetKind.LABEL, id)).isEmpty();
        assertThat(fleet().start(delete)).isEqualTo(new Outcome.Done(Optional.empty()));
    }

    @Test
    void aLabelThatListsNobodyIsCarriedByNobody() {
        long id = makeAny(DeclaredObjects.listing(name("nobody's"), List.of()));
        assertThat(read(FleetKind.LABEL, id).orElseThrow().field("membership")).isEqualTo("manual");
        assertThat(got(fleet().carrying(id, 0)).hosts()).isEmpty();
        assertThat(got(fleet().carrying(id, 0)).last()).isTrue();
    }

    @Test
    void aLabelThatFleetBroughtAlongIsNobodys() {
        var builtIn = got(fleet().look(Optional.of(Set.of()))).all(FleetKind.LABEL).values().stream()
                .filter(ObservedObject::builtIn)
                .findFirst()
                .orElseThrow();
        assertThat(failure(fleet().start(new Step.DeleteInFleet(FleetKind.LABEL, "", builtIn.id()))))
                .isInstanceOf(Failure.NeedsHuman.class);
        assertThat(read(FleetKind.LABEL, builtIn.id())).isPresent();
    }

    @Test
    void theHostsOfAPolicyAreSetAndClearedOnPremium() {
        if (!got(fleet().look(Optional.of(Set.of()))).licence().equals(Optional.of(Observed.Licence.PREMIUM))) return;
        makeAny(DeclaredObjects.label(name("target"), "SELECT 1;"));
        long id = makeAny(DeclaredObjects.policy(name("scoped"), "SELECT 1;", name("target")));
        assertThat(read(FleetKind.POLICY, id).orElseThrow().field("labelsIncludeAny"))
                .isEqualTo(name("target"));
        var everywhere = DeclaredObjects.policy(name("scoped"), "SELECT 1;");
        assertThat(fleet().start(DeclaredQueries.update(id, everywhere, "description")))
                .isInstanceOf(Outcome.Done.class);
        assertThat(read(FleetKind.POLICY, id).orElseThrow().field("labelsIncludeAny"))
                .isEqualTo(name("target"));
        assertThat(fleet().start(DeclaredQueries.update(id, everywhere, "labelsIncludeAny")))
                .isInstanceOf(Outcome.Done.class);
        assertThat(read(FleetKind.POLICY, id).orElseThrow().field("labelsIncludeAny"))
                .isEmpty();
    }

    @Test
    void aTeamThatDoesNotExistIsSaidSo() {
        var seen = got(fleet().look(Optional.of(Set.of(name("no team")))));
        if (seen.licence().equals(Optional.of(Observed.Licence.FREE))) return;
        assertThat(seen.teams()).containsEntry(name("no team"), false);
    }

    @Test
    void aHostThatIsNotEnrolledIsSilent() {
        var nobody = new HostIdentity(
                Optional.of(name("serial")), Optional.empty(), new TreeSet<>(), List.of(name("nobody")));
        assertThat(got(fleet().ask(nobody, "SELECT 1"))).isInstanceOf(LiveAnswer.Silent.class);
    }

    @Test
    void ofManyHostsThatAreNotEnrolledEachIsSilent() {
        var nobody = new TreeMap<HostName, HostIdentity>();
        for (var host : List.of("nobody-1", "nobody-2"))
            nobody.put(
                    new HostName(host),
                    new HostIdentity(
                            Optional.of(name("serial " + host)),
                            Optional.empty(),
                            new TreeSet<>(),
                            List.of(name(host))));
        var heard = new ArrayList<LiveAnswer>();
        var question = new LiveQuestion("SELECT 1", nobody, Duration.ofSeconds(30), 10, 1000);
        assertThat(got(fleet().ask(question, (_, answer) -> heard.add(answer)))).isEqualTo(new LiveEnd.Complete());
        assertThat(heard).hasSize(2).hasOnlyElementsOfType(LiveAnswer.Silent.class);
    }

    @Test
    void hostsThatAreOnlineAnswerTogether() {
        var online = online();
        assumeTrue(online.size() > 1, "two hosts that are online");
        var heard = new TreeMap<HostName, LiveAnswer>();
        var question = new LiveQuestion("SELECT version FROM osquery_info", online, Duration.ofSeconds(60), 10, 1000);
        assertThat(got(fleet().ask(question, heard::put))).isEqualTo(new LiveEnd.Complete());
        assertThat(heard).hasSameSizeAs(online);
        assertThat(heard.values())
                .anySatisfy(answer -> assertThat(answer)
                        .isInstanceOfSatisfying(
                                LiveAnswer.Rows.class,
                                rows -> rows.first()
                                        .forEach(row -> assertThat(row).containsOnlyKeys("version"))));
    }

    /** A few hosts that are online; on a real server whoever is there. */
    abstract SortedMap<HostName, HostIdentity> online();
}
