package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.http.BodyReader;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.Frames;
import io.penguintech.gough.reconcile.http.HttpCalls;
import io.penguintech.gough.reconcile.http.Redaction;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.reconcile.http.Request;
import io.penguintech.gough.reconcile.http.Request.Effect;
import io.penguintech.gough.reconcile.http.Streamed;
import io.penguintech.gough.schema.BackendName;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls one Fleet's API; a refusal becomes a {@link Refused}. Asks for the version before anything else. */
final class FleetCalls implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** One host's answer; more than anybody reads. */
    private static final int LONGEST_FRAME = 16 << 20;

    private final FleetSettings settings;
    private final HttpCalls http;
    private final FleetFailures failures;
    private final Redaction redaction;
    private final AtomicReference<Optional<Dialect>> dialect = new AtomicReference<>(Optional.empty());

    FleetCalls(BackendName fleet, FleetSettings settings, CallListener listener, RandomGenerator random) {
        this.settings = settings;
        var token = settings.token();
        this.http = new HttpCalls(fleet.value(), settings.http(), () -> "Bearer " + token.reveal(), listener, random);
        this.failures = new FleetFailures(fleet);
        this.redaction = Redaction.of(Stream.of(token.reveal()));
    }

    FleetSettings settings() {
        return settings;
    }

    FleetFailures failures() {
        return failures;
    }

    /** How this Fleet calls its queries; asked once, and again by {@link #freshDialect()}. */
    Dialect dialect() throws Refused {
        var known = dialect.get();
        return known.isPresent() ? known.get() : freshDialect();
    }

    /** The same, asked now: a server may have been upgraded. */
    Dialect freshDialect() throws Refused {
        var doing = "tell its version";
        var version = read("version", "version", doing).path("version").asString("");
        if (version.isEmpty()) throw new Refused(failures.unreadable(Effect.READ, doing));
        var fresh = Dialect.of(version);
        dialect.set(Optional.of(fresh));
        return fresh;
    }

    JsonNode read(String operation, String path, String doing) throws Refused {
        return settled(doing, Request.get(operation, URI.create(settings.api() + path)));
    }

    /** Hands the body of a read on while it arrives. */
    <T> T stream(String operation, String path, String doing, BodyReader<T> reader) throws Refused {
        var request = Request.get(operation, URI.create(settings.api() + path));
        var limits = settings.http();
        return switch (http.stream(request, limits.total(), limits.maxResponseBytes(), reader)) {
            case Streamed.Read<T>(var value) -> value;
            case Streamed.Instead<T>(var exchange) -> throw refused(Effect.READ, doing, exchange);
        };
    }

    JsonNode write(String operation, String method, String path, Map<String, Object> fields, String doing)
            throws Refused {
        var body = fields.isEmpty()
                ? Request.Body.NONE
                : new Request.Body(
                        "application/json", JSON.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8));
        return settled(doing, Request.write(operation, method, URI.create(settings.api() + path), body));
    }

    /** Asks something that changes nothing, with a body: repeated like a read. */
    JsonNode question(String operation, String path, Map<String, Object> fields, String doing) throws Refused {
        var body = new Request.Body(
                "application/json", JSON.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8));
        return settled(
                doing, new Request(operation, Effect.READ, "POST", URI.create(settings.api() + path), body, Map.of()));
    }

    /** Opens the way of answers to questions, and says who we are there. */
    Frames results() {
        var socket = URI.create(settings.api().toString().replaceFirst("^http", "ws") + "results/websocket");
        var frames = http.frames(socket, (int) Math.min(settings.http().maxResponseBytes(), LONGEST_FRAME));
        frames.send(message("auth", Map.of("token", settings.token().reveal())));
        return frames;
    }

    /** What is sent there. */
    static String message(String type, Map<String, Object> data) {
        return JSON.writeValueAsString(Map.of("type", type, "data", data));
    }

    /** What came from there; nothing at all when it is not Fleet's JSON. */
    static JsonNode message(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException malformed) {
            return JSON.missingNode();
        }
    }

    /** What Fleet said, without our token. */
    String clean(String said) {
        return redaction.clean(said);
    }

    private JsonNode settled(String doing, Request request) throws Refused {
        var exchange = http.exchange(request);
        if (exchange instanceof Exchange.Answered answered && answered.ok())
            return tree(request.effect(), doing, answered.body());
        throw refused(request.effect(), doing, exchange);
    }

    private Refused refused(Effect effect, String doing, Exchange exchange) {
        int status = exchange instanceof Exchange.Answered answered ? answered.status() : 0;
        return new Refused(failures.of(effect, doing, exchange, redaction), status);
    }

    /** Every answer of Fleet is an object; only a write may have nothing to say. */
    private JsonNode tree(Effect effect, String doing, String body) throws Refused {
        try {
            var json = JSON.readTree(effect == Effect.WRITE && body.isBlank() ? "{}" : body);
            if (json.isObject()) return json;
        } catch (JacksonException malformed) {
            throw new Refused(failures.unreadable(effect, doing));
        }
        throw new Refused(failures.unreadable(effect, doing));
    }

    @Override
    public void close() {
        http.close();
    }
}
