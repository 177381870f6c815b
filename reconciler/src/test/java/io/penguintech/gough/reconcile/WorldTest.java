package io.penguintech.gough.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.ThingKind;
import io.penguintech.gough.simulators.fault.StandInClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What was seen, how old it is, and how few calls that takes. */
class WorldTest {
    private static final String A = "52:54:00:aa:00:01";
    private static final String B = "52:54:00:aa:00:02";
    private static final String NOBODYS = "52:54:00:aa:00:99";
    private static final SystemId M1 = new SystemId("m1");
    private static final SystemId M2 = new SystemId("m2");
    private static final Failure DOWN = new Failure.TryAgain("connection refused", Duration.ofSeconds(5));

    private final FakeMaas maas =
            new FakeMaas().with(new MachineDraft("m1", "one", A).zone("rack-a"), new MachineDraft("m2", "two", B));
    private final FakeFleet fleet = new FakeFleet();
    private final StandInClock clock = StandInClock.stoppedAt(Given.NOON);
    private final World world = new World(Map.of(Given.REGION, maas), Map.of(Given.FLEET, fleet), clock);

    private Instant pass(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        return clock.instant();
    }

    private Seen<Machine> seen(SystemId id) {
        return world.snapshot().regions().get(Given.REGION).machines().get(id);
    }

    private static <T> T got(Reading<T> reading) {
        assertThat(reading).isInstanceOf(Reading.Got.class);
        return ((Reading.Got<T>) reading).value();
    }

    @Test
    void beforeAnythingWasReadTheWorldIsEmpty() {
        assertThat(world.snapshot().regions()).isEmpty();
        assertThat(world.snapshot().fleets()).isEmpty();
        assertThat(world.failures()).isEmpty();
        assertThat(world.regionNames()).containsExactly(Given.REGION);
        assertThat(world.fleetNames()).containsExactly(Given.FLEET);
        assertThat(maas.calls).isEmpty();
    }

    @Test
    void aSweepBringsEverythingWithTheMomentBeforeTheCall() {
        got(world.sweep(Given.REGION));

        var region = world.snapshot().regions().get(Given.REGION);
        assertThat(region.machines()).containsOnlyKeys(M1, M2);
        assertThat(region.complete()).isTrue();
        assertThat(region.sweptAt()).isEqualTo(Given.NOON);
        assertThat(seen(M1).value()).isEqualTo(maas.get("m1"));
        assertThat(seen(M1).at()).isEqualTo(Given.NOON);
    }

    @Test
    void aRefreshReadsManyMachinesInOneCallAndForgetsThoseThatAreGone() {
        got(world.sweep(Given.REGION));
        maas.edit(M1, draft -> draft.zone("rack-b"));
        maas.machines.remove(M2);
        var at = pass(60);

        var answer = got(world.refresh(Given.REGION, Set.of(M1, M2)));

        assertThat(maas.calls).containsExactly("sweep", "look [m1, m2]");
        assertThat(answer.get(M1)).isEqualTo(new Seen<>(Optional.of(maas.get("m1")), at));
        assertThat(answer.get(M2)).isEqualTo(new Seen<>(Optional.empty(), at));
        assertThat(seen(M1).value().zone()).isEqualTo("rack-b");
        assertThat(seen(M1).at()).isEqualTo(at);
        assertThat(world.snapshot().regions().get(Given.REGION).machines()).containsOnlyKeys(M1);
        assertThat(world.snapshot().regions().get(Given.REGION).sweptAt()).isEqualTo(Given.NOON);
    }

    @Test
    void askingForNothingMakesNoCall() {
        assertThat(got(world.refresh(Given.REGION, Set.of()))).isEmpty();
        assertThat(got(world.lookUp(Given.REGION, Set.of())).value()).isEmpty();
        assertThat(maas.calls).isEmpty();
    }

