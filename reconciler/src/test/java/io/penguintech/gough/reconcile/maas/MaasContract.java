package io.penguintech.gough.reconcile.maas;

import static io.penguintech.gough.schema.HostNetwork.InterfaceType.BOND;
import static io.penguintech.gough.schema.HostNetwork.InterfaceType.BRIDGE;
import static io.penguintech.gough.schema.HostNetwork.InterfaceType.PHYSICAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Fitted;
import io.penguintech.gough.reconcile.Maas;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Machine.State;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.SetupWrite;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostNetwork;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.ThingKind;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every MAAS must do behind the port: stand-in and real region alike. Needs no hardware: its machines have power
 * type manual and addresses nobody has. Cleans up what it made.
 */
abstract class MaasContract {
    private final Set<MacAddress> macs = new HashSet<>();
    private final String prefix =
            "gough-it-" + HexFormat.of().toHexDigits(new Random().nextInt()).toLowerCase(Locale.ROOT);

    abstract Maas maas();

    /** Takes a thing out of MAAS, past Gough, which deletes none. */
    abstract void remove(ThingKind kind, String id);

    /** By their addresses: what was made although its answer was lost goes, too. */
    @AfterEach
    void deleteWhatWasMade() {
        if (!macs.isEmpty()) got(maas().find(macs)).forEach(machine -> maas().start(new Step.Delete(machine.id())));
    }

    private MacAddress anyMac() {
        var mac = DeclaredHosts.anyMac();
        macs.add(mac);
        return mac;
    }

    /** MAAS takes in no machine of an architecture that it has no image for. */
    @BeforeEach
    void hasWhatTheseTestsNeed() {
        assumeThat(got(maas().sweep()).releases())
                .as("this region has no image for amd64: import one")
                .containsKey("amd64");
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

    static SortedMap<String, String> fields(String... namesAndValues) {
        var fields = new TreeMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) fields.put(namesAndValues[i], namesAndValues[i + 1]);
        return fields;
    }

    static SortedSet<String> set(String... values) {
        return new TreeSet<>(Set.of(values));
    }

    private String name(String end) {
        return prefix + "-" + end;
    }

    private Outcome enlist(Host host) {
        return maas().start(new Step.Enlist(host, ref -> {
            throw new AssertionError("no secret is declared");
        }));
    }

    private SystemId enlisted(String name, MacAddress... macs) {
        var outcome = enlist(DeclaredHosts.host(name(name), macs));
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        var id = new SystemId(((Outcome.Done) outcome).id().orElseThrow());
        return id;
    }

    private Machine look(SystemId id) {
        return got(maas().look(Set.of(id))).get(id);
    }

    @Test
    void theSameRegionHasTheSameIdentityTwice() {
        var first = got(maas().identity());
        assertThat(first.version()).isNotBlank();
        assertThat(first.user()).isNotBlank();
        assertThat(first.fingerprint()).matches("[0-9a-f]{64}");
        assertThat(got(maas().identity()).sameAs(first)).isTrue();
    }

    @Test
    void anEnlistedMachineIsNewAndAsDeclared() {
        var mac = anyMac();
        var machine = look(enlisted("new", mac));
        assertThat(machine.state()).isEqualTo(new State.New());
        assertThat(machine.hostname()).isEqualTo(name("new"));
        assertThat(machine.macAddresses()).containsExactly(mac);
        assertThat(machine.architecture()).isEqualTo("amd64/generic");
        assertThat(machine.powerType()).isEqualTo("manual");
        assertThat(machine.description()).isEqualTo("made by a contract test");
        assertThat(machine.owner()).isEmpty();
        assertThat(machine.locked()).isFalse();
    }

    @Test
    void enlistingTwiceIsTheSameAsOnce() {
        var mac = anyMac();
        var id = enlisted("twice", mac);
        assertThat(enlist(DeclaredHosts.host(name("twice"), mac))).isEqualTo(new Outcome.Done(Optional.of(id.value())));
    }

    @Test
    void anAddressOfAnotherMachineIsNotEnlistedAgain() {
        var mac = anyMac();
        enlisted("holder", mac);
        var outcome = enlist(DeclaredHosts.host(name("wants"), mac, anyMac()));
        assertThat(failure(outcome)).isInstanceOf(Failure.WorldChanged.class);
        assertThat(failure(outcome).why()).contains(name("holder"));
    }

    @Test
    void aTakenNameIsRefusedInMaassOwnWords() {
        enlisted("taken", anyMac());
        var outcome = enlist(DeclaredHosts.host(name("taken"), anyMac()));
        assertThat(failure(outcome)).isInstanceOf(Failure.NeedsHuman.class);
        assertThat(failure(outcome).why()).contains("hostname: Node with this Hostname already exists.");
    }

