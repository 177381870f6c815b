package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schemas (draft 2020-12) of the kinds that the loader reads, for editors. Written from the same shapes that the
 * loader checks, so that what a schema refuses the loader refuses too. What needs more than one document to judge, such
 * as unknown references, only the loader finds.
 */
public final class Schemas {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String PLACEHOLDER = "\\$\\{\\{";

    private Schemas() {}

    /** Every schema as JSON text with a final line break, by the kind's name in small letters. */
    public static SortedMap<String, String> all() {
        var all = new TreeMap<String, String>();
        for (var kind : Kind.values()) all.put(kind.word().toLowerCase(Locale.ROOT), text(kind));
        return Collections.unmodifiableSortedMap(all);
    }

    /** The schema of one kind, in whatever case it is written. */
    public static Optional<String> of(String kind) {
        return Optional.ofNullable(all().get(kind.toLowerCase(Locale.ROOT)));
    }

    private static String text(Kind kind) {
        return JsonMapper.shared()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(schema(kind))
                        .replace("\r\n", "\n")
                + "\n";
    }

    private static ObjectNode schema(Kind kind) {
        var schema = NODES.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:gough:v1:" + kind.word().toLowerCase(Locale.ROOT));
        schema.put("title", "Gough " + kind.word());
        var envelope = struct(kind.envelope(), false);
        var spec = of(HostSpec.written(kind), kind.merges());
        spec.put("description", "What it shall be.");
        ((ObjectNode) envelope.get("properties")).set("spec", spec);
        schema.setAll(envelope);
        Definitions.share(schema);
        return schema;
    }

    /** The schema of a shape; with {@code merges}, as profiles and hosts spell it. */
    private static ObjectNode of(Shape shape, boolean merges) {
        return switch (shape) {
            case Shape.Text(var rule) -> merges ? orPlaceholder(text(rule)) : text(rule);
            case Shape.Words(var words, var _) -> orPlaceholder(words(words), merges);
            case Shape.Whole(var least, var most) ->
                orPlaceholder(
                        NODES.objectNode()
                                .put("type", "integer")
                                .put("minimum", least)
                                .put("maximum", most),
                        merges);
            case Shape.Flag() -> orPlaceholder(NODES.objectNode().put("type", "boolean"), merges);
            case Shape.Period() ->
                orPlaceholder(anyOf(List.of(NODES.objectNode().put("const", 0), text(TextRule.PERIOD))), merges);
            case Shape.ListOf(var item) -> {
                var list = NODES.objectNode().put("type", "array");
                list.set("items", of(item, merges));
                yield orPlaceholder(list, merges);
            }
            case Shape.MapOf map -> orPlaceholder(map(map, merges), merges);
            case Shape.Anything() -> NODES.objectNode();
            case Shape.SecretOrScalar() -> secretOrScalar(merges);
            case Shape.Later() -> NODES.objectNode().set("not", NODES.objectNode());
            case Shape.Struct struct -> orPlaceholder(struct(struct, merges), merges);
        };
    }

    private static ObjectNode text(TextRule rule) {
        return NODES.objectNode()
                .put("type", "string")
                .put("pattern", "^(?:" + rule.pattern().pattern() + ")$")
                .put("maxLength", rule.longest());
    }

    private static ObjectNode words(List<String> words) {
        var node = NODES.objectNode();
        words.forEach(node.putArray("enum")::add);
        return node;
    }

    private static ObjectNode map(Shape.MapOf map, boolean merges) {
        var node = NODES.objectNode().put("type", "object");
        node.set("propertyNames", merges ? merged(map.key()) : text(map.key()));
        node.set("additionalProperties", others(map.value(), merges));
        return node;
    }

    /** A key that may have an operator before it. */
    private static ObjectNode merged(TextRule key) {
        return NODES.objectNode()
                .put("type", "string")
                .put("pattern", "^(?:[+=]?(?:" + key.pattern().pattern() + "))$")
                .put("maxLength", key.longest() + 1);
    }

    private static ObjectNode secretOrScalar(boolean merges) {
        var reference = NODES.objectNode().put("type", "object");
        reference
                .putObject("properties")
                .set("secret", merges ? orPlaceholder(text(TextRule.SECRET)) : text(TextRule.SECRET));
        reference.putArray("required").add("secret");
        reference.put("additionalProperties", false);
        var scalar = NODES.objectNode();
        scalar.putArray("type").add("string").add("number").add("boolean");
        return anyOf(List.of(scalar, reference));
    }

    private static ObjectNode struct(Shape.Struct struct, boolean merges) {
        var node = NODES.objectNode().put("type", "object");
        var properties = node.putObject("properties");
        for (var field : struct.fields()) {
            var value = of(field.shape(), merges);
            boolean removable = merges && !(field.shape() instanceof Shape.Later);
            var described = removable ? anyOf(List.of(value, NODES.objectNode().put("type", "null"))) : value;
            described.put("description", field.meaning());
            properties.set(field.name(), described);
            if (!removable) continue;
            if (field.shape() instanceof Shape.ListOf)
                properties.set(
                        "+" + field.name(), value.deepCopy().put("description", "Appends to " + field.name() + "."));
            properties.set("=" + field.name(), value.deepCopy().put("description", "Replaces " + field.name() + "."));
        }
        var required = struct.fields().stream()
                .filter(Shape.Field::required)
                .map(Shape.Field::name)
                .toList();
        if (!required.isEmpty()) required.forEach(node.putArray("required")::add);
        if (struct.others().isPresent())
            node.set("additionalProperties", others(struct.others().get(), merges));
        else node.put("additionalProperties", false);
        return node;
    }

    private static ObjectNode others(Shape shape, boolean merges) {
        var value = of(shape, merges);
        return merges ? anyOf(List.of(value, NODES.objectNode().put("type", "null"))) : value;
    }

    private static ObjectNode orPlaceholder(ObjectNode schema, boolean merges) {
        return merges ? orPlaceholder(schema) : schema;
    }

    private static ObjectNode orPlaceholder(ObjectNode schema) {
        return anyOf(List.of(schema, NODES.objectNode().put("type", "string").put("pattern", PLACEHOLDER)));
    }

    private static ObjectNode anyOf(List<ObjectNode> choices) {
        var node = NODES.objectNode();
        choices.forEach(node.putArray("anyOf")::add);
        return node;
    }
}
