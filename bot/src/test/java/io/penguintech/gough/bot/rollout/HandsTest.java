package io.penguintech.gough.bot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.FieldChange;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.reconcile.fleet.FleetHttp;
import io.penguintech.gough.reconcile.fleet.FleetSettings;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.maas.MaasHttp;
import io.penguintech.gough.reconcile.maas.MaasSettings;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import io.penguintech.gough.simulators.maas.NewMachine;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rollout for drift names who was there, where MAAS notes it, and nobody else. */
class HandsTest {
    private static final BackendName REGION = new BackendName("default");
    private static final Revision REVISION = new Revision("3f2a91c".repeat(6).substring(0, 40));

    private final MaasStandIn standIn = MaasStandIn.start(MaasStandInSettings.defaults());
    private final MaasHttp ours = client(standIn.apiKey());
    private final MaasHttp mallory = client(standIn.administrator("mallory"));
    private final World world = new World(Map.of(REGION, ours), Map.of(), Clock.systemUTC());
    private final SystemId machine =
            new SystemId(standIn.addMachine(NewMachine.named("hv-01").deployed("noble", "admin")));

    private MaasHttp client(String key) {
        return new MaasHttp(
                REGION,
                MaasSettings.of(URI.create(standIn.url()), new Credential(key)),
                CallListener.NONE,
                Clock.systemUTC(),
                new Random());
    }

    @BeforeEach
    void malloryReleasesIt() {
        world.sweep(REGION);
        world.news(REGION);
        assertThat(mallory.start(new Step.Release(machine, HostGoal.Erase.NONE)))
                .isNotInstanceOf(Outcome.Failed.class);
        world.news(REGION);
    }

    @AfterEach
    void stop() {
        ours.close();
        mallory.close();
        standIn.close();
    }

    private Change release() {
        return new Change.Release(
                new Subject.OfHost(new HostName("hv-01")),
                REGION,
                new Change.Identity.Known(machine),
                "Deployed (noble)",
                HostGoal.Erase.NONE,
                false,
                Duration.ZERO,
                List.of(),
                Risk.DESTRUCTIVE,
                "because");
    }

    private Change amend() {
        return new Change.Amend(
                new Subject.OfHost(new HostName("hv-01")),
                REGION,
                new Change.Identity.Known(machine),
                List.of(new FieldChange("pool", Optional.of("a"), Optional.of("b"))),
                Risk.NOTICE,
                "because");
    }

    @Test
    void whoActedShortlyBeforeIsNamed() {
        assertThat(Hands.drift(REVISION, List.of(release()), world, Instant.now()))
                .matches("Drift from revision 3f2a91c[0-9a-f]*; host hv-01: mallory changed it at .*"
                        + "\\d\\d:\\d\\d UTC: Deployed→Releasing \\(MAAS event\\)");
    }

    @Test
    void whoEditedAQueryInFleetIsNamed() {
        var name = new BackendName("security");
        var fleetSettings = io.penguintech.gough.simulators.fleet.FleetSettings.defaults();
        try (var fleet = FleetStandIn.start(fleetSettings);
                var client = new FleetHttp(
                        name,
                        FleetSettings.of(
                                URI.create(fleet.url()),
                                new Credential(io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH.token())),
                        CallListener.NONE,
                        Clock.systemUTC(),
                        new Random())) {
            var query = Step.CreateInFleet.of(Samples.query("Ports"));
            client.start(query);
            var both = new World(Map.of(), Map.of(name, client), Clock.systemUTC());
            both.look(name);
            fleet.edit(
                    io.penguintech.gough.simulators.fleet.FleetSettings.PERSON,
                    "Ports",
                    fields -> fields.asking("SELECT 2"));
            both.look(name);
            var change = new Change.DeleteInFleet(
                    Subject.OfFleet.query(name, "Ports"), 1, List.of(), Risk.DESTRUCTIVE, "because");
            assertThat(Hands.drift(REVISION, List.of(change), both, Instant.now()))
                    .matches("Drift from revision 3f2a91c[0-9a-f]*; query security/Ports: Robin Admin changed it at .*"
                            + "\\d\\d:\\d\\d UTC: edited saved query \\(Fleet activity\\)");
        }
    }

    @Test
    void nobodyIsBlamedForAnEditBecauseMaasNotesNoEdits() {
        assertThat(Hands.drift(REVISION, List.of(amend()), world, Instant.now()))
                .isEqualTo("Drift from revision " + REVISION.brief());
    }

    @Test
    void nobodyIsBlamedForWhatWasDoneLongAgo() {
        assertThat(Hands.drift(
                        REVISION, List.of(release()), world, Instant.now().plus(Duration.ofHours(2))))
                .isEqualTo("Drift from revision " + REVISION.brief());
    }
}
