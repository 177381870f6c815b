package io.penguintech.gough.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lets what stands in a JSON Schema several times stand there once, below {@code $defs}. Its meaning stays. */
final class Definitions {
    private static final String DESCRIPTION = "description";
    /** What is shorter is as easily read in place. */
    private static final int LONG = 200;

    private final Map<String, Integer> times = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

    private Definitions() {}

    /** Shares the repeated parts of {@code schema}, in place. */
    static void share(ObjectNode schema) {
        var shared = new Definitions();
        schema.forEach(shared::count);
        shared.shareBelow(schema, "shape");
        if (!shared.definitions.isEmpty()) schema.set("$defs", shared.definitions);
    }

    /** What stands inside something seen before is counted with that. */
    private void count(JsonNode node) {
        if (node instanceof ObjectNode object && isLong(object) && times.merge(key(object), 1, Integer::sum) > 1)
            return;
        node.forEach(this::count);
    }

    private static boolean isLong(ObjectNode node) {
        return (node.has("properties") || node.has("anyOf") || node.has("type"))
                && node.toString().length() > LONG;
    }

    /** The same shape under another description is the same shape. */
    private static String key(ObjectNode node) {
        var bare = node.deepCopy();
        bare.remove(DESCRIPTION);
        return bare.toString();
    }

    private void shareBelow(JsonNode node, String name) {
        if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) list.set(i, shared(list.get(i), name));
        } else if (node instanceof ObjectNode object) {
            for (var property : List.copyOf(object.propertyNames())) {
                var value = object.get(property);
                object.set(property, shared(value, isWord(property) ? name : property));
            }
        }
    }

    /** Words of JSON Schema name nothing. */
    private static boolean isWord(String property) {
        return Set.of("properties", "anyOf", "items", "additionalProperties", "propertyNames", "not")
                .contains(property);
    }

    private JsonNode shared(JsonNode node, String name) {
        if (!(node instanceof ObjectNode object) || !isLong(object) || times.getOrDefault(key(object), 0) < 2) {
            shareBelow(node, name);
            return node;
        }
        var key = key(object);
        var known = names.get(key);
        var definition = known == null ? define(object, key, name) : known;
        var reference = JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/" + definition);
        if (object.has(DESCRIPTION)) reference.set(DESCRIPTION, object.get(DESCRIPTION));
        return reference;
    }

    private String define(ObjectNode object, String key, String name) {
        var word = name.replaceAll("[^A-Za-z0-9]", "");
        var definition = word;
        for (int i = 2; !taken.add(definition); i++) definition = word + i;
        names.put(key, definition);
        var body = object.deepCopy();
        body.remove(DESCRIPTION);
        definitions.set(definition, body);
        shareBelow(body, name);
        return definition;
    }
}
