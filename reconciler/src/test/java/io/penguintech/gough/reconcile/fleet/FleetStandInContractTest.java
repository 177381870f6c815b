package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.fleet.Generation;
import java.net.URI;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** The contract against the stand-in, in both generations of names. */
class FleetStandInContractTest {
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class AgainstStandIn extends FleetContract {
        private final FleetStandIn standIn;
        private final FleetHttp fleet;

        AgainstStandIn(Generation generation) {
            standIn = FleetStandIn.start(io.penguintech.gough.simulators.fleet.FleetSettings.defaults()
                    .withGeneration(generation));
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

        @AfterAll
        void stop() {
            fleet.close();
            standIn.close();
        }
    }

    @Nested
    class WithReports extends AgainstStandIn {
        WithReports() {
            super(Generation.NEW);
        }
    }

    @Nested
    class WithQueries extends AgainstStandIn {
        WithQueries() {
            super(Generation.OLD);
        }
    }
}