    @Test
    void aFailedReadingKeepsTheOldSnapshotAndIsToldUntilOneSucceeds() {
        got(world.sweep(Given.REGION));
        got(world.look(Given.FLEET));
        maas.deaf = Optional.of(DOWN);
        fleet.deaf = Optional.of(DOWN);
        pass(60);

        for (var missed : List.of(
                world.sweep(Given.REGION),
                world.refresh(Given.REGION, Set.of(M1)),
                world.lookUp(Given.REGION, Set.of(new MacAddress(A))),
                world.news(Given.REGION),
                world.identity(Given.REGION),
                world.look(Given.FLEET),
                world.fleetIdentity(Given.FLEET))) assertThat(missed).isEqualTo(new Reading.Missed<>(DOWN));
        assertThat(world.failures())
                .containsOnlyKeys("fleet default", "maas default")
                .containsValue(DOWN);
        assertThat(seen(M1).at()).isEqualTo(Given.NOON);
        assertThat(world.snapshot().fleets().get(Given.FLEET).at()).isEqualTo(Given.NOON);

        maas.deaf = Optional.empty();
        fleet.deaf = Optional.empty();
        got(world.news(Given.REGION));
        got(world.look(Given.FLEET));
        assertThat(world.failures()).as("the list has not succeeded yet").containsOnlyKeys("maas default");
        got(world.sweep(Given.REGION));
        assertThat(world.failures()).isEmpty();
    }

    @Test
    void aRegionThatCannotBeListedIsToldWhateverElseOfItCanBeRead() {
        maas.deaf = Optional.of(DOWN);
        assertThat(world.sweep(Given.REGION)).isInstanceOf(Reading.Missed.class);
        maas.deaf = Optional.empty();

        got(world.news(Given.REGION));
        got(world.identity(Given.REGION));
        got(world.refresh(Given.REGION, Set.of(M1)));
        assertThat(world.failures()).containsOnly(Map.entry("maas default", DOWN));

        got(world.sweep(Given.REGION));
        assertThat(world.failures()).isEmpty();
    }

    @Test
    void aBatchThatFailsIsToldUntilNothingIsDueAnyMore() {
        got(world.sweep(Given.REGION));
        var due = pass(60);
        maas.deaf = Optional.of(DOWN);
        assertThat(world.renew(Given.REGION, due, 50)).isInstanceOf(Reading.Missed.class);
        maas.deaf = Optional.empty();

        got(world.news(Given.REGION));
        assertThat(world.failures()).containsOnlyKeys("maas default");

        got(world.refresh(Given.REGION, Set.of(M1, M2)));
        got(world.renew(Given.REGION, due, 50));
        assertThat(world.failures()).isEmpty();
    }

    @Test
    void aLookThatFailedOnceIsForgottenAsSoonAsTheRegionAnswersAgain() {
        got(world.sweep(Given.REGION));
        maas.deaf = Optional.of(DOWN);
        assertThat(world.refresh(Given.REGION, Set.of(M1))).isInstanceOf(Reading.Missed.class);
        assertThat(world.failures()).containsOnlyKeys("maas default");
        maas.deaf = Optional.empty();

        got(world.news(Given.REGION));
        assertThat(world.failures()).isEmpty();
    }

    @Test
    void aLookUpByAddressBringsWhatItFindsAndChecksWhatItDoesNot() {
        got(world.sweep(Given.REGION));
        maas.with(new MachineDraft("m3", "three", "52:54:00:aa:00:03"));
        maas.machines.remove(M2);
        var at = pass(60);

        var found = got(world.lookUp(Given.REGION, Set.of(new MacAddress("52:54:00:aa:00:03"), new MacAddress(B))));

        assertThat(found).isEqualTo(new Seen<>(List.of(maas.get("m3")), at));
        assertThat(world.snapshot().regions().get(Given.REGION).machines()).containsOnlyKeys(M1, new SystemId("m3"));
        assertThat(maas.calls).contains("look [m2]");
    }

