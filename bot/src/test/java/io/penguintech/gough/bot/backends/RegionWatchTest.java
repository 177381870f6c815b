package io.penguintech.gough.bot.backends;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.bot.settings.SecretFile;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.simulators.fault.CallRecord;
import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a region machine after machine: what it costs the region, and what it finds. Calls are counted at the stand-in. */
class RegionWatchTest {
    private static final BackendName REGION = new BackendName("default");
    private static final int MACHINES = 120;
    private static final Duration SWEEP = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final MaasStandIn maas = MaasStandIn.start(MaasStandInSettings.defaults());
    private final List<String> ids = new ArrayList<>();
    /** MAAS takes time stamps of the future, not of the past. */
    private final StandInClock clock = StandInClock.realTime();

    private Backends backends;
    private RegionWatch watch;

    @BeforeEach
    void start() throws IOException {
        for (int i = 0; i < MACHINES; i++)
            ids.add(maas.addMachine(NewMachine.named("hv-%03d".formatted(i))
                    .withMacAddresses("52:54:00:00:00:%02x".formatted(i))
                    .deployed("noble", "admin")));
        var key = Files.writeString(folder.resolve("key"), maas.apiKey());
        var region = BackendSettings.MaasRegion.usual(URI.create(maas.url()), new SecretFile(key), null)
                .sweeping(SWEEP, 100);
        backends = new Backends(
                new BackendSettings(Map.of("default", region), Map.of()), CallListener.NONE, clock, new Random(1));
        watch = new RegionWatch(backends.world(), REGION, region, clock);
        step();
    }

    @AfterEach
    void stop() {
        backends.close();
        maas.close();
    }

    private Duration step() {
        var reading = watch.step();
        assertThat(reading).isInstanceOf(Reading.Got.class);
        return ((Reading.Got<Duration>) reading).value();
    }

    private Machine seen(String id) {
        return backends.world()
                .snapshot()
                .regions()
                .get(REGION)
                .machines()
                .get(new SystemId(id))
                .value();
    }

    private static boolean isLook(CallRecord call) {
        return call.path().endsWith("/machines/") && call.query().startsWith("id=");
    }

    private static boolean isList(CallRecord call) {
        return call.path().endsWith("/machines/") && call.query().isEmpty();
    }

    @Test
    void whatIsFreshIsLeftAlone() {
        long before = maas.calls().size();
        assertThat(step()).isBetween(SWEEP.minusSeconds(30), SWEEP);
        assertThat(maas.calls()).hasSize((int) before);
    }

    @Test
    void editsThatMaasNotesNowhereAreFoundWithinOnePassAndWithoutAList() {
        maas.edit(ids.get(7)).tags(List.of("behind-our-back"));
        maas.edit(ids.get(60)).description("changed by hand");
        maas.edit(ids.get(119)).pool("other");
        maas.vanish(ids.get(30));
        clock.advance(SWEEP.plusSeconds(1));

        for (int i = 0; i < 3; i++) step();

        assertThat(seen(ids.get(7)).tags()).containsExactly("behind-our-back");
        assertThat(seen(ids.get(60)).description()).isEqualTo("changed by hand");
        assertThat(seen(ids.get(119)).pool()).isEqualTo("other");
        assertThat(backends.world().snapshot().regions().get(REGION).machines())
                .hasSize(MACHINES - 1)
                .doesNotContainKey(new SystemId(ids.get(30)));
        assertThat(maas.count(RegionWatchTest::isList)).isEqualTo(1);
        // three batches, and the vanished machine asked for once more
        assertThat(maas.count(RegionWatchTest::isLook)).isEqualTo(4);
    }

    @Test
    void aBrokenBatchIsReadAgainAndNothingStartsOver() {
        clock.advance(SWEEP.plusSeconds(1));
        step();
        maas.faults().add(FaultRule.always("GET", "machines/\\?id=", new Fault.Reset()));
        assertThat(watch.step()).isInstanceOf(Reading.Missed.class);
        maas.faults().clear();
        long before = maas.count(RegionWatchTest::isLook);

        step();
        step();

        assertThat(maas.count(RegionWatchTest::isLook)).isEqualTo(before + 2);
        assertThat(step()).isGreaterThan(SWEEP.minusSeconds(30));
    }

    @Test
    void machinesMadeWithoutATraceAreFoundByTheNextList() {
        var made = maas.addMachine(NewMachine.named("made").withMacAddresses("52:54:00:00:01:01"));
        clock.advance(Duration.ofHours(6).plusSeconds(1));

        step();

        assertThat(seen(made).hostname()).isEqualTo("made");
        assertThat(maas.count(RegionWatchTest::isList)).isEqualTo(2);
    }

    @Test
    void aListThatFailsKeepsNoMachineFromBeingReadAgain() {
        maas.edit(ids.get(7)).tags(List.of("behind-our-back"));
        clock.advance(Duration.ofHours(6).plusSeconds(1));
        maas.faults().add(FaultRule.always("GET", "machines/$", Fault.Status.of(504, "cut by the proxy")));

        assertThat(watch.step()).isInstanceOf(Reading.Missed.class);
        for (int i = 0; i < 5; i++) step();

        assertThat(seen(ids.get(7)).tags()).containsExactly("behind-our-back");
        assertThat(maas.count(RegionWatchTest::isList))
                .as("the first, and two tries of the next")
                .isEqualTo(3);
        assertThat(backends.world().failures().get("maas default").why()).contains("list all machines");
    }

    @Test
    void aListThatFailedAtOnceIsTriedAgainSoon() {
        clock.advance(Duration.ofHours(6).plusSeconds(1));
        maas.faults().add(FaultRule.always("GET", "machines/$", Fault.Status.of(502, "restarting")));
        assertThat(watch.step()).isInstanceOf(Reading.Missed.class);
        maas.faults().clear();

        step();
        assertThat(backends.world().failures()).isNotEmpty();
        clock.advance(Duration.ofSeconds(61));
        step();

        assertThat(maas.count(RegionWatchTest::isList)).isEqualTo(4);
        assertThat(backends.world().failures()).isEmpty();
    }

    @Test
    void aCompleteListIsFollowedByNoLongerPauseThanABatch() {
        clock.advance(Duration.ofHours(7));
        var settings = BackendSettings.MaasRegion.usual(URI.create(maas.url()), null, null)
                .sweeping(SWEEP, 1);
        var slow = new RegionWatch(backends.world(), REGION, settings, clock);
        long begun = System.nanoTime();

        var pause = ((Reading.Got<Duration>) slow.step()).value();

        assertThat(maas.count(RegionWatchTest::isList)).isEqualTo(2);
        var took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(pause)
                .isLessThanOrEqualTo(took.multipliedBy(99L * RegionWatch.BATCH).dividedBy(MACHINES));
    }

    @Test
    void theBudgetLeavesTheRegionAloneInBetween() {
        clock.advance(SWEEP.plusSeconds(1));
        var settings = BackendSettings.MaasRegion.usual(URI.create(maas.url()), null, null)
                .sweeping(SWEEP, 1);
        var slow = new RegionWatch(backends.world(), REGION, settings, clock);
        long begun = System.nanoTime();

        var pause = ((Reading.Got<Duration>) slow.step()).value();

        // One percent of a worker: a hundred times what the answer took, less the answer itself, and a little for
        // lists.
        assertThat(pause)
                .isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - begun).multipliedBy(100))
                .isGreaterThan(Duration.ofMillis(10));
    }
}
