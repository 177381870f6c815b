package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.CallRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Questions to one host, and what hosts answer: nothing matches, unless it was said otherwise. Texts and order of the
 * refusals are those of fleetdm/fleet server/service/live_queries.go: a host that is not there, or that the user may not
 * read, is a bad request; one that is offline is a success without rows.
 */
final class LiveQueries {
    private static final String TIMED_OUT = "timeout waiting for results";

    private record Question(int host, String sql) {}

    private final Map<Question, LiveAnswer> answers = new HashMap<>();
    private final List<Question> asked = new ArrayList<>();

    /** From now on the host answers {@code sql} so. */
    void answer(int host, String sql, LiveAnswer answer) {
        answers.put(new Question(host, sql.strip()), answer);
    }

    /** How often it was asked anything. */
    long asked(int host) {
        return asked.stream().filter(question -> question.host() == host).count();
    }

    /** The route of {@code model}. */
    Map<String, Route> table(FleetModel model) {
        return Map.of("POST hosts/#/query", request -> ask(model, request));
    }

    /** Whether a call asks and changes nothing, although it is a POST. */
    static boolean isQuestion(CallRecord call) {
        return call.method().equals("POST") && call.path().matches(".*/hosts/[0-9]+/query");
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
        model.log()
                .add(
                        request.user(),
                        "live_query",
                        ActivityLog.details().put("targets_count", 1).put("query_sql", sql));
        switch (answers.getOrDefault(question, new LiveAnswer.Rows(List.of()))) {
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

    private static Refusal notFound(int id, String why) {
        return Refusal.badRequest("host not found: %d: %s".formatted(id, why));
    }
}
