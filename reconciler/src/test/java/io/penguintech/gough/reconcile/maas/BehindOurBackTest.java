package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Deed;
import io.penguintech.gough.reconcile.Maas;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another administrator does in MAAS is seen by the next look at the events, with the name of who did it. */
class BehindOurBackTest {
    private static final BackendName REGION = new BackendName("default");
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    private final StandInClock time = StandInClock.stoppedAt(NOON);
    private final MaasStandIn standIn =
            MaasStandIn.start(MaasStandInSettings.defaults().withClock(time));
    private final MaasHttp ours = client(standIn.apiKey());
    private final MaasHttp mallory = client(standIn.administrator("mallory"));
    private final World world = new World(Map.of(REGION, ours), Map.of(), Clock.systemUTC());
    private final SystemId machine = new SystemId(standIn.addMachine(
            NewMachine.named("hv-01").withMacAddresses("52:54:00:aa:bb:01").deployed("noble", "admin")));

    private MaasHttp client(String key) {
        return new MaasHttp(
                REGION,
                MaasSettings.of(URI.create(standIn.url()), new Credential(key)),
                CallListener.NONE,
                Clock.systemUTC(),
                new Random());
    }

    @BeforeEach
    void watch() {
        for (int i = 0; i < 99; i++)
            standIn.addMachine(NewMachine.named("other-" + i).deployed("noble", "admin"));
        MaasContract.got(world.sweep(REGION));
        MaasContract.got(world.news(REGION));
    }

    @AfterEach
    void stop() {
        ours.close();
        mallory.close();
        standIn.close();
    }

    private void does(Maas whose, Step.OnMachine step) {
        assertThat(whose.start(step)).isNotInstanceOf(Outcome.Failed.class);
    }

    private Machine seen() {
        return world.snapshot().regions().get(REGION).machines().get(machine).value();
    }

    @Test
    void aReleaseIsSeenByTheNextLookWithItsActorInTwoCalls() {
        time.advance(Duration.ofMinutes(2));
        does(mallory, new Step.Release(machine, HostGoal.Erase.NONE));
        long before = standIn.calls().size();

        assertThat(MaasContract.got(world.news(REGION))).containsExactly(machine);

        assertThat(standIn.calls().size() - before).isEqualTo(2);
        assertThat(seen().state()).isEqualTo(new Machine.State.Busy(Machine.Doing.RELEASING));
        assertThat(world.deeds(REGION))
                .containsExactly(Map.entry(
                        machine, new Deed("mallory", "Deployed→Releasing", NOON.plusSeconds(120), Deed.MAAS_EVENT)));
    }

    @Test
    void whatGoughDoesItselfIsNobodyElsesDeed() {
        does(ours, new Step.Release(machine, HostGoal.Erase.NONE));
        MaasContract.got(world.news(REGION));
        assertThat(seen().state()).isEqualTo(new Machine.State.Busy(Machine.Doing.RELEASING));
        assertThat(world.deeds(REGION)).isEmpty();
    }
}
