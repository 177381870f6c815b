package io.penguintech.gough.demo;

import io.penguintech.gough.simulators.git.Edit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What the files of the example repository declare for Fleet, read as plain YAML: no code of Gough's has a part in it, so
 * that what Gough made of them can be judged by it.
 */
final class ExampleObjects {
    /** Where Fleet's state has them, by kind. */
    private static final Map<String, String> PLURALS =
            Map.of("Query", "queries", "Policy", "policies", "Label", "labels");

    private final List<Map<?, ?>> documents = new ArrayList<>();

    private ExampleObjects() {}

    /** All of the example's first commit. */
    static ExampleObjects read() {
        var objects = new ExampleObjects();
        for (var file : ExampleRepository.files())
            if (file instanceof Edit.Write(var path, var content) && path.startsWith("queries/"))
                for (var document : new Load(LoadSettings.builder().build())
                        .loadAllFromString(new String(content, StandardCharsets.UTF_8)))
                    objects.documents.add((Map<?, ?>) document);
        return objects;
    }

    /** How many there are. */
    int size() {
        return documents.size();
    }

    /** How many there are of each kind: {@code 74 queries, 52 policies and 3 labels}. */
    String words() {
        return "%d queries, %d policies and %d labels".formatted(count("Query"), count("Policy"), count("Label"));
    }

    private long count(String kind) {
        return documents.stream()
                .filter(document -> kind.equals(document.get("kind")))
                .count();
    }

    /** How each must be in Fleet: {@code queries.Uptime.interval} is {@code 3600}. */
    Map<String, String> expected() {
        var expected = new TreeMap<String, String>();
        for (var document : documents) {
            var plural = PLURALS.getOrDefault(text(document, "kind"), "");
            var spec = map(document, "spec");
            var key = "%s.%s.".formatted(plural, text(map(document, "metadata"), "name"));
            expected.put(key + "sql", text(spec, "query").strip());
            expected.put(key + "platform", platforms(spec));
            if (plural.equals("queries")) expected.put(key + "interval", seconds(text(spec, "interval")));
            if (plural.equals("policies")) expected.put(key + "resolution", text(spec, "resolution"));
        }
        return expected;
    }

    private static Map<?, ?> map(Map<?, ?> in, String field) {
        return (Map<?, ?>) Objects.requireNonNull(in.get(field));
    }

    private static String text(Map<?, ?> spec, String field) {
        var value = spec.get(field);
        return value == null ? "" : value.toString();
    }

    private static String platforms(Map<?, ?> spec) {
        return spec.get("platforms") instanceof List<?> all
                ? String.join(",", all.stream().map(Object::toString).toList())
                : text(spec, "platform");
    }

    private static String seconds(String interval) {
        return Long.toString(
                Duration.parse("PT" + interval.toUpperCase(Locale.ROOT)).toSeconds());
    }
}
