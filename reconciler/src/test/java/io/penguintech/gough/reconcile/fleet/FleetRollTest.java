package io.penguintech.gough.reconcile.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.FleetRoll;
import io.penguintech.gough.reconcile.HostIdentity;
import io.penguintech.gough.reconcile.Installation;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Sight;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.Inventory;
import io.penguintech.gough.schema.InventoryLoader;
import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.Loaded;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.fleet.FleetHost;
import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.fleet.FleetUser;
import io.penguintech.gough.simulators.fleet.Generation;
import io.penguintech.gough.simulators.fleet.PolicyFields;
import io.penguintech.gough.simulators.fleet.Role;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All hosts of a Fleet, read page by page, and which of them a machine is. */
class FleetRollTest {
    private static final BackendName DEFAULT = new BackendName("default");
    private static final int PAGE = 10;

    private final StandInClock clock = StandInClock.stoppedAt(Instant.parse("2026-11-22T12:00:00Z"));
    private FleetStandIn standIn = FleetStandIn.start(FleetSettings.defaults().withClock(clock));
    private final List<FleetHttp> clients = new ArrayList<>();

    @AfterEach
    void stop() {
        clients.forEach(FleetHttp::close);
        standIn.close();
    }

    private World world(FleetUser user) {
        var client = new FleetHttp(
                DEFAULT,
                io.penguintech.gough.reconcile.fleet.FleetSettings.of(
                                URI.create(standIn.url()), new Credential(user.token()))
                        .paging(PAGE),
                CallListener.NONE,
                clock,
                new Random(1));
        clients.add(client);
        return new World(Map.of(), Map.of(DEFAULT, client), clock);
    }

    /** Reads all hosts; how many calls that took. */
    private int read(World world) {
        for (int calls = 1; ; calls++) {
            assertThat(calls).isLessThan(200);
            if (FleetContract.got(world.callRoll(DEFAULT))) return calls;
        }
    }

    private static FleetRoll roll(World world) {
        return world.rolls()
                .getOrDefault(DEFAULT, FleetRoll.State.NOTHING)
                .roll()
                .orElseThrow();
    }

    private static void judgeBy(World world, Map<String, Long> policies) {
        var ids = new TreeMap<Subject.OfFleet, Long>();
        policies.forEach((name, id) -> ids.put(new Subject.OfFleet(FleetKind.POLICY, DEFAULT, "", name), id));
        world.follow("infra", nothing(), new Records(new TreeMap<>(), ids));
    }

    private static Inventory nothing() {
        var text = """
            apiVersion: gough.io/v1
            kind: Repository
            metadata: {name: infra}
            spec: {mode: apply}
            """;
        var tree = new RepoTree(
                Optional.empty(),
                new TreeMap<>(Map.of("gough.yaml", new RepoTree.Entry.Blob(text.getBytes(StandardCharsets.UTF_8)))));
        return switch (new InventoryLoader(Limits.DEFAULT).load(tree)) {
            case Loaded.Valid valid -> valid.inventory();
            case Loaded.Invalid invalid -> throw new AssertionError(invalid.diagnostics());
        };
    }

    private int enroll(String name, String serial, String mac) {
        return standIn.enroll(new FleetHost(
                name, "", serial, mac, "192.0.2.1", "ubuntu", "Ubuntu 24.04.1 LTS", FleetHost.Status.ONLINE, null));
    }

    private static HostIdentity known(String name, String serial, String mac) {
        return new HostIdentity(
                Optional.of(serial).filter(text -> !text.isEmpty()),
                Optional.empty(),
                new TreeSet<>(List.of(new MacAddress(mac))),
                List.of(name, name + ".maas"));
    }

