package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.simulators.fault.StandInClock;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.MaasVersion;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The paged list of MAAS's API v3, where there is a login for it: a hint where to look, read in pages. */
class PagedListTest {
    private static final BackendName REGION = new BackendName("default");
    private static final int MACHINES = 1_050;

    private final StandInClock time = StandInClock.realTime();
    private MaasStandIn standIn = region(MaasVersion.V3_7);
    private final List<SystemId> ids = new ArrayList<>();

    private MaasStandIn region(MaasVersion version) {
        return MaasStandIn.start(
                MaasStandInSettings.defaults().withVersion(version).withClock(time));
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    private World world(MaasSettings.Login login) {
        return world(settings().with(login));
    }

    private World world(MaasSettings settings) {
        var maas = new MaasHttp(REGION, settings, CallListener.NONE, time, new Random());
        var world = new World(Map.of(REGION, maas), Map.of(), time);
        MaasContract.got(world.sweep(REGION));
        return world;
    }

    private MaasSettings settings() {
        return MaasSettings.of(URI.create(standIn.url()), new Credential(standIn.apiKey()));
    }

    private MaasSettings.Login login() {
        return new MaasSettings.Login("admin", new Credential(standIn.password("admin")));
    }

    private static Map<SystemId, ?> machines(World world) {
        return world.snapshot().regions().get(REGION).machines();
    }

    private static Machine seen(World world, SystemId id) {
        return world.snapshot().regions().get(REGION).machines().get(id).value();
    }

    private long calls(String path) {
        return standIn.count(call -> call.path().endsWith(path) && !call.query().startsWith("id="));
    }

    @Test
    void machinesThatCameWentOrChangedAreFoundWithoutACompleteList() {
        for (int i = 0; i < MACHINES; i++)
            ids.add(new SystemId(standIn.addMachine(NewMachine.named("hv-%04d".formatted(i)))));
        var world = world(login());
        assertThat(MaasContract.got(world.roster(REGION))).contains(0);
        var made = new SystemId(standIn.addMachine(NewMachine.named("made").withMacAddresses("02:00:5e:00:01:01")));
        standIn.edit(ids.get(7).value()).description("changed by hand");
        standIn.vanish(ids.get(8).value());

        assertThat(MaasContract.got(world.roster(REGION))).contains(3);

        assertThat(seen(world, made).hostname()).isEqualTo("made");
        assertThat(seen(world, ids.get(7)).description()).isEqualTo("changed by hand");
        assertThat(machines(world)).hasSize(MACHINES).doesNotContainKey(ids.get(8));
        assertThat(MaasContract.got(world.roster(REGION))).contains(0);
        // The first list, and the addresses of the one that is gone.
        assertThat(calls("/api/2.0/machines/")).isEqualTo(2);
        assertThat(calls("/a/v3/machines")).isEqualTo(6);
        assertThat(calls("/auth/login")).isEqualTo(1);
    }

    @Test
    void tokensAreRenewedAndWhereThatFailsWeLogInAfresh() {
        var world = world(login());
        MaasContract.got(world.roster(REGION));
        time.advance(Duration.ofMinutes(6));
        MaasContract.got(world.roster(REGION));
        assertThat(calls("/auth/access_token")).isEqualTo(1);
        assertThat(calls("/auth/login")).isEqualTo(1);
        time.advance(Duration.ofMinutes(11));
        MaasContract.got(world.roster(REGION));
        assertThat(calls("/auth/login")).isEqualTo(2);
    }

    @Test
    void aWrongPasswordIsForAPersonWithoutTellingItAndNoFailureOfTheRegion() {
        var world = world(new MaasSettings.Login("admin", new Credential("hunter2")));
        var missed = (Reading.Missed<?>) world.roster(REGION);
        assertThat(missed.failure()).isInstanceOf(Failure.NeedsHuman.class);
        assertThat(missed.failure().why()).contains("v3-password-file").doesNotContain("hunter2");
        assertThat(world.failures()).isEmpty();
    }

    @Test
    void aVersionWithoutThatListSaysSo() {
        standIn.close();
        standIn = region(MaasVersion.V3_5);
        var missed = (Reading.Missed<?>) world(login()).roster(REGION);
        assertThat(missed.failure().why()).contains("3.6 and later");
    }

    @Test
    void withoutALoginNothingIsAsked() {
        var world = world(settings());
        long before = standIn.calls().size();
        assertThat(MaasContract.got(world.roster(REGION))).isEqualTo(Optional.empty());
        assertThat(standIn.calls()).hasSize((int) before);
    }
}
