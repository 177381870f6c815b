package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Survey;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.http.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads how machines are switched, in batches (facts, section 5), and lets no secret out. */
final class Surveys {
    private final MaasCalls calls;

    Surveys(MaasCalls calls) {
        this.calls = calls;
    }

    Survey read(Map<SystemId, String> powerTypes) throws Refused {
        SortedMap<SystemId, SortedMap<String, Optional<String>>> power = new TreeMap<>();
        var withheld = Optional.<String>empty();
        try {
            var drivers = drivers();
            var sorted = List.copyOf(new TreeSet<>(powerTypes.keySet()));
            int batch = calls.settings().batch();
            // Without an id MAAS would tell of all machines: an empty set asks nothing.
            for (int from = 0; from < sorted.size(); from += batch)
                parameters(sorted.subList(from, Math.min(sorted.size(), from + batch)), powerTypes, drivers, power);
        } catch (Refused refused) {
            if (refused.status() != 403) throw refused;
            withheld = Optional.of(refused.failure().why());
            power.clear();
        }
        return new Survey(power, withheld, computedTags());
    }

    private void parameters(
            List<SystemId> ids,
            Map<SystemId, String> powerTypes,
            Map<String, PowerDriver> drivers,
            SortedMap<SystemId, SortedMap<String, Optional<String>>> into)
            throws Refused {
        var query = Form.of("op", "power_parameters").withAll("id", ids);
        var answer = calls.readTree("power-parameters", "machines/", query, "read power parameters");
        for (var id : ids) {
            var driver = drivers.getOrDefault(powerTypes.getOrDefault(id, ""), PowerDriver.UNKNOWN);
            var values = new TreeMap<String, Optional<String>>();
            answer.path(id.value()).properties().forEach(entry -> {
                var value = text(entry.getValue());
                if (!value.isEmpty()) values.put(entry.getKey(), driver.told(entry.getKey(), value));
            });
            into.put(id, values);
        }
    }

    /** As a form takes it: MAAS's lists are comma-separated choices ({@code workaround_flags} of ipmi). */
    private static String text(JsonNode value) {
        if (value.isArray())
            return value.valueStream().map(item -> item.asString("")).collect(Collectors.joining(","));
        return value.isValueNode() && !value.isNull() ? value.asString("") : value.isObject() ? value.toString() : "";
    }

    /** Power drivers by name. Who may not ask learns nothing, and then every parameter counts as a secret. */
    private Map<String, PowerDriver> drivers() throws Refused {
        var drivers = new HashMap<String, PowerDriver>();
        try {
            calls.readList(
                            "power-types",
                            "rackcontrollers/",
                            Form.of("op", "describe_power_types"),
                            "describe power types")
                    .valueStream()
                    .forEach(type -> drivers.put(type.path("name").asString(""), PowerDriver.of(type)));
        } catch (Refused refused) {
            switch (refused.status()) {
                case 400, 403, 404, 410, 501 -> {}
                default -> throw refused;
            }
        }
        return drivers;
    }

    private SortedSet<String> computedTags() throws Refused {
        return calls.readList("list-tags", "tags/", Form.empty(), "list tags")
                .valueStream()
                .filter(tag -> !tag.path("definition").asString("").isEmpty())
                .map(tag -> tag.path("name").asString(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
