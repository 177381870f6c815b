package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.StandInClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;

/** A region whose clock stands still until a test pushes it; every step takes a minute. */
abstract class Standing {
    static final Duration STEP = Duration.ofMinutes(1);

    final StandInClock clock = StandInClock.stoppedAt(Instant.parse("2026-11-22T19:40:00Z"));
    final MaasStandIn maas =
            MaasStandIn.start(MaasStandInSettings.defaults().withClock(clock).withDurations(MaasDurations.all(STEP)));
    final MaasClient admin = new MaasClient(maas, maas.apiKey());
    final MaasClient alice = new MaasClient(maas, maas.otherAdminApiKey());
    final MaasClient bob = new MaasClient(maas, maas.plainUserApiKey());

    @AfterEach
    void stop() {
        admin.close();
        alice.close();
        bob.close();
        maas.close();
    }

    MaasStatus status(String id) {
        return maas.machine(id).orElseThrow().status();
    }

    /** The API's view of one machine. */
    JsonNode read(String id) {
        return admin.json("machines/" + id + "/");
    }

    /** The body of a success. */
    static JsonNode body(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return MaasClient.JSON.readTree(answer.body());
    }

    HttpResponse<String> act(String id, String op, String... form) {
        return admin.post("machines/" + id + "/?op=" + op, form);
    }
}
