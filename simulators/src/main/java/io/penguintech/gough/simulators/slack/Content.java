package io.penguintech.gough.simulators.slack;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checked text and blocks of a message to be.
 *
 * @param text empty when none was given
 * @param blocks nothing when none were given; given ones may be an empty list
 */
record Content(String text, Optional<ArrayNode> blocks) {

    /** Slack cuts longer texts of new messages off; the stand-in refuses them, so that nothing is lost unseen. */
    static final int NEW_TEXT = 40_000;

    /** The limit of chat.update. */
    static final int EDITED_TEXT = 4_000;

    /** Parses and checks; {@code blocks} is JSON text, empty for none. */
    static Content of(String text, String blocks, int maxText) {
        if (Complaints.length(text) > maxText) {
            throw new ApiRefusal("msg_too_long");
        }
        if (blocks.isBlank()) {
            return new Content(text, Optional.empty());
        }
        var parsed =
                Json.parse(blocks).filter(JsonNode::isArray).orElseThrow(() -> new ApiRefusal("invalid_blocks_format"));
        if (parsed.valueStream().anyMatch(block -> !block.isObject())) {
            throw new ApiRefusal("invalid_blocks_format");
        }
        var complaints = BlockRules.complaintsAboutMessage(parsed);
        if (!complaints.isEmpty()) {
            throw new ApiRefusal("invalid_blocks", complaints);
        }
        if (BlockRules.tooMuchText(parsed)) {
            throw new ApiRefusal("msg_blocks_too_long");
        }
        return new Content(text, Optional.of((ArrayNode) parsed));
    }

    boolean saysNothing() {
        return text.isEmpty() && blocks.map(ArrayNode::isEmpty).orElse(true);
    }

    /** The blocks as Slack keeps them: every block and element that has no id is given one. */
    ArrayNode storedBlocks(String idPrefix) {
        var stored = Json.array();
        int number = 0;
        for (JsonNode block : blocks.orElseGet(Json::array)) {
            var copy = (ObjectNode) block.deepCopy();
            number++;
            if (!copy.has("block_id")) {
                copy.put("block_id", idPrefix + "b" + number);
            }
            nameElements(copy, idPrefix + number);
            stored.add(copy);
        }
        return stored;
    }

    private static void nameElements(ObjectNode block, String prefix) {
        int number = 0;
        for (JsonNode element : block.path("elements")) {
            number++;
            nameElement(element, prefix + "e" + number);
        }
        nameElement(block.path("accessory"), prefix + "a");
    }

    private static void nameElement(JsonNode element, String id) {
        boolean interactive = element.path("type").asString("").equals("button");
        if (interactive && !element.has("action_id") && element instanceof ObjectNode object) {
            object.put("action_id", id);
        }
    }
}
