package io.penguintech.gough.simulators.maas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Long lists of facts that a region comes with, kept as files: built-in scripts, power types (3.4.10, recorded). */
final class Shelf {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Shelf() {}

    /** The objects of a file's array, in its order. */
    static List<Map<String, @Nullable Object>> read(String file) {
        try (var stream = Objects.requireNonNull(Shelf.class.getResourceAsStream(file), file)) {
            var all = new ArrayList<Map<String, @Nullable Object>>();
            JSON.readTree(stream).forEach(each -> all.add(object(each)));
            return all;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The members of a JSON object as form fields; of a list each element. */
    static Map<String, List<String>> fields(String text) {
        var fields = new LinkedHashMap<String, List<String>>();
        try {
            for (var field : JSON.readTree(text).properties()) {
                var values = new ArrayList<String>();
                if (field.getValue().isArray()) {
                    field.getValue().forEach(each -> values.add(each.asString()));
                } else {
                    values.add(field.getValue().asString());
                }
                fields.put(field.getKey(), values);
            }
        } catch (JacksonException wrong) {
            throw Refusal.bad("Invalid JSON."); // inferred
        }
        return fields;
    }

    private static Map<String, @Nullable Object> object(JsonNode json) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        json.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
        return map;
    }

    private static @Nullable Object value(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> object(json);
            case ARRAY -> {
                var list = new ArrayList<@Nullable Object>();
                json.forEach(each -> list.add(value(each)));
                yield list;
            }
            case BOOLEAN -> json.asBoolean();
            case NUMBER -> json.isIntegralNumber() ? (Object) json.asLong() : (Object) json.asDouble();
            case NULL, MISSING -> null;
            case STRING, BINARY, POJO -> json.asString();
        };
    }
}
