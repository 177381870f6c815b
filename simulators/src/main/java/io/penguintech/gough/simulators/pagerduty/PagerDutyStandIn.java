package io.penguintech.gough.simulators.pagerduty;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import io.penguintech.gough.simulators.fault.Faults;
import io.penguintech.gough.simulators.fault.StandInServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A stand-in for the Events API v2 of PagerDuty: takes events (202), refuses wrong ones (400), keeps incidents by deduplication key.
 * Fields and limits as PagerDuty/go-pagerduty event_v2.go and prometheus/alertmanager notify/pagerduty have them; inferred are the
 * texts of errors, and that a trigger on an acknowledged incident leaves it acknowledged. 429 and 5xx come by {@link #faults()}.
 */
public final class PagerDutyStandIn implements AutoCloseable {
    /** The integration key of its one service. */
    public static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> ACTIONS = Set.of("trigger", "acknowledge", "resolve");
    private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");
    private static final int LONGEST_KEY = 255;
    private static final int LONGEST_SUMMARY = 1024;
    private static final int MOST_BYTES = 512_000;

    private final Map<String, Incident> incidents = new LinkedHashMap<>();
    private final StandInServer server;

    private PagerDutyStandIn() {
        server = StandInServer.start(this::handle);
    }

    /** Starts on a free port. */
    public static PagerDutyStandIn start() {
        return new PagerDutyStandIn();
    }

    /** Where events are sent. */
    public URI url() {
        return URI.create(server.baseUrl() + "/v2/enqueue");
    }

    /** The faults in force; changes work from the next call on. */
    public Faults faults() {
        return server.faults();
    }

    /** How many events came, whatever they were answered. */
    public long calls() {
        return server.total();
    }

    /** What events made, in the order they were first triggered. */
    public synchronized List<Incident> incidents() {
        return List.copyOf(incidents.values());
    }

    private Answer handle(Call call) {
        if (!call.method().equals("POST") || !call.path().equals("/v2/enqueue")) {
            return Answer.text(404, "Not Found");
        }
        var bytes = call.body().toByteArray();
        if (bytes.length > MOST_BYTES) {
            return refused("Event object is too large");
        }
        try {
            var event = JSON.readTree(bytes);
            var complaints = complaints(event);
            return complaints.isEmpty() ? taken(event) : refused(complaints.toArray(String[]::new));
        } catch (JacksonException e) {
            return refused("Event object is invalid");
        }
    }

    private static List<String> complaints(JsonNode event) {
        var complaints = new ArrayList<String>();
        var action = event.path("event_action").asString("");
        var key = event.path("dedup_key").asString("");
        if (!event.path("routing_key").asString("").equals(ROUTING_KEY)) {
            complaints.add("Invalid routing key");
        }
        if (!ACTIONS.contains(action)) {
            complaints.add("'event_action' is missing or invalid");
        }
        if (key.length() > LONGEST_KEY) {
            complaints.add("'dedup_key' is too long (maximum is 255 characters)");
        }
        if (!action.equals("trigger") && key.isEmpty()) {
            complaints.add("'dedup_key' is missing or blank");
        }
        if (action.equals("trigger")) {
            payload(event.path("payload")).ifPresent(complaints::add);
        }
        return complaints;
    }

    private static Optional<String> payload(JsonNode payload) {
        var summary = payload.path("summary").asString("");
        if (summary.isBlank()) {
            return Optional.of("'payload.summary' is missing or blank");
        }
        if (summary.codePointCount(0, summary.length()) > LONGEST_SUMMARY) {
            return Optional.of("'payload.summary' is too long (maximum is 1024 characters)");
        }
        if (payload.path("source").asString("").isBlank()) {
            return Optional.of("'payload.source' is missing or blank");
        }
        return SEVERITIES.contains(payload.path("severity").asString(""))
                ? Optional.empty()
                : Optional.of(
                        "'payload.severity' is invalid (must be one of: 'critical', 'warning', 'error' or 'info')");
    }

    private synchronized Answer taken(JsonNode event) {
        var action = event.path("event_action").asString("");
        var given = event.path("dedup_key").asString("");
        var key = given.isEmpty() ? "generated-" + (incidents.size() + 1) : given;
        var before = Optional.ofNullable(incidents.get(key))
                .filter(incident -> !incident.state().equals("resolved") || !action.equals("trigger"));
        if (before.isPresent() || action.equals("trigger")) {
            incidents.put(key, after(key, action, event.path("payload"), before));
        }
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("status", "success")
                .put("message", "Event processed")
                .put("dedup_key", key);
        return Answer.json(202, body.toString());
    }

    /** Acknowledging or resolving what is resolved changes nothing. */
    private Incident after(String key, String action, JsonNode payload, Optional<Incident> before) {
        var log = new ArrayList<>(
                Optional.ofNullable(incidents.get(key)).map(Incident::log).orElse(List.of()));
        log.add(action);
        var state = before.map(Incident::state).orElse("triggered");
        if (!state.equals("resolved") && action.equals("acknowledge")) {
            state = "acknowledged";
        }
        if (action.equals("resolve")) {
            state = "resolved";
        }
        boolean triggers = action.equals("trigger");
        return new Incident(
                key,
                state,
                triggers
                        ? payload.path("severity").asString("")
                        : before.map(Incident::severity).orElse(""),
                triggers
                        ? payload.path("summary").asString("")
                        : before.map(Incident::summary).orElse(""),
                log);
    }

    private static Answer refused(String... errors) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("status", "invalid event")
                .put("message", "Event object is invalid");
        var list = body.putArray("errors");
        for (var error : errors) {
            list.add(error);
        }
        return Answer.json(400, body.toString());
    }

    @Override
    public void close() {
        server.close();
    }
}
