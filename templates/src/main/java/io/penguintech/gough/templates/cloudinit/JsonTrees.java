package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.Tree;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Trees as JSON, for the schema validator; secrets masked. */
final class JsonTrees {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonTrees() {}

    static JsonNode of(Tree tree) {
        return switch (tree) {
            case Tree.Mapping map -> {
                var node = NODES.objectNode();
                map.entries().forEach(entry -> node.set(entry.key(), of(entry.value())));
                yield node;
            }
            case Tree.Seq seq -> {
                var node = NODES.arrayNode(seq.items().size());
                seq.items().forEach(item -> node.add(of(item)));
                yield node;
            }
            case Tree.SecretText text -> NODES.stringNode((String) text.plain());
            case Tree.Scalar scalar -> scalar(scalar);
        };
    }

    private static JsonNode scalar(Tree.Scalar scalar) {
        return switch (scalar.value()) {
            case null -> NODES.nullNode();
            case String text -> NODES.stringNode(text);
            case Boolean truth -> NODES.booleanNode(truth);
            case Long number -> NODES.numberNode(number.longValue());
            case Double number -> NODES.numberNode(number.doubleValue());
            case BigInteger number -> NODES.numberNode(number);
            default ->
                throw new IllegalStateException(
                        "no YAML scalar: " + scalar.value().getClass());
        };
    }
}
