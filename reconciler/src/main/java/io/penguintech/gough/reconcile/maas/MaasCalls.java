package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.Authorization;
import io.penguintech.gough.reconcile.http.BodyReader;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Exchange;
import io.penguintech.gough.reconcile.http.HttpCalls;
import io.penguintech.gough.reconcile.http.Redaction;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.reconcile.http.Request;
import io.penguintech.gough.reconcile.http.Request.Effect;
import io.penguintech.gough.reconcile.http.Streamed;
import io.penguintech.gough.schema.BackendName;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls one region's API: addresses and forms; a refusal becomes a {@link Refused}. */
final class MaasCalls implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** What is cut off on the way may hold a worker of the region until it ends: minutes, for a list of thousands. */
    private static final int SWEEP_TRIES = 2;

    private final MaasSettings settings;
    private final ApiKey key;
    private final HttpCalls http;
    private final MaasFailures failures;
    private final MachineNames names = new MachineNames();

    MaasCalls(
            BackendName region,
            MaasSettings settings,
            Authorization authorization,
            CallListener listener,
            RandomGenerator random) {
        this.settings = settings;
        this.key = ApiKey.parse(settings.apiKey());
        this.http = new HttpCalls(region.value(), settings.http(), authorization, listener, random);
        this.failures = new MaasFailures(region);
    }

    MaasSettings settings() {
        return settings;
    }

    MaasFailures failures() {
        return failures;
    }

    MachineNames names() {
        return names;
    }

    /** A machine for people, as in {@code machine wagqdr (hv-01)}. */
    String named(SystemId id) {
        return names.of(id);
    }

    /** What a machine was called when it was last read; empty text when it never was. */
    String hostname(SystemId id) {
        return names.name(id);
    }

    /** The paged list of the API v3, for which the settings hold a login; empty where they hold none. */
    Optional<PagedList> pagedList(Clock clock) {
        return settings.v3().map(login -> new PagedList(settings, login, http, failures, clock));
    }

    /** Knows our key and {@code more}. */
    Redaction redaction(List<String> more) {
        return Redaction.of(
                Stream.concat(Stream.of(settings.apiKey().reveal(), key.secret(), key.token()), more.stream()));
    }

    /**
     * The body of a read.
     *
     * @param operation a fixed word for metrics
     * @param path below the API's root, with its slash at the end
     * @param query what to ask for
     * @param doing the same for people, as in {@code list zones}
     */
    String read(String operation, String path, Form query, String doing) throws Refused {
        var answered = settled(
                Effect.READ, doing, http.exchange(Request.get(operation, uri(path, query))), redaction(List.of()));
        return answered.body();
    }

    /** The JSON of a read. */
    JsonNode readTree(String operation, String path, Form query, String doing) throws Refused {
        try {
            return JSON.readTree(read(operation, path, query, doing));
        } catch (JacksonException malformed) {
            throw new Refused(failures.unreadable(Effect.READ, doing, "no JSON"));
        }
    }

    /** The items of a read that answers a list; anything else is no answer of MAAS, least of all an empty list. */
    JsonNode readList(String operation, String path, Form query, String doing) throws Refused {
        var list = readTree(operation, path, query, doing);
        if (!list.isArray()) throw new Refused(failures.unreadable(Effect.READ, doing, "no list"));
        return list;
    }

    /** A text of an answer that is never empty. */
    String present(JsonNode answer, String field, String doing) throws Refused {
        var text = answer.path(field).asString("");
        if (text.isEmpty()) throw new Refused(failures.unreadable(Effect.READ, doing, "no " + field));
        return text;
    }

    /** Hands the body of a read on while it arrives, within the limits of a sweep. */
    <T> T stream(String operation, String path, String doing, BodyReader<T> reader) throws Refused {
        var request = Request.get(operation, uri(path, Form.empty()));
        return switch (http.stream(request, settings.sweepTime(), SWEEP_TRIES, settings.maxSweepBytes(), reader)) {
            case Streamed.Read<T>(var value) -> value;
            case Streamed.Instead<T>(var exchange) -> throw refused(Effect.READ, doing, exchange, redaction(List.of()));
        };
    }

    /**
     * Writes.
     *
     * @param secrets what the form holds that must not come back in a message
     */
    String write(String operation, String method, String path, Form form, String doing, List<String> secrets)
            throws Refused {
        var body = form.isEmpty() ? Request.Body.NONE : form.body();
        var request = Request.write(operation, method, uri(path, Form.empty()), body);
        return settled(Effect.WRITE, doing, http.exchange(request), redaction(secrets))
                .body();
    }

    /** The JSON that a write answered; what is none may have happened. */
    JsonNode tree(String body, String doing) throws Refused {
        try {
            return JSON.readTree(body);
        } catch (JacksonException malformed) {
            throw unreadable(doing, "no JSON");
        }
    }

    private Exchange.Answered settled(Effect effect, String doing, Exchange exchange, Redaction redaction)
            throws Refused {
        if (exchange instanceof Exchange.Answered answered && answered.ok()) return answered;
        throw refused(effect, doing, exchange, redaction);
    }

    private Refused refused(Effect effect, String doing, Exchange exchange, Redaction redaction) {
        int status = exchange instanceof Exchange.Answered answered ? answered.status() : 0;
        return new Refused(failures.of(effect, doing, exchange, redaction), status);
    }

    /** A write's answer was not what MAAS sends: it may have happened. */
    Refused unreadable(String doing, String why) {
        Failure failure = failures.unreadable(Effect.WRITE, doing, why);
        return new Refused(failure);
    }

    private URI uri(String path, Form query) {
        var target = settings.api() + path;
        if (query.isEmpty()) return URI.create(target);
        return URI.create(target + (path.contains("?") ? "&" : "?") + query.encoded());
    }

    @Override
    public void close() {
        http.close();
    }
}
