package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Maas;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.ThingKind;
import io.penguintech.gough.simulators.maas.MaasDurations;
import io.penguintech.gough.simulators.maas.MaasStandIn;
import io.penguintech.gough.simulators.maas.MaasStandInSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The contract against the stand-in; what takes time takes an hour, so that it is seen under way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MaasStandInContractTest extends ThingContract {
    private final MaasStandIn standIn =
            MaasStandIn.start(MaasStandInSettings.defaults().withDurations(MaasDurations.all(Duration.ofHours(1))));
    private final MaasSettings settings = MaasSettings.of(URI.create(standIn.url()), new Credential(standIn.apiKey()));
    private final MaasHttp maas =
            new MaasHttp(new BackendName("default"), settings, CallListener.NONE, Clock.systemUTC(), new Random());

    @Override
    Maas maas() {
        return maas;
    }

    @Override
    MaasSettings settings() {
        return settings;
    }

    @Override
    void remove(ThingKind kind, String id) {
        new ThingRemovals(settings).remove(kind, id);
    }

    @AfterAll
    void stop() {
        maas.close();
        standIn.close();
    }
}