    private Outcome register(Host host) {
        return maas().start(new Step.Register(host, ref -> {
            throw new AssertionError("no secret is declared");
        }));
    }

    @Test
    void aRegisteredMachineIsDeployedAndOursAtOnceAndTakesOurMarksAndStamp() {
        var host = DeclaredHosts.host(name("runs"), anyMac());
        var outcome = register(host);
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        var id = new SystemId(((Outcome.Done) outcome).id().orElseThrow());

        assertThat(look(id).state()).isInstanceOf(State.Deployed.class);
        assertThat(look(id).owner()).contains(got(maas().identity()).user());
        assertThat(register(host)).isEqualTo(outcome);
        assertThat(maas().start(new Step.Stamp(id, fields("gough.generation", "1"))))
                .isInstanceOf(Outcome.Done.class);
        assertThat(look(id).annotations()).containsEntry("gough.generation", "1");
    }

    @Test
    void whatIsNewIsNeverRegisteredNorWhatIsRegisteredEnlisted() {
        var mac = anyMac();
        enlisted("seen", mac);
        assertThat(failure(register(DeclaredHosts.host(name("seen"), mac)))).isInstanceOf(Failure.WorldChanged.class);

        var other = anyMac();
        assertThat(register(DeclaredHosts.host(name("up"), other))).isInstanceOf(Outcome.Done.class);
        assertThat(failure(enlist(DeclaredHosts.host(name("up"), other)))).isInstanceOf(Failure.WorldChanged.class);
    }

    @Test
    void aSurveyTellsOfTheMachinesAskedAboutOnly() {
        var id = enlisted("asked", anyMac());
        var survey = got(maas().survey(Map.of(id, "manual")));

        assertThat(survey.withheld()).isEmpty();
        assertThat(survey.power()).containsOnlyKeys(id);
        assertThat(survey.power().get(id)).isEmpty();
        assertThat(got(maas().survey(Map.of())).power()).isEmpty();
    }

    @Test
    void lookingFindsWhatIsThereAndNothingElse() {
        var id = enlisted("look", anyMac());
        var nobody = new SystemId("zzzzz9");
        assertThat(got(maas().look(Set.of(id, nobody)))).containsOnlyKeys(id);
        assertThat(got(maas().look(Set.of()))).isEmpty();
    }

    @Test
    void aMachineIsFoundByAnyOfItsAddresses() {
        var first = anyMac();
        var second = anyMac();
        var id = enlisted("found", first, second);
        assertThat(got(maas().find(Set.of(second)))).extracting(Machine::id).containsExactly(id);
        assertThat(got(maas().find(Set.of(first, second, anyMac()))))
                .extracting(Machine::id)
                .containsExactly(id);
        assertThat(got(maas().find(Set.of(anyMac())))).isEmpty();
        assertThat(got(maas().find(Set.of()))).isEmpty();
    }

    @Test
    void aSweepSeesEveryMachineAndTheNamesAround() {
        var ids = List.of(enlisted("one", anyMac()), enlisted("two", anyMac()));
        var region = got(maas().sweep());
        assertThat(region.complete()).isTrue();
        assertThat(region.machines()).containsKeys(ids.toArray(SystemId[]::new));
        assertThat(region.machines().get(ids.getFirst()).value()).isEqualTo(look(ids.getFirst()));
        assertThat(region.zones()).contains("default");
        assertThat(region.pools()).contains("default");
        assertThat(region.domains()).isNotEmpty();
        assertThat(region.releases()).containsKey("amd64");
        assertThat(region.releases().get("amd64")).allMatch(series -> !series.contains("/"));
    }

    @Test
    void amendingSetsTheGivenFieldsOnly() {
        var id = enlisted("amend", anyMac());
        var outcome = maas().start(new Step.Amend(id, fields("description", "rack a,\nunit 7", "zone", "default")));
        assertThat(outcome).isEqualTo(new Outcome.Done(Optional.of(id.value())));
        assertThat(look(id).description()).isEqualTo("rack a,\nunit 7");
        assertThat(look(id).hostname()).isEqualTo(name("amend"));
        maas().start(new Step.Amend(id, fields("hostname", name("renamed"))));
        assertThat(look(id).hostname()).isEqualTo(name("renamed"));
        assertThat(look(id).description()).isEqualTo("rack a,\nunit 7");
    }

    @Test
    void anUnknownZoneIsForAPersonAndChangesNothing() {
        var id = enlisted("zone", anyMac());
        var outcome = maas().start(new Step.Amend(id, fields("zone", "no-such-zone", "description", "x")));
        assertThat(failure(outcome)).isInstanceOf(Failure.NeedsHuman.class);
        assertThat(failure(outcome).why()).contains("zone: Select a valid choice.");
        assertThat(look(id).description()).isEqualTo("made by a contract test");
    }

