package io.penguintech.gough.simulators.maas;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** One exchange recorded from a MAAS 3.4.10 region; identifying values are placeholders. */
record Recording(
        String label,
        String method,
        String path,
        Map<String, List<String>> form,
        int status,
        Map<String, String> headers,
        String body) {

    static List<Recording> load(String resource) {
        var stream = Objects.requireNonNull(Recording.class.getResourceAsStream("/maas/" + resource), resource);
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(MaasClient.JSON::readTree)
                    .map(Recording::of)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Recording of(JsonNode json) {
        var form = new LinkedHashMap<String, List<String>>();
        json.path("form").properties().forEach(field -> form.put(field.getKey(), texts(field.getValue())));
        var headers = new LinkedHashMap<String, String>();
        json.path("headers")
                .properties()
                .forEach(field -> headers.put(field.getKey(), field.getValue().asString()));
        return new Recording(
                json.path("label").asString(),
                json.path("method").asString(),
                json.path("path").asString(),
                form,
                json.path("status").asInt(),
                headers,
                json.path("body").asString());
    }

    private static List<String> texts(JsonNode value) {
        var texts = new ArrayList<String>();
        if (value.isArray()) {
            value.forEach(each -> texts.add(each.asString()));
        } else {
            texts.add(value.asString());
        }
        return texts;
    }

    @Override
    public String toString() {
        return label;
    }
}
