package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.StandInSocket;
import io.penguintech.gough.simulators.fault.StandInSockets;
import io.penguintech.gough.simulators.fleet.LiveQueries.Campaign;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The WebSocket over which answers of many hosts come. Order, texts and shapes are those of fleetdm/fleet
 * server/service/campaigns.go: who opens it must say who they are and which of their own campaigns they read; totals come
 * first, then each answer as it comes; a status comes when it changed, in looks five seconds apart; the server never
 * closes it because all have answered. Which hosts are online is asked afresh in each look.
 */
final class LiveStream implements StandInSockets {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long LOOK_SECONDS = 5;

    private final FleetModel model;
    private final HostJson hosts;

    LiveStream(FleetModel model) {
        this.model = model;
        this.hosts = new HostJson(model);
    }

    @Override
    public boolean at(String path) {
        return path.matches("/api/(v1|2022-04|latest)/fleet/results/websocket");
    }

    @Override
    public void serve(StandInSocket socket) {
        var token = received(socket, "auth").map(data -> data.path("token").asString(""));
        if (token.isEmpty()) return; // it never said who it is
        var user = model.users().stream()
                .filter(one -> one.token().equals(token.get()))
                .findFirst();
        if (user.isEmpty()) {
            error(socket, "unauthorized");
            return;
        }
        var chosen = received(socket, "select_campaign")
                .map(data -> data.path("campaign_id").asInt(0));
        if (chosen.isEmpty()) {
            error(socket, "error reading campaign selection");
            return;
        }
        var campaign = model.alone(() -> model.live().campaign(chosen.get()));
        if (campaign.isEmpty()) error(socket, "cannot find campaign for ID " + chosen.get());
        else if (!campaign.get().user().equals(user.get())) error(socket, "forbidden");
        else stream(socket, campaign.get());
    }

    private static Optional<JsonNode> received(StandInSocket socket, String type) {
        try {
            return socket.receive()
                    .map(JSON::readTree)
                    .filter(message -> message.path("type").asString("").equals(type))
                    .map(message -> message.path("data"));
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }

    private void stream(StandInSocket socket, Campaign campaign) {
        var gone = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            while (socket.receive().isPresent()) {} // whatever it says now, nobody listens
            gone.countDown();
        });
        try {
            new Reading(socket, campaign, gone).run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            model.alone(() -> {
                model.live().complete(model, campaign);
                return true;
            });
        }
    }

    /** One reader of one campaign. */
    private final class Reading {
        private final StandInSocket socket;
        private final Campaign campaign;
        private final CountDownLatch gone;
        private final long began = System.nanoTime();
        private ObjectNode totals = Json.object();
        private ObjectNode status = status(0, 0, "pending");
        private int results;

        Reading(StandInSocket socket, Campaign campaign, CountDownLatch gone) {
            this.socket = socket;
            this.campaign = campaign;
            this.gone = gone;
        }

        void run() throws InterruptedException {
            look();
            var due = model.alone(() -> campaign.hosts().stream()
                    .sorted(Comparator.comparing(model.live()::slowness))
                    .toList());
            for (int host : due) {
                long wait = model.alone(() -> model.live().slowness(host)).toNanos() - (System.nanoTime() - began);
                if (lookingUntil(wait)) return;
                model.alone(() -> result(host)).ifPresent(this::send);
            }
            while (!gone.await(LOOK_SECONDS, TimeUnit.SECONDS)) look();
        }

        /** Waits, and looks meanwhile; whether the reader left. */
        private boolean lookingUntil(long nanos) throws InterruptedException {
            long look = TimeUnit.SECONDS.toNanos(LOOK_SECONDS);
            for (long left = nanos; left > 0; left -= look) {
                if (gone.await(Math.min(left, look), TimeUnit.NANOSECONDS)) return true;
                if (left > look) look();
            }
            return gone.getCount() == 0;
        }

        private void look() {
            var now = model.alone(this::count);
            if (!now.equals(totals)) send("totals", now);
            totals = now;
            int expected = now.path("online").asInt();
            boolean finished =
                    results >= expected || status.path("status").asString().equals("finished");
            var next = status(expected, results, finished ? "finished" : "pending");
            if (!next.equals(status)) send("status", next);
            status = next;
        }

        private ObjectNode count() {
            int online = LiveQueries.online(model, campaign).size();
            long mia = campaign.hosts().stream()
                    .filter(id -> LiveQueries.has(model, id, FleetHost.Status.MIA))
                    .count();
            return Json.object()
                    .put("count", campaign.hosts().size())
                    .put("online", online)
                    .put("offline", campaign.hosts().size() - online - mia)
                    .put("missing_in_action", mia);
        }

        private Optional<ObjectNode> result(int id) {
            var host = model.hosts().get(id);
            if (host == null || host.host().status() != FleetHost.Status.ONLINE) return Optional.empty();
            var data = Json.object().put("distributed_query_execution_id", campaign.id());
            data.set("host", hosts.item(host, Json.Keys.BOTH));
            var rows = data.putArray("rows");
            switch (model.live().answer(id, campaign.sql())) {
                case LiveAnswer.Rows(var said) -> {
                    for (var row : said) {
                        var columns = rows.addObject();
                        row.forEach(columns::put);
                        columns.put("host_hostname", host.host().hostname());
                        columns.put("host_display_name", host.host().hostname());
                    }
                    data.putNull("error");
                }
                case LiveAnswer.Failing(var error) -> data.put("error", error);
                case LiveAnswer.Silent() -> {
                    return Optional.empty();
                }
            }
            return Optional.of(data);
        }

        private void send(ObjectNode result) {
            send("result", result);
            results++;
        }

        private void send(String type, ObjectNode data) {
            if (!socket.send(message(type, data))) gone.countDown();
        }

        private static ObjectNode status(int expected, int actual, String word) {
            return Json.object()
                    .put("expected_results", expected)
                    .put("actual_results", actual)
                    .put("status", word);
        }
    }

    private static void error(StandInSocket socket, String text) {
        socket.send(message("error", Objects.requireNonNull(JSON.valueToTree(text))));
    }

    private static String message(String type, JsonNode data) {
        var message = Json.object().put("type", type);
        message.set("data", data);
        return JSON.writeValueAsString(message);
    }
}