    @Test
    void tagsComeAndGoAndOthersStay() {
        var id = enlisted("tags", anyMac());
        var mine = name("mine");
        var theirs = name("theirs");
        maas().start(new Step.Tag(id, set(theirs), set()));
        var added = maas().start(new Step.Tag(id, set(mine), set()));
        assertThat(added).isEqualTo(new Outcome.Done(Optional.of(id.value())));
        assertThat(look(id).tags()).contains(mine, theirs);
        assertThat(maas().start(new Step.Tag(id, set(mine), set()))).isEqualTo(added);
        assertThat(maas().start(new Step.Tag(id, set(), set(mine, name("never-made")))))
                .isEqualTo(added);
        assertThat(look(id).tags()).contains(theirs).doesNotContain(mine);
        remove(ThingKind.TAG, mine);
        remove(ThingKind.TAG, theirs);
    }

    private Outcome setUp(SystemId id, SetupWrite write) {
        return maas().start(new Step.SetUp(id, write));
    }

    private Fitted.Nic nic(SystemId id, String name) {
        return look(id).fitted().nics().stream()
                .filter(nic -> nic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no interface " + name));
    }

    @Test
    void cardsAreRenamedByTheirNumberAndBondsCarryBridgesAndVlans() {
        var id = enlisted("network", anyMac(), anyMac());
        var done = new Outcome.Done(Optional.of(id.value()));
        var cards = look(id).fitted().nics();
        var first = cards.getFirst();
        var ids = cards.stream().map(Fitted.Nic::id).toList();

        assertThat(setUp(id, new SetupWrite.Rename(first.id(), first.type(), first.name(), "up0")))
                .isEqualTo(done);
        assertThat(nic(id, "up0").id()).isEqualTo(first.id());
        assertThat(setUp(
                        id,
                        new SetupWrite.SetInterface(first.id(), "up0", form(PHYSICAL, "mtu", "9000", "tags", "a,b"))))
                .isEqualTo(done);
        assertThat(nic(id, "up0").settings()).containsEntry("mtu", "9000");
        assertThat(nic(id, "up0").tags()).containsExactly("a", "b");
        setUp(id, new SetupWrite.SetInterface(first.id(), "up0", form(PHYSICAL, "mtu", "1500")));
        setUp(id, new SetupWrite.Rename(first.id(), first.type(), "up0", "up1"));
        setUp(id, new SetupWrite.Rename(first.id(), first.type(), "up1", "up0"));
        assertThat(nic(id, "up0").tags()).containsExactly("a", "b");
        assertThat(setUp(
                        id,
                        new SetupWrite.CreateInterface("bond0", made(BOND, ids, "name", "bond0", "mode", "802.3ad"))))
                .isEqualTo(done);
        var bond = nic(id, "bond0");
        assertThat(bond.type()).isEqualTo(BOND);
        assertThat(bond.parents()).hasSize(2).contains("up0");
        assertThat(bond.settings()).containsEntry("mode", "802.3ad");
        setUp(
                id,
                new SetupWrite.CreateInterface("br0", made(BRIDGE, List.of(bond.id()), "name", "br0", "stp", "true")));
        assertThat(nic(id, "br0").settings().get("stp")).isEqualToIgnoringCase("true");
        assertThat(nic(id, "br0").parents()).containsExactly("bond0");
        var again = setUp(id, new SetupWrite.CreateInterface("bond0", made(BOND, ids, "name", "bond0")));
        assertThat(failure(again)).isInstanceOf(Failure.NeedsHuman.class);
    }

    private record AnySubnet(String cidr, Fitted.VlanAt vlan) {}

    private AnySubnet anySubnet() {
        var all = got(maas().surroundings()).things().get(ThingKind.SUBNET).values();
        assumeThat(all).as("this region has no subnet").isNotEmpty();
        var fields = all.iterator().next().fields();
        var vlan = fields.getOrDefault("vlan", "").split("/");
        return new AnySubnet(fields.getOrDefault("cidr", ""), new Fitted.VlanAt(vlan[0], Integer.parseInt(vlan[1])));
    }

    @Test
    void anInterfaceIsLinkedToASubnetAndUnlinkedAgain() {
        var id = enlisted("links", anyMac());
        var subnet = anySubnet();
        var nic = look(id).fitted().nics().getFirst();
        for (var link : nic.links()) setUp(id, new SetupWrite.UnlinkSubnet(nic.id(), nic.name(), link));
        setUp(
                id,
                new SetupWrite.SetInterface(
                        nic.id(),
                        nic.name(),
                        new SetupWrite.Form(PHYSICAL, fields(), List.of(), Optional.of(subnet.vlan()))));
        assertThat(nic(id, nic.name()).vlan()).contains(subnet.vlan());

        var auto = new HostNetwork.Link(HostNetwork.Mode.AUTO, Optional.of(subnet.cidr()), Optional.empty(), false);
        assertThat(setUp(id, new SetupWrite.LinkSubnet(nic.id(), nic.name(), auto)))
                .isEqualTo(new Outcome.Done(Optional.of(id.value())));
        var links = nic(id, nic.name()).links();
        assertThat(links).singleElement().satisfies(link -> {
            assertThat(link.mode()).isEqualTo(HostNetwork.Mode.AUTO);
            assertThat(link.subnet()).contains(subnet.cidr());
        });
        setUp(id, new SetupWrite.UnlinkSubnet(nic.id(), nic.name(), links.getFirst()));
        assertThat(nic(id, nic.name()).links()).allMatch(link -> link.mode() == HostNetwork.Mode.LINK_UP);
        var nowhere =
                new HostNetwork.Link(HostNetwork.Mode.DHCP, Optional.of("198.51.100.0/29"), Optional.empty(), false);
        assertThat(failure(setUp(id, new SetupWrite.LinkSubnet(nic.id(), nic.name(), nowhere)))
                        .why())
                .contains("MAAS has no subnet 198.51.100.0/29 any more");
    }

    private static SetupWrite.Form form(HostNetwork.InterfaceType type, String... fields) {
        return made(type, List.of(), fields);
    }

    private static SetupWrite.Form made(HostNetwork.InterfaceType type, List<Long> parents, String... fields) {
        return new SetupWrite.Form(type, fields(fields), parents, Optional.empty());
    }

    @Test
    void taggingAMachineThatIsGoneFindsAChangedWorld() {
        var outcome = maas().start(new Step.Tag(new SystemId("zzzzz9"), set(name("lost")), set()));
        assertThat(failure(outcome)).isInstanceOf(Failure.WorldChanged.class);
    }

    @Test
    void aNewMachineIsNeitherAllocatedNorDeployedNorAnnotated() {
        var id = enlisted("early", anyMac());
        assertThat(failure(maas().start(new Step.Allocate(id)))).isInstanceOf(Failure.WorldChanged.class);
        assertThat(failure(maas().start(new Step.Stamp(id, fields("gough-revision", "1")))))
                .isInstanceOf(Failure.WorldChanged.class);
        var deploy = new Step.Deploy(id, "jammy", Optional.empty(), Optional.empty(), ref -> "");
        assertThat(failure(maas().start(deploy))).isInstanceOf(Failure.WorldChanged.class);
        assertThat(look(id).state()).isEqualTo(new State.New());
    }

    @Test
    void releasingWhatIsFreeIsDone() {
        var id = enlisted("free", anyMac());
        assertThat(maas().start(new Step.Release(id, HostGoal.Erase.NONE)))
                .isEqualTo(new Outcome.Done(Optional.of(id.value())));
    }

    @Test
    void commissioningTwiceIsTheSameAsOnceAndIsNews() {
        var cursor = got(maas().news(OptionalLong.empty())).cursor();
        var id = enlisted("commission", anyMac());
        assertThat(maas().start(new Step.Commission(id))).isInstanceOf(Outcome.Running.class);
        assertThat(look(id).state()).isEqualTo(new State.Busy(Machine.Doing.COMMISSIONING));
        assertThat(maas().start(new Step.Commission(id))).isInstanceOf(Outcome.Running.class);
        var news = got(maas().news(OptionalLong.of(cursor)));
        assertThat(news.machines()).contains(id);
        assertThat(news.cursor()).isGreaterThan(cursor);
    }

    @Test
    void deletingTwiceIsDoneAndNothingCanBeDoneAfterwards() {
        var id = enlisted("delete", anyMac());
        var gone = new Outcome.Done(Optional.empty());
        assertThat(maas().start(new Step.Delete(id))).isEqualTo(gone);
        assertThat(got(maas().look(Set.of(id)))).isEqualTo(Map.of());
        assertThat(maas().start(new Step.Delete(id))).isEqualTo(gone);
        for (var step : List.of(
                new Step.Commission(id),
                new Step.Amend(id, fields("description", "x")),
                new Step.PowerOff(id),
                new Step.PowerOn(id),
                new Step.Release(id, HostGoal.Erase.QUICK)))
            assertThat(failure(maas().start(step))).as(step.word()).isInstanceOf(Failure.WorldChanged.class);
    }
}
