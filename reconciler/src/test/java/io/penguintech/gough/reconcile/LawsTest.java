package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.FakeMaas.Luck;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws of the design, on random worlds that can be made again from their seed. */
class LawsTest {
    private static final int WORLDS = 150;

    private static String mac(int host, int card) {
        return "52:54:00:%02x:%02x:%02x".formatted(card, host / 256, host % 256);
    }

    // ---- random worlds

    /** A machine in any condition: anybody's, anywhere on its way. */
    private static MachineDraft anyMachine(Random random, int i) {
        var draft = new MachineDraft("m" + i, random.nextBoolean() ? "host-" + i : "wild-" + i, mac(i, 1), mac(i, 2));
        switch (random.nextInt(9)) {
            case 0, 1 -> {}
            case 2, 3 -> draft.ready();
            case 4 -> draft.allocated(random.nextBoolean() ? Given.USER : "eve");
            case 5 -> draft.deployed(Given.USER).stamped(Given.NOBLE);
            case 6 -> draft.deployed(random.nextBoolean() ? Given.USER : "eve");
            case 7 -> draft.busy(Machine.Doing.values()[random.nextInt(4)]);
            default -> draft.broken();
        }
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> {}
            case 3 -> draft.marked();
            case 4 -> draft.tag(random.nextBoolean() ? Desired.MANAGED : Given.OWN_TAG);
            default -> draft.tag(Desired.MANAGED, "gough-other");
        }
        if (random.nextInt(8) == 0) draft.locked();
        if (random.nextInt(4) == 0) draft.tag("theirs").zone("rack-b");
        return draft;
    }

    private static HostDraft anyHost(Random random, int i) {
        var draft = new HostDraft("host-" + i, mac(i, 1)).zone("rack-" + "abc".charAt(random.nextInt(3)));
        if (random.nextBoolean()) draft.tags("role-" + random.nextInt(3));
        if (random.nextInt(3) == 0) draft.unprotected();
        if (random.nextInt(4) == 0) draft.generation(2);
        switch (random.nextInt(7)) {
            case 0 -> draft.ready();
            case 1 -> draft.goal(new HostGoal.Maintenance());
            case 2 -> draft.retired(HostGoal.Erase.QUICK, random.nextBoolean());
            default -> {}
        }
        return draft;
    }

    private static TestEngine anyWorld(Random random, boolean adopting) {
        int size = 12;
        var hosts = new ArrayList<Host>();
        var drafts = new ArrayList<MachineDraft>();
        for (int i = 0; i < size; i++) {
            var host = anyHost(random, i);
            if (adopting && random.nextInt(4) == 0) host.adopt();
            hosts.add(host.build());
            if (random.nextInt(5) > 0) drafts.add(anyMachine(random, i));
        }
        for (int i = size; i < size + 4; i++) drafts.add(anyMachine(random, i));
        var engine = new TestEngine(Given.desired(hosts, anyQueries(random)));
        engine.maas.with(drafts.toArray(MachineDraft[]::new));
        for (int i = 0; i < size; i++) remember(random, engine, i);
        for (int i = 0; i < 4; i++) engine.fleet.put(Given.observed(i, Given.query("query-" + i, "SELECT " + i)));
        if (random.nextBoolean()) engine.inFleets.put(Subject.OfFleet.query(Given.FLEET, "query-1"), 1L);
        return engine;
    }

    private static void remember(Random random, TestEngine engine, int i) {
        var machine = engine.maas.get("m" + i);
        if (machine == null || random.nextInt(3) > 0) return;
        var draft = MachineDraft.of(machine);
        var record = switch (random.nextInt(3)) {
            case 0 -> Given.record("host-" + i, draft);
            case 1 -> Given.adopted("host-" + i, draft);
            default -> Given.record("host-" + i, draft, Given.NOBLE);
        };
        engine.hosts.put(record.host(), record);
    }

    private static List<Query> anyQueries(Random random) {
        return IntStream.range(0, 6)
                .filter(i -> random.nextBoolean())
                .mapToObj(i -> Given.query("query-" + i, "SELECT " + random.nextInt(4), false, List.of()))
                .toList();
    }

    /** A world in which everything can be brought about: absent, New, ours and running machines. */
    private static TestEngine kindWorld(Random random) {
        var hosts = new ArrayList<Host>();
        var drafts = new ArrayList<MachineDraft>();
        var records = new ArrayList<Records.HostRecord>();
        for (int i = 0; i < 10; i++) {
            var host = anyHost(random, i);
            var draft = new MachineDraft("m" + i, "host-" + i, mac(i, 1));
            switch (random.nextInt(4)) {
                // Nothing is there to be put into maintenance; or it runs, and MAAS does not know it.
                case 0 -> {
                    if (i % 2 == 0) host.adopt().goal(new HostGoal.Deployed());
                    if (host.build().goal() instanceof HostGoal.Maintenance) host.goal(new HostGoal.Deployed());
                }
                case 1 -> {
                    drafts.add(draft.hostname("wild-" + i));
                    host.goal(new HostGoal.Deployed());
                }
                case 2 -> {
                    drafts.add(draft.marked().ready());
                    records.add(Given.record("host-" + i, draft));
                }
                default -> {
                    drafts.add(draft.marked().deployed(Given.USER).stamped(Given.NOBLE));
                    records.add(Given.record("host-" + i, draft, Given.NOBLE));
                    host.unprotected();
                }
            }
            hosts.add(host.unprotected().build());
        }
        var engine =
                new TestEngine(Given.desired(Given.repository(true, Duration.ofHours(2)), hosts, anyQueries(random)));
        engine.rules = Rules.of(Given.repository(false, Duration.ofHours(2)));
        engine.maas.with(drafts.toArray(MachineDraft[]::new));
        records.forEach(record -> engine.hosts.put(record.host(), record));
        return engine;
    }

    // ---- law 1

    @RepeatedTest(WORLDS)
    void aPlanIsTheSameWhateverOrderItsInputsWereFilledIn(RepetitionInfo repetition) {
        var world = anyWorld(new Random(repetition.getCurrentRepetition()), true);
        var plan = world.plan();

        var hosts = new ArrayList<>(world.desired.inventory().hosts().values());
        var queries = new ArrayList<>(world.desired.inventory().queries());
        var machines = new ArrayList<>(world.maas.machines.values());
        var records = new ArrayList<>(world.hosts.values());
        var random = new Random(99);
        Collections.shuffle(hosts, random);
        Collections.shuffle(queries, random);
        Collections.shuffle(machines, random);
        Collections.shuffle(records, random);
        var recordsByName = new TreeMap<io.penguintech.gough.schema.HostName, Records.HostRecord>();
        records.forEach(record -> recordsByName.put(record.host(), record));
        var again = Planner.plan(
                Given.desired(hosts, queries),
                Given.observed(machines, world.fleet.objects.descendingMap().values()),
                new Records(recordsByName, world.inFleets),
                world.rules);

        assertThat(again).isEqualTo(plan);
        assertThat(again.digest()).isEqualTo(plan.digest());
    }

    // ---- law 2

    @RepeatedTest(WORLDS)
    void whatWasAppliedNeedsNothingMore(RepetitionInfo repetition) {
        var world = kindWorld(new Random(repetition.getCurrentRepetition()));

        world.run(400);

        assertThat(world.stuck).isEmpty();
        assertThat(world.plan().changes()).isEmpty();
        assertThat(world.plan().blocked()).isEmpty();
        assertGoalsReached(world);
    }

    private static void assertGoalsReached(TestEngine world) {
        for (var host : world.desired.inventory().hosts().values()) {
            var machine = world.maas.machines.values().stream()
                    .filter(m -> !Collections.disjoint(
                            m.macAddresses(), host.machine().macAddresses()))
                    .findFirst();
            switch (host.goal()) {
                case HostGoal.Deployed ignored -> {
                    assertThat(machine.orElseThrow().state()).isInstanceOf(Machine.State.Deployed.class);
                    // What runs on an adopted machine is unknown, so nothing is stamped.
                    boolean adopted =
                            world.hosts.values().stream().anyMatch(r -> r.host().equals(host.name()) && r.adopted());
                    if (!adopted)
                        assertThat(machine.orElseThrow().annotations())
                                .containsEntry("gough.generation", Integer.toString(host.generation()));
                }
                case HostGoal.Ready ignored ->
                    assertThat(machine.orElseThrow().state()).isInstanceOf(Machine.State.Ready.class);
                case HostGoal.Retired retired ->
                    assertThat(machine.map(Machine::state))
                            .isNotEqualTo(java.util.Optional.of(new Machine.State.Deployed("noble", "ga-24.04")));
                case HostGoal.Maintenance ignored ->
                    assertThat(RescueWay.isIn(machine.orElseThrow().state())).isTrue();
            }
            if (machine.isPresent() && !(host.goal() instanceof HostGoal.Retired)) {
                assertThat(machine.get().tags()).contains(Desired.MANAGED, Given.OWN_TAG);
                // Fields are set again once it is back.
                if (host.goal() instanceof HostGoal.Maintenance) continue;
                assertThat(machine.get().tags()).containsAll(host.tags());
                assertThat(machine.get().zone()).isEqualTo(host.zone().orElseThrow());
                assertThat(machine.get().hostname()).isEqualTo(host.name().value());
            }
        }
    }

    // ---- law 3

    @RepeatedTest(WORLDS)
    void nothingThatIsNotOursIsTouched(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var world = anyWorld(random, false);
        world.rules = Given.rules();
        var before = new TreeMap<>(world.maas.machines);
        var recordedBefore = List.copyOf(world.hosts.values());
        var objectsBefore = new TreeMap<>(world.fleet.objects);

        world.run(60);

        before.forEach((id, machine) -> {
            if (isOursOrFree(machine, recordedBefore)) return;
            assertThat(world.maas.machines.get(id))
                    .describedAs(machine.toString())
                    .isEqualTo(machine);
        });
        objectsBefore.forEach((key, object) -> {
            if (world.inFleets.entrySet().stream()
                    .noneMatch(one -> one.getKey().kind() == object.kind() && one.getValue() == object.id()))
                assertThat(world.fleet.objects.get(key)).isEqualTo(object);
        });
    }

    private static boolean isOursOrFree(Machine machine, List<Records.HostRecord> records) {
        boolean free =
                machine.state() instanceof Machine.State.New && machine.owner().isEmpty();
        var marks = Marks.of(machine, Given.OWN_TAG);
        boolean recorded = records.stream().anyMatch(record -> record.systemId().equals(machine.id()));
        return marks == Marks.OURS && recorded || marks == Marks.NONE && free;
    }

    @RepeatedTest(WORLDS)
    void adoptingNeverDisturbsWhatRuns(RepetitionInfo repetition) {
        var world = anyWorld(new Random(1000 + repetition.getCurrentRepetition()), true);
        world.desired.inventory().hosts();
        var running = world.maas.machines.values().stream()
                .filter(machine -> machine.state() instanceof Machine.State.Deployed)
                .filter(machine -> world.hosts.values().stream()
                        .noneMatch(record -> record.systemId().equals(machine.id())
                                && record.deployment().isPresent()))
                .toList();

        world.run(60);

        for (var machine : running) {
            var now = world.maas.machines.get(machine.id());
            assertThat(now.state()).isEqualTo(machine.state());
            assertThat(now.owner()).isEqualTo(machine.owner());
        }
    }

    // ---- law 4

    @RepeatedTest(WORLDS)
    void aBusyOrBrokenMachineGetsAReasonAndNoChange(RepetitionInfo repetition) {
        var world = anyWorld(new Random(repetition.getCurrentRepetition()), true);

        for (var change : world.plan().changes())
            if (change instanceof Change.OfHost host && host.machine() instanceof Change.Identity.Known(var id))
                assertThat(world.maas.machines.get(id).state())
                        .isNotInstanceOfAny(Machine.State.Busy.class, Machine.State.Broken.class);
        for (var blocked : world.plan().blocked())
            assertThat(blocked.why()).isNotBlank().endsWith(".");
    }

    // ---- laws 5 and 7

    /** Every host brought up once, whatever is lost on the way, late within the proxy's limit, and wherever we die. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 14})
    void nothingTakesEffectTwiceWhateverIsLostOrLate(int ticksLate) {
        for (int seed = 0; seed < 120; seed++) {
            var random = new Random(seed);
            var world = kindWorld(random);
            world.maas.fate(() -> luck(random), ticksLate);
            world.fleet.fate = () -> luck(random);
            world.death = beforeCall -> random.nextInt(12) == 0;
            world.retries = 200;

            world.run(3000);

            assertThat(twice(world)).describedAs("seed %d", seed).isEmpty();
            assertThat(world.plan().changes())
                    .describedAs("seed %d: %s", seed, world.stuck)
                    .isEmpty();
            assertGoalsReached(world);
        }
    }

    /** Into maintenance and back, whatever is lost on the way and wherever we die: what was there is there again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 14})
    void maintenanceLeavesEveryMachineWhatItWas(int ticksLate) {
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            boolean runs = random.nextBoolean();
            var draft = new MachineDraft("m0", "host-0", mac(0, 1)).marked();
            if (runs) draft.deployed(Given.USER).stamped(Given.NOBLE);
            else draft.ready();
            var host = new HostDraft("host-0", mac(0, 1)).goal(new HostGoal.Maintenance());
            var world = new TestEngine(Given.desired(host));
            world.maas.with(draft);
            var record = runs ? Given.record("host-0", draft, Given.NOBLE) : Given.record("host-0", draft);
            world.hosts.put(record.host(), record);
            var before = world.maas.get("m0");
            world.maas.fate(() -> luck(random), ticksLate);
            world.death = beforeCall -> random.nextInt(6) == 0;
            world.retries = 50;

            world.run(1000);
            assertThat(RescueWay.isIn(world.maas.get("m0").state()))
                    .describedAs("seed %d", seed)
                    .isTrue();
            assertThat(world.hosts.firstEntry().getValue().maintainedFrom()).contains(Condition.of(before));
            world.desired = Given.desired(host.goal(runs ? new HostGoal.Deployed() : new HostGoal.Ready()));
            world.run(1000);

            assertThat(world.maas.get("m0")).describedAs("seed %d", seed).isEqualTo(before);
            assertThat(world.hosts.firstEntry().getValue()).isEqualTo(record);
            assertThat(world.maas.effects).containsExactly("rescue m0", "exit-rescue m0");
            assertThat(world.plan().inSync()).isTrue();
        }
    }

    /** Our lock is there again after every change, whatever is lost on the way and wherever we die. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 14})
    void ourLockIsSetAndLiftedAroundWhatIsApproved(int ticksLate) {
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            var host = new HostDraft("host-0", mac(0, 1)).zone("rack-a").lock();
            var world = new TestEngine(Given.desired(host));
            world.maas.fate(() -> luck(random), ticksLate);
            world.death = beforeCall -> random.nextInt(6) == 0;
            world.retries = 100;

            world.run(1500);
            assertThat(world.maas.get("e1").locked())
                    .describedAs("seed %d", seed)
                    .isTrue();
            world.desired = Given.desired(host.zone("rack-b"));
            world.run(1500);
            assertThat(world.maas.get("e1").zone()).isEqualTo("rack-b");
            assertThat(world.maas.get("e1").locked())
                    .describedAs("seed %d", seed)
                    .isTrue();
            world.desired = Given.desired(host.unprotected().generation(2));
            world.run(1500);

            assertThat(world.maas.get("e1").locked())
                    .describedAs("seed %d", seed)
                    .isFalse();
            assertThat(world.maas.get("e1").annotations()).containsEntry("gough.generation", "2");
            assertThat(world.maas.effects)
                    .filteredOn(effect -> effect.startsWith("deploy") || effect.startsWith("release"))
                    .containsExactly("deploy e1", "release e1", "deploy e1");
            assertThat(world.plan().inSync()).isTrue();
        }
    }

    private static Luck luck(Random random) {
        int roll = random.nextInt(20);
        return roll < Luck.values().length ? Luck.values()[roll] : Luck.GOOD;
    }

    /** Deployments and releases that took effect more often than generations asked for. */
    private static List<String> twice(TestEngine world) {
        var seen = new TreeSet<String>();
        return world.maas.effects.stream()
                .filter(effect -> effect.startsWith("deploy")
                        || effect.startsWith("release")
                        || effect.startsWith("enlist")
                        || effect.startsWith("rescue")
                        || effect.startsWith("delete"))
                .filter(effect -> !seen.add(effect))
                .toList();
    }
}
