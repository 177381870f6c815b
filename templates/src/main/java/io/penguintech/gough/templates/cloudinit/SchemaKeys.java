package io.penguintech.gough.templates.cloudinit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The top-level keys that a schema names, also by way of {@code $ref} and {@code allOf}. */
final class SchemaKeys {
    private static final List<String> COMBINATIONS = List.of("allOf", "anyOf", "oneOf");

    private final JsonNode root;
    private final Set<String> keys = new HashSet<>();
    private final Set<String> followed = new HashSet<>();

    private SchemaKeys(JsonNode root) {
        this.root = root;
    }

    static Set<String> of(JsonNode schema) {
        var search = new SchemaKeys(schema);
        search.look(schema);
        return Set.copyOf(search.keys);
    }

    private void look(JsonNode schema) {
        keys.addAll(schema.path("properties").propertyNames());
        for (var combination : COMBINATIONS) schema.path(combination).forEach(this::look);
        var reference = schema.path("$ref").asString("");
        if (reference.startsWith("#/") && followed.add(reference)) look(root.at(reference.substring(1)));
    }
}
