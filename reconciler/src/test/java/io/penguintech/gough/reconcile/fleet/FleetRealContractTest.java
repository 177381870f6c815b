package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.HostIdentity;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostName;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private static final int FEW = 5;

    private final FleetSettings settings = FleetSettings.of(
                    URI.create(System.getenv("GOUGH_IT_FLEET_URL")),
                    new Credential(System.getenv("GOUGH_IT_FLEET_TOKEN")))
            .paging(2);
    private final FleetHttp fleet =
            new FleetHttp(new BackendName("default"), settings, CallListener.NONE, Clock.systemUTC(), new Random());

    @Override
    Fleet fleet() {
        return fleet;
    }

    @Override
    SortedMap<HostName, HostIdentity> online() {
        var found = new TreeMap<HostName, HostIdentity>();
        try (var calls = new FleetCalls(new BackendName("default"), settings, CallListener.NONE, new Random())) {
            var few = calls.read("list-hosts", "hosts?status=online&per_page=" + FEW, "list hosts");
            for (var host : few.path("hosts"))
                found.put(
                        new HostName("host-" + host.path("id").asLong()),
                        new HostIdentity(
                                Optional.of(host.path("hardware_serial").asString("")),
                                Optional.of(host.path("uuid").asString("")),
                                new TreeSet<>(),
                                List.of(host.path("hostname").asString(""))));
            return found;
        } catch (Refused refused) {
            throw new AssertionError(refused);
        }
    }
}
