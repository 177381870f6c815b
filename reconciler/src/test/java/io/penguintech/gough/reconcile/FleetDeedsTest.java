package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.FleetKind;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose hands were on a Fleet is known by the name that each thing had before, and costs a call only when something changed. */
class FleetDeedsTest {
    private final FakeFleet fleet = new FakeFleet();
    private final World world =
            new World(Map.of(), Map.of(Given.FLEET, fleet), Clock.fixed(Given.NOON, ZoneOffset.UTC));

    private static ObservedObject query(long id, String name, String sql) {
        return new ObservedObject(
                FleetKind.QUERY, id, "", false, new TreeMap<>(Map.of(FleetFields.NAME, name, "sql", sql)));
    }

    private void noted(String user, String what, long id, String name, int minute) {
        fleet.noted.add(new Fleet.Noted(
                Given.NOON.plus(Duration.ofMinutes(minute)),
                user,
                user + "@example.org",
                what,
                FleetKind.QUERY,
                id,
                "",
                name));
    }

    private Optional<Deed> of(String name) {
        return Optional.ofNullable(world.fleetDeeds(Given.FLEET).get(Subject.OfFleet.query(Given.FLEET, name)));
    }

    private long activities() {
        return fleet.calls.stream().filter("activities"::equals).count();
    }

    @BeforeEach
    void twoQueries() {
        fleet.put(query(7, "Ports", "SELECT 1"));
        fleet.put(query(8, "Users", "SELECT 2"));
        world.look(Given.FLEET);
    }

    @Test
    void whoEditedIsKnownAfterTheLookThatFindsIt() {
        assertThat(activities()).as("at the first look").isEqualTo(1);
        world.look(Given.FLEET);
        assertThat(activities()).as("where nothing changed").isEqualTo(1);
        fleet.put(query(7, "Ports", "SELECT 3"));
        noted("robin", "edited saved query", 7, "Ports", 1);
        world.look(Given.FLEET);
        assertThat(of("Ports"))
                .contains(new Deed(
                        "robin", "edited saved query", Given.NOON.plus(Duration.ofMinutes(1)), Deed.FLEET_ACTIVITY));
        assertThat(of("Users")).isEmpty();
        assertThat(activities()).isEqualTo(2);
    }

    @Test
    void whatWasRenamedIsKnownByBothNames() {
        fleet.put(query(7, "Sockets", "SELECT 1"));
        noted("robin", "edited saved query", 7, "Sockets", 1);
        world.look(Given.FLEET);
        assertThat(of("Ports")).isPresent();
        assertThat(of("Sockets")).isPresent();
    }

    @Test
    void whoDeletedIsKnownByTheNameAlone() {
        fleet.objects.clear();
        noted("robin", "deleted saved query", 0, "Ports", 1);
        world.look(Given.FLEET);
        assertThat(of("Ports").orElseThrow().what()).isEqualTo("deleted saved query");
    }

    @Test
    void theLastHandCountsAndOursIsNobodys() {
        fleet.put(query(7, "Ports", "SELECT 3"));
        noted("robin", "edited saved query", 7, "Ports", 1);
        noted("sam", "edited saved query", 7, "Ports", 1);
        world.look(Given.FLEET);
        assertThat(of("Ports").orElseThrow().who()).isEqualTo("sam");
        fleet.put(query(7, "Ports", "SELECT 1"));
        var us = fleet.identity() instanceof Reading.Got<BackendIdentity>(var who) ? who.user() : "";
        fleet.noted.add(new Fleet.Noted(
                Given.NOON.plus(Duration.ofMinutes(4)),
                "Gough",
                us,
                "edited saved query",
                FleetKind.QUERY,
                7,
                "",
                "Ports"));
        world.look(Given.FLEET);
        assertThat(of("Ports")).isEmpty();
    }

    @Test
    void aUserWhoMayNotReadThemKnowsNobodyAndLosesNothing() {
        fleet.put(query(7, "Ports", "SELECT 3"));
        fleet.activitiesRefused = true;
        assertThat(world.look(Given.FLEET)).isInstanceOf(Reading.Got.class);
        assertThat(world.failures()).isEmpty();
        assertThat(of("Ports")).isEmpty();
    }
}
