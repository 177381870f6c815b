package io.penguintech.gough.reconcile.maas;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.penguintech.gough.reconcile.Maas;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Credential;
import io.penguintech.gough.schema.BackendName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events feed, whose ids and gaps are made up: answers as MAAS does (facts), the oldest page after a cursor. */
class MaasNewsTest {
    private final ConcurrentSkipListMap<Long, String> events = new ConcurrentSkipListMap<>();
    private HttpServer server;
    private MaasHttp maas;
    private int asked;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/MAAS/api/2.0/events/", this::answer);
        server.start();
        maas = new MaasHttp(
                new BackendName("default"),
                MaasSettings.of(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/MAAS"),
                        new Credential("a:b:c")),
                CallListener.NONE,
                Clock.systemUTC(),
                new Random());
    }

    @AfterEach
    void stop() {
        maas.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked++;
        Map<String, String> query = Arrays.stream(
                        exchange.getRequestURI().getQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        assertThat(query).containsEntry("op", "query").containsEntry("level", "DEBUG");
        int limit = Integer.parseInt(query.get("limit"));
        var after = query.get("after");
        var page = after == null
                ? events.descendingMap().entrySet().stream().limit(limit).toList()
                : events.tailMap(Long.parseLong(after), false).entrySet().stream()
                        .limit(limit)
                        .toList();
        var json = new TreeMap<Long, String>();
        page.forEach(event -> json.put(event.getKey(), event.getValue()));
        var body = json.descendingMap().entrySet().stream()
                .map(event -> event.getValue().startsWith("{")
                        ? event.getValue().replace("{", "{\"id\":%d,".formatted(event.getKey()))
                        : "{\"id\":%d,\"node\":\"%s\"}".formatted(event.getKey(), event.getValue()))
                .collect(Collectors.joining(",", "{\"count\":%d,\"events\":[".formatted(page.size()), "]}"));
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Maas.News news(long cursor) {
        return MaasContract.got(maas.news(OptionalLong.of(cursor)));
    }

    private static Set<SystemId> ids(String... ids) {
        return Arrays.stream(ids).map(SystemId::new).collect(Collectors.toSet());
    }

    @Test
    void theFirstLookLearnsTheNewestAndTellsNothing() {
        events.put(7L, "aaaaaa");
        events.put(9L, "bbbbbb");
        assertThat(MaasContract.got(maas.news(OptionalLong.empty()))).isEqualTo(new Maas.News(9, Set.of()));
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void anEmptyRegionHasNoNews() {
        assertThat(MaasContract.got(maas.news(OptionalLong.empty()))).isEqualTo(new Maas.News(0, Set.of()));
        assertThat(news(0)).isEqualTo(new Maas.News(0, Set.of()));
    }

    @Test
    void aSmallerIdThatIsCommittedLaterIsStillToldOnce() {
        events.put(200L, "aaaaaa");
        assertThat(news(150)).isEqualTo(new Maas.News(200, ids("aaaaaa")));
        events.put(199L, "bbbbbb");
        assertThat(news(200)).isEqualTo(new Maas.News(200, ids("bbbbbb")));
        assertThat(news(200)).isEqualTo(new Maas.News(200, Set.of()));
        events.put(201L, "cccccc");
        assertThat(news(200)).isEqualTo(new Maas.News(201, ids("cccccc")));
        assertThat(news(201)).isEqualTo(new Maas.News(201, Set.of()));
    }

    @Test
    void whoeverComesWithAnOlderCursorIsToldEverythingSince() {
        events.put(200L, "aaaaaa");
        news(150);
        assertThat(news(150)).isEqualTo(new Maas.News(200, ids("aaaaaa")));
    }

    @Test
    void manyPagesAreReadInOneLook() {
        for (long id = 1; id <= 2500; id++) events.put(id, "m%05d".formatted(id));
        var news = news(0);
        assertThat(news.cursor()).isEqualTo(2500);
        assertThat(news.machines()).hasSize(2500);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void aRegionThatCountsFromFurtherBackIsFollowedThere() {
        events.put(40L, "aaaaaa");
        assertThat(news(5000)).isEqualTo(new Maas.News(40, Set.of()));
        events.put(41L, "bbbbbb");
        assertThat(news(40).machines()).contains(new SystemId("bbbbbb"));
    }

    @Test
    void whatIsNoMachinesIdIsLeftOut() {
        events.put(1L, "../x");
        events.put(2L, "aaaaaa");
        assertThat(List.copyOf(news(0).machines())).containsExactly(new SystemId("aaaaaa"));
    }

    private static String event(String type, String description, String username) {
        return "{\"node\":\"ew8mem\",\"type\":\"%s\",\"description\":\"%s\",\"username\":\"%s\",\"created\":\"Sun, 22 Nov. 2026 20:42:01\"}"
                .formatted(type, description, username);
    }

    @Test
    void whoDidWhatIsReadAsRecorded() {
        // The recorded ids, types and texts of a release by another administrator (D51).
        events.put(379L, event("User releasing node", "(alice) - by alice", "alice"));
        events.put(380L, event("Node changed status", "From 'Deployed' to 'Releasing'", "unknown"));
        events.put(381L, event("Releasing", "", "unknown"));

        var at = Instant.parse("2026-11-22T20:42:01Z");
        var machine = new SystemId("ew8mem");
        assertThat(news(300).notes())
                .containsExactly(
                        new Maas.Noted.Asked(machine, at, "alice", "releasing node"),
                        new Maas.Noted.Turned(machine, at, "Deployed", "Releasing"));
        assertThat(news(381).notes()).isEmpty();
    }

    @Test
    void thatABmcWasAskedIsNoNewsOfItsMachine() {
        events.put(1L, event("Queried node's BMC", "Power state queried: on", "unknown"));
        events.put(2L, event("Failed to query node's BMC", "connection timed out", "unknown"));
        assertThat(news(0)).isEqualTo(new Maas.News(2, Set.of()));
        events.put(3L, event("Node powered off", "", "unknown"));
        assertThat(news(2).machines()).hasSize(1);
    }

    @Test
    void freeTextOfAnEventTellsNothing() {
        events.put(1L, event("Node changed status", "From '<b>' to 'Ready'", "unknown"));
        events.put(2L, event("Loading ephemeral", "From 'Deployed' to 'Ready'", "unknown"));
        events.put(3L, event("User locking node", "(eve)", "unknown"));
        assertThat(news(0).notes()).isEmpty();
    }
}
