package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.Label;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who carries a label: read in few calls, and never taken for more than it is. */
class LabelCarriersTest {
    private final FakeFleet fleet = new FakeFleet();
    private final World world =
            new World(Map.of(), Map.of(Given.FLEET, fleet), Clock.fixed(Given.NOON, ZoneOffset.UTC));

    private static FleetHost host(long id) {
        return new FleetHost(
                id,
                "h" + id,
                Optional.of("SN-" + id),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                0,
                "");
    }

    private static Label listing(String name, String... hosts) {
        return FleetSamples.label(name, new Label.Membership.Manual(Optional.of(new TreeSet<>(List.of(hosts)))));
    }

    LabelCarriersTest() {
        fleet.showsCarriers = false;
        for (long id = 1; id <= 3; id++) fleet.enrolled.add(host(id));
        put(4, listing("l"), "h1 (id 1), h2 (id 2)", "");
        put(5, listing("m"), "h3 (id 3)", "");
        follow(listing("l", "SN-1"), listing("m", "SN-3"));
    }

    private void put(long id, Label label, String carriers, String team) {
        var is = Given.with(Given.observed(id, label), "hosts", carriers);
        fleet.put(new ObservedObject(FleetKind.LABEL, id, team, false, is.fields()));
    }

    private void follow(Label... labels) {
        world.follow(
                "infra",
                FleetSamples.desired(Given.repository(), List.of(labels)).inventory(),
                Records.NONE);
    }

    private Observed.FleetServer look() {
        return got(world.look(Given.FLEET));
    }

    private static Observed.FleetServer got(Reading<Observed.FleetServer> reading) {
        assertThat(reading).isInstanceOf(Reading.Got.class);
        return ((Reading.Got<Observed.FleetServer>) reading).value();
    }

    private void callRoll() {
        while (!world.callRoll(Given.FLEET).equals(new Reading.Got<>(true)))
            assertThat(world.rolls().get(Given.FLEET).failure()).isEmpty();
    }

    private static Optional<String> carriers(Observed.FleetServer server, long label) {
        return Optional.ofNullable(
                server.all(FleetKind.LABEL).get(label).fields().get("hosts"));
    }

    private List<String> calls(String word) {
        return fleet.calls.stream().filter(word::equals).toList();
    }

    @Test
    void hostsAreReadByTheRollCallAndNeverInsideALook() {
        assertThat(look().enrolled().extent()).isEqualTo(Observed.Extent.NOT_READ);
        assertThat(calls("hosts")).isEmpty();
        assertThat(calls("carrying")).hasSize(2);
        callRoll();
        fleet.calls.clear();
        var server = look();
        assertThat(server.enrolled().extent()).isEqualTo(Observed.Extent.ALL);
        assertThat(server.enrolled().hosts()).containsOnlyKeys(1L, 2L, 3L);
        assertThat(calls("hosts")).isEmpty();

        world.followAll();
        assertThat(look().enrolled().extent()).isEqualTo(Observed.Extent.ALL);
    }

    @Test
    void oneLookAtEverythingReadsTheHostsToo() {
        world.followAll();
        assertThat(look().enrolled().hosts()).containsOnlyKeys(1L, 2L, 3L);
        assertThat(look().enrolled().extent()).isEqualTo(Observed.Extent.ALL);
        fleet.unreadable.add(4L);
        assertThat(world.look(Given.FLEET)).isInstanceOf(Reading.Missed.class);
    }

    @Test
    void whoeverSeesSomeTeamsOnlyTakesNoListForTheWholeOne() {
        look();
        callRoll();
        assertThat(carriers(look(), 4)).contains("h1 (id 1), h2 (id 2)");
        put(6, listing("of a team"), "h3 (id 3)", "Servers");
        follow(listing("l", "SN-1"), listing("of a team", "SN-3"));
        fleet.sight = new Sight.Teams(new TreeSet<>(List.of("servers")));
        var limited = look();
        assertThat(limited.enrolled().extent()).isEqualTo(Observed.Extent.LIMITED);
        assertThat(limited.enrolled().teams()).containsExactly("servers");
        assertThat(carriers(limited, 4)).isEmpty();
        assertThat(carriers(limited, 6)).contains("h3 (id 3)");

        fleet.sight = new Sight.Untold();
        var untold = look();
        assertThat(untold.enrolled().extent()).isEqualTo(Observed.Extent.FORBIDDEN);
        assertThat(carriers(untold, 6)).isEmpty();
    }

    @Test
    void aRollThatWasCalledWithLessSightIsNoRollOfAll() {
        fleet.sight = new Sight.Teams(new TreeSet<>(List.of("Servers")));
        look();
        callRoll();
        fleet.sight = new Sight.All();
        assertThat(look().enrolled().extent()).isEqualTo(Observed.Extent.NOT_READ);
        callRoll();
        assertThat(look().enrolled().extent()).isEqualTo(Observed.Extent.ALL);
    }

    @Test
    void fewerThanFleetCountsAreReadOnceMore() {
        fleet.counts.put(4L, 2);
        fleet.shifts = 1;
        follow(listing("l", "SN-1"));
        var server = look();
        assertThat(carriers(server, 4)).contains("h1 (id 1), h2 (id 2)");
        assertThat(calls("carrying")).hasSize(2);
        assertThat(server.all(FleetKind.LABEL).get(4L).fields())
                .as("it changes by itself, and nothing is planned from it")
                .doesNotContainKey("count");
        fleet.counts.put(4L, 9);
        assertThat(carriers(look(), 4)).as("whatever it counts").contains("h1 (id 1), h2 (id 2)");
    }

    @Test
    void oneLabelThatCannotBeReadLosesNothingElse() {
        fleet.unreadable.add(4L);
        var server = look();
        assertThat(carriers(server, 4)).isEmpty();
        assertThat(carriers(server, 5)).contains("h3 (id 3)");
        assertThat(world.failures()).isEmpty();
    }

    @Test
    void whileALabelIsWrittenOnlyItsHostsAreReadAndOfOthersItIsAsItWas() {
        look();
        put(4, listing("l"), "h3 (id 3)", "");
        put(5, listing("m"), "", "");
        fleet.calls.clear();
        var server = got(world.look(Given.FLEET, Set.of(4L)));
        assertThat(calls("carrying")).hasSize(1);
        assertThat(carriers(server, 4)).contains("h3 (id 3)");
        assertThat(carriers(server, 5)).contains("h3 (id 3)");
        assertThat(carriers(look(), 5)).contains("");
    }

    @Test
    void aLabelThatNoDocumentListsAnyMoreIsNotReadAnyMore() {
        follow(listing("m", "SN-3"));
        world.follow(
                "another", FleetSamples.desired(Given.repository(), List.of()).inventory(), Records.NONE);
        look();
        assertThat(calls("carrying")).hasSize(1);
        follow();
        fleet.calls.clear();
        look();
        assertThat(fleet.calls).doesNotContain("carrying", "sight");
    }

    @Test
    void whoMayNotListHostsIsToldSo() {
        look();
        fleet.enrolledRefused = true;
        assertThat(world.callRoll(Given.FLEET)).isInstanceOf(Reading.Missed.class);
        assertThat(look().enrolled().extent()).isEqualTo(Observed.Extent.FORBIDDEN);
        assertThat(new TreeMap<>(look().enrolled().hosts())).isNotEmpty();
    }
}
