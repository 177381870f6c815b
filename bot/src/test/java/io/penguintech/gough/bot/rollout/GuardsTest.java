package io.penguintech.gough.bot.rollout;

import static io.penguintech.gough.bot.rollout.Samples.DEFAULT;
import static io.penguintech.gough.bot.rollout.Samples.REVISION;
import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.BackendIdentity;
import io.penguintech.gough.reconcile.Desired;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Revision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GuardsTest {
    private static final Revision OTHER = new Revision("b".repeat(40));
    private static final BackendIdentity PINNED = new BackendIdentity("http://maas", "f".repeat(64), "gough", "3.4");

    private static Records.HostRecord record(int number) {
        return new Records.HostRecord(
                new HostName("h" + number),
                DEFAULT,
                new SystemId("id" + number),
                new TreeSet<>(),
                false,
                Optional.empty(),
                Optional.empty(),
                new TreeSet<>());
    }

    private static Records records(int count) {
        var hosts = new TreeMap<HostName, Records.HostRecord>();
        for (int i = 0; i < count; i++) hosts.put(record(i).host(), record(i));
        return new Records(hosts, new TreeMap<>());
    }

    private static Machine machine(int number, Set<String> tags, Map<String, String> annotations) {
        return new Machine(
                new SystemId("id" + number),
                "h" + number,
                new TreeSet<>(),
                Optional.empty(),
                "amd64/generic",
                "default",
                "default",
                "maas",
                "",
                new TreeSet<>(tags),
                Optional.empty(),
                false,
                "",
                new TreeMap<>(annotations),
                "Ready",
                new Machine.State.Ready());
    }

    private static Observed.Region region(boolean complete, List<Machine> machines) {
        var seen = new TreeMap<SystemId, Seen<Machine>>();
        machines.forEach(machine -> seen.put(machine.id(), new Seen<>(machine, Samples.NOW)));
        return new Observed.Region(
                PINNED,
                seen,
                complete,
                Samples.NOW,
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeMap<>());
    }

    private static List<Machine> machines(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> machine(i, Set.of(), Map.of()))
                .toList();
    }

    private static Optional<Guards.Tripped> gone(int known, int there, Set<String> confirmed) {
        return Guards.gone(DEFAULT, region(true, machines(there)), records(known), Set.of(), confirmed);
    }

    @Test
    void exactlyAFifthGoneIsNotYetAnAccident() {
        assertThat(gone(5, 4, Set.of())).isEmpty();
        assertThat(gone(10, 8, Set.of())).isEmpty();
        assertThat(gone(10, 7, Set.of()).orElseThrow().text()).contains("3 of the 10");
        assertThat(gone(4, 3, Set.of())).isPresent();
        assertThat(gone(0, 0, Set.of())).isEmpty();
    }

    @Test
    void whatWasConfirmedIsGoneForGoodAndMoreIsNewsAgain() {
        var tripped = gone(10, 7, Set.of()).orElseThrow();
        var confirmed = Set.copyOf(tripped.keys());

        assertThat(gone(10, 7, confirmed)).isEmpty();
        assertThat(gone(10, 5, confirmed)).isEmpty();
        assertThat(gone(10, 4, confirmed).orElseThrow().keys()).hasSize(3);
    }

    @Test
    void absenceCountsOnlyInACompleteList() {
        assertThat(Guards.gone(DEFAULT, region(false, List.of()), records(10), Set.of(), Set.of()))
                .isEmpty();
    }

    @Test
    void machinesThatAreBeingGivenUpAreExpectedToGo() {
        var leaving = Set.of(new HostName("h7"), new HostName("h8"), new HostName("h9"));

        assertThat(Guards.gone(DEFAULT, region(true, machines(7)), records(10), leaving, Set.of()))
                .isEmpty();
    }

    @Test
    void aBranchThatDoesNotDescendFromBeforeIsToldWithBothEnds() {
        var tripped = Guards.rewound(REVISION, OTHER, Set.of()).orElseThrow();

        assertThat(tripped.text()).contains(REVISION.brief()).contains(OTHER.brief());
        assertThat(Guards.rewound(REVISION, OTHER, Set.copyOf(tripped.keys()))).isEmpty();
    }

    @Test
    void onlyATreeThatBecameEmptyIsAnAccident() {
        assertThat(Guards.emptied(REVISION, 0, 0, Set.of())).isEmpty();
        assertThat(Guards.emptied(REVISION, 3, 1, Set.of())).isEmpty();
        var tripped = Guards.emptied(REVISION, 3, 0, Set.of()).orElseThrow();
        assertThat(tripped.text()).contains("declared 3");
        assertThat(Guards.emptied(REVISION, 3, 0, Set.copyOf(tripped.keys()))).isEmpty();
        assertThat(Guards.emptied(OTHER, 3, 0, Set.copyOf(tripped.keys()))).isPresent();
    }

    @Test
    void aBranchThatNeverWasIsNoAccident() {
        assertThat(Guards.vanished("main", Optional.empty(), Set.of())).isEmpty();
        assertThat(Guards.vanished("main", Optional.of(REVISION), Set.of())
                        .orElseThrow()
                        .text())
                .contains("main is gone");
    }

    @Test
    void anotherServerOrAnotherUserIsNoticedAndANewVersionIsNot() {
        var upgraded = new BackendIdentity("http://maas2", PINNED.fingerprint(), "gough", "3.5");
        var other = new BackendIdentity("http://maas", "e".repeat(64), "gough", "3.4");
        var user = new BackendIdentity("http://maas", PINNED.fingerprint(), "bob", "3.4");

        assertThat(Guards.swapped("maas default", PINNED, upgraded)).isEmpty();
        assertThat(Guards.swapped("maas default", PINNED, other).orElseThrow().text())
                .contains("eeeeeeeeeeee")
                .contains("ffffffffffff");
        assertThat(Guards.swapped("maas default", PINNED, user).orElseThrow().text())
                .contains("bob");
    }

    @Test
    void aStampAboveEveryNumberEverGivenMeansAnOlderDatabase() {
        var ours = "gough-main";
        var stamped = machine(1, Set.of(ours, Desired.MANAGED), Map.of(Guards.JOURNAL, "12"));
        var foreign = machine(2, Set.of("gough-other"), Map.of(Guards.JOURNAL, "99"));
        var garbage = machine(3, Set.of(ours), Map.of(Guards.JOURNAL, "ninety"));
        var observed = new Observed(
                new TreeMap<>(Map.of(DEFAULT, region(true, List.of(stamped, foreign, garbage)))), new TreeMap<>());

        assertThat(Guards.outdated(ours, observed, 12, Set.of())).isEmpty();
        var tripped = Guards.outdated(ours, observed, 11, Set.of()).orElseThrow();
        assertThat(tripped.keys()).containsExactly("stamp:12");
        assertThat(Guards.outdated(ours, observed, 11, Set.of("stamp:12"))).isEmpty();
    }

    @Test
    void theWorldIsJudgedByEverythingAtOnce() {
        var observed = new Observed(new TreeMap<>(Map.of(DEFAULT, region(true, List.of()))), new TreeMap<>());
        var identities = Guards.identities(
                observed, Map.of("maas default", new BackendIdentity("u", "e".repeat(64), "gough", "1")));
        var found = Guards.world(observed, identities, Map.of("maas default", PINNED), records(3), Set.of(), Set.of());

        assertThat(found).hasSize(2);
        assertThat(Guards.world(
                        observed, Guards.identities(observed, Map.of()), Map.of(), records(0), Set.of(), Set.of()))
                .isEmpty();
    }
}
