package io.penguintech.gough.simulators.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One HTTP request as a stand-in sees it, nothing interpreted but the query.
 *
 * @param method the verb in upper case
 * @param path the path as it was sent, still percent-encoded
 * @param rawQuery the query as it was sent, without {@code ?}, empty if there was none
 * @param query decoded query parameters in the order they came, each with all its values
 * @param headers header values by name; names compare without case
 * @param body the body as it was sent
 */
public record Call(
        String method,
        String path,
        String rawQuery,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        Bytes body) {

    /** Copies the maps, so that a call never changes. */
    public Call {
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
        var sorted = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = Collections.unmodifiableMap(sorted);
    }

    /** A call for {@code target} (path and, after {@code ?}, query). */
    public static Call of(String method, String target, Map<String, List<String>> headers, Bytes body) {
        int mark = target.indexOf('?');
        var path = mark < 0 ? target : target.substring(0, mark);
        var rawQuery = mark < 0 ? "" : target.substring(mark + 1);
        return new Call(method, path, rawQuery, FormBody.urlEncoded(rawQuery), headers, body);
    }

    /** Path and query as sent: what the pattern of a {@link FaultRule} is matched against. */
    public String target() {
        return rawQuery.isEmpty() ? path : path + "?" + rawQuery;
    }

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The first value of a query parameter. */
    public Optional<String> queryValue(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /**
     * The fields of a form body, urlencoded or multipart, by the Content-Type header; empty for any other type.
     *
     * @throws IllegalArgumentException if a multipart body is malformed
     */
    public Map<String, List<String>> form() {
        return FormBody.parse(header("Content-Type").orElse(""), body);
    }

    /** Path segments, percent-decoded, without empty ones. */
    public List<String> segments() {
        var segments = new ArrayList<String>();
        for (var segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(FormBody.decodePath(segment));
            }
        }
        return List.copyOf(segments);
    }

    /** Method and target only: headers hold credentials. */
    @Override
    public String toString() {
        return method + " " + target();
    }
}
