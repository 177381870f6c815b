package io.penguintech.gough.simulators.maas;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lists, filters, forms and what many calls at once do. */
class ReadingTest extends Standing {
    @Test
    void machinesAreFoundByWhereTheyAreWiredAndWhatTheyAreMadeOf() {
        var big = maas.addMachine(NewMachine.named("big").withDisks(100_000_000_000L, 900_000_000_000L));
        maas.addMachine(NewMachine.named("small").deployed("noble", "admin"));

        for (var filter : new String[] {
            "storage=500", "storage=root:90(ssd),data:500", "simple_status=ready", "not_simple_status=deployed",
        }) {
            assertThat(admin.json("machines/?" + filter)
                            .get(0)
                            .path("system_id")
                            .asString())
                    .as(filter)
                    .isEqualTo(big);
            assertThat(admin.json("machines/?" + filter)).as(filter).hasSize(1);
        }
        assertThat(admin.json("machines/?subnets=2")).hasSize(2);
        assertThat(admin.json("machines/?subnets=cidr:10.77.0.0/16&fabrics=fabric-0&vlans=vid:0"))
                .hasSize(2);
        assertThat(admin.json("machines/?not_subnets=2")).isEmpty();
        assertThat(admin.json("nodes/?hostname=big")).hasSize(1);
        var mac = read(big).path("boot_interface").path("mac_address").asString();
        assertThat(admin.get("nodes/?op=is_registered&mac_address=" + mac.toUpperCase(Locale.ROOT))
                        .body())
                .isEqualTo("true");
        assertThat(admin.get("nodes/?op=is_registered&mac_address=52:54:00:ff:ff:ff")
                        .body())
                .isEqualTo("false");
        assertThat(admin.json("machines/?storage=5000")).isEmpty();
        assertThat(admin.get("machines/?storage=much").statusCode()).isEqualTo(400);
        body(admin.post("machines/?op=allocate", "system_id", big, "agent_name", "gough"));
        assertThat(admin.json("machines/?agent_name=gough")).hasSize(1);
        body(act(big, "release"));
        clock.advance(STEP);
        assertThat(admin.json("machines/?agent_name=gough")).isEmpty();
    }

    @Test
    void aMachineOfAListWeighsWhatARealOneWeighs() {
        maas.addMachine(NewMachine.named("a").withMacAddresses("52:54:00:00:00:01", "52:54:00:00:00:02"));

        assertThat(admin.get("machines/").body().length()).isBetween(15_000, 19_000);
    }

    @Test
    void aTagsMachinesCostWhatAListCosts() {
        try (var region = MaasStandIn.start(
                        MaasStandInSettings.defaults().withCostPerListedMachine(Duration.ofMillis(29)));
                var client = new MaasClient(region, region.apiKey())) {
            IntStream.range(0, 10)
                    .forEach(i -> region.addMachine(NewMachine.named("h" + i).withTags("t")));
            long start = System.nanoTime();

            assertThat(client.json("tags/t/?op=machines")).hasSize(10);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        }
    }

