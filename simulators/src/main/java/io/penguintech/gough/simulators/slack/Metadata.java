package io.penguintech.gough.simulators.slack;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an app attaches to a message for itself: a type and a flat payload (docs.slack.dev, message metadata). */
final class Metadata {

    private Metadata() {}

    /** The checked metadata of a call; nothing when none is given, empty to take away what is there. */
    static Optional<ObjectNode> of(Arguments arguments) {
        if (arguments.get("metadata").isBlank()) {
            return Optional.empty();
        }
        var node = Json.parse(arguments.get("metadata"))
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .orElseThrow(() -> new ApiRefusal("invalid_metadata_format"));
        boolean complete =
                node.path("event_type").isString() && node.path("event_payload").isObject();
        if (!node.isEmpty() && !complete) {
            throw new ApiRefusal("invalid_metadata_schema");
        }
        return Optional.of(node);
    }
}
