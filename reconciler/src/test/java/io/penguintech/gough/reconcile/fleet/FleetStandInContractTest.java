package io.penguintech.gough.reconcile.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.fleet.Generation;
import io.penguintech.gough.simulators.fleet.Tier;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract against the stand-in, in both generations of names. */
class FleetStandInContractTest {
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class AgainstStandIn extends FleetContract {
        private final FleetStandIn standIn;
        private final FleetHttp fleet;
        private final boolean premium;

        AgainstStandIn(Generation generation, Tier tier) {
            standIn = FleetStandIn.start(io.penguintech.gough.simulators.fleet.FleetSettings.defaults()
                    .withGeneration(generation)
                    .withTier(tier));
            premium = tier == Tier.PREMIUM;
            var token = new Credential(io.penguintech.gough.simulators.fleet.FleetSettings.GOUGH.token());
            fleet = new FleetHttp(
                    new BackendName("default"),
                    FleetSettings.of(URI.create(standIn.url()), token).paging(2),
                    CallListener.NONE,
                    Clock.systemUTC(),
                    new Random(1));
        }

        @Override
        Fleet fleet() {
            return fleet;
        }

        @Test
        void whatIsInATeamIsReadAndWrittenThere() {
            if (premium) {
                standIn.addFleet("Servers", "secret");
                var declared = DeclaredObjects.policy(name("of a team"), "SELECT 1;", Optional.of("servers"));
                var id = Long.parseLong(((Outcome.Done) fleet.start(Step.CreateInFleet.of(declared)))
                        .id()
                        .orElseThrow());
                assertThat(standIn.policies())
                        .hasSize(1)
                        .allMatch(p -> p.fields().fleetId() != null);
                var seen = got(fleet.look(Optional.of(Set.of("servers"))));
                assertThat(seen.all(FleetKind.POLICY).get(id).team()).isEqualTo("servers");
                assertThat(got(fleet.look(Optional.of(Set.of()))).all(FleetKind.POLICY))
                        .isEmpty();
                var after = DeclaredObjects.policy(name("of a team"), "SELECT 2;", Optional.of("servers"));
                assertThat(fleet.start(DeclaredQueries.update(id, after, "sql")))
                        .isInstanceOf(Outcome.Done.class);
                assertThat(fleet.start(new Step.DeleteInFleet(FleetKind.POLICY, "servers", id)))
                        .isInstanceOf(Outcome.Done.class);
                assertThat(standIn.policies()).isEmpty();
            }
        }

        @AfterAll
        void stop() {
            fleet.close();
            standIn.close();
        }
    }

    @Nested
    class WithReports extends AgainstStandIn {
        WithReports() {
            super(Generation.NEW, Tier.PREMIUM);
        }
    }

    @Nested
    class WithQueries extends AgainstStandIn {
        WithQueries() {
            super(Generation.OLD, Tier.PREMIUM);
        }
    }

    @Nested
    class WithoutALicence extends AgainstStandIn {
        WithoutALicence() {
            super(Generation.NEW, Tier.FREE);
        }
    }
}