    @Test
    void ofTooManyWritesToOneMachineSomeAreToldToComeAgain() throws Exception {
        try (var region = MaasStandIn.start(MaasStandInSettings.defaults().withCostPerWrite(Duration.ofMillis(300)));
                var client = new MaasClient(region, region.apiKey());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var id = region.addMachine(NewMachine.named("a"));
            var writes = IntStream.range(0, 12)
                    .<Callable<Integer>>mapToObj(i -> () -> {
                        var answer = client.put("machines/" + id + "/", "description", "d" + i);
                        if (answer.statusCode() == 409) {
                            assertThat(answer.headers().firstValue("Retry-After"))
                                    .contains("5");
                        }
                        return answer.statusCode();
                    })
                    .toList();

            var statuses = threads.invokeAll(writes).stream()
                    .map(future -> future.resultNow())
                    .toList();
            assertThat(statuses).contains(200, 409);
            assertThat(client.put("machines/" + id + "/", "description", "last").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void jsonMakesAMachineAndDeploysNothing() throws Exception {
        assertThat(json("machines/", """
                        {"hostname": "j1", "architecture": "amd64", "power_type": "manual", "commission": "false",
                         "mac_addresses": ["52:54:00:00:00:09"], "colour": "red"}""")).isEqualTo(200);
        var id = maas.machine("j1").orElseThrow().systemId();
        assertThat(maas.machine(id).orElseThrow().macAddresses()).containsExactly("52:54:00:00:00:09");

        var ready = maas.addMachine(NewMachine.named("b"));
        assertThat(json("machines/" + ready + "/?op=deploy", "{\"distro_series\": \"zzz\"}"))
                .isEqualTo(200);
        assertThat(maas.machine(ready).orElseThrow().distroSeries()).isEqualTo("focal");
    }

    private int json(String path, String body) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(maas.url() + "/api/2.0/" + path))
                    .header("Content-Type", "application/json")
                    .header("Authorization", admin.header())
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return http.send(request, BodyHandlers.ofString()).statusCode();
        }
    }

    @Test
    void whatHangsFailsWhenMaasGivesUp() {
        var id = maas.addMachine(NewMachine.named("a"));
        maas.plan(Mishap.DEPLOY_TIMES_OUT, "a");
        body(act(id, "deploy", "distro_series", "noble"));
        clock.advance(Duration.ofMinutes(29));
        assertThat(status(id)).isEqualTo(MaasStatus.DEPLOYING);
        clock.advance(Duration.ofMinutes(1));
        assertThat(status(id)).isEqualTo(MaasStatus.FAILED_DEPLOYMENT);

        maas.plan(Mishap.RELEASE_TIMES_OUT, "a");
        body(act(id, "release"));
        clock.advance(Duration.ofMinutes(5));
        assertThat(status(id)).isEqualTo(MaasStatus.FAILED_RELEASING);
        body(act(id, "release"));
        clock.advance(STEP);
        maas.plan(Mishap.COMMISSION_TIMES_OUT, "a");
        body(act(id, "commission"));
        clock.advance(Duration.ofMinutes(30));
        assertThat(status(id)).isEqualTo(MaasStatus.FAILED_COMMISSIONING);
    }

    @Test
    void machinesThatReportedThemselvesAreAccepted() {
        var id = maas.addMachine(NewMachine.named("found").withStatus(MaasStatus.NEW));

        assertThat(admin.post("machines/?op=accept", "machines", "nope12").body())
                .isEqualTo("Unknown machine(s): nope12.");
        body(admin.post("machines/?op=accept_all"));
        assertThat(status(id)).isEqualTo(MaasStatus.COMMISSIONING);
        assertThat(admin.post("machines/?op=accept", "machines", id).statusCode())
                .isEqualTo(409);
    }

    @Test
    void keysNotesAndRepositoriesAreKept() {
        var key = admin.post("account/prefs/sshkeys/", "key", "ssh-ed25519 AAAA a@b");
        assertThat(key.statusCode()).isEqualTo(201);
        assertThat(admin.post("account/prefs/sshkeys/", "key", "ssh-ed25519 AAAA a@b")
                        .statusCode())
                .isEqualTo(400);
        assertThat(bob.json("account/prefs/sshkeys/")).isEmpty();
        body(admin.post("notifications/", "message", "one", "ident", "x"));
        body(admin.post("notifications/", "message", "two", "ident", "x"));
        assertThat(admin.json("notifications/")).hasSize(1);
        assertThat(bob.post("notifications/", "message", "m").statusCode()).isEqualTo(403);
        body(admin.put("package-repositories/1/", "url", "http://mirror/ubuntu", "enabled", "false"));
        assertThat(admin.json("package-repositories/1/").path("enabled").asBoolean())
                .isFalse();
        assertThat(admin.json("scripts/?type=testing").size()).isBetween(10, 20);
        assertThat(admin.json("scripts/ntp").path("name").asString()).isEqualTo("ntp");
    }
}
