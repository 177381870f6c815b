package io.penguintech.gough.simulators.slack;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Slack sends to apps. Keys as in slackapi/java-slack-sdk json-logs/samples/app-backend and /events; values are
 * ours.
 */
final class Payloads {

    /** The old verification token, which an app must not rely on. */
    private static final String TOKEN = "standin-verification-token";

    private Payloads() {}

    /**
     * Where something was pressed.
     *
     * @param channelId where the message is
     * @param channelName its name
     * @param ts of the message
     * @param message as the app sees it; none of an ephemeral one
     */
    record Place(String channelId, String channelName, String ts, Optional<ObjectNode> message) {}

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static Map<String, String> command(
            SlackUser user, SlackChannel channel, String command, String text, String responseUrl, String triggerId) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("token", TOKEN);
        fields.put("team_id", Workspace.TEAM);
        fields.put("team_domain", Workspace.DOMAIN);
        fields.put("channel_id", channel.id());
        fields.put("channel_name", channel.name());
        fields.put("user_id", user.id());
        fields.put("user_name", user.name());
        fields.put("command", command);
        fields.put("text", text);
        fields.put("api_app_id", Workspace.APP);
        fields.put("is_enterprise_install", "false");
        fields.put("response_url", responseUrl);
        fields.put("trigger_id", triggerId);
        return fields;
    }

    static Map<String, String> sslCheck() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("ssl_check", "1");
        fields.put("token", TOKEN);
        return fields;
    }

    static ObjectNode click(
            SlackUser user, Place place, Button button, String responseUrl, String triggerId, String actionTs) {
        var payload = Json.object().put("type", "block_actions");
        payload.putObject("user")
                .put("id", user.id())
                .put("username", user.name())
                .put("name", user.name())
                .put("team_id", Workspace.TEAM);
        payload.put("api_app_id", Workspace.APP).put("token", TOKEN);
        payload.putObject("container")
                .put("type", "message")
                .put("message_ts", place.ts())
                .put("channel_id", place.channelId())
                .put("is_ephemeral", place.message().isEmpty());
        payload.put("trigger_id", triggerId);
        payload.putObject("team").put("id", Workspace.TEAM).put("domain", Workspace.DOMAIN);
        payload.putNull("enterprise").put("is_enterprise_install", false);
        payload.putObject("channel").put("id", place.channelId()).put("name", place.channelName());
        place.message().ifPresent(message -> payload.set("message", message));
        payload.putObject("state").putObject("values");
        payload.put("response_url", responseUrl);
        payload.putArray("actions").add(action(button, actionTs));
        return payload;
    }

    private static ObjectNode action(Button button, String actionTs) {
        var action = Json.object().put("action_id", button.actionId()).put("block_id", button.blockId());
        for (var key : new String[] {"text", "style", "confirm"}) {
            JsonNode given = button.json().get(key);
            if (given != null) {
                action.set(key, given.deepCopy());
            }
        }
        if (button.json().has("value")) {
            action.put("value", button.value());
        }
        return action.put("type", "button").put("action_ts", actionTs);
    }

    static ObjectNode mention(Message message, String eventId) {
        var payload = Json.object().put("token", TOKEN).put("team_id", Workspace.TEAM);
        payload.put("api_app_id", Workspace.APP);
        var event = payload.putObject("event").put("type", "app_mention").put("user", message.user());
        event.put("ts", message.ts()).put("text", message.text()).put("team", Workspace.TEAM);
        event.put("channel", message.channel()).put("event_ts", message.ts());
        if (message.threadTs() != null) {
            event.put("thread_ts", message.threadTs());
        }
        payload.put("type", "event_callback").put("event_id", eventId);
        payload.put("event_time", message.current().at().getEpochSecond());
        payload.putArray("authorizations")
                .addObject()
                .putNull("enterprise_id")
                .put("team_id", Workspace.TEAM)
                .put("user_id", Workspace.BOT_USER)
                .put("is_bot", true)
                .put("is_enterprise_install", false);
        return payload.put("is_ext_shared_channel", false).put("event_context", "standin-" + eventId);
    }

    static ObjectNode urlVerification(String challenge) {
        return Json.object().put("token", TOKEN).put("challenge", challenge).put("type", "url_verification");
    }
}
