package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Other processes drive the region over HTTP, past its API. */
class ControlsTest extends Standing {
    private JsonNode state() {
        return MaasClient.JSON.readTree(
                admin.send("GET", "/standin/state", "", "").body());
    }

    private int control(String method, String path, String body) {
        return admin.send(method, "/standin/" + path, body, "").statusCode();
    }

    @Test
    void aMachineCanBeAddedEditedAndRemoved() {
        assertThat(control("POST", "machines", """
                        {"hostname": "hv-09", "zone": "rack-c", "tags": ["t"], "distro_series": "noble",
                         "owner": "alice", "serial": "ABC1", "locked": true}""")).isEqualTo(201);
        var machine = maas.machine("hv-09").orElseThrow();
        assertThat(machine.status()).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(machine.owner()).contains("alice");
        assertThat(machine.serial()).isEqualTo("ABC1");
        assertThat(machine.locked()).isTrue();

        assertThat(control("PATCH", "machines/hv-09", """
                        {"tags": [], "zone": "rack-d", "description": "moved", "locked": false, "status": "Broken"}""")).isEqualTo(204);
        machine = maas.machine("hv-09").orElseThrow();
        assertThat(machine.tags()).isEmpty();
        assertThat(machine.zone()).isEqualTo("rack-d");
        assertThat(machine.description()).isEqualTo("moved");
        assertThat(machine.locked()).isFalse();
        assertThat(machine.status()).isEqualTo(MaasStatus.BROKEN);

        assertThat(control("DELETE", "machines/hv-09", "")).isEqualTo(204);
        assertThat(maas.machines()).isEmpty();
        assertThat(control("DELETE", "machines/hv-09", "")).isEqualTo(404);
    }

    @Test
    void stateShowsMachinesAndWhatTheyReceived() {
        var id = maas.addMachine(NewMachine.named("a"));
        control("POST", "machines/a/mishap", "{\"kind\": \"deploy_fails\"}");
        act(id, "deploy", "distro_series", "jammy", "user_data", "aGVsbG8=");
        assertThat(admin.send("GET", "/standin/machines/a/user-data", "", "").body())
                .isEqualTo("aGVsbG8=");
        control("POST", "clock", "{\"advanceSeconds\": 60}");

        var state = state();
        assertThat(state.path("machines").get(0).path("status_name").asString()).isEqualTo("Failed deployment");
        assertThat(state.path("received").path(id).path("deploy").toString()).isEqualTo("[1,1]");
        assertThat(state.path("writes").asInt()).isEqualTo(1);
        assertThat(state.path("now").asString()).isEqualTo("2026-11-22T19:41:00Z");
        assertThat(state.toString()).doesNotContain("aGVsbG8=").doesNotContain("power_pass");
    }

    @Test
    void thePlugCanBePulledAndPushed() {
        maas.addMachine(NewMachine.named("a").deployed("jammy", "admin"));

        assertThat(control("POST", "machines/a/pull-plug", "")).isEqualTo(204);
        assertThat(maas.machine("a").orElseThrow().powerState()).isEqualTo("error");
        assertThat(control("POST", "machines/a/push-plug", "")).isEqualTo(204);
        assertThat(maas.machine("a").orElseThrow().powerState()).isEqualTo("on");
    }

    @Test
    void nonsenseIsRefusedInWords() {
        maas.addMachine(NewMachine.named("a"));

        var answer = admin.send("PATCH", "/standin/machines/a", "{\"colour\": \"red\"}", "");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("colour");
        assertThat(control("PATCH", "machines/a", "{")).isEqualTo(400);
        assertThat(control("POST", "machines/a/mishap", "{\"kind\": \"x\"}")).isEqualTo(400);
        assertThat(control("GET", "nothing", "")).isEqualTo(404);
    }
}
