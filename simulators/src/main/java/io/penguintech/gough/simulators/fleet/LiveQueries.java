package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.CallRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Questions to one host and to many, and what hosts answer: nothing matches, unless it was said otherwise. Texts and order of the
 * refusals are those of fleetdm/fleet server/service/live_queries.go: a host that is not there, or that the user may not
 * read, is a bad request; one that is offline is a success without rows.
 */
final class LiveQueries {
    private static final String TIMED_OUT = "timeout waiting for results";

    private record Question(int host, String sql) {}

    /**
     * A question to many hosts.
     *
     * @param id given by the server
     * @param user who asked, and may read the answers
     * @param hosts who was asked
     * @param sql what was asked
     */
    record Campaign(int id, FleetUser user, List<Integer> hosts, String sql) {
        Campaign {
            hosts = List.copyOf(hosts);
        }
    }

    private final Map<Question, LiveAnswer> answers = new HashMap<>();
    private final Map<Integer, Duration> slowness = new HashMap<>();
    private final Map<Integer, Campaign> campaigns = new HashMap<>();
    private final List<Question> asked = new ArrayList<>();
    private int lastCampaign;

    /** From now on the host answers {@code sql} so. */
    void answer(int host, String sql, LiveAnswer answer) {
        answers.put(new Question(host, sql.strip()), answer);
    }

    /** From now on the host takes so long to answer many hosts' question. */
    void slow(int host, Duration time) {
        slowness.put(host, time);
    }

    Duration slowness(int host) {
        return slowness.getOrDefault(host, Duration.ZERO);
    }

    LiveAnswer answer(int host, String sql) {
        return answers.getOrDefault(new Question(host, sql), new LiveAnswer.Rows(List.of()));
    }

    /** The campaign of this number. */
    Optional<Campaign> campaign(int id) {
        return Optional.ofNullable(campaigns.get(id));
    }

    /** Its socket was closed: it ends, and is logged. */
    void complete(FleetModel model, Campaign campaign) {
        if (campaigns.remove(campaign.id()) != null)
            log(model, campaign.user(), campaign.hosts().size(), campaign.sql());
    }

    /** Questions whose answers can be read now. */
    int campaigns() {
        return campaigns.size();
    }

    /** How often it was asked anything. */
    long asked(int host) {
        return asked.stream().filter(question -> question.host() == host).count();
    }

    /** The route of {@code model}. */
    Map<String, Route> table(FleetModel model) {
        return Map.of(
                "POST hosts/#/query", request -> ask(model, request),
                "POST reports/run", request -> run(model, request));
    }

    /** Whether a call asks and changes nothing, although it is a POST. */
    static boolean isQuestion(CallRecord call) {
        return call.method().equals("POST") && call.path().matches(".*/(hosts/[0-9]+/query|(reports|queries)/run)");
    }

    private Answer ask(FleetModel model, Request request) {
        int id = request.id(1);
        var host = model.hosts().get(id);
        if (!request.user().role().mayListHosts()) throw notFound(id, "forbidden");
        if (host == null) throw notFound(id, "Host %d was not found in the datastore".formatted(id));
        var sql = request.body().text("query").orElse("").strip();
        if (sql.isEmpty()) throw Refusal.badRequest("query is required");
        boolean online = host.host().status() == FleetHost.Status.ONLINE;
        if (online && request.user().role() == Role.OBSERVER) throw Refusal.forbidden();
        var question = new Question(id, sql);
        asked.add(question);
        var body = Json.object().put("host_id", id).putNull("rows").put("query", sql);
        body.put("status", online ? "online" : "offline");
        if (!online) return Json.ok(body);
        log(model, request.user(), 1, sql);
        switch (answer(id, sql)) {
            case LiveAnswer.Rows(var rows) -> {
                var array = body.putArray("rows");
                rows.forEach(row -> row.forEach(array.addObject()::put));
            }
            case LiveAnswer.Failing(var error) -> {
                body.putArray("rows");
                body.put("error", error);
            }
            case LiveAnswer.Silent() -> body.put("error", TIMED_OUT);
        }
        return Json.ok(body);
    }

    private static void log(FleetModel model, FleetUser user, int targets, String sql) {
        model.log()
                .add(
                        user,
                        "live_query",
                        ActivityLog.details().put("targets_count", targets).put("query_sql", sql));
    }

    /**
     * Begins to ask many hosts; the answers come over the socket ({@link LiveStream}). Hosts that do not exist are no targets
     * (inferred). The shape of the answer is that of fleetdm/fleet server/fleet/campaigns.go.
     */
    private Answer run(FleetModel model, Request request) {
        if (!request.user().role().mayRunNew()) throw Refusal.forbidden();
        var sql = request.body().text("query").orElse("").strip();
        if (sql.isEmpty()) throw Refusal.invalid("query", "one of query or query_id must be specified");
        var selected = Body.of(request.body().json().path("selected"), request.generation());
        var hosts = selected.numbers("hosts").stream()
                .filter(model.hosts()::containsKey)
                .distinct()
                .toList();
        if (hosts.isEmpty()) throw Refusal.badRequest("no hosts targeted");
        var campaign = new Campaign(++lastCampaign, request.user(), hosts, sql);
        campaigns.put(campaign.id(), campaign);
        online(model, campaign).forEach(host -> asked.add(new Question(host, sql)));
        var body = Json.object();
        var node = body.putObject("campaign");
        node.putObject("Metrics")
                .put("TotalHosts", hosts.size())
                .put("OnlineHosts", online(model, campaign).size());
        var now = Json.time(model.settings().clock().instant());
        node.put("id", campaign.id()).put("query_id", 1000 + campaign.id()).put("status", 0);
        node.put("user_id", request.user().id()).put("created_at", now).put("updated_at", now);
        return Json.ok(body);
    }

    /** Which of its hosts talk to the server now. */
    static List<Integer> online(FleetModel model, Campaign campaign) {
        return campaign.hosts().stream()
                .filter(id -> has(model, id, FleetHost.Status.ONLINE))
                .toList();
    }

    static boolean has(FleetModel model, int id, FleetHost.Status status) {
        var host = model.hosts().get(id);
        return host != null && host.host().status() == status;
    }

    private static Refusal notFound(int id, String why) {
        return Refusal.badRequest("host not found: %d: %s".formatted(id, why));
    }
}
