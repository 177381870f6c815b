package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.http.Exchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An exchange recorded from a real MAAS 3.4.10. The files lie beside the stand-in that is judged by them too.
 *
 * @param label its name in the recording
 */
record Recorded(String label, String method, String path, Exchange.Answered answer) {
    private static final Path FOLDER = Path.of("..", "simulators", "src", "test", "resources", "maas");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static List<Recorded> all() {
        return Stream.of("maas-3.4.10-transcript.jsonl", "maas-3.4.10-deployed.jsonl")
                .flatMap(Recorded::lines)
                .map(line -> of(JSON.readTree(line)))
                .toList();
    }

    static Recorded labelled(String label) {
        return all().stream()
                .filter(recorded -> recorded.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readAllLines(FOLDER.resolve(file)).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recorded of(JsonNode json) {
        var headers = json.path("headers");
        var retryAfter = headers.path("Retry-After").asString("");
        return new Recorded(
                json.path("label").asString(),
                json.path("method").asString(),
                json.path("path").asString(),
                new Exchange.Answered(
                        json.path("status").asInt(),
                        headers.path("Content-Type").asString(""),
                        retryAfter.isEmpty()
                                ? Optional.empty()
                                : Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter))),
                        Optional.empty(),
                        json.path("body").asString("")));
    }

    @Override
    public String toString() {
        return label;
    }
}
