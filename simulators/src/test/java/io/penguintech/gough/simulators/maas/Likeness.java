package io.penguintech.gough.simulators.maas;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Compares a JSON body with a recorded one: same keys, same types, and the same values where values mean something. */
final class Likeness {
    /** Ids, addresses and names that every region has its own of. */
    private static final Set<String> OWN = Set.of(
            "id",
            "system_id",
            "device_id",
            "resource_uri",
            "uuid",
            "path",
            "model",
            "serial",
            "firmware_version",
            "tags",
            "cidr",
            "gateway_ip",
            "dns_servers",
            "ip_address",
            "current_commissioning_result_id",
            "current_installation_result_id",
            "last_deployed");

    private final List<String> differences = new ArrayList<>();
    private final Values values;

    enum Values {
        COMPARED,
        IGNORED
    }

    private Likeness(Values values) {
        this.values = values;
    }

    static List<String> differences(JsonNode expected, JsonNode actual, Values values) {
        var likeness = new Likeness(values);
        likeness.compare("", "", expected, actual);
        return likeness.differences;
    }

    private void compare(String at, String key, JsonNode expected, JsonNode actual) {
        if (key.equals("last_deployed") || key.equals("link_id")) {
            return; // null or a time
        }
        if (!expected.getNodeType().equals(actual.getNodeType())) {
            differences.add(at + ": " + expected + " became " + actual);
        } else if (expected.isObject()) {
            objects(at, expected, actual);
        } else if (expected.isArray()) {
            arrays(at, key, expected, actual);
        } else if (values == Values.COMPARED && !OWN.contains(key) && !ownName(at, key)) {
            var was = expected.asString().replaceAll("\\d+", "N");
            var is = actual.asString().replaceAll("\\d+", "N");
            if (!was.equals(is)) {
                differences.add(at + ": " + expected + " became " + actual);
            }
        }
    }

    private static boolean ownName(String at, String key) {
        return key.equals("name") && at.endsWith(".subnet.name");
    }

    private void objects(String at, JsonNode expected, JsonNode actual) {
        var keys = new TreeSet<>(expected.propertyNames());
        keys.removeIf(each -> each.matches("key-\\d+")); // placeholders for what a factory made up
        if (!keys.equals(new TreeSet<>(actual.propertyNames()))) {
            var missing = new TreeSet<>(keys);
            missing.removeAll(actual.propertyNames());
            var added = new TreeSet<>(actual.propertyNames());
            added.removeAll(keys);
            differences.add(at + ": lacks " + missing + ", has " + added);
        }
        keys.retainAll(actual.propertyNames());
        for (var each : keys) {
            compare(at + "." + each, each, expected.get(each), actual.get(each));
        }
    }

    private void arrays(String at, String key, JsonNode expected, JsonNode actual) {
        if (values == Values.COMPARED && !OWN.contains(key) && expected.size() != actual.size()) {
            differences.add(at + ": had " + expected.size() + " elements, has " + actual.size());
        }
        if (expected.isEmpty() != actual.isEmpty()) {
            differences.add(at + ": had " + expected.size() + " elements, has " + actual.size());
        }
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            compare(at + "[" + i + "]", key, expected.get(i), actual.get(i));
        }
    }
}