    private static String mac(int number) {
        return "52:54:00:00:00:%02x".formatted(number);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    void readsPagesAndFailingPoliciesAndNeverOneHost(Generation generation) {
        standIn.close();
        standIn = FleetStandIn.start(FleetSettings.defaults().withClock(clock).withGeneration(generation));
        for (int i = 1; i <= 25; i++) enroll("h" + i, "SN" + i, mac(i));
        var ids = new TreeMap<String, Long>();
        for (var name : List.of("Firewall", "Nobody fails this", "Sudo", "Unasked"))
            ids.put(name, (long) standIn.createPolicy(FleetSettings.PERSON, PolicyFields.of(name, "SELECT 1;"))
                    .id());
        standIn.createPolicy(FleetSettings.PERSON, PolicyFields.of("A stranger's", "SELECT 1;"));
        for (int i = 1; i <= 12; i++) standIn.judge(i, "Firewall", false);
        standIn.judge(3, "Sudo", false);
        standIn.judge(3, "Nobody fails this", true);
        standIn.judge(4, "A stranger's", false);
        var world = world(FleetSettings.GOUGH);
        judgeBy(world, ids);
        FleetContract.got(world.look(DEFAULT));
        int before = standIn.calls().size();

        assertThat(read(world))
                .as("3 pages, the policies, 2 pages and 1 page of two of them")
                .isEqualTo(7);
        var made = standIn.calls().subList(before, standIn.calls().size());
        // Beside them whose hosts we see, and the policies for hosts of no team.
        assertThat(made).hasSize(7 + 2);
        assertThat(made.stream().map(CallRecord::path)).allMatch(path -> path.matches(".*/(me|hosts|policies)"));

        assertThat(roll(world).size()).isEqualTo(25);
        assertThat(failing(world, ids, 3)).isEqualTo(new FleetRoll.Failing(List.of("Firewall", "Sudo"), 0, 0));
        assertThat(failing(world, ids, 4))
                .as("what a stranger asks is not ours to judge")
                .isEqualTo(new FleetRoll.Failing(List.of("Firewall"), 0, 1));
        assertThat(failing(world, ids, 20)).isEqualTo(FleetRoll.Failing.NOTHING);
        assertThat(read(world)).as("and again").isEqualTo(7);
    }

    private static FleetRoll.Failing failing(World world, Map<String, Long> ids, long host) {
        var names = new TreeMap<Long, String>();
        ids.forEach((name, id) -> names.put(id, name));
        return roll(world)
                .failing(java.util.Objects.requireNonNull(roll(world).hosts().get(host)), names);
    }

    @Test
    void whatFleetDoesNotListYetIsCountedWhenItCanOnlyBeOurs() {
        int host = enroll("h1", "SN1", mac(1));
        long policy = standIn.createPolicy(FleetSettings.PERSON, PolicyFields.of("Firewall", "SELECT 1;"))
                .id();
        standIn.judge(host, "Firewall", false);
        standIn.countHosts((int) policy, 0, 0); // Fleet counts once an hour
        var world = world(FleetSettings.GOUGH);
        judgeBy(world, Map.of("Firewall", policy));
        FleetContract.got(world.look(DEFAULT));
        read(world);
        assertThat(failing(world, Map.of("Firewall", policy), host)).isEqualTo(new FleetRoll.Failing(List.of(), 1, 0));
        standIn.createPolicy(FleetSettings.PERSON, PolicyFields.of("A stranger's", "SELECT 1;"));
        read(world);
        assertThat(failing(world, Map.of("Firewall", policy), host))
                .as("it may be the stranger's")
                .isEqualTo(new FleetRoll.Failing(List.of(), 0, 1));
    }

    @Test
    void whoFailedOnceIsReadUntilNobodyDoesAndWhatIsNotReadIsNotSaidToPass() {
        int host = enroll("h1", "SN1", mac(1));
        int policy = standIn.createPolicy(FleetSettings.PERSON, PolicyFields.of("Firewall", "SELECT 1;"))
                .id();
        standIn.judge(host, "Firewall", false);
        standIn.countHosts(policy, 0, 0); // Fleet counts once an hour
        var ids = Map.of("Firewall", (long) policy);
        var world = world(FleetSettings.GOUGH);
        judgeBy(world, ids);
        FleetContract.got(world.look(DEFAULT));
        read(world);
        assertThat(roll(world).failing()).as("nobody read it").isEmpty();
        world.hintHosts(DEFAULT, Set.of((long) policy));
        read(world);
        assertThat(roll(world).failing()).containsEntry((long) policy, Set.of((long) host));
        read(world);
        assertThat(roll(world).failing()).as("without another hint").containsEntry((long) policy, Set.of((long) host));

        var restarted = world(FleetSettings.GOUGH);
        judgeBy(restarted, ids);
        restarted.watch(DEFAULT, Set.of((long) policy));
        FleetContract.got(restarted.look(DEFAULT));
        read(restarted);
        assertThat(roll(restarted).failing()).containsEntry((long) policy, Set.of((long) host));
        standIn.judge(host, "Firewall", true);
        read(restarted);
        assertThat(roll(restarted).failing()).as("read, and nobody fails it").containsEntry((long) policy, Set.of());
    }

    @Test
    void whatIsForHostsOfNoTeamAloneIsNotTakenForOurs() {
        int host = enroll("h1", "SN1", mac(1));
        long ours = standIn.createPolicy(FleetSettings.PERSON, PolicyFields.of("Firewall", "SELECT 1;"))
                .id();
        var theirs = standIn.createPolicy(
                FleetSettings.PERSON, PolicyFields.of("Of no team", "SELECT 1;").in(0));
        standIn.judge(host, theirs.id(), false);
        var world = world(FleetSettings.GOUGH);
        judgeBy(world, Map.of("Firewall", ours));
        FleetContract.got(world.look(DEFAULT));
        read(world);
        assertThat(failing(world, Map.of("Firewall", ours), host)).isEqualTo(new FleetRoll.Failing(List.of(), 0, 1));
    }

    @Test
    void aUserOfSomeTeamsDoesNotSayThatOtherHostsAreMissing() {
        var servers = standIn.addFleet("Servers", "secret");
        enroll("elsewhere", "SN1", mac(1));
        standIn.enroll(FleetHost.ubuntu("here", "SN2", mac(2), "192.0.2.2").in(servers.id()));
        standIn.limit(FleetSettings.OBSERVER, Set.of(servers.id()));
        var world = world(FleetSettings.OBSERVER);
        FleetContract.got(world.look(DEFAULT));
        read(world);
        assertThat(roll(world).hosts().values())
                .extracting(io.penguintech.gough.reconcile.FleetHost::hostname)
                .containsExactly("here");
        assertThat(roll(world).sight()).isEqualTo(new Sight.Teams(new TreeSet<>(Set.of("Servers"))));

        var all = List.of("elsewhere (id 1)", "here (id 2)");
        world(FleetSettings.GOUGH);
        clients.getLast().start(Step.CreateInFleet.of(DeclaredObjects.listing("both", all)));
        long both = standIn.label("both").orElseThrow().id();
        assertThat(carrying(both)).isEqualTo(all);
        world(FleetSettings.OBSERVER);
        assertThat(carrying(both)).as("cut down without a word").containsExactly("here (id 2)");

        var everything = world(FleetSettings.GOUGH);
        FleetContract.got(everything.look(DEFAULT));
        read(everything);
        assertThat(roll(everything).sight()).isEqualTo(new Sight.All());
    }

    /** Who carries a label, for the last of the clients. */
    private List<String> carrying(long label) {
        return FleetContract.got(clients.getLast().carrying(label, 0)).hosts().stream()
                .map(io.penguintech.gough.reconcile.FleetHost::name)
                .toList();
    }

    @Test
    void whoeverMayNotAskWhoItIsDoesNotCountAsSeeingAll() {
        standIn.faults().add(FaultRule.always("GET", "/me$", new Fault.Status(403, Map.of(), "{}")));
        world(FleetSettings.GOUGH);
        assertThat(FleetContract.got(clients.getLast().sight())).isEqualTo(new Sight.Untold());
    }

    @Test
    void aRoleThatMayNotListHostsIsSaidAndNothingIsLost() {
        var gitops = new FleetUser(9, "Pipeline", "pipe@example.org", Role.GITOPS, true, "token-of-the-pipeline");
        standIn.close();
        standIn = FleetStandIn.start(FleetSettings.defaults().withClock(clock).withUser(gitops));
        var world = world(gitops);
        assertThat(world.callRoll(DEFAULT))
                .as("not before it is known who answers")
                .isInstanceOfSatisfying(
                        Reading.Missed.class,
                        missed -> assertThat(missed.failure()).isInstanceOf(Failure.TryAgain.class));
        FleetContract.got(world.look(DEFAULT));
        assertThat(world.callRoll(DEFAULT))
                .isInstanceOfSatisfying(
                        Reading.Missed.class,
                        missed -> assertThat(missed.failure().why())
                                .contains("refused to list hosts (HTTP 403)", "Give Gough's user a role that may."));
        var state = world.rolls().getOrDefault(DEFAULT, FleetRoll.State.NOTHING);
        assertThat(state.roll()).isEmpty();
        assertThat(state.failingSince()).contains(clock.instant());
        assertThat(world.failures()).as("Fleet itself answers").isEmpty();
    }

    @Test
    void aHostThatIsNotFoundAgainIsLookedForOnceMore() {
        for (int i = 1; i <= 25; i++) enroll("h" + i, "SN" + i, mac(i));
        var world = world(FleetSettings.GOUGH);
        FleetContract.got(world.look(DEFAULT));
        assertThat(read(world)).isEqualTo(4);
        // The first page is read, then a host of it goes: what was the 11th host slips onto that page.
        FleetContract.got(world.callRoll(DEFAULT));
        standIn.deleteHost(1);
        assertThat(read(world)).as("the pass is done twice").isEqualTo(3 + 4);
        assertThat(roll(world).hosts().keySet()).hasSize(24).contains(11L).doesNotContain(1L);
    }

    @Test
    void aPassThatFailsBeginsAnewAndKeepsWhatWasKnown() {
        for (int i = 1; i <= 25; i++) enroll("h" + i, "SN" + i, mac(i));
        var world = world(FleetSettings.GOUGH);
        FleetContract.got(world.look(DEFAULT));
        read(world);
        FleetContract.got(world.callRoll(DEFAULT));
        standIn.down();
        assertThat(world.callRoll(DEFAULT)).isInstanceOf(Reading.Missed.class);
        assertThat(roll(world).size()).isEqualTo(25);
        standIn.up();
        assertThat(read(world)).isEqualTo(4);
        assertThat(world.rolls().getOrDefault(DEFAULT, FleetRoll.State.NOTHING).failure())
                .isEmpty();
        world.forgetFleet(DEFAULT);
        assertThat(world.rolls()).containsEntry(DEFAULT, FleetRoll.State.NOTHING);
    }

    private FleetRoll.Found find(HostIdentity who, Optional<Installation> installed) {
        var world = world(FleetSettings.GOUGH);
        FleetContract.got(world.look(DEFAULT));
        read(world);
        return roll(world).find(who, installed);
    }

    private void doubtful(HostIdentity who, boolean itself, String words) {
        assertThat(find(who, Optional.empty())).isInstanceOfSatisfying(FleetRoll.Found.Doubtful.class, doubt -> {
            assertThat(doubt.why()).contains(words);
            assertThat(doubt.itself()).isEqualTo(itself);
        });
    }

    private static long id(FleetRoll.Found found) {
        assertThat(found).isInstanceOf(FleetRoll.Found.One.class);
        return ((FleetRoll.Found.One) found).host().id();
    }

    @Test
    void aMachineIsFoundBySerialOrMacAndNeverGuessed() {
        int one = enroll("one.maas", "SN1", mac(1));
        int two = enroll("one", "", mac(2).toUpperCase(java.util.Locale.ROOT));
        assertThat(id(find(known("one", "SN1", mac(9)), Optional.empty())))
                .as("a namesake that nothing else speaks for does not count")
                .isEqualTo(one);
        assertThat(id(find(known("one", "", mac(2)), Optional.empty()))).isEqualTo(two);
        assertThat(find(known("three", "SN3", mac(3)), Optional.empty())).isEqualTo(new FleetRoll.Found.Nothing());
        doubtful(known("one", "SN3", mac(9)), false, "only its name says that the host one (id 2)");
        doubtful(known("x", "SN3", mac(1)), false, "is another machine: its serial is sn1, not sn3");
        doubtful(known("one", "SN1", mac(2)), true, "more than one host that it may be: one.maas (id 1), one (id 2)");
    }

    @Test
    void aRecordOfWhatRanBeforeTheInstallationDoesNotCount() {
        int old = enroll("one", "SN1", mac(1));
        clock.advance(Duration.ofMinutes(10));
        standIn.change(old, standIn.hosts().get(old).with(FleetHost.Status.OFFLINE));
        var installed = Optional.of(new Installation(
                clock.instant().plus(Duration.ofMinutes(10)), clock.instant().plus(Duration.ofMinutes(20))));
        clock.advance(Duration.ofMinutes(21));
        assertThat(find(known("one", "SN1", mac(1)), installed))
                .isInstanceOfSatisfying(
                        FleetRoll.Found.Former.class,
                        former -> assertThat(former.host().id()).isEqualTo(old));
        int fresh = enroll("one", "SN1", mac(1));
        assertThat(id(find(known("one", "SN1", mac(1)), installed)))
                .as("two records, one of them current")
                .isEqualTo(fresh);
        standIn.deleteHost(fresh);
        standIn.enrollAgain(old);
        assertThat(id(find(known("one", "SN1", mac(1)), installed)))
                .as("it keeps its record and enrolls anew")
                .isEqualTo(old);
    }
}
