package io.penguintech.gough.simulators.slack;

import io.penguintech.gough.simulators.slack.ObjectRules.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What Slack says against blocks: limits as of 2026-08, lengths in code points, texts of complaints as quoted in public
 * threads (getsentry, grafana/oncall#210, adobe/spacecat-api-service#176). Everything wrong is found at once.
 */
final class BlockRules {

    private static final int MESSAGE_BLOCKS = 50;
    private static final int VIEW_BLOCKS = 100;
    private static final int ID = 255;
    private static final int SECTION_TEXT = 3000;
    private static final int FIELDS = 10;
    private static final int FIELD_TEXT = 2000;
    private static final int HEADER = 150;
    private static final int ACTIONS = 25;
    private static final int CONTEXT = 10;
    private static final int MARKDOWN = 12_000;
    private static final int TABLE_ROWS = 100;
    private static final int TABLE_CELLS = 20;
    private static final int LABEL = 2000;
    private static final int MODAL_TEXT = 24;
    private static final int PRIVATE_METADATA = 3000;

    /** A message may hold less than its blocks may: seen at about 13,200 characters (slackapi/bolt-js#2509). */
    private static final int ALL_TEXT = 13_000;

    private final Complaints complaints = new Complaints();
    private final ObjectRules objects = new ObjectRules(complaints);
    private final ElementRules elements = new ElementRules(complaints, objects);

    private BlockRules() {}

    /** What is wrong with the blocks of a message; empty if nothing. */
    static List<String> complaintsAboutMessage(JsonNode blocks) {
        var rules = new BlockRules();
        rules.blocks(blocks, MESSAGE_BLOCKS, "/blocks", Set.of("input"));
        return rules.complaints.messages();
    }

    /** What is wrong with a modal or home view; empty if nothing. */
    static List<String> complaintsAboutView(JsonNode view) {
        var rules = new BlockRules();
        rules.view(view);
        return rules.complaints.messages();
    }

    /** Whether the texts of all blocks together are beyond what one message takes. */
    static boolean tooMuchText(JsonNode blocks) {
        return textIn(blocks) > ALL_TEXT;
    }

    private static int textIn(JsonNode node) {
        int sum = 0;
        for (var child : node.properties()) {
            sum += child.getKey().equals("text") && child.getValue().isString()
                    ? Complaints.length(child.getValue().stringValue())
                    : textIn(child.getValue());
        }
        if (node.isArray()) {
            for (JsonNode child : node) {
                sum += textIn(child);
            }
        }
        return sum;
    }

    private void view(JsonNode view) {
        if (!List.of("modal", "home").contains(view.path("type").asString(""))) {
            complaints.add("unsupported type: " + view.path("type").asString(""), "/view/type");
        }
        if (view.path("type").asString("").equals("modal")) {
            objects.requiredText(view, "title", Kind.PLAIN, MODAL_TEXT, "/view");
        }
        objects.optionalText(view, "submit", Kind.PLAIN, MODAL_TEXT, "/view");
        objects.optionalText(view, "close", Kind.PLAIN, MODAL_TEXT, "/view");
        complaints.optionalText(view, "callback_id", ID, "/view");
        if (Complaints.length(view.path("private_metadata").asString("")) > PRIVATE_METADATA) {
            complaints.add("must be less than " + (PRIVATE_METADATA + 1) + " characters", "/view/private_metadata");
        }
        blocks(view.path("blocks"), VIEW_BLOCKS, "/view/blocks", Set.of());
    }

    private void blocks(JsonNode blocks, int max, String pointer, Set<String> forbidden) {
        if (blocks.size() > max) {
            complaints.add("no more than " + max + " items allowed", pointer);
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < blocks.size(); i++) {
            var block = blocks.get(i);
            var at = pointer + "/" + i;
            complaints.optionalText(block, "block_id", ID, at);
            var id = block.path("block_id").asString("");
            if (!id.isEmpty() && !ids.add(id)) {
                complaints.add("`block_id` \"" + id + "\" already exists", at + "/block_id");
            }
            if (forbidden.contains(block.path("type").asString(""))) {
                complaints.add("unsupported type: " + block.path("type").asString(""), at + "/type");
            } else {
                block(block, at);
            }
        }
    }

    private void block(JsonNode block, String at) {
        switch (block.path("type").asString("")) {
            case "section" -> section(block, at);
            case "header" -> objects.requiredText(block, "text", Kind.PLAIN, HEADER, at);
            case "divider" -> {}
            case "actions" -> elements(block, ACTIONS, at);
            case "context" -> context(block, at);
            case "image" -> elements.image(block, at);
            case "markdown" -> complaints.requiredText(block, "text", MARKDOWN, at);
            case "table" -> table(block, at);
            case "input" -> input(block, at);
            case "rich_text" -> complaints.items(block, "elements", 0, Integer.MAX_VALUE, at);
            default -> complaints.add("unsupported type: " + block.path("type").asString(""), at + "/type");
        }
    }

    private void section(JsonNode block, String at) {
        if (!block.has("text") && !block.has("fields")) {
            complaints.add("must define either `text` or `fields`", at);
        }
        objects.optionalText(block, "text", Kind.ANY, SECTION_TEXT, at);
        if (block.has("fields")) {
            var fields = complaints.items(block, "fields", 1, FIELDS, at);
            for (int i = 0; i < fields.size(); i++) {
                objects.text(fields.get(i), Kind.ANY, FIELD_TEXT, at + "/fields/" + i);
            }
        }
        if (block.has("accessory")) {
            elements.check(block.get("accessory"), new HashSet<>(), at + "/accessory");
        }
    }

    private void elements(JsonNode block, int max, String at) {
        var items = complaints.items(block, "elements", 1, max, at);
        Set<String> actionIds = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            elements.check(items.get(i), actionIds, at + "/elements/" + i);
        }
    }

    private void context(JsonNode block, String at) {
        var items = complaints.items(block, "elements", 1, CONTEXT, at);
        for (int i = 0; i < items.size(); i++) {
            var itemAt = at + "/elements/" + i;
            if (items.get(i).path("type").asString("").equals("image")) {
                elements.image(items.get(i), itemAt);
            } else {
                objects.text(items.get(i), Kind.ANY, SECTION_TEXT, itemAt);
            }
        }
    }

    private void input(JsonNode block, String at) {
        objects.requiredText(block, "label", Kind.PLAIN, LABEL, at);
        if (block.has("element")) {
            elements.check(block.get("element"), new HashSet<>(), at + "/element");
        } else {
            complaints.add("missing required field: element", at);
        }
    }

    private void table(JsonNode block, String at) {
        var rows = complaints.items(block, "rows", 1, TABLE_ROWS, at);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).size() > TABLE_CELLS) {
                complaints.add("no more than " + TABLE_CELLS + " items allowed", at + "/rows/" + i);
            }
        }
    }
}