    @Test
    void aMachineWithOtherAddressesNowIsNotGone() {
        got(world.sweep(Given.REGION));
        maas.edit(M2, draft -> draft.macs("52:54:00:aa:00:77"));

        assertThat(got(world.lookUp(Given.REGION, Set.of(new MacAddress(B)))).value())
                .isEmpty();

        assertThat(seen(M2).value().macAddresses()).containsExactly(new MacAddress("52:54:00:aa:00:77"));
    }

    // ---- machine after machine again

    @Test
    void whatWasReadLongestAgoIsReadAgainFirstAndNothingElse() {
        got(world.sweep(Given.REGION));
        var later = pass(60);
        got(world.refresh(Given.REGION, Set.of(M1)));
        maas.edit(M2, draft -> draft.tag("behind-our-back"));
        maas.calls.clear();

        assertThat(got(world.renew(Given.REGION, Given.NOON, 50))).isZero();
        assertThat(got(world.renew(Given.REGION, later.plusSeconds(1), 1))).isEqualTo(1);
        assertThat(maas.calls).containsExactly("look [m2]");
        assertThat(seen(M2).value().tags()).contains("behind-our-back");

        assertThat(got(world.renew(Given.REGION, later.plusSeconds(1), 50))).isEqualTo(2);
        pass(1);
        assertThat(world.snapshot().regions().get(Given.REGION).oldest()).isEqualTo(later);
    }

    @Test
    void nothingIsReadAgainOfARegionThatWasNeverListed() {
        assertThat(got(world.renew(Given.REGION, Given.NOON.plusSeconds(1), 50)))
                .isZero();
        assertThat(maas.calls).isEmpty();
    }

    @Test
    void aBatchThatFailsIsTheFirstAgainAndLosesNothing() {
        got(world.sweep(Given.REGION));
        var due = pass(60);
        maas.deaf = Optional.of(DOWN);
        assertThat(world.renew(Given.REGION, due, 1)).isEqualTo(new Reading.Missed<>(DOWN));
        assertThat(seen(M1).at()).isEqualTo(Given.NOON);
        maas.deaf = Optional.empty();

        got(world.renew(Given.REGION, due, 1));

        assertThat(maas.calls).containsExactly("sweep", "look [m1]", "look [m1]");
        assertThat(seen(M1).at()).isEqualTo(due);
    }

    @Test
    void aMachineMissingFromABatchIsGoneAndWhoHasItsAddressNowIsKnownAtOnce() {
        got(world.sweep(Given.REGION));
        maas.machines.remove(M2);
        maas.with(new MachineDraft("m9", "again", B));
        var due = pass(60);

        got(world.renew(Given.REGION, due, 50));

        assertThat(world.snapshot().regions().get(Given.REGION).machines()).containsOnlyKeys(M1, new SystemId("m9"));
        assertThat(maas.calls).contains("find [" + B + "]");
    }

    @Test
    void aMachineMissingFromABatchStaysUntilItsAddressesCouldBeLookedUp() {
        var forgetful = new World(Map.of(Given.REGION, new NoFinds(maas)), Map.of(), clock);
        got(forgetful.sweep(Given.REGION));
        maas.machines.remove(M2);
        var due = pass(60);

        assertThat(forgetful.renew(Given.REGION, due, 50)).isEqualTo(new Reading.Missed<>(DOWN));

        assertThat(forgetful.snapshot().regions().get(Given.REGION).machines()).containsOnlyKeys(M1, M2);
    }

    @Test
    void anotherServerThatHasNoneOfOurMachinesMakesNoneOfThemGone() {
        var swapped = new Swapped(maas);
        var world = new World(Map.of(Given.REGION, swapped), Map.of(), clock);
        got(world.sweep(Given.REGION));
        maas.machines.clear();
        swapped.who = new BackendIdentity("http://other.example.org/MAAS", "f".repeat(64), Given.USER, "3.4.10");

        assertThat(world.renew(Given.REGION, pass(60), 50)).isInstanceOf(Reading.Missed.class);

        assertThat(world.snapshot().regions().get(Given.REGION).machines()).containsOnlyKeys(M1, M2);
        assertThat(world.identityChanged()).containsKey("maas default");
    }

