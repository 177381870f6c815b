package io.penguintech.gough.simulators.maas;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers with the headers that were recorded for their kind. */
final class Answers {
    private static final String API_HASH = "0f3a8c2e5b7d9146e8a0c2f4b6d8e0a1c3e5f708";

    private Answers() {}

    /** Indented JSON, the form of nearly every success. */
    static Answer json(@Nullable Object body) {
        return known(200, "application/json; charset=utf-8", PyJson.indented(body));
    }

    /** A success with another content type. */
    static Answer known(int status, String contentType, String body) {
        return known(status, contentType, Bytes.of(body));
    }

    /** 204 of a deletion. */
    static Answer gone() {
        return known(204, "text/plain", "");
    }

    /** An array whose elements are made one by one, so that no tree of a long list ever stands in memory. */
    static Answer array(Stream<String> elements) {
        var pieces = elements.map(element -> ("\n    " + element + ",").getBytes(StandardCharsets.UTF_8))
                .toList();
        return pieces.isEmpty()
                ? known(200, "application/json; charset=utf-8", "[]")
                : known(200, "application/json; charset=utf-8", Bytes.owned(joined(pieces)));
    }

    /** A refusal as text. */
    static Answer refused(int status, String text) {
        return Answer.text(status, text).withHeader("Vary", "Cookie");
    }

    static Answer known(int status, String contentType, Bytes body) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Content-Type", List.of(contentType));
        headers.put("Vary", List.of("Authorization, Cookie"));
        headers.put("X-Maas-Api-Hash", List.of(API_HASH));
        return new Answer(status, headers, body);
    }

    /** Each piece ends in a comma; the last one gives way to the end of the array. */
    private static byte[] joined(List<byte[]> pieces) {
        int size = pieces.stream().mapToInt(piece -> piece.length).sum();
        var all = new byte[size + 2];
        all[0] = '[';
        int at = 1;
        for (var piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        all[at - 1] = '\n';
        all[at] = ']';
        return all;
    }
}
