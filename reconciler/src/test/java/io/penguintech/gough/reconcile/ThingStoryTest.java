package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.schema.Thing;
import io.penguintech.gough.schema.ThingKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Things of a region from their documents to MAAS, with bad luck and deaths on the way. */
class ThingStoryTest {
    private static Thing thing(ThingKind kind, String name, String... pairs) {
        return ThingPlanningTest.thing(kind, name, false, pairs);
    }

    private static TestEngine engine(Thing... things) {
        var engine = new TestEngine(Given.desired(Given.repository(), List.of(), things));
        for (var kind : EnumSet.allOf(ThingKind.class)) engine.maas.things.put(kind, new TreeMap<>());
        return engine;
    }

    private static Thing[] all() {
        return new Thing[] {
            thing(ThingKind.ZONE, "rack-x", "description", "X"),
            thing(ThingKind.POOL, "lab"),
            thing(ThingKind.TAG, "role-web", "comment", "web"),
            thing(ThingKind.FABRIC, "dc1"),
            thing(ThingKind.VLAN, "servers", "fabric", "dc1", "vid", "20", "dhcp", "true", "primaryRack", "6ntnxf"),
            thing(ThingKind.SUBNET, "servers", "vlan", "dc1/20", "cidr", "192.0.2.0/24"),
            thing(
                    ThingKind.IP_RANGE,
                    "pool",
                    "subnet",
                    "192.0.2.0/24",
                    "type",
                    "dynamic",
                    "start",
                    "192.0.2.10",
                    "end",
                    "192.0.2.20"),
            thing(ThingKind.DNS_RECORD, "www", "domain", "maas", "label", "www", "addresses", "192.0.2.5"),
        };
    }

    private static TestEngine started(Thing... things) {
        var engine = engine(things);
        engine.maas
                .things
                .get(ThingKind.DOMAIN)
                .put("0", new ObservedThing(ThingKind.DOMAIN, "0", ThingPlanningTest.fields("name", "maas")));
        return engine;
    }

    @Test
    void everythingIsMadeAndDhcpIsSwitchedOnLast() {
        var engine = started(all()).run(60);
        assertThat(engine.stuck).isEmpty();
        assertThat(engine.plan().inSync()).isTrue();
        assertThat(engine.maas.effects.getLast()).startsWith("update-thing");
        assertThat(engine.maas.things.get(ThingKind.VLAN).values())
                .singleElement()
                .satisfies(vlan ->
                        assertThat(vlan.fields()).containsEntry("dhcp", "true").containsEntry("primaryRack", "6ntnxf"));
        assertThat(engine.things).hasSize(8);
    }

    @Test
    void aRelayIsSetOnceBothVlansAreThere() {
        var fabric = thing(ThingKind.FABRIC, "dc1");
        var served = thing(ThingKind.VLAN, "z", "fabric", "dc1", "vid", "20");
        var relayed = thing(ThingKind.VLAN, "a", "fabric", "dc1", "vid", "10", "dhcp", "false", "relay", "dc1/20");
        var engine = started(fabric, served, relayed).run(60);
        assertThat(engine.stuck).isEmpty();
        assertThat(engine.plan().inSync()).isTrue();
        assertThat(engine.maas.effects.getLast()).startsWith("update-thing");
        assertThat(engine.maas.things.get(ThingKind.VLAN).values())
                .extracting(vlan -> vlan.fields().get("relay"))
                .containsExactlyInAnyOrder(null, "dc1/20");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsLostOnTheWayNothingIsMadeTwice(long seed) {
        var engine = started(all());
        var random = new Random(seed);
        var luck = FakeMaas.Luck.values();
        engine.maas.fate(() -> random.nextInt(3) == 0 ? luck[random.nextInt(4)] : FakeMaas.Luck.GOOD, 2);
        engine.death = beforeCall -> random.nextInt(12) == 0;
        engine.retries = 100;
        engine.run(2000);
        assertThat(engine.plan().inSync()).isTrue();
        assertThat(engine.maas.effects.stream().filter(effect -> effect.startsWith("create-thing")))
                .doesNotHaveDuplicates()
                .hasSize(8);
    }

    @Test
    void whatSomebodyMadeInBetweenIsNotTakenForOurs() {
        var engine = started(thing(ThingKind.ZONE, "rack-x", "description", "X"));
        var change = (Change.OfThing) engine.plan().changes().getFirst();
        var zones = engine.maas.things.get(ThingKind.ZONE);
        zones.put("9", new ObservedThing(ThingKind.ZONE, "9", ThingPlanningTest.fields("name", "rack-x")));
        var next = Journey.next(
                change,
                new Seen<>(zones, Given.NOON),
                List.of(),
                new Course(Given.REPOSITORY_ID, Given.USER, "", Journey.Patience.DEFAULT, Given.NOON));
        assertThat(next).isInstanceOf(Journey.Next.Stuck.class);
    }

    /** What comes next when the call that makes a zone was journalled, nobody knows its answer, and MAAS has this one now. */
    private static Journey.Next afterALostAnswer(String... fields) {
        var engine = started(thing(ThingKind.ZONE, "rack-x", "description", "X"));
        var change = (Change.OfThing) engine.plan().changes().getFirst();
        var zones = new TreeMap<String, ObservedThing>();
        zones.put("9", new ObservedThing(ThingKind.ZONE, "9", ThingPlanningTest.fields(fields)));
        return Journey.next(
                change,
                new Seen<>(zones, Given.NOON),
                List.of(new Journey.Taken(ThingJourney.CREATE, Given.NOON, Optional.empty())),
                new Course(Given.REPOSITORY_ID, Given.USER, "", Journey.Patience.DEFAULT, Given.NOON));
    }

    @Test
    void whatWasMadeThoughItsAnswerWasLostIsKnownByBeingExactlyWhatWasSent() {
        assertThat(afterALostAnswer("name", "rack-x", "description", "X")).isInstanceOf(Journey.Next.Arrived.class);
        assertThat(afterALostAnswer("name", "rack-x", "description", "somebody else's"))
                .isInstanceOf(Journey.Next.Stuck.class);
    }

    @Test
    void whatChangedSinceItWasApprovedIsNotOverwritten() {
        var engine =
                started(thing(ThingKind.ZONE, "rack-x", "description", "X")).run(10);
        engine.desired =
                Given.desired(Given.repository(), List.of(), thing(ThingKind.ZONE, "rack-x", "description", "Y"));
        var change = (Change.OfThing) engine.plan().changes().getFirst();
        var zones = new TreeMap<String, ObservedThing>();
        var id = change.id().orElseThrow();
        zones.put(
                id,
                new ObservedThing(ThingKind.ZONE, id, ThingPlanningTest.fields("name", "rack-x", "description", "Z")));
        var next = Journey.next(
                change,
                new Seen<>(zones, Given.NOON),
                List.of(),
                new Course(Given.REPOSITORY_ID, Given.USER, "", Journey.Patience.DEFAULT, Given.NOON));
        assertThat(next)
                .isEqualTo(new Journey.Next.Stuck(
                        "description was X when this was approved, and now it is Z: somebody changed it"));
    }
}
