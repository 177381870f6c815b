package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penguintech.gough.simulators.fault.Fault;
import io.penguintech.gough.simulators.fault.FaultRule;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How requests are read, found, signed and refused. */
class RequestsTest extends Standing {
    @Test
    void theOperationMayStandInQueryFormOrPath() {
        var id = maas.addMachine(NewMachine.named("a").deployed("jammy", "admin"));

        assertThat(admin.post("machines/" + id + "/?op=lock").statusCode()).isEqualTo(200);
        assertThat(admin.post("machines/" + id + "/", "op", "unlock").statusCode())
                .isEqualTo(200);
        assertThat(admin.post("machines/" + id + "/op-lock").statusCode()).isEqualTo(200);
        assertThat(maas.machine(id).orElseThrow().locked()).isTrue();
    }

    @Test
    void aMultipartFormDeploys() throws Exception {
        var id = maas.addMachine(NewMachine.named("a"));
        var body = "--X\r\nContent-Disposition: form-data; name=\"distro_series\"\r\n\r\njammy\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"user_data\"\r\n\r\nI2Nsb3Vk\r\n--X--\r\n";
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(maas.url() + "/api/2.0/machines/" + id + "/?op=deploy"))
                    .header("Content-Type", "multipart/form-data; boundary=X")
                    .header("Authorization", admin.header())
                    .POST(BodyPublishers.ofString(body))
                    .build();
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
        assertThat(maas.userData("a")).contains("I2Nsb3Vk");
    }

    @Test
    void aFutureTimestampPasses() {
        var answer = admin.send(
                "GET",
                "/MAAS/api/2.0/users/?op=whoami",
                "",
                admin.header(Instant.now().plusSeconds(4000), "n"));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongSignatureHasUsedItsNonceUp() {
        var key = admin.key();
        var wrong = MaasClient.header(key[0], key[1], "wrong", Instant.now(), "once");

        assertThat(admin.send("GET", "/MAAS/api/2.0/machines/", "", wrong).body())
                .contains(key[2]);
        assertThat(admin.send("GET", "/MAAS/api/2.0/machines/", "", admin.header(Instant.now(), "once"))
                        .body())
                .isEqualTo("Authorization Error: 'Nonce already used: once'");
    }

    @Test
    void aBodyOverTenMegabytesIsRefusedBeforeTheRegion() {
        var id = maas.addMachine(NewMachine.named("a"));

        var answer = act(id, "deploy", "distro_series", "jammy", "user_data", "x".repeat(10 * 1024 * 1024));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(maas.received("deploy", id)).isZero();
    }

    @Test
    void macAddressesMatchInLowerCaseOnly() {
        var id = maas.addMachine(NewMachine.named("a").withMacAddresses("52:54:00:aa:bb:cc"));
        maas.addMachine(NewMachine.named("b"));

        assertThat(admin.json("machines/?mac_address=52:54:00:AA:BB:CC")).isEmpty();
        assertThat(admin.json("machines/?mac_address=52:54:00:aa:bb:cc"))
                .singleElement()
                .satisfies(machine ->
                        assertThat(machine.path("system_id").asString()).isEqualTo(id));
    }

    @Test
    void listsAreFiltered() {
        var a = maas.addMachine(
                NewMachine.named("a").inZone("z1").withTags("t1", "t2").deployed("jammy", "admin"));
        var b = maas.addMachine(NewMachine.named("b").inPool("p1").withTags("t1"));
        var c = maas.addMachine(NewMachine.named("c").withStatus(MaasStatus.NEW));

        assertThat(ids("id=" + a + "&id=" + c + "&id=nope12")).containsExactly(a, c);
        assertThat(ids("hostname=b&hostname=c.maas")).containsExactly(b, c);
        assertThat(ids("status=ready")).containsExactly(b);
        assertThat(ids("not_status=ready")).containsExactly(a, c);
        assertThat(ids("tags=t1&tags=t2")).containsExactly(a);
        assertThat(ids("not_tags=t2")).containsExactly(b, c);
        assertThat(ids("zone=z1")).containsExactly(a);
        assertThat(ids("pool=p1")).containsExactly(b);
        assertThat(ids("owner=admin&power_state=on")).containsExactly(a);
        assertThat(admin.get("machines/?limit=5&page=2").body())
                .isEqualTo("{\"limit\": [\"No such constraint.\"], \"page\": [\"No such constraint.\"]}");
        assertThat(admin.get("machines/?interfaces=x:fabric=0").statusCode()).isEqualTo(501);
    }

    private List<String> ids(String query) {
        return admin.json("machines/?" + query)
                .valueStream()
                .map(machine -> machine.path("system_id").asString())
                .toList();
    }

    @Test
    void aPutIsCheckedWholeAndChangesNothingWhenRefused() {
        admin.post("zones/", "name", "rack-a");
        var id = maas.addMachine(NewMachine.named("a").withArchitecture("arm64/generic"));

        assertThat(admin.put("machines/" + id + "/", "zone", "rack-a").body())
                .isEqualTo("{\"architecture\": [\"'arm64/generic' is not a valid architecture.  It should be one of:"
                        + " 'amd64/generic'.\"]}");
        assertThat(maas.machine(id).orElseThrow().zone()).isEqualTo("default");
        assertThat(admin.put("machines/" + id + "/", "zone", "rack-a", "architecture", "amd64", "typo", "x")
                        .statusCode())
                .isEqualTo(200);
        assertThat(maas.machine(id).orElseThrow().zone()).isEqualTo("rack-a");
    }

    @Test
    void aRenameMovesTheNameAndTakesNoOther() {
        var id = maas.addMachine(NewMachine.named("a"));
        maas.addMachine(NewMachine.named("b"));

        assertThat(admin.put("machines/" + id + "/", "hostname", "b").statusCode())
                .isEqualTo(400);
        assertThat(admin.put("machines/" + id + "/", "hostname", "c").statusCode())
                .isEqualTo(200);
        assertThat(maas.machine("a")).isEmpty();
        assertThat(maas.machine("c").orElseThrow().systemId()).isEqualTo(id);
    }

    @Test
    void aSwallowedDeployHappensAndIsCounted() {
        var id = maas.addMachine(NewMachine.named("a"));
        maas.faults().add(FaultRule.once("POST", "op=deploy", new Fault.DoneThenTimeout(Duration.ZERO)));

        assertThatThrownBy(() -> act(id, "deploy", "distro_series", "jammy")).isInstanceOf(UncheckedIOException.class);

        assertThat(status(id)).isEqualTo(MaasStatus.DEPLOYING);
        assertThat(maas.received("deploy", id)).isEqualTo(1);
        assertThat(maas.writes()).isEqualTo(1);
    }

    @Test
    void contentionAnswersWithRetryAfterAndChangesNothing() {
        var id = maas.addMachine(NewMachine.named("a"));
        maas.faults().add(FaultRule.once("PUT", "/machines/", MaasFaults.contention()));

        var answer = admin.put("machines/" + id + "/", "description", "x");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(maas.machine(id).orElseThrow().description()).isEmpty();
        assertThat(admin.put("machines/" + id + "/", "description", "x").statusCode())
                .isEqualTo(200);
    }

    @Test
    void poolsWithMachinesAreNotDeletedAndZonesGiveTheirsBack() {
        var id = maas.addMachine(NewMachine.named("a").inZone("z").inPool("p"));

        assertThat(admin.delete("resourcepool/1/").body()).isEqualTo("Pool has machines in it, it cannot be deleted.");
        assertThat(admin.delete("resourcepool/0/").statusCode()).isEqualTo(400);
        assertThat(admin.delete("zones/z/").statusCode()).isEqualTo(204);
        assertThat(maas.machine(id).orElseThrow().zone()).isEqualTo("default");
    }

    @Test
    void bulkReleaseIsAllOrNothing() {
        var deployed = maas.addMachine(NewMachine.named("a").deployed("jammy", "admin"));
        var fresh = maas.addMachine(NewMachine.named("b").withStatus(MaasStatus.NEW));
        var ready = maas.addMachine(NewMachine.named("c"));

        assertThat(admin.post("machines/?op=release", "machines", deployed, "machines", fresh)
                        .statusCode())
                .isEqualTo(409);
        assertThat(status(deployed)).isEqualTo(MaasStatus.DEPLOYED);
        assertThat(MaasClient.JSON
                        .readTree(admin.post("machines/?op=release", "machines", deployed, "machines", ready)
                                .body())
                        .valueStream()
                        .map(each -> each.asString()))
                .containsExactly(deployed);
    }

    @Test
    void anApiKeyCanBeMadeAndDeleted() {
        var made = MaasClient.JSON.readTree(admin.post("account/?op=create_authorisation_token", "name", "gough")
                .body());
        var key = made.path("consumer_key").asString() + ":"
                + made.path("token_key").asString() + ":"
                + made.path("token_secret").asString();
        try (var gough = new MaasClient(maas, key)) {
            assertThat(gough.json("users/?op=whoami").path("username").asString())
                    .isEqualTo("admin");
            admin.post(
                    "account/?op=delete_authorisation_token",
                    "token_key",
                    made.path("token_key").asString());
            assertThat(gough.get("users/?op=whoami").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void oldPathsAnswerAsTheyDo() {
        assertThat(admin.send("GET", "/MAAS/api/version/", "", "").body()).isEqualTo("2.0");
        assertThat(admin.send("GET", "/MAAS/api/1.0/nodes/", "", "").statusCode())
                .isEqualTo(410);
        assertThat(admin.get("dhcp-snippets/").statusCode()).isEqualTo(501);
    }
}