    @Test
    void whatAnotherServerDoesNotKnowIsNotGoneHoweverItIsAskedFor() {
        var looks = Map.<String, Function<World, Reading<?>>>of(
                "by id", world -> world.refresh(Given.REGION, Set.of(M1)),
                "by address", world -> world.lookUp(Given.REGION, Set.of(new MacAddress(A))),
                "by an address that nobody had", world -> world.lookUp(Given.REGION, Set.of(new MacAddress(NOBODYS))),
                "by name", world -> world.lookUpNamed(Given.REGION, Set.of("one")),
                "by a name that nobody had", world -> world.lookUpNamed(Given.REGION, Set.of("virtual")));
        looks.forEach((how, look) -> {
            var swapped = new Swapped(new FakeMaas().with(new MachineDraft("m1", "one", A)));
            var world = new World(Map.of(Given.REGION, swapped), Map.of(), clock);
            got(world.sweep(Given.REGION));
            swapped.maas.machines.clear();
            swapped.who = new BackendIdentity("http://other.example.org/MAAS", "f".repeat(64), Given.USER, "3.4.10");

            assertThat(look.apply(world)).as(how).isInstanceOf(Reading.Missed.class);

            assertThat(world.snapshot().regions().get(Given.REGION).machines())
                    .as(how)
                    .containsOnlyKeys(M1);
            assertThat(world.identityChanged()).as(how).containsKey("maas default");
        });
    }

    @Test
    void readingTheSameAgainShowsTheSame() {
        got(world.sweep(Given.REGION));
        var before = world.snapshot().regions().get(Given.REGION);
        got(world.renew(Given.REGION, pass(60), 50));
        got(world.surroundings(Given.REGION));
        var after = world.snapshot().regions().get(Given.REGION);

        assertThat(after).isNotSameAs(before);
        assertThat(after.showsTheSameAs(before)).isTrue();
        assertThat(after.machines().get(M1).value())
                .isSameAs(before.machines().get(M1).value());
        assertThat(after.complete()).isTrue();

        maas.edit(M1, draft -> draft.tag("new"));
        got(world.renew(Given.REGION, pass(60), 50));
        assertThat(world.snapshot().regions().get(Given.REGION).showsTheSameAs(after))
                .isFalse();
    }

    /** Answers everything but look-ups by address. */
    private record NoFinds(FakeMaas maas) implements Maas {
        @Override
        public Reading<BackendIdentity> identity() {
            return maas.identity();
        }

        @Override
        public Reading<Observed.Region> sweep() {
            return maas.sweep();
        }

        @Override
        public Reading<Observed.Region> surroundings() {
            return maas.surroundings();
        }

        @Override
        public Reading<Deployable> deployable(String release) {
            return maas.deployable(release);
        }

        @Override
        public Reading<Map<SystemId, Machine>> look(Set<SystemId> ids) {
            return maas.look(ids);
        }

        @Override
        public Reading<List<Machine>> named(Set<String> hostnames) {
            return maas.named(hostnames);
        }

        @Override
        public Reading<List<Machine>> find(Set<MacAddress> macAddresses) {
            return new Reading.Missed<>(DOWN);
        }

        @Override
        public Reading<News> news(OptionalLong cursor) {
            return maas.news(cursor);
        }

        @Override
        public Reading<Survey> survey(Map<SystemId, String> powerTypes) {
            return maas.survey(powerTypes);
        }

        @Override
        public Reading<SortedMap<ThingKind, SortedMap<String, ObservedThing>>> things(Set<ThingKind> kinds) {
            return maas.things(kinds);
        }

        @Override
        public Outcome start(Step.OnRegion step) {
            return maas.start(step);
        }

