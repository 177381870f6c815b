package io.penguintech.gough.simulators.fault;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One HTTP answer.
 *
 * @param status the status code
 * @param headers header values by name, in the order they are to be sent
 * @param body the body
 */
public record Answer(int status, Map<String, List<String>> headers, Bytes body) {
    /** Copies the headers, so that an answer never changes. */
    public Answer {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** An answer with a body of one content type. */
    public static Answer of(int status, String contentType, String body) {
        return new Answer(status, Map.of("Content-Type", List.of(contentType)), Bytes.of(body));
    }

    /** A JSON answer. */
    public static Answer json(int status, String body) {
        return of(status, "application/json", body);
    }

    /** A plain text answer. */
    public static Answer text(int status, String body) {
        return of(status, "text/plain; charset=utf-8", body);
    }

    /** An answer without body and content type. */
    public static Answer empty(int status) {
        return new Answer(status, Map.of(), Bytes.empty());
    }

    /** The same answer with one header set, replacing any value it had. */
    public Answer withHeader(String name, String value) {
        var changed = new LinkedHashMap<>(headers);
        changed.put(name, List.of(value));
        return new Answer(status, changed, body);
    }
}
