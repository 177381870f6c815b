package io.penguintech.gough.simulators.slack;

import io.penguintech.gough.simulators.slack.ObjectRules.Kind;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Rules of the things in a block a person can act on. */
final class ElementRules {

    private static final int ID = 255;
    private static final int BUTTON_TEXT = 75;
    private static final int BUTTON_VALUE = 2000;
    private static final int URL = 3000;
    private static final int PLACEHOLDER = 150;
    private static final int SELECT_OPTIONS = 100;
    private static final int OVERFLOW_OPTIONS = 5;
    private static final int CHECKBOX_OPTIONS = 10;
    private static final int INPUT_LENGTH = 3000;

    private final Complaints complaints;
    private final ObjectRules objects;

    ElementRules(Complaints complaints, ObjectRules objects) {
        this.complaints = complaints;
        this.objects = objects;
    }

    /** Checks one element; {@code actionIds} are those already used in its block. */
    void check(JsonNode element, Set<String> actionIds, String pointer) {
        complaints.optionalText(element, "action_id", ID, pointer);
        var actionId = element.path("action_id").asString("");
        if (!actionId.isEmpty() && !actionIds.add(actionId)) {
            complaints.add("`action_id` \"" + actionId + "\" already exists", pointer + "/action_id");
        }
        switch (element.path("type").asString("")) {
            case "button" -> button(element, pointer);
            case "image" -> image(element, pointer);
            case "static_select", "multi_static_select" -> {
                placeholder(element, pointer);
                if (!element.has("option_groups")) {
                    objects.options(element, SELECT_OPTIONS, pointer);
                }
            }
            case "overflow" -> objects.options(element, OVERFLOW_OPTIONS, pointer);
            case "checkboxes", "radio_buttons" -> objects.options(element, CHECKBOX_OPTIONS, pointer);
            case "plain_text_input" -> {
                placeholder(element, pointer);
                if (element.path("max_length").asInt(0) > INPUT_LENGTH) {
                    complaints.add("must be less than " + (INPUT_LENGTH + 1), pointer + "/max_length");
                }
            }
            case "external_select",
                    "users_select",
                    "conversations_select",
                    "channels_select",
                    "multi_external_select",
                    "multi_users_select",
                    "datepicker",
                    "timepicker",
                    "number_input" -> placeholder(element, pointer);
            default ->
                complaints.add("unsupported type: " + element.path("type").asString(""), pointer + "/type");
        }
        objects.optionalConfirm(element, pointer);
    }

    private void button(JsonNode button, String pointer) {
        objects.requiredText(button, "text", Kind.PLAIN, BUTTON_TEXT, pointer);
        complaints.optionalText(button, "value", BUTTON_VALUE, pointer);
        complaints.optionalText(button, "url", URL, pointer);
        objects.style(button, pointer);
    }

    void image(JsonNode image, String pointer) {
        if (!image.has("slack_file")) {
            complaints.requiredText(image, "image_url", URL, pointer);
        }
        complaints.requiredText(image, "alt_text", BUTTON_VALUE, pointer);
    }

    private void placeholder(JsonNode element, String pointer) {
        objects.optionalText(element, "placeholder", Kind.PLAIN, PLACEHOLDER, pointer);
    }
}
