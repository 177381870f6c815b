package io.penguintech.gough.simulators.slack;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The workspace for the demo's page, and hands for its visitors.
 *
 * <table>
 * <caption>Controls</caption>
 * <tr><td>{@code GET /standin/slack/state}</td><td>{@code {"revision","users","channels":[{"id","name","messages"}],
 *     "ephemerals":{USER:[...]}}}; the revision rises with every visible change</td></tr>
 * <tr><td>{@code GET /standin/slack/channels/ID}</td><td>one channel of these</td></tr>
 * <tr><td>{@code POST /standin/slack/command}</td><td>{@code {"user","channel","command","text"}}</td></tr>
 * <tr><td>{@code POST /standin/slack/click}</td><td>{@code {"user","channel","ts","action_id","block_id"?}}</td></tr>
 * <tr><td>{@code POST /standin/slack/click-ephemeral}</td><td>{@code {"user","ts","action_id","block_id"?}}</td></tr>
 * <tr><td>{@code POST /standin/slack/mention}</td><td>{@code {"user","channel","text","thread_ts"?}}</td></tr>
 * </table>
 * The posts answer what became of the delivery: {@code {"accepted","status","body","failure"}}.
 */
final class SlackControls {

    private final Workspace workspace;
    private final People people;

    SlackControls(Workspace workspace, People people) {
        this.workspace = workspace;
        this.people = people;
    }

    Answer answer(Call call) {
        try {
            return switch (call.method() + " " + call.path()) {
                case "GET /standin/slack/state" -> ok(workspace.alone(this::state));
                case "POST /standin/slack/command" -> ok(command(body(call)));
                case "POST /standin/slack/click" -> ok(click(body(call)));
                case "POST /standin/slack/click-ephemeral" -> ok(clickEphemeral(body(call)));
                case "POST /standin/slack/mention" -> ok(mention(body(call)));
                default -> oneChannel(call);
            };
        } catch (IllegalArgumentException wrong) {
            return Answer.json(400, Json.text(Json.object().put("error", String.valueOf(wrong.getMessage()))));
        }
    }

    private Answer oneChannel(Call call) {
        var segments = call.segments();
        if (call.method().equals("GET")
                && segments.size() == 4
                && segments.get(2).equals("channels")) {
            return ok(workspace.alone(() -> channel(segments.get(3))));
        }
        return Answer.json(404, Json.text(Json.object().put("error", "no such control: " + call)));
    }

    private ObjectNode state() {
        var state = Json.object().put("revision", workspace.revision()).put("bot_user", Workspace.BOT_USER);
        var users = state.putArray("users");
        for (SlackUser user : workspace.users()) {
            users.addObject().put("id", user.id()).put("name", user.name()).put("real_name", user.realName());
        }
        var channels = state.putArray("channels");
        workspace.channelIds().forEach(id -> channels.add(channel(id)));
        var ephemerals = state.putObject("ephemerals");
        for (SlackUser user : workspace.users()) {
            var list = ephemerals.putArray(user.id());
            workspace.ephemerals(user.id()).forEach(shown -> list.add(ephemeral(shown)));
        }
        var problems = state.putArray("problems");
        workspace.problems().forEach(problems::add);
        return state;
    }

    private ObjectNode channel(String id) {
        var node = Json.object().put("id", id).put("name", workspace.channelName(id));
        var messages = node.putArray("messages");
        workspace.messages(id).forEach(message -> messages.add(message(message)));
        return node;
    }

    private ObjectNode message(Message message) {
        var node = Json.object()
                .put("ts", message.ts())
                .put("user", message.user())
                .put("user_name", name(message));
        node.put("thread_ts", message.threadTs()).put("edits", message.edits());
        content(node, message.current());
        var versions = node.putArray("versions");
        for (MessageVersion version : message.versions()) {
            content(versions.addObject(), version);
        }
        return node;
    }

    private String name(Message message) {
        return workspace.user(message.user()).map(SlackUser::name).orElse("gough");
    }

    private static ObjectNode ephemeral(Ephemeral shown) {
        var node = Json.object().put("ts", shown.ts()).put("channel", shown.channel());
        node.put("via", shown.via().name()).put("thread_ts", shown.threadTs());
        content(node, shown.content());
        return node;
    }

    private static void content(ObjectNode node, MessageVersion version) {
        node.put("text", version.text()).put("at", version.at().toString());
        node.set("blocks", version.blocks().deepCopy());
    }

    private ObjectNode command(JsonNode body) {
        return delivered(people.command(
                required(body, "user"),
                required(body, "channel"),
                required(body, "command"),
                body.path("text").asString(""),
                Forgery.GENUINE));
    }

    private ObjectNode click(JsonNode body) {
        return delivered(people.click(
                required(body, "user"), required(body, "channel"), required(body, "ts"), Optional.empty(), pick(body)));
    }

    private ObjectNode clickEphemeral(JsonNode body) {
        return delivered(people.clickEphemeral(required(body, "user"), required(body, "ts"), pick(body)));
    }

    private ObjectNode mention(JsonNode body) {
        var thread = body.path("thread_ts").asString("");
        return delivered(people.mention(
                required(body, "user"),
                required(body, "channel"),
                thread.isEmpty() ? null : thread,
                required(body, "text"),
                Forgery.GENUINE));
    }

    private static People.Pick pick(JsonNode body) {
        var block = body.path("block_id").asString("");
        return new People.Pick(
                required(body, "action_id"), Optional.of(block).filter(id -> !id.isEmpty()), Forgery.GENUINE);
    }

    private static ObjectNode delivered(Delivery delivery) {
        return Json.object()
                .put("accepted", delivery.accepted())
                .put("status", delivery.status())
                .put("body", delivery.body())
                .put("failure", delivery.failure());
    }

    private static JsonNode body(Call call) {
        return Json.parse(call.body().text())
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new IllegalArgumentException("the body is no JSON object"));
    }

    private static String required(JsonNode body, String field) {
        var value = body.path(field).asString("");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + field + "\" is missing; given: " + List.copyOf(body.propertyNames()));
        }
        return value;
    }

    private static Answer ok(JsonNode body) {
        return Answer.json(200, Json.text(body));
    }
}
