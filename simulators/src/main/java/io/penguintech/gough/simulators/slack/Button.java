package io.penguintech.gough.simulators.slack;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A button as it stood in a message.
 *
 * @param blockId the block it is in
 * @param actionId which action
 * @param text what it shows
 * @param value what it carries, empty if nothing
 * @param json all of it, as the app wrote it
 */
public record Button(String blockId, String actionId, String text, String value, JsonNode json) {

    static List<Button> in(JsonNode blocks) {
        List<Button> buttons = new ArrayList<>();
        for (JsonNode block : blocks) {
            var blockId = block.path("block_id").asString("");
            block.path("elements").forEach(element -> addTo(buttons, blockId, element));
            addTo(buttons, blockId, block.path("accessory"));
        }
        return buttons;
    }

    private static void addTo(List<Button> buttons, String blockId, JsonNode element) {
        if (element.path("type").asString("").equals("button")) {
            buttons.add(new Button(
                    blockId,
                    element.path("action_id").asString(""),
                    element.at("/text/text").asString(""),
                    element.path("value").asString(""),
                    element));
        }
    }

    /** What its confirm dialog asks, empty without a dialog. */
    public String confirmText() {
        return json.at("/confirm/text/text").asString("");
    }
}
