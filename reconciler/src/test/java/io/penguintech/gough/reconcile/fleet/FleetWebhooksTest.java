package io.penguintech.gough.reconcile.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.FleetNews;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.simulators.fleet.FleetHost;
import io.penguintech.gough.simulators.fleet.FleetSettings;
import io.penguintech.gough.simulators.fleet.FleetStandIn;
import io.penguintech.gough.simulators.fleet.Generation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Fleet posts is read as what it says, and what nobody would post is read as nothing. */
class FleetWebhooksTest {
    private static FleetNews read(String body) {
        return FleetWebhooks.read(body.getBytes(StandardCharsets.UTF_8));
    }

    /** What the stand-in posts during {@code deed}, answered with {@code status}. */
    private static List<FleetNews> posted(FleetStandIn fleet, int batch, int status, Runnable deed) {
        var heard = new CopyOnWriteArrayList<FleetNews>();
        HttpServer server = null;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                heard.add(FleetWebhooks.read(exchange.getRequestBody().readAllBytes()));
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            });
            server.start();
            fleet.connect(
                    URI.create("http://127.0.0.1:%d/hook"
                            .formatted(server.getAddress().getPort())),
                    batch);
            deed.run();
            return heard;
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            if (server != null) server.stop(0);
        }
    }

    @Test
    void everythingThatAFleetPostsIsUnderstood() {
        try (var fleet = FleetStandIn.start(FleetSettings.defaults())) {
            int policy = fleet.addPolicy("Firewall", "SELECT 1", "", 0, 0).id();
            var hosts = fleet.enroll(3, n -> FleetHost.ubuntu("h" + n, "S" + n, "", "192.0.2.1"));
            fleet.judge(hosts, "Firewall", false);
            var heard = posted(fleet, 2, 200, () -> {
                fleet.postFailingPolicies();
                fleet.postFailingPolicies();
                fleet.postHostStatus(7);
                fleet.postVulnerability("CVE-2026-12345", true, hosts);
                fleet.note(FleetSettings.PERSON, "edited_agent_options", Map.of("team_name", "servers"));
                fleet.postActivities();
            });
            assertThat(heard).hasSize(5);
            assertThat(heard.subList(0, 2))
                    .as("in batches, and only what is new")
                    .containsExactly(new FleetNews.FailingPolicy(policy, 2), new FleetNews.FailingPolicy(policy, 1));
            assertThat(heard.get(2)).isEqualTo(new FleetNews.SilentHosts(0, 3));
            assertThat(heard.get(3))
                    .isEqualTo(new FleetNews.Vulnerability(
                            "CVE-2026-12345", true, new TreeMap<>(Map.of(1L, "h1", 2L, "h2", 3L, "h3"))));
            assertThat(heard.get(4)).isInstanceOfSatisfying(FleetNews.Activity.class, activity -> {
                assertThat(activity.type()).isEqualTo("edited_agent_options");
                assertThat(activity.who()).isEqualTo("Robin Admin");
                assertThat(activity.about()).isEqualTo("team_name: servers");
                assertThat(activity.at()).isPresent();
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    void aWebhookAndTheLogSayTheSameOfOneDeedAndNeverTheSameOfTwo(Generation generation) {
        try (var fleet = FleetStandIn.start(FleetSettings.defaults().withGeneration(generation));
                var http = new FleetHttp(
                        new BackendName("default"),
                        io.penguintech.gough.reconcile.fleet.FleetSettings.of(
                                URI.create(fleet.url()), new Credential(FleetSettings.GOUGH.token())),
                        CallListener.NONE,
                        Clock.systemUTC(),
                        new Random(1))) {
            var heard = posted(fleet, 2, 200, () -> {
                fleet.note(FleetSettings.PERSON, "deleted_team", Map.of("team_id", "1", "team_name", "servers"));
                fleet.note(FleetSettings.PERSON, "deleted_team", Map.of("team_id", "2", "team_name", "servers"));
                fleet.postActivities();
            });
            var logged = ((Reading.Got<Fleet.LogPage>) http.log(0))
                    .value().entries().reversed().stream()
                            .map(Fleet.Logged::activity)
                            .toList();
            assertThat(logged)
                    .extracting(FleetNews.Activity::content)
                    .doesNotHaveDuplicates()
                    .containsExactlyElementsOf(heard.stream()
                            .map(FleetNews.Activity.class::cast)
                            .map(FleetNews.Activity::content)
                            .toList());
            assertThat(logged)
                    .allMatch(one -> one.user().isPresent() && one.who().equals("Robin Admin"));
        }
    }

    @Test
    void failingHostsArePostedAgainUntilTheyAreTakenAndActivitiesOnlyAfterA429() {
        try (var fleet = FleetStandIn.start(FleetSettings.defaults())) {
            fleet.addPolicy("Firewall", "SELECT 1", "", 0, 0);
            fleet.judge(fleet.enroll(1, n -> FleetHost.ubuntu("h" + n, "S" + n, "", "")), "Firewall", false);
            assertThat(posted(fleet, 10, 500, () -> IntStream.range(0, 3).forEach(i -> fleet.postFailingPolicies())))
                    .hasSize(3);
            assertThat(posted(fleet, 10, 500, () -> {
                        fleet.note(FleetSettings.PERSON, "live_query", Map.of());
                        fleet.postActivities();
                        fleet.postActivities();
                    }))
                    .hasSize(1);
            assertThat(posted(fleet, 10, 429, () -> {
                        fleet.note(FleetSettings.PERSON, "live_query", Map.of());
                        fleet.postActivities();
                        fleet.postActivities();
                    }))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "\"text\"",
                "{\"policy\": 7, \"hosts\": []}",
                "{\"policy\": {\"id\": \"7\"}, \"hosts\": []}",
                "{\"policy\": {\"id\": -7}, \"hosts\": []}",
                "{\"policy\": {\"id\": 7}, \"hosts\": {}}",
                "{\"policy\": {\"id\": 7}}",
                "{\"data\": {\"unseen_hosts\": \"many\", \"total_hosts\": 3}}",
                "{\"data\": {\"unseen_hosts\": 3}}",
                "{\"vulnerability\": {\"cve\": \"<!channel>\", \"hosts_affected\": []}}",
                "{\"vulnerability\": {\"cve\": \"CVE-2026-1234\", \"hosts_affected\": 3}}",
                "{\"vulnerability\": {\"cve\": \"CVE-2026-1234\", \"hosts_affected\": [{\"hostname\": \"x\"}]}}",
                "{\"vulnerability\": null}",
                "{\"type\": \"Robert'); DROP TABLE\", \"details\": {}}",
                "{\"type\": \"live_query\", \"details\": []}"
            })
    void whatIsNoneOfItsShapesIsMalformed(String body) {
        assertThat(read(body)).isInstanceOf(FleetNews.Malformed.class);
    }

    @Test
    void deepNestingIsMalformedAndNoOverflow() {
        assertThat(read("{\"a\":".repeat(100_000))).isInstanceOf(FleetNews.Malformed.class);
    }

    @Test
    void whatItDoesNotKnowIsUnknownAndUnknownKeysOfTheRestArePassedOver() {
        assertThat(read("{\"calendar\": {}, \"more\": 1}"))
                .isEqualTo(new FleetNews.Unknown(List.of("calendar", "more")));
        assertThat(read("{\"timestamp\": 1, \"policy\": {\"id\": 7, \"new\": []}, \"hosts\": [1, 2], \"x\": null}"))
                .isEqualTo(new FleetNews.FailingPolicy(7, 2));
    }

    @Test
    void textsAreOneShortLine() {
        var news = read(
                "{\"type\": \"created_user\", \"actor_full_name\": \"A\\u0000\\nB%s\", \"details\": {\"user\\n\": \"x\\ty\"}}"
                        .formatted("c".repeat(300)));
        assertThat(news).isInstanceOfSatisfying(FleetNews.Activity.class, activity -> {
            assertThat(activity.who()).startsWith("A Bccc").hasSize(120);
            assertThat(activity.about()).isEqualTo("user: x y");
            assertThat(activity.at()).isEmpty();
        });
    }
}
