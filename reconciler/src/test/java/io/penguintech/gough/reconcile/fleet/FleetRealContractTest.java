package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import java.net.URI;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract against a real Fleet: one made for tests, as it creates and deletes queries. */
@EnabledIfEnvironmentVariable(
        named = "GOUGH_IT_FLEET_URL",
        matches = ".+",
        disabledReason = "set GOUGH_IT_FLEET_URL and GOUGH_IT_FLEET_TOKEN to run it against a real Fleet")
@EnabledIfEnvironmentVariable(
        named = "GOUGH_IT_FLEET_TOKEN",
        matches = ".+",
        disabledReason = "set GOUGH_IT_FLEET_URL and GOUGH_IT_FLEET_TOKEN to run it against a real Fleet")
class FleetRealContractTest extends FleetContract {
    private final FleetHttp fleet = new FleetHttp(
            new BackendName("default"),
            FleetSettings.of(
                            URI.create(System.getenv("GOUGH_IT_FLEET_URL")),
                            new Credential(System.getenv("GOUGH_IT_FLEET_TOKEN")))
                    .paging(2),
            CallListener.NONE,
            Clock.systemUTC(),
            new Random());

    @Override
    Fleet fleet() {
        return fleet;
    }
}