        @Override
        public Outcome start(Step.OnMachine step) {
            return maas.start(step);
        }
    }

    @Test
    void newsFirstLearnsTheCursorThenReadsTheHintedMachines() {
        got(world.sweep(Given.REGION));

        assertThat(got(world.news(Given.REGION))).isEmpty();
        assertThat(got(world.news(Given.REGION))).containsExactlyInAnyOrder(M1, M2);

        assertThat(maas.calls)
                .containsExactly(
                        "sweep", "news " + OptionalLong.empty(), "news " + OptionalLong.of(41), "look [m1, m2]");
    }

    @Test
    void hintsThatCouldNotBeFollowedAreAskedForAgain() {
        got(world.sweep(Given.REGION));
        got(world.news(Given.REGION));
        var deaf = new World(Map.of(Given.REGION, new Deaf(maas)), Map.of(), clock);
        got(deaf.sweep(Given.REGION));
        got(deaf.news(Given.REGION));
        maas.calls.clear();

        assertThat(deaf.news(Given.REGION)).isInstanceOf(Reading.Missed.class);
        assertThat(deaf.news(Given.REGION)).isInstanceOf(Reading.Missed.class);

        assertThat(maas.calls).containsExactly("news " + OptionalLong.of(41), "news " + OptionalLong.of(41));
        assertThat(deaf.failures()).containsKey("maas default");
    }

    /** Answers everything but questions by id. */
    private record Deaf(Maas maas) implements Maas {
        @Override
        public Reading<BackendIdentity> identity() {
            return maas.identity();
        }

        @Override
        public Reading<Observed.Region> sweep() {
            return maas.sweep();
        }

        @Override
        public Reading<Observed.Region> surroundings() {
            return maas.surroundings();
        }

        @Override
        public Reading<Deployable> deployable(String release) {
            return maas.deployable(release);
        }

        @Override
        public Reading<Map<SystemId, Machine>> look(Set<SystemId> ids) {
            return new Reading.Missed<>(DOWN);
        }

        @Override
        public Reading<List<Machine>> named(Set<String> hostnames) {
            return maas.named(hostnames);
        }

        @Override
        public Reading<List<Machine>> find(Set<MacAddress> macAddresses) {
            return maas.find(macAddresses);
        }

        @Override
        public Reading<News> news(OptionalLong cursor) {
            return maas.news(cursor);
        }

        @Override
        public Reading<Survey> survey(Map<SystemId, String> powerTypes) {
            return maas.survey(powerTypes);
        }

        @Override
        public Reading<SortedMap<ThingKind, SortedMap<String, ObservedThing>>> things(Set<ThingKind> kinds) {
            return maas.things(kinds);
        }

        @Override
        public Outcome start(Step.OnRegion step) {
            return maas.start(step);
        }

        @Override
        public Outcome start(Step.OnMachine step) {
            return maas.start(step);
        }
    }

    // ---- another server

    /** Another server answers from some call on. */
    private static final class Swapped implements Maas {
        private final FakeMaas maas;
        private BackendIdentity who = Given.identity();
        private Runnable meanwhile = () -> {};
        private Runnable afterLook = () -> {};
        private CountDownLatch sweepMayEnd = new CountDownLatch(0);
        private final CountDownLatch sweepBegan = new CountDownLatch(1);

        private Swapped(FakeMaas maas) {
            this.maas = maas;
        }

        @Override
        public Reading<BackendIdentity> identity() {
            return new Reading.Got<>(who);
        }

