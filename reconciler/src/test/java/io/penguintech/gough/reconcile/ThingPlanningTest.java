package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change.Act;
import io.penguintech.gough.schema.HostNetwork;
import io.penguintech.gough.schema.HostNetwork.Interface;
import io.penguintech.gough.schema.HostNetwork.InterfaceType;
import io.penguintech.gough.schema.HostNetwork.Link;
import io.penguintech.gough.schema.HostNetwork.Mode;
import io.penguintech.gough.schema.HostNetwork.VlanRef;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.schema.Thing;
import io.penguintech.gough.schema.ThingKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is planned for the things that machines stand on. */
class ThingPlanningTest {
    private final TreeMap<ThingKind, SortedMap<String, ObservedThing>> has = new TreeMap<>();
    private final TreeMap<Subject.OfThing, String> remembered = new TreeMap<>();
    private final TreeMap<Subject.OfThing, String> keys = new TreeMap<>();
    private final List<io.penguintech.gough.schema.Host> hosts = new ArrayList<>();
    private boolean prune;

    ThingPlanningTest() {
        for (var kind : EnumSet.allOf(ThingKind.class)) has.put(kind, new TreeMap<>());
    }

    static SortedMap<String, String> fields(String... pairs) {
        var fields = new TreeMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) fields.put(pairs[i], pairs[i + 1]);
        return fields;
    }

    static Thing thing(ThingKind kind, String name, boolean adopt, String... pairs) {
        var fields = fields(pairs);
        if (kind.named(fields)) fields.put("name", name);
        return new Thing(kind, name, Given.REGION, List.of(), fields, adopt, new Place("region/a.yaml", 1, 1));
    }

    private static Thing range(String name, String start) {
        return thing(ThingKind.IP_RANGE, name, true, "start", start);
    }

    private static Thing formerly(Thing thing, String former) {
        return new Thing(
                thing.kind(),
                thing.name(),
                thing.region(),
                List.of(former),
                thing.fields(),
                thing.adopt(),
                thing.place());
    }

    private ThingPlanningTest with(ThingKind kind, String id, String... pairs) {
        has.get(kind).put(id, new ObservedThing(kind, id, fields(pairs)));
        return this;
    }

    private ThingPlanningTest ours(ThingKind kind, String name, String id) {
        remembered.put(new Subject.OfThing(Given.REGION, kind, name), id);
        return this;
    }

    private Observed world() {
        var seen = Given.observed();
        var regions = new TreeMap<>(seen.regions());
        regions.replaceAll((name, region) -> region.with(has));
        return new Observed(regions, seen.fleets());
    }

    private Records records() {
        return new Records(new TreeMap<>(), new TreeMap<>(), remembered, keys, new TreeMap<>());
    }

    private SortedMap<Subject.OfThing, String> unrecorded(Thing... things) {
        return Adoptions.unrecordedThings(Given.desired(Given.repository(), hosts, things), world(), records());
    }

    private Plan plan(Thing... things) {
        var repository = prune ? Given.repository(true, Duration.ofHours(72)) : Given.repository();
        return Planner.plan(Given.desired(repository, hosts, things), world(), records(), Rules.of(repository));
    }

    private static Change.OfThing only(Plan plan) {
        assertThat(plan.blocked()).isEmpty();
        assertThat(plan.changes()).hasSize(1);
        return (Change.OfThing) plan.changes().getFirst();
    }

    private static String why(Plan plan) {
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.blocked()).hasSize(1);
        return plan.blocked().getFirst().why();
    }

    @Test
    void whatIsMissingIsMade() {
        var change = only(plan(thing(ThingKind.ZONE, "rack-x", false, "description", "X")));
        assertThat(change.act()).isEqualTo(Act.CREATE);
        assertThat(change.risk()).isEqualTo(Risk.NOTICE);
        assertThat(change.subject().text()).isEqualTo("zone default/rack-x");
        assertThat(change.fields())
                .containsExactly(
                        new FieldChange("description", Optional.empty(), Optional.of("X")),
                        new FieldChange("name", Optional.empty(), Optional.of("rack-x")));
    }

    @Test
    void whatIsThereAndNotOursIsLeftAloneUntilAdopted() {
        with(ThingKind.ZONE, "7", "name", "rack-x");
        assertThat(why(plan(thing(ThingKind.ZONE, "rack-x", false))))
                .isEqualTo(
                        "Region default already has a zone rack-x that Gough did not make. Set spec.adopt: true at region/a.yaml:1:1 to take it over as it is, or choose another.");
        var change = only(plan(thing(ThingKind.ZONE, "rack-x", true, "description", "X")));
        assertThat(change.act()).isEqualTo(Act.ADOPT);
        assertThat(change.id()).contains("7");
        assertThat(change.fields()).containsExactly(new FieldChange("description", Optional.empty(), Optional.of("X")));
    }

    @Test
    void whatIsAdoptedAndAsDeclaredNeedsNoWriteAndIsRemembered() {
        with(ThingKind.ZONE, "7", "name", "rack-x");
        with(ThingKind.IP_RANGE, "9", "start", "192.0.2.1");
        assertThat(plan(thing(ThingKind.ZONE, "rack-x", true)).changes()).isEmpty();
        assertThat(unrecorded(thing(ThingKind.ZONE, "rack-x", true)).values()).containsExactly("7");
        assertThat(unrecorded(thing(ThingKind.ZONE, "rack-x", false))).isEmpty();
        assertThat(unrecorded(thing(ThingKind.ZONE, "rack-x", true, "description", "X")))
                .isEmpty();
        assertThat(unrecorded(range("a", "192.0.2.1"), range("b", "192.0.2.1"))).isEmpty();
        assertThat(unrecorded(range("a", "192.0.2.1")).values()).containsExactly("9");
        ours(ThingKind.ZONE, "rack-y", "7");
        assertThat(unrecorded(thing(ThingKind.ZONE, "rack-x", true))).isEmpty();
    }

    @Test
    void whatIsOursAndAsDeclaredNeedsNothing() {
        with(ThingKind.ZONE, "7", "name", "rack-x", "description", "X").ours(ThingKind.ZONE, "rack-x", "7");
        var plan = plan(thing(ThingKind.ZONE, "rack-x", false));
        assertThat(plan.inSync()).isTrue();
        assertThat(plan.unchanged()).isPositive();
    }

    @Test
    void aRenameKeepsTheId() {
        with(ThingKind.POOL, "7", "name", "old").ours(ThingKind.POOL, "old", "7");
        var change = only(plan(formerly(thing(ThingKind.POOL, "new", false), "old")));
        assertThat(change.act()).isEqualTo(Act.UPDATE);
        assertThat(change.id()).contains("7");
        assertThat(change.fields()).containsExactly(new FieldChange("name", Optional.of("old"), Optional.of("new")));
    }

    @Test
    void aRenamedFabricDoesNotMoveWhatLiesInIt() {
        with(ThingKind.FABRIC, "7", "name", "old")
                .with(ThingKind.VLAN, "8", "name", "v", "fabric", "old", "vid", "5")
                .with(ThingKind.SUBNET, "9", "name", "s", "cidr", "192.0.2.0/24", "vlan", "old/5")
                .ours(ThingKind.FABRIC, "old", "7")
                .ours(ThingKind.VLAN, "v", "8")
                .ours(ThingKind.SUBNET, "s", "9");
        var change = only(plan(
                formerly(thing(ThingKind.FABRIC, "new", false), "old"),
                thing(ThingKind.VLAN, "v", false, "fabric", "new", "vid", "5"),
                thing(ThingKind.SUBNET, "s", false, "cidr", "192.0.2.0/24", "vlan", "new/5")));
        assertThat(change.subject().kind()).isEqualTo(ThingKind.FABRIC);
    }

    @Test
    void aNumberThatIsSomethingElsesNowIsLeftAloneAndBothWaysOutAreSaid() {
        var finance = thing(ThingKind.POOL, "production", false);
        ours(ThingKind.POOL, "production", "7").with(ThingKind.POOL, "7", "name", "finance");
        assertThat(plan(finance).changes()).isEmpty();
        assertThat(plan(finance).blocked())
                .singleElement()
                .asString()
                .contains("pool 7 of MAAS, but that is finance now", "add finance to formerly", "another name");
        assertThat(plan(formerly(finance, "finance")).changes())
                .as("somebody said that it is the same")
                .singleElement()
                .returns("update", Change::verb);

        with(ThingKind.POOL, "8", "name", "production");
        assertThat(plan(finance).blocked())
                .as("what is declared is there, made by somebody else")
                .singleElement()
                .asString()
                .contains("Set spec.adopt: true");
    }

    @Test
    void whatTellsASubnetFromOthersMayChangeInItsDocumentAndNotBehindIt() {
        var subnet = thing(ThingKind.SUBNET, "servers", false, "cidr", "192.0.2.0/25");
        ours(ThingKind.SUBNET, "servers", "3").with(ThingKind.SUBNET, "3", "name", "servers", "cidr", "192.0.2.0/24");
        keys.put(Subject.OfThing.of(subnet), "192.0.2.0/24");
        assertThat(plan(subnet).changes()).singleElement().returns("update", Change::verb);

        with(ThingKind.SUBNET, "3", "name", "guests", "cidr", "203.0.113.0/24");
        assertThat(plan(subnet).changes()).isEmpty();
        assertThat(plan(subnet).blocked())
                .singleElement()
                .asString()
                .contains("subnet 3 of MAAS, but that is 203.0.113.0/24 now", "put it back in MAAS");
    }

    @Test
    void imagesUnderOurNumberThatAreOthersAreNoneOfOurs() {
        var images = thing(
                ThingKind.IMAGE_SET, "noble", false, "os", "ubuntu", "release", "noble", "architectures", "amd64");
        ours(ThingKind.IMAGE_SET, "noble", "1-1")
                .with(ThingKind.IMAGE_SET, "1-1", "os", "ubuntu", "release", "jammy", "architectures", "amd64");
        keys.put(Subject.OfThing.of(images), images.key());
        assertThat(plan(images).changes()).singleElement().returns("create", Change::verb);
    }

    @Test
    void whatIsAsDeclaredIsKnownByWhatItIs() {
        var pool = thing(ThingKind.POOL, "lab", false);
        ours(ThingKind.POOL, "lab", "7").with(ThingKind.POOL, "7", "name", "lab");
        var desired = Given.desired(Given.repository(), List.of(), pool);
        assertThat(Adoptions.unlearntKeys(desired, world(), records()))
                .containsExactly(Map.entry(Subject.OfThing.of(pool), "lab"));
        keys.put(Subject.OfThing.of(pool), "lab");
        assertThat(Adoptions.unlearntKeys(desired, world(), records())).isEmpty();
    }

    @Test
    void whatMaasNeverChangesIsSaid() {
        with(ThingKind.FABRIC, "7", "name", "dc1")
                .with(ThingKind.VLAN, "8", "name", "v", "fabric", "dc1", "vid", "5")
                .ours(ThingKind.FABRIC, "dc1", "7")
                .ours(ThingKind.VLAN, "v", "8");
        assertThat(why(plan(
                        thing(ThingKind.FABRIC, "dc1", false),
                        thing(ThingKind.VLAN, "v", false, "fabric", "dc1", "vid", "6"))))
                .startsWith("MAAS cannot change vid of VLAN dc1/5 (5).");
    }

    @Test
    void aWholeNetworkIsPlannedAtOnceAndWaitsForWhatIsBlocked() {
        var vlan = thing(ThingKind.VLAN, "v", false, "fabric", "dc1", "vid", "5");
        var subnet = thing(ThingKind.SUBNET, "s", false, "cidr", "192.0.2.0/24", "vlan", "dc1/5");
        var plan = plan(thing(ThingKind.FABRIC, "dc1", false), vlan, subnet);
        assertThat(plan.changes())
                .extracting(change -> change.subject().text())
                .containsExactly("VLAN default/v", "fabric default/dc1", "subnet default/s");

        with(ThingKind.VLAN, "8", "name", "else", "fabric", "dc1", "vid", "5");
        has.get(ThingKind.FABRIC).put("7", new ObservedThing(ThingKind.FABRIC, "7", fields("name", "dc1")));
        var blocked = plan(thing(ThingKind.FABRIC, "dc1", true), vlan);
        assertThat(blocked.blocked())
                .extracting(Plan.Blocked::why)
                .hasSize(1)
                .first()
                .asString()
                .contains("VLAN dc1/5");
    }

    @Test
    void whatRefersToSomethingAbsentWaits() {
        assertThat(why(plan(thing(ThingKind.VLAN, "v", false, "fabric", "dc1", "vid", "5"))))
                .isEqualTo("It waits for fabric dc1, which MAAS does not have.");
    }

    @Test
    void theUntaggedVlanOfOurFabricNeedsNoAdopting() {
        var fabric = thing(ThingKind.FABRIC, "dc1", false);
        var vlan = thing(ThingKind.VLAN, "lab", false, "fabric", "dc1", "vid", "0", "mtu", "9000");
        assertThat(plan(fabric, vlan).blocked())
                .extracting(Plan.Blocked::why)
                .containsExactly(
                        "MAAS makes VLAN 0 together with its fabric; it is looked at once the fabric is there.");
        with(ThingKind.FABRIC, "7", "name", "dc1").ours(ThingKind.FABRIC, "dc1", "7");
        has.get(ThingKind.VLAN)
                .put(
                        "8",
                        new ObservedThing(
                                ThingKind.VLAN,
                                "8",
                                fields("name", "untagged", "fabric", "dc1", "vid", "0", "mtu", "1500")));
        var change = only(plan(fabric, vlan));
        assertThat(change.act()).isEqualTo(Act.ADOPT);
        assertThat(change.fields()).extracting(FieldChange::field).containsExactly("mtu");
    }

    @Test
    void theNameOfAVlanThatMaasCallsUntaggedIsLeftAlone() {
        with(ThingKind.FABRIC, "7", "name", "dc1")
                .with(ThingKind.VLAN, "8", "name", "untagged", "fabric", "dc1", "vid", "20")
                .with(ThingKind.VLAN, "9", "name", "late", "fabric", "dc1", "vid", "0");
        var plan = plan(
                thing(ThingKind.FABRIC, "dc1", true),
                thing(ThingKind.VLAN, "servers", true, "fabric", "dc1", "vid", "20"),
                thing(ThingKind.VLAN, "lab", true, "fabric", "dc1", "vid", "0"));
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.blocked()).isEmpty();
    }

    @Test
    void aTagThatGoughMadeForAHostNeedsNoAdopting() {
        with(ThingKind.TAG, "role-web", "name", "role-web", "comment", ObservedThing.MADE_TAG);
        var change = only(plan(thing(ThingKind.TAG, "role-web", false, "comment", "web servers")));
        assertThat(change.act()).isEqualTo(Act.ADOPT);
        assertThat(change.risk()).isEqualTo(Risk.NOTICE);
    }

    @ParameterizedTest
    @CsvSource({
        "VLAN, dhcp, true, false, DESTRUCTIVE",
        "VLAN, mtu, 1500, 9000, DISRUPTIVE",
        "SUBNET, gateway, 192.0.2.1, 192.0.2.2, DISRUPTIVE",
        "SUBNET, description, a, b, NONE",
        "TAG, kernelOptions, quiet, loud, DESTRUCTIVE",
        "TAG, comment, a, b, NONE",
        "DOMAIN, ttl, 30, 60, DISRUPTIVE",
        "ZONE, description, a, b, NONE"
    })
    void theRiskIsThatOfTheWorstField(ThingKind kind, String field, String before, String after, Risk risk) {
        String[] own = switch (kind) {
            case VLAN -> new String[] {"fabric", "fabric-0", "vid", "5"};
            case SUBNET -> new String[] {"cidr", "192.0.2.0/24", "vlan", "fabric-0/5"};
            case ZONE, POOL, TAG, DOMAIN, FABRIC, IP_RANGE, DNS_RECORD, IMAGE_SET -> new String[0];
        };
        var is = fields(own);
        is.put("name", "it");
        is.put(field, before);
        has.get(kind).put("7", new ObservedThing(kind, "7", is));
        ours(kind, "it", "7");
        var shall = new TreeMap<>(is);
        shall.put(field, after);
        var change = only(
                plan(new Thing(kind, "it", Given.REGION, List.of(), shall, false, new Place("region/a.yaml", 1, 1))));
        assertThat(change.risk()).isEqualTo(risk);
    }

    @Test
    void dhcpWaitsForADynamicRange() {
        with(ThingKind.VLAN, "8", "name", "v", "fabric", "fabric-0", "vid", "5", "dhcp", "false")
                .ours(ThingKind.VLAN, "v", "8");
        var vlan = thing(ThingKind.VLAN, "v", false, "fabric", "fabric-0", "vid", "5", "dhcp", "true");
        assertThat(why(plan(vlan))).startsWith("DHCP is switched on once");
        with(ThingKind.SUBNET, "9", "name", "s", "cidr", "192.0.2.0/24", "vlan", "fabric-0/5")
                .with(ThingKind.IP_RANGE, "3", "subnet", "192.0.2.0/24", "type", "dynamic", "start", "192.0.2.9");
        assertThat(only(plan(vlan)).fields())
                .containsExactly(new FieldChange("dhcp", Optional.of("false"), Optional.of("true")));
    }

    @Test
    void aRelayWaitsUntilMaasServesTheVlanNoMore() {
        with(ThingKind.VLAN, "7", "name", "served", "fabric", "fabric-0", "vid", "6")
                .with(ThingKind.VLAN, "8", "name", "v", "fabric", "fabric-0", "vid", "5", "dhcp", "true")
                .ours(ThingKind.VLAN, "v", "8");
        var vlan = thing(
                ThingKind.VLAN, "v", false, "fabric", "fabric-0", "vid", "5", "dhcp", "false", "relay", "fabric-0/6");
        var first = only(plan(vlan));
        assertThat(first.fields()).containsExactly(new FieldChange("dhcp", Optional.of("true"), Optional.of("false")));
        assertThat(first.risk()).isEqualTo(Risk.DESTRUCTIVE);

        with(ThingKind.VLAN, "8", "name", "v", "fabric", "fabric-0", "vid", "5", "dhcp", "false");
        var second = only(plan(vlan));
        assertThat(second.fields())
                .containsExactly(new FieldChange("relay", Optional.empty(), Optional.of("fabric-0/6")));
        assertThat(second.risk()).isEqualTo(Risk.DISRUPTIVE);
    }

    @Test
    void aHostMayNameAZoneThatThisPlanMakes() {
        hosts.add(new HostDraft("hv-01", "52:54:00:00:00:01").zone("rack-x").build());
        var zone = thing(ThingKind.ZONE, "rack-x", false);
        assertThat(plan(zone).blocked()).isEmpty();
        assertThat(plan(zone).changes()).hasSize(2);
        assertThat(plan().blocked())
                .extracting(Plan.Blocked::why)
                .first()
                .asString()
                .contains("declare it in region/");
        var up = plan(zone).changes().stream()
                .filter(Change.OfHost.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(up.needs()).contains("zone rack-x");
        var made = plan(zone).changes().stream()
                .filter(Change.OfThing.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(made.makes()).containsExactly("zone rack-x");
    }

    private Change.OfHost linked(Plan plan) {
        assertThat(plan.blocked()).isEmpty();
        return plan.changes().stream()
                .flatMap(change -> change instanceof Change.OfHost host ? Stream.of(host) : Stream.empty())
                .findFirst()
                .orElseThrow();
    }

    /** A host with a card in {@code subnet} and a tagged VLAN 20 on it. */
    private void link(String subnet, boolean gateway) {
        var links = List.of(new Link(Mode.AUTO, Optional.of(subnet), Optional.empty(), gateway));
        var card = new Interface(
                InterfaceType.PHYSICAL,
                Optional.of(new MacAddress("52:54:00:00:00:01")),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new TreeSet<>(),
                new TreeMap<>(),
                Optional.of(links));
        var tagged = new Interface(
                InterfaceType.VLAN,
                Optional.empty(),
                List.of("eth0"),
                Optional.of(new VlanRef(Optional.empty(), 20)),
                Optional.empty(),
                new TreeSet<>(),
                new TreeMap<>(),
                Optional.empty());
        var interfaces = new TreeMap<String, Interface>();
        interfaces.put("eth0", card);
        interfaces.put("eth0.20", tagged);
        hosts.add(new HostDraft("hv-01", "52:54:00:00:00:01")
                .network(new HostNetwork(interfaces))
                .build());
    }

    private static Thing[] network() {
        return new Thing[] {
            thing(ThingKind.FABRIC, "dc1", false),
            thing(ThingKind.VLAN, "servers", false, "fabric", "dc1", "vid", "20"),
            thing(ThingKind.SUBNET, "servers", false, "cidr", "192.0.2.0/24", "vlan", "dc1/20", "gateway", "192.0.2.1"),
        };
    }

    @Test
    void aHostIsLinkedToASubnetThatThisPlanMakesAndWaitsForIt() {
        with(ThingKind.VLAN, "1", "name", "untagged", "fabric", "fabric-0", "vid", "0");
        link("servers", true);
        var up = linked(plan(network()));
        assertThat(up.needs()).contains("subnet 192.0.2.0/24", "VLAN dc1/20", "VLAN 20");
        assertThat(up.setup().subnets().get("servers"))
                .isEqualTo(new RegionNetworks.SubnetAt("192.0.2.0/24", "servers", new Fitted.VlanAt("dc1", 20), true));
        var made = plan(network()).changes().stream()
                .flatMap(change -> change.makes().stream())
                .toList();
        assertThat(made).contains("subnet 192.0.2.0/24", "VLAN dc1/20", "VLAN 20");
        assertThat(plan().blocked())
                .extracting(Plan.Blocked::why)
                .first()
                .asString()
                .contains("Region default has no subnet \"servers\".", "Declare it in region/");
    }

    @Test
    void theApprovalOfAHostHoldsOnceItsSubnetIsMade() {
        with(ThingKind.VLAN, "1", "name", "untagged", "fabric", "fabric-0", "vid", "0");
        link("192.0.2.0/24", true);
        var before = linked(plan(network())).digest();
        with(ThingKind.FABRIC, "7", "name", "dc1")
                .with(ThingKind.VLAN, "8", "name", "servers", "fabric", "dc1", "vid", "20")
                .with(
                        ThingKind.SUBNET,
                        "9",
                        "name",
                        "servers",
                        "cidr",
                        "192.0.2.0/24",
                        "vlan",
                        "dc1/20",
                        "gateway",
                        "192.0.2.1")
                .ours(ThingKind.FABRIC, "dc1", "7")
                .ours(ThingKind.VLAN, "servers", "8")
                .ours(ThingKind.SUBNET, "servers", "9");
        var plan = plan(network());
        assertThat(plan.changes()).hasSize(1);
        assertThat(linked(plan).digest()).isEqualTo(before);
    }

    @Test
    void aSubnetThatIsBlockedIsNoPromise() {
        with(ThingKind.VLAN, "1", "name", "untagged", "fabric", "fabric-0", "vid", "0")
                .with(ThingKind.SUBNET, "9", "name", "theirs", "cidr", "192.0.2.0/24", "vlan", "fabric-0/0");
        link("servers", false);
        var plan = plan(network());
        assertThat(plan.changes()).noneMatch(Change.OfHost.class::isInstance);
        assertThat(plan.blocked())
                .extracting(blocked -> blocked.subject().text())
                .containsExactly("host hv-01", "subnet default/servers");
    }

    @Test
    void aSubnetThatGetsAnotherNameIsMeantByTheNewOne() {
        with(ThingKind.FABRIC, "7", "name", "dc1")
                .with(ThingKind.VLAN, "8", "name", "servers", "fabric", "dc1", "vid", "20")
                .with(ThingKind.SUBNET, "9", "name", "servers", "cidr", "198.51.100.0/24", "vlan", "dc1/20")
                .ours(ThingKind.FABRIC, "dc1", "7")
                .ours(ThingKind.VLAN, "servers", "8")
                .ours(ThingKind.SUBNET, "servers", "9");
        link("servers", false);
        assertThat(linked(plan(network())).setup().subnets().get("servers").cidr())
                .isEqualTo("192.0.2.0/24");
    }

    @Test
    void anOrphanIsReportedAndKeptEvenWhenPruning() {
        prune = true;
        with(ThingKind.POOL, "7", "name", "gone").ours(ThingKind.POOL, "gone", "7");
        with(ThingKind.SUBNET, "9", "name", "s", "cidr", "192.0.2.0/24", "vlan", "f/5")
                .ours(ThingKind.SUBNET, "s", "9");
        var plan = plan();
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.blocked()).isEmpty();
        assertThat(plan.findings())
                .extracting(finding -> finding.subject().text())
                .containsExactly("orphan default/pool gone", "orphan default/subnet s");
        assertThat(plan.findings())
                .allMatch(finding ->
                        finding.kind().equals("orphan") && finding.what().contains("It is kept, whatever prune says."));
    }

    @Test
    void whatSomebodyDeletedIsNoOrphan() {
        ours(ThingKind.POOL, "gone", "7");
        assertThat(plan().findings()).isEmpty();
    }

    @Test
    void aKindThatCannotBeReadWaits() {
        has.remove(ThingKind.ZONE);
        assertThat(why(plan(thing(ThingKind.ZONE, "rack-x", false)))).contains("not observed yet");
    }

    @Test
    void twoDocumentsThatClaimOneThingAreBlocked() {
        with(ThingKind.POOL, "7", "name", "old").ours(ThingKind.POOL, "old", "7");
        var plan = plan(
                formerly(thing(ThingKind.POOL, "a", false), "old"), formerly(thing(ThingKind.POOL, "b", false), "old"));
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.blocked()).hasSize(2).allMatch(blocked -> blocked.why().contains("all claim the same pool"));
    }

    @Test
    void everyPartOfAChangeIsInItsDigest() {
        var digests = new ArrayList<String>();
        digests.add(only(plan(thing(ThingKind.ZONE, "a", false))).digest());
        digests.add(only(plan(thing(ThingKind.ZONE, "b", false))).digest());
        digests.add(only(plan(thing(ThingKind.POOL, "a", false))).digest());
        digests.add(only(plan(thing(ThingKind.ZONE, "a", false, "description", "x")))
                .digest());
        with(ThingKind.ZONE, "7", "name", "a");
        digests.add(
                only(plan(thing(ThingKind.ZONE, "a", true, "description", "y"))).digest());
        has.get(ThingKind.ZONE).clear();
        with(ThingKind.ZONE, "8", "name", "a");
        digests.add(
                only(plan(thing(ThingKind.ZONE, "a", true, "description", "y"))).digest());
        assertThat(digests).doesNotHaveDuplicates();
    }
}
