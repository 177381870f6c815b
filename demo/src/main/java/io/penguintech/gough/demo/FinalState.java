package io.penguintech.gough.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/**
 * Compares how the stand-ins ended, read over HTTP, with {@code demo/expected.yaml}, which people wrote, and with what the
 * example's files declare for Fleet: no code of Gough's has a part in it.
 */
final class FinalState {
    private static final String EXPECTED = "/demo/expected.yaml";
    private static final String ENROLL_SECRET = "<enroll secret>";

    private final Demo demo;
    private final Controls controls;
    private final Map<String, String> expected;
    private final List<String> differences = new ArrayList<>();

    FinalState(Demo demo, Controls controls) {
        this.demo = demo;
        this.controls = controls;
        this.expected = new TreeMap<>();
    }

    /** One line for each difference: what, expected, found. */
    List<String> differences() {
        flatten("", read(), expected);
        expected.putAll(ExampleObjects.read().expected());
        var found = new TreeMap<String, String>();
        machines(found);
        fleet(found);
        userData(found);
        var all = new TreeSet<>(expected.keySet());
        all.addAll(found.keySet());
        for (var key : all) {
            var want = expected.getOrDefault(key, "nothing");
            var is = found.getOrDefault(key, "nothing");
            if (!want.equals(is)) differences.add("%s: expected %s, found %s".formatted(key, want, is));
        }
        return List.copyOf(differences);
    }

    private void machines(Map<String, String> found) {
        var received = controls.get(demo.addresses().maas() + "/received");
        for (var machine : controls.get(demo.addresses().maas() + "/machines")) {
            var key = "machines." + machine.path("hostname").asString("") + ".";
            found.put(key + "status", machine.path("status_name").asString(""));
            found.put(
                    key + "owner",
                    machine.path("owner").isNull()
                            ? "nobody"
                            : machine.path("owner").asString(""));
            found.put(key + "zone", machine.path("zone").asString(""));
            found.put(key + "pool", machine.path("pool").asString(""));
            found.put(key + "release", machine.path("distro_series").asString(""));
            found.put(
                    key + "tags",
                    machine.path("tags")
                            .valueStream()
                            .map(tag -> tag.asString(""))
                            .sorted()
                            .collect(Collectors.joining(" ")));
            var acts = received.path(machine.path("system_id").asString(""));
            found.put(key + "deploys", acts.path("deploy").path(0).asString("0"));
            found.put(key + "releases", acts.path("release").path(0).asString("0"));
            if (expected.containsKey(key + "writes")) found.put(key + "writes", Long.toString(writes(acts)));
        }
    }

    private static long writes(JsonNode acts) {
        return acts.properties().stream()
                .filter(act -> !act.getKey().equals("read"))
                .mapToLong(act -> act.getValue().path(0).asLong())
                .sum();
    }

    private void fleet(Map<String, String> found) {
        var fleet = controls.get(demo.addresses().fleet() + "/fleet/state");
        for (var report : fleet.path("reports"))
            put(found, "queries", report, "interval", "platform").put(key("queries", report, "sql"), sql(report));
        for (var policy : fleet.path("policies"))
            put(found, "policies", policy, "resolution", "platform").put(key("policies", policy, "sql"), sql(policy));
        for (var label : fleet.path("labels"))
            if (!label.path("label_type").asString("").equals("builtin"))
                put(found, "labels", label, "platform").put(key("labels", label, "sql"), sql(label));
    }

    private static Map<String, String> put(Map<String, String> found, String kind, JsonNode object, String... fields) {
        for (var field : fields)
            found.put(key(kind, object, field), object.path(field).asString(""));
        return found;
    }

    private static String key(String kind, JsonNode object, String field) {
        return "%s.%s.%s".formatted(kind, object.path("name").asString(""), field);
    }

    private static String sql(JsonNode object) {
        return object.path("query").asString("").strip();
    }

    /** Each expected line must stand in what was sent to MAAS. */
    private void userData(Map<String, String> found) {
        for (var entry : expected.entrySet()) {
            var parts = entry.getKey().split("\\.", 3);
            if (!parts[0].equals("user-data")) continue;
            var text = sent(parts[1]);
            var line =
                    entry.getValue().replace(ENROLL_SECRET, demo.credentials().enrollSecret());
            found.put(entry.getKey(), text.contains(line) ? entry.getValue() : "no such line");
        }
    }

    private final Map<String, String> sentBefore = new LinkedHashMap<>();

    private String sent(String host) {
        return sentBefore.computeIfAbsent(host, name -> {
            try {
                var encoded = controls.text(demo.addresses().maas() + "/machines/" + name + "/user-data");
                return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
            } catch (Controls.Refused none) {
                return "";
            }
        });
    }

    private static Object read() {
        try (var in = FinalState.class.getResourceAsStream(EXPECTED)) {
            if (in == null) throw new IllegalStateException(EXPECTED + " is not packed into the program");
            return new Load(LoadSettings.builder().build()).loadFromInputStream(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + EXPECTED, e);
        }
    }

    private static void flatten(String key, Object value, Map<String, String> into) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((name, each) -> flatten(key.isEmpty() ? "" + name : key + "." + name, each, into));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) flatten(key + "." + i, list.get(i), into);
            }
            default -> into.put(key, value.toString());
        }
    }
}
