package io.penguintech.gough.simulators.slack;

import tools.jackson.databind.JsonNode;

/** Rules of the small objects blocks are made of: texts, confirm dialogs, options. */
final class ObjectRules {

    private static final int CONFIRM_TITLE = 100;
    private static final int CONFIRM_TEXT = 300;
    private static final int CONFIRM_BUTTON = 30;
    private static final int OPTION_TEXT = 75;
    private static final int OPTION_VALUE = 150;

    /** Which kinds of text a place takes. */
    enum Kind {
        PLAIN,
        ANY
    }

    private final Complaints complaints;

    ObjectRules(Complaints complaints) {
        this.complaints = complaints;
    }

    void requiredText(JsonNode parent, String field, Kind kind, int max, String pointer) {
        if (!parent.has(field)) {
            complaints.add("missing required field: " + field, pointer);
            return;
        }
        text(parent.get(field), kind, max, pointer + "/" + field);
    }

    void optionalText(JsonNode parent, String field, Kind kind, int max, String pointer) {
        if (parent.has(field)) {
            text(parent.get(field), kind, max, pointer + "/" + field);
        }
    }

    void text(JsonNode text, Kind kind, int max, String pointer) {
        if (!text.isObject()) {
            complaints.add("must provide an object", pointer);
            return;
        }
        var type = text.path("type").asString("");
        if (!type.equals("plain_text") && !(kind == Kind.ANY && type.equals("mrkdwn"))) {
            complaints.add("unsupported type: " + type, pointer + "/type");
        }
        complaints.requiredText(text, "text", max, pointer);
    }

    void optionalConfirm(JsonNode element, String pointer) {
        if (!element.has("confirm")) {
            return;
        }
        var confirm = element.get("confirm");
        var at = pointer + "/confirm";
        requiredText(confirm, "title", Kind.PLAIN, CONFIRM_TITLE, at);
        requiredText(confirm, "text", Kind.ANY, CONFIRM_TEXT, at);
        requiredText(confirm, "confirm", Kind.PLAIN, CONFIRM_BUTTON, at);
        requiredText(confirm, "deny", Kind.PLAIN, CONFIRM_BUTTON, at);
        style(confirm, at);
    }

    void style(JsonNode parent, String pointer) {
        var style = parent.path("style");
        if (!style.isMissingNode()
                && !style.asString("").equals("primary")
                && !style.asString("").equals("danger")) {
            complaints.add("invalid value for style", pointer + "/style");
        }
    }

    void options(JsonNode element, int max, String pointer) {
        var options = complaints.items(element, "options", 1, max, pointer);
        for (int i = 0; i < options.size(); i++) {
            var at = pointer + "/options/" + i;
            requiredText(options.get(i), "text", Kind.ANY, OPTION_TEXT, at);
            complaints.requiredText(options.get(i), "value", OPTION_VALUE, at);
        }
    }
}
