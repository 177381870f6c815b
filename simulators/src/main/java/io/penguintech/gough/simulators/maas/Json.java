package io.penguintech.gough.simulators.maas;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object under construction; keys keep their order, values may be null. */
final class Json {
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    static Json object() {
        return new Json();
    }

    Json with(String key, @Nullable Object value) {
        fields.put(key, value instanceof Json json ? json.fields : value);
        return this;
    }

    Map<String, @Nullable Object> map() {
        return fields;
    }
}
