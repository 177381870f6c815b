package io.penguintech.gough.simulators.slack;

import io.penguintech.gough.simulators.fault.Call;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The arguments of a Web API call, from a form, the query or a JSON body; structured ones stay JSON text. */
final class Arguments {

    private final Map<String, String> values = new LinkedHashMap<>();

    private Arguments() {}

    static Arguments of(Call call) {
        var arguments = new Arguments();
        call.query().forEach((name, given) -> arguments.values.put(name, given.getLast()));
        call.form().forEach((name, given) -> arguments.values.put(name, given.getLast()));
        if (call.header("Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith("application/json")) {
            var json = Json.parse(call.body().text())
                    .filter(node -> node.isObject())
                    .orElseThrow(() -> new ApiRefusal("json_not_object"));
            json.properties().forEach(field -> {
                var node = field.getValue();
                if (!node.isNull()) {
                    arguments.values.put(field.getKey(), node.isContainer() ? Json.text(node) : node.asString());
                }
            });
        }
        return arguments;
    }

    String get(String name) {
        return values.getOrDefault(name, "");
    }

    boolean has(String name) {
        return values.containsKey(name);
    }
}