        @Override
        public Reading<Observed.Region> sweep() {
            var list = Map.copyOf(maas.machines).values();
            sweepBegan.countDown();
            try {
                if (!sweepMayEnd.await(20, TimeUnit.SECONDS)) throw new IllegalStateException("nobody lets it end");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            var region = Given.region(list, true, Given.NOON);
            return new Reading.Got<>(new Observed.Region(
                    who,
                    region.machines(),
                    true,
                    region.sweptAt(),
                    region.zones(),
                    region.pools(),
                    region.domains(),
                    region.releases()));
        }

        @Override
        public Reading<Observed.Region> surroundings() {
            var before = maas.surroundings();
            meanwhile.run();
            return before;
        }

        @Override
        public Reading<Optional<SortedMap<Long, ObservedVmHost>>> vmHosts() {
            return maas.vmHosts();
        }

        @Override
        public Reading<Deployable> deployable(String release) {
            return maas.deployable(release);
        }

        @Override
        public Reading<Map<SystemId, Machine>> look(Set<SystemId> ids) {
            var found = maas.look(ids);
            afterLook.run();
            return found;
        }

        @Override
        public Reading<List<Machine>> named(Set<String> hostnames) {
            return maas.named(hostnames);
        }

        @Override
        public Reading<List<Machine>> find(Set<MacAddress> macAddresses) {
            return maas.find(macAddresses);
        }

        @Override
        public Reading<News> news(OptionalLong cursor) {
            return maas.news(cursor);
        }

        @Override
        public Reading<Survey> survey(Map<SystemId, String> powerTypes) {
            return maas.survey(powerTypes);
        }

        @Override
        public Reading<SortedMap<ThingKind, SortedMap<String, ObservedThing>>> things(Set<ThingKind> kinds) {
            return maas.things(kinds);
        }

        @Override
        public Outcome start(Step.OnRegion step) {
            return maas.start(step);
        }

        @Override
        public Outcome start(Step.OnMachine step) {
            return maas.start(step);
        }
    }

    @Test
    void anotherServerUnderTheSameNameNeverEntersTheSnapshot() {
        var swapped = new Swapped(maas);
        var world = new World(Map.of(Given.REGION, swapped), Map.of(), clock);
        got(world.sweep(Given.REGION));
        maas.machines.clear();
        for (var who : List.of(
                new BackendIdentity("http://maas.example/MAAS", "other", Given.USER, "3.4.10"),
                new BackendIdentity("http://maas.example/MAAS", "fingerprint", "eve", "3.4.10"))) {
            swapped.who = who;

            assertThat(world.identity(Given.REGION)).isInstanceOf(Reading.Missed.class);
            assertThat(world.sweep(Given.REGION)).isInstanceOf(Reading.Missed.class);
            assertThat(world.refresh(Given.REGION, Set.of(M1))).isInstanceOf(Reading.Missed.class);
            assertThat(world.lookUp(Given.REGION, Set.of(new MacAddress(A)))).isInstanceOf(Reading.Missed.class);

            assertThat(world.identityChanged()).containsEntry("maas default", who);
            assertThat(world.failures().get("maas default").why()).contains("another server", "confirms");
            assertThat(world.snapshot().regions().get(Given.REGION).machines()).hasSize(2);
        }

        world.forget(Given.REGION);
        assertThat(world.identityChanged()).isEmpty();
        assertThat(world.snapshot().regions()).isEmpty();
        got(world.sweep(Given.REGION));
        assertThat(world.snapshot().regions().get(Given.REGION).machines()).isEmpty();
    }

    @Test
    void anUpgradedServerIsTheSame() {
        var swapped = new Swapped(maas);
        var world = new World(Map.of(Given.REGION, swapped), Map.of(), clock);
        got(world.sweep(Given.REGION));
        swapped.who = new BackendIdentity("http://maas.example/MAAS", "fingerprint", Given.USER, "3.5.0");

        assertThat(got(world.identity(Given.REGION)).version()).isEqualTo("3.5.0");
        assertThat(world.identityChanged()).isEmpty();
    }

