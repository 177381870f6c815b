package io.penguintech.gough.simulators.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Questions to one host and to many, as fleetdm/fleet server/service/live_queries.go and campaigns.go answer them. */
class FleetLiveTest extends FleetFixture {
    private static final String ASK = "{'query':' SELECT pid FROM processes '}";
    private static final String MANY =
            "{'query':'SELECT pid FROM processes','query_id':null,'selected':{'hosts':[1,2],'labels':[],'teams':[]}}";
    private static final String SQL = "SELECT pid FROM processes";
    private static final FleetHost ALPHA = FleetHost.ubuntu("alpha", "S1", "52:54:00:00:00:01", "192.0.2.1");

    private String ask(int host) {
        return gough.post("hosts/%d/query".formatted(host), ASK).json().toString();
    }

    @Test
    void anOnlineHostAnswersWithItsRows() {
        int host = fleet.enroll(ALPHA);
        assertThat(ask(host)).contains("\"status\":\"online\"", "\"rows\":[]").doesNotContain("error");
        fleet.answer(host, SQL, LiveAnswer.rows("pid", "1", "2"));
        assertThat(ask(host)).contains("\"rows\":[{\"pid\":\"1\"},{\"pid\":\"2\"}]", "\"host_id\":1");
        assertThat(fleet.asked(host)).isEqualTo(2);
        assertThat(fleet.writes()).as("it asks and changes nothing").isZero();
    }

    @Test
    void aHostThatFailsIsSilentOrOfflineIsASuccessThatSaysSo() {
        int host = fleet.enroll(ALPHA);
        fleet.answer(host, SQL, new LiveAnswer.Failing("no such table: vms"));
        assertThat(ask(host)).contains("\"status\":\"online\"", "\"error\":\"no such table: vms\"");
        fleet.answer(host, SQL, new LiveAnswer.Silent());
        assertThat(ask(host)).contains("\"rows\":null", "\"error\":\"timeout waiting for results\"");
        fleet.change(host, ALPHA.with(FleetHost.Status.MIA));
        assertThat(ask(host))
                .contains("\"status\":\"offline\"", "\"rows\":null")
                .doesNotContain("error");
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        int host = fleet.enroll(ALPHA);
        assertThat(gough.post("hosts/9/query", ASK).status()).isEqualTo(400);
        assertThat(ask(9)).contains("host not found: 9");
        assertThat(gough.post("hosts/%d/query".formatted(host), "{'query':' '}").status())
                .isEqualTo(400);
        assertThat(observer.post("hosts/%d/query".formatted(host), ASK).status())
                .isEqualTo(403);
        assertThat(gough.get("hosts/identifier/S2").status()).isEqualTo(404);
    }

    // ---- many hosts

    private int begin() {
        fleet.enroll(ALPHA);
        fleet.enroll(
                FleetHost.ubuntu("beta", "S2", "52:54:00:00:00:02", "192.0.2.2").with(FleetHost.Status.OFFLINE));
        return gough.post("reports/run", MANY).json().at("/campaign/id").asInt();
    }

    /** What comes over the socket to somebody who says this; it ends with a text that holds {@code last}, or the close. */
    private List<String> hear(String last, String... said) {
        var heard = new LinkedBlockingQueue<String>();
        var address = URI.create(fleet.url().replace("http", "ws") + "/api/v1/fleet/results/websocket");
        try (var client = HttpClient.newHttpClient()) {
            var socket = client.newWebSocketBuilder()
                    .buildAsync(address, new WebSocket.Listener() {
                        private final StringBuilder text = new StringBuilder();

                        @Override
                        public CompletionStage<?> onText(WebSocket open, CharSequence part, boolean whole) {
                            text.append(part);
                            if (whole) {
                                heard.add(text.toString());
                                text.setLength(0);
                            }
                            open.request(1);
                            return CompletableFuture.completedFuture(true);
                        }

                        @Override
                        public CompletionStage<?> onClose(WebSocket open, int code, String reason) {
                            heard.add("closed");
                            return CompletableFuture.completedFuture(true);
                        }
                    })
                    .join();
            try {
                for (var text : said)
                    socket.sendText(text.replace('\'', '"'), true).join();
            } catch (CompletionException closed) {
                // It hung up before the end of it, and says why in what was heard.
            }
            var all = new ArrayList<String>();
            while (all.isEmpty()
                    || !(all.getLast().contains(last) || all.getLast().equals("closed")))
                all.add(Objects.requireNonNull(heard.poll(10, TimeUnit.SECONDS), "nothing more came"));
            socket.abort();
            return all;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String auth(FleetUser user) {
        return "{'type':'auth','data':{'token':'%s'}}".formatted(user.token());
    }

    private static String select(int campaign) {
        return "{'type':'select_campaign','data':{'campaign_id':%d}}".formatted(campaign);
    }

    @Test
    void answersComeOverTheSocketAfterTotalsAndCarryTheHost() {
        int campaign = begin();
        fleet.answer(1, SQL, LiveAnswer.rows("pid", "1"));
        var heard = hear("\"result\"", auth(FleetSettings.GOUGH), select(campaign));
        assertThat(heard.get(0)).contains("\"totals\"", "\"count\":2", "\"online\":1", "\"offline\":1");
        assertThat(heard.get(1)).contains("\"status\"", "\"expected_results\":1", "\"pending\"");
        assertThat(heard.get(2)).contains("\"hostname\":\"alpha\"", "{\"pid\":\"1\",\"host_hostname\":\"alpha\"");
        assertThat(fleet.asked(2)).as("an offline host").isZero();
    }

    @Test
    void onlyWhoAskedMayListenAndMustSaySoFirst() {
        int campaign = begin();
        var nobody = new FleetUser(9, "x", "x@example.org", Role.ADMIN, false, "wrong");
        assertThat(hear("never", auth(nobody), select(campaign)))
                .containsExactly("{\"type\":\"error\",\"data\":\"unauthorized\"}", "closed");
        assertThat(hear("never", auth(FleetSettings.PERSON), select(campaign)).getFirst())
                .contains("forbidden");
        assertThat(hear("never", auth(FleetSettings.GOUGH), select(77)).getFirst())
                .contains("cannot find campaign for ID 77");
        assertThat(hear("never", select(campaign))).containsExactly("closed");
    }

    @Test
    void whoMayNotAskManyHostsIsRefused() {
        begin();
        assertThat(observer.post("reports/run", MANY).status()).isEqualTo(403);
        assertThat(gough.post("reports/run", "{'query':' ','selected':{'hosts':[1]}}")
                        .status())
                .isEqualTo(422);
        assertThat(gough.post("reports/run", "{'query':'SELECT 1','selected':{'hosts':[9]}}")
                        .status())
                .isEqualTo(400);
        assertThat(gough.get("results/websocket").status())
                .as("without an upgrade")
                .isEqualTo(404);
    }
}
