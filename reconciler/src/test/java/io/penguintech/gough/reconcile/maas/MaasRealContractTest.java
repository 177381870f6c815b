package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.penguintech.gough.reconcile.Maas;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.ThingKind;
import java.net.URI;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract against a real region: one made for tests, as it creates, commissions and deletes machines. */
@EnabledIfEnvironmentVariable(
        named = "GOUGH_IT_MAAS_URL",
        matches = ".+",
        disabledReason = "set GOUGH_IT_MAAS_URL and GOUGH_IT_MAAS_API_KEY to run it against a real MAAS")
@EnabledIfEnvironmentVariable(
        named = "GOUGH_IT_MAAS_API_KEY",
        matches = ".+",
        disabledReason = "set GOUGH_IT_MAAS_URL and GOUGH_IT_MAAS_API_KEY to run it against a real MAAS")
class MaasRealContractTest extends ThingContract {
    private final MaasSettings settings = MaasSettings.of(
            URI.create(System.getenv("GOUGH_IT_MAAS_URL")), new Credential(System.getenv("GOUGH_IT_MAAS_API_KEY")));
    private final MaasHttp maas =
            new MaasHttp(new BackendName("default"), settings, CallListener.NONE, Clock.systemUTC(), new Random());

    /** Whoever is no administrator may make none of what these tests make. */
    @BeforeEach
    void mayAdminister() {
        assumeThat(new ThingRemovals(settings).isAdministrator())
                .as("GOUGH_IT_MAAS_API_KEY is no administrator's")
                .isTrue();
    }

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
}