    @Test
    void anotherFleetUnderTheSameNameNeverEntersTheSnapshot() {
        fleet.put(Given.observed(7, Given.query("q", "SELECT 1")));
        got(world.look(Given.FLEET));
        var answers = new HashMap<String, BackendIdentity>();
        answers.put("who", new BackendIdentity("http://fleet.example", "other", "api", "4.90"));
        var swapped = new World(Map.of(), Map.of(Given.FLEET, new OtherFleet(fleet, answers)), clock);
        answers.put("who", Given.fleet(List.of(), Given.NOON).identity());
        got(swapped.look(Given.FLEET));
        answers.put("who", new BackendIdentity("http://fleet.example", "other", "api", "4.90"));
        fleet.objects.clear();

        assertThat(swapped.fleetIdentity(Given.FLEET)).isInstanceOf(Reading.Missed.class);
        assertThat(swapped.look(Given.FLEET)).isInstanceOf(Reading.Missed.class);
        assertThat(swapped.identityChanged()).containsOnlyKeys("fleet default");
        assertThat(swapped.failures().get("fleet default").why()).contains("another server");
        assertThat(swapped.snapshot().fleets().get(Given.FLEET).size()).isEqualTo(1);

        swapped.forgetFleet(Given.FLEET);
        assertThat(swapped.identityChanged()).isEmpty();
        assertThat(swapped.failures()).isEmpty();
        got(swapped.look(Given.FLEET));
        got(swapped.fleetIdentity(Given.FLEET));
    }

    private record OtherFleet(FakeFleet fleet, Map<String, BackendIdentity> answers) implements Fleet {
        private BackendIdentity who() {
            return Optional.ofNullable(answers.get("who")).orElseThrow();
        }

        @Override
        public Reading<BackendIdentity> identity() {
            return new Reading.Got<>(who());
        }

        @Override
        public Reading<Observed.FleetServer> look(Optional<Set<String>> teams) {
            var seen = Given.fleet(fleet.all(), Given.NOON);
            return new Reading.Got<>(
                    new Observed.FleetServer(who(), seen.licence(), seen.objects(), seen.teams(), Given.NOON));
        }

        @Override
        public Reading<Sight> sight() {
            return fleet.sight();
        }

        @Override
        public Reading<HostPage> carrying(long label, int page) {
            return fleet.carrying(label, page);
        }

        @Override
        public Reading<List<Noted>> activities() {
            return fleet.activities();
        }

        @Override
        public Reading<LogPage> log(int page) {
            return fleet.log(page);
        }

        @Override
        public Reading<VulnerabilityPage> vulnerabilities(int page) {
            return fleet.vulnerabilities(page);
        }

        @Override
        public Reading<HostPage> vulnerable(String cve, int page) {
            return fleet.vulnerable(cve, page);
        }

        @Override
        public Reading<HostPage> hosts(int page, OptionalLong failing) {
            return fleet.hosts(page, failing);
        }

        @Override
        public Reading<SortedMap<Long, Integer>> failing(Set<String> teams) {
            return fleet.failing(teams);
        }

        @Override
        public Reading<LiveAnswer> ask(HostIdentity host, String sql) {
            return fleet.ask(host, sql);
        }

        @Override
        public Reading<LiveEnd> ask(LiveQuestion question, BiConsumer<HostName, LiveAnswer> heard) {
            return fleet.ask(question, heard);
        }

        @Override
        public Outcome start(Step.OnFleet step) {
            return fleet.start(step);
        }
    }

    // ---- at the same time

    @Test
    void whatIsReadAfreshDuringASweepIsNotOverwrittenByIt() throws Exception {
        var slow = new Swapped(maas);
        slow.sweepMayEnd = new CountDownLatch(1);
        var world = new World(Map.of(Given.REGION, slow), Map.of(), clock);
        try (var pool = Executors.newSingleThreadExecutor()) {
            var sweep = pool.submit(() -> world.sweep(Given.REGION));
            assertThat(slow.sweepBegan.await(20, TimeUnit.SECONDS)).isTrue();
            maas.edit(M1, draft -> draft.zone("rack-c"));
            maas.machines.remove(M2);
            maas.with(new MachineDraft("m3", "three", "52:54:00:aa:00:03"));
            got(world.refresh(Given.REGION, Set.of(M1, M2)));
            got(world.lookUp(Given.REGION, Set.of(new MacAddress("52:54:00:aa:00:03"))));
            slow.sweepMayEnd.countDown();
            got(sweep.get(20, TimeUnit.SECONDS));
        }

        var machines = world.snapshot().regions().get(Given.REGION).machines();
        assertThat(machines).containsOnlyKeys(M1, new SystemId("m3"));
        assertThat(machines.get(M1).value().zone()).isEqualTo("rack-c");
    }

