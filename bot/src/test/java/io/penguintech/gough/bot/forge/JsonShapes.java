package io.penguintech.gough.bot.forge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The schemas of an OpenAPI 3.0 document, as far as the calls of the forge need them. Stricter than a validator of schemas: a
 * field that is not described is wrong, though a schema seldom says so; and laxer: an answer may be in part.
 */
final class JsonShapes {
    /** How much of a value is there. */
    enum Extent {
        WHOLE,
        PART
    }

    private final JsonNode document;

    JsonShapes(JsonNode document) {
        this.document = document;
    }

    /** What a reference stands for. */
    JsonNode resolved(JsonNode node) {
        var at = node;
        while (at.has("$ref")) at = document.at(at.path("$ref").asString("").substring(1));
        return at;
    }

    /** Looks whether a parameter's text is as its schema says. */
    void text(String text, JsonNode schema, String name, List<String> faults) {
        var as = resolved(schema);
        if (as.path("type").asString("").equals("integer") && !text.matches("\\d{1,18}"))
            faults.add("%s is no integer: %s".formatted(name, text));
        if (as.has("enum")
                && as.path("enum")
                        .valueStream()
                        .noneMatch(one -> one.asString("").equals(text)))
            faults.add("%s may not be %s".formatted(name, text));
    }

    /** Looks whether a value is as its schema says. */
    void check(JsonNode value, JsonNode schema, Extent extent, List<String> faults) {
        check(value, schema, extent, "the body", faults);
    }

    private void check(JsonNode value, JsonNode schema, Extent extent, String at, List<String> faults) {
        var as = resolved(schema);
        if (value.isNull()) {
            if (!as.path("nullable").asBoolean(false)) faults.add(at + " may not be null");
        } else if (as.has("allOf")) faults.add(at + " is described by allOf, which is not understood here");
        else if (!as.has("type") && (as.has("oneOf") || as.has("anyOf"))) faults.addAll(nearest(value, as, extent, at));
        else if (!isA(value, as))
            faults.add("%s is no %s".formatted(at, as.path("type").asString("described value")));
        else {
            // Some things are described as a whole, and beside that as one of several kinds.
            if (as.has("oneOf") || as.has("anyOf")) faults.addAll(nearest(value, as, extent, at));
            if (as.has("enum") && as.path("enum").valueStream().noneMatch(value::equals))
                faults.add("%s may not be %s".formatted(at, value));
            if (value.isString()
                    && as.has("maxLength")
                    && length(value) > as.path("maxLength").asInt()) faults.add(at + " is too long");
            if (value.isArray()) value.forEach(item -> check(item, as.path("items"), extent, at + "[]", faults));
            if (value.isObject()) fields(value, as, extent, at, faults);
        }
    }

    private static int length(JsonNode text) {
        return text.asString().codePointCount(0, text.asString().length());
    }

    private List<String> nearest(JsonNode value, JsonNode as, Extent extent, String at) {
        return alternatives(as)
                .map(one -> {
                    List<String> faults = new ArrayList<>();
                    check(value, one, extent, at, faults);
                    return faults;
                })
                .min(Comparator.comparing(List::size))
                .orElseThrow();
    }

    private static Stream<JsonNode> alternatives(JsonNode as) {
        return as.path(as.has("oneOf") ? "oneOf" : "anyOf").valueStream();
    }

    /** Of a kind of something only what is special to it is described, and no type. */
    private static boolean isA(JsonNode value, JsonNode as) {
        if (!as.has("type")) return as.has("enum") || (as.has("properties") && value.isObject());
        return switch (as.path("type").asString("")) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
    }

    private void fields(JsonNode value, JsonNode as, Extent extent, String at, List<String> faults) {
        for (var field : value.properties()) {
            var described = as.path("properties").path(field.getKey());
            if (!described.isMissingNode())
                check(field.getValue(), described, extent, at + "." + field.getKey(), faults);
            else if (!as.has("additionalProperties")) faults.add("%s has no field %s".formatted(at, field.getKey()));
        }
        if (extent == Extent.WHOLE)
            as.path("required")
                    .valueStream()
                    .map(JsonNode::asString)
                    .filter(name -> !value.has(name))
                    .forEach(name -> faults.add("%s lacks %s".formatted(at, name)));
    }

    /** A value without what may be missing, and null where that may be. */
    JsonNode sparest(JsonNode value, JsonNode schema) {
        var as = resolved(schema);
        if (as.path("nullable").asBoolean(false)) return ForgeCalls.JSON.nullNode();
        if (as.has("oneOf") || as.has("anyOf"))
            return sparest(value, alternatives(as).findFirst().orElseThrow());
        if (value.isArray()) {
            var items = ForgeCalls.JSON.createArrayNode();
            value.forEach(item -> items.add(sparest(item, as.path("items"))));
            return items;
        }
        if (!value.isObject()) return value;
        var spare = ForgeCalls.JSON.createObjectNode();
        as.path("required")
                .valueStream()
                .map(JsonNode::asString)
                .filter(value::has)
                .forEach(name -> spare.set(
                        name, sparest(value.path(name), as.path("properties").path(name))));
        return spare;
    }
}
