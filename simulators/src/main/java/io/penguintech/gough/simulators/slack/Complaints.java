package io.penguintech.gough.simulators.slack;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Collects what is wrong with blocks, each with a JSON pointer, in the words of Slack's own answers. */
final class Complaints {

    private final List<String> messages = new ArrayList<>();

    void add(String what, String pointer) {
        messages.add(what + " [json-pointer:" + pointer + "]");
    }

    /** The field as a text of 1 to {@code max} code points; a missing one is no complaint. */
    void optionalText(JsonNode parent, String field, int max, String pointer) {
        if (parent.has(field)) {
            requiredText(parent, field, max, pointer);
        }
    }

    void requiredText(JsonNode parent, String field, int max, String pointer) {
        var node = parent.get(field);
        var at = pointer + "/" + field;
        if (node == null) {
            add("missing required field: " + field, pointer);
        } else if (!node.isString()) {
            add("must provide a string", at);
        } else if (node.stringValue().isEmpty()) {
            add("must be more than 0 characters", at);
        } else if (length(node.stringValue()) > max) {
            add("must be less than " + (max + 1) + " characters", at);
        }
    }

    /** The field as a list of {@code min} to {@code max} items; an empty node when it is no list. */
    JsonNode items(JsonNode parent, String field, int min, int max, String pointer) {
        var node = parent.path(field);
        var at = pointer + "/" + field;
        if (node.isMissingNode()) {
            add("missing required field: " + field, pointer);
        } else if (!node.isArray()) {
            add("must provide an array", at);
        } else if (node.size() < min) {
            add("no fewer than " + min + " items allowed", at);
        } else if (node.size() > max) {
            add("no more than " + max + " items allowed", at);
        }
        return node;
    }

    List<String> messages() {
        return List.copyOf(messages);
    }

    /** Slack counts code points (facts of the platform limits, 2026-08). */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