    @Test
    void vmHostsThatAreReadDuringALongerReadingAreNotOverwrittenByIt() {
        var slow = new Swapped(maas);
        var world = new World(Map.of(Given.REGION, slow), Map.of(), clock);
        got(world.sweep(Given.REGION));
        maas.vmHosts = Optional.of(new TreeMap<>());
        slow.meanwhile = () -> {
            pass(1);
            maas.vmHosts.orElseThrow().put(7L, Given.vmHost(7, "hv-01", "m1"));
            got(world.vmHosts(Given.REGION));
        };
        got(world.surroundings(Given.REGION));
        assertThat(world.snapshot().regions().get(Given.REGION).vmHosts().orElseThrow())
                .containsOnlyKeys(7L);

        slow.meanwhile = () -> {};
        maas.vmHosts.orElseThrow().clear();
        pass(1);
        got(world.surroundings(Given.REGION));
        assertThat(world.snapshot().regions().get(Given.REGION).vmHosts().orElseThrow())
                .isEmpty();
    }

    @Test
    void aClockThatIsSetBackHidesNothingThatIsReadAfterwards() {
        got(world.sweep(Given.REGION));
        clock.turn(Duration.ofMinutes(-10));
        maas.edit(M1, draft -> draft.zone("rack-z"));

        got(world.refresh(Given.REGION, Set.of(M1)));
        assertThat(seen(M1).value().zone()).isEqualTo("rack-z");
        assertThat(seen(M1).at()).isEqualTo(clock.instant());

        maas.machines.remove(M1);
        got(world.refresh(Given.REGION, Set.of(M1)));
        assertThat(world.snapshot().regions().get(Given.REGION).machines()).containsOnlyKeys(M2);
    }

    @Test
    void aLookThatWasAskedForBeforeAnotherOneAndAnswersLaterChangesNothing() {
        var slow = new Swapped(maas);
        var world = new World(Map.of(Given.REGION, slow), Map.of(), clock);
        got(world.sweep(Given.REGION));
        slow.afterLook = () -> {
            slow.afterLook = () -> {};
            maas.edit(M1, draft -> draft.zone("rack-z"));
            got(world.refresh(Given.REGION, Set.of(M1)));
        };

        got(world.refresh(Given.REGION, Set.of(M1)));

        assertThat(world.snapshot()
                        .regions()
                        .get(Given.REGION)
                        .machines()
                        .get(M1)
                        .value()
                        .zone())
                .isEqualTo("rack-z");
    }

    @Test
    void aNameTheSettingsDoNotKnowIsABug() {
        var stranger = new BackendName("nowhere");

        assertThatThrownBy(() -> world.sweep(stranger)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> world.look(stranger)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePortsAreHandedOutToStartStepsOn() {
        assertThat(world.maas(Given.REGION)).isSameAs(maas);
        assertThat(world.fleet(Given.FLEET)).isSameAs(fleet);
    }

    @Test
    void thousandsOfMachinesShareTheirTexts() {
        maas.edit(M1, draft -> draft.tag("rack").deployed("eve").zone(new String("rack-a")));
        maas.edit(M2, draft -> draft.tag("rack").deployed("eve").zone(new String("rack-a")));
        got(world.sweep(Given.REGION));

        assertThat(seen(M1).value().zone()).isSameAs(seen(M2).value().zone());
        assertThat(seen(M1).value()).isEqualTo(maas.get("m1"));
    }
}
