package io.penguintech.gough.simulators.slack;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The methods below {@code /api/}, as docs.slack.dev describes them. Refusals are answered 200 with {@code ok:false};
 * only rate limits have a status of their own.
 */
final class WebApi {

    private record Method(String scope, Function<Arguments, ObjectNode> run) {}

    private final Workspace workspace;
    private final RateTiers tiers;
    private final Triggers triggers;
    private final MessageJson json;
    private final History history;
    private final Uploads uploads;
    private final Map<String, Method> methods;

    WebApi(Workspace workspace, Triggers triggers, MessageJson json, Uploads uploads) {
        this.uploads = uploads;
        this.workspace = workspace;
        this.tiers = new RateTiers(workspace.settings().clock());
        this.triggers = triggers;
        this.json = json;
        this.history = new History(workspace, json);
        this.methods = methods();
    }

    private Map<String, Method> methods() {
        return Map.ofEntries(
                Map.entry("auth.test", new Method("", this::authTest)),
                Map.entry("chat.postMessage", new Method("chat:write", this::postMessage)),
                Map.entry("chat.update", new Method("chat:write", this::update)),
                Map.entry("chat.delete", new Method("chat:write", this::delete)),
                Map.entry("chat.postEphemeral", new Method("chat:write", this::postEphemeral)),
                Map.entry("chat.getPermalink", new Method("", this::permalink)),
                Map.entry("users.info", new Method("users:read", this::userInfo)),
                Map.entry("files.getUploadURLExternal", new Method("files:write", uploads::begin)),
                Map.entry("files.completeUploadExternal", new Method("files:write", uploads::complete)),
                Map.entry("conversations.open", new Method("im:write", this::openDirect)),
                Map.entry(
                        "conversations.history",
                        new Method("channels:history", call -> history.history(channel(call), call))),
                Map.entry(
                        "conversations.replies",
                        new Method("channels:history", call -> history.replies(channel(call), call))),
                Map.entry("views.open", new Method("", this::openView)));
    }

    Answer answer(Call call, String name) {
        try {
            var method = Optional.ofNullable(methods.get(name)).orElseThrow(() -> new ApiRefusal("unknown_method"));
            var arguments = Arguments.of(call);
            requireToken(call, arguments);
            requireScope(method.scope());
            if (workspace.settings().limits() == SlackSettings.Limits.ON) {
                var wait = tiers.secondsToWait(name, arguments.get("channel"));
                if (wait.isPresent()) {
                    return tooMany(wait.getAsLong());
                }
            }
            return ok(workspace.alone(() -> method.run().apply(arguments)));
        } catch (ApiRefusal refusal) {
            return refused(refusal);
        }
    }

    private void requireToken(Call call, Arguments arguments) {
        var header = call.header("Authorization").orElse("");
        var token = header.startsWith("Bearer ") ? header.substring(7).strip() : arguments.get("token");
        if (token.isEmpty()) {
            throw new ApiRefusal("not_authed");
        }
        if (!token.equals(workspace.settings().botToken())) {
            throw new ApiRefusal("invalid_auth");
        }
    }

    private void requireScope(String scope) {
        if (!scope.isEmpty() && !workspace.settings().scopes().contains(scope)) {
            throw new ApiRefusal("missing_scope", List.of(scope));
        }
    }

    private ObjectNode authTest(Arguments arguments) {
        return Json.object()
                .put("url", "https://" + Workspace.DOMAIN + ".slack.com/")
                .put("team", "Stand-in")
                .put("user", "gough")
                .put("team_id", Workspace.TEAM)
                .put("user_id", Workspace.BOT_USER)
                .put("bot_id", Workspace.BOT)
                .put("is_enterprise_install", false);
    }

    private ObjectNode postMessage(Arguments arguments) {
        var channel = channel(arguments);
        if (!workspace.botMayPost(channel)) {
            throw new ApiRefusal("not_in_channel");
        }
        var content = said(arguments, Content.NEW_TEXT);
        var threadTs = arguments.get("thread_ts");
        if (!threadTs.isEmpty() && workspace.message(channel, threadTs).isEmpty()) {
            throw new ApiRefusal("thread_not_found");
        }
        var metadata = Metadata.of(arguments).orElseGet(Json::object);
        var message = workspace.label(
                workspace.post(channel, Workspace.BOT_USER, threadTs.isEmpty() ? null : threadTs, content), metadata);
        var body = Json.object().put("channel", channel).put("ts", message.ts());
        body.set("message", json.withMetadata(message));
        return body;
    }

    /**
     * Text without blocks takes the blocks away, but metadata stays unless it is given anew (dblock/slack-api-ref
     * chat.update).
     */
    private ObjectNode update(Arguments arguments) {
        var message = own(arguments, "ts", "cant_update_message");
        var content = said(arguments, Content.EDITED_TEXT);
        var metadata = Metadata.of(arguments).orElseGet(message::metadata);
        var edited = workspace.label(workspace.edit(message, content), metadata);
        var body = Json.object()
                .put("channel", message.channel())
                .put("ts", message.ts())
                .put("text", content.text());
        body.set("message", json.message(edited, edited.current()));
        return body;
    }

    private ObjectNode delete(Arguments arguments) {
        var message = own(arguments, "ts", "cant_delete_message");
        workspace.delete(message);
        return Json.object().put("channel", message.channel()).put("ts", message.ts());
    }

    private ObjectNode postEphemeral(Arguments arguments) {
        var channel = channel(arguments);
        var user = workspace.user(arguments.get("user")).orElseThrow(() -> new ApiRefusal("user_not_in_channel"));
        var thread = arguments.get("thread_ts");
        var content = said(arguments, Content.NEW_TEXT);
        var shown = workspace.show(channel, user.id(), thread.isEmpty() ? null : thread, content, Ephemeral.Via.API);
        return Json.object().put("message_ts", shown.ts());
    }

    private ObjectNode permalink(Arguments arguments) {
        var channel = channel(arguments);
        var ts = arguments.get("message_ts");
        var message = workspace.message(channel, ts).orElseThrow(() -> new ApiRefusal("message_not_found"));
        return Json.object()
                .put("channel", channel)
                .put(
                        "permalink",
                        "https://%s.slack.com/archives/%s/p%s"
                                .formatted(
                                        Workspace.DOMAIN, channel, message.ts().replace(".", "")));
    }

    private ObjectNode userInfo(Arguments arguments) {
        var user = workspace.user(arguments.get("user")).orElseThrow(() -> new ApiRefusal("user_not_found"));
        var body = Json.object();
        var node = body.putObject("user")
                .put("id", user.id())
                .put("team_id", Workspace.TEAM)
                .put("name", user.name());
        node.put("deleted", false).put("real_name", user.realName()).put("is_bot", false);
        node.putObject("profile").put("real_name", user.realName()).put("display_name", user.name());
        return body;
    }

    private ObjectNode openDirect(Arguments arguments) {
        var user = workspace.user(arguments.get("users")).orElseThrow(() -> new ApiRefusal("user_not_found"));
        var body = Json.object();
        body.putObject("channel").put("id", workspace.directChannel(user.id()));
        return body;
    }

    private ObjectNode openView(Arguments arguments) {
        var problem = triggers.use(arguments.get("trigger_id"));
        if (problem.isPresent()) {
            throw new ApiRefusal(problem.get());
        }
        var view = Json.parse(arguments.get("view"))
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new ApiRefusal("invalid_arguments"));
        var complaints = BlockRules.complaintsAboutView(view);
        if (!complaints.isEmpty()) {
            throw new ApiRefusal("invalid_arguments", complaints);
        }
        var stored = ((ObjectNode) view.deepCopy())
                .put("id", "V" + workspace.nextTs().replace(".", ""))
                .put("team_id", Workspace.TEAM)
                .put("hash", workspace.nextTs())
                .put("app_id", Workspace.APP);
        workspace.open(stored);
        var body = Json.object();
        body.set("view", stored);
        return body;
    }

    private String channel(Arguments arguments) {
        return workspace.channelId(arguments.get("channel")).orElseThrow(() -> new ApiRefusal("channel_not_found"));
    }

    /** A message of the app, by channel id and time stamp. */
    private Message own(Arguments arguments, String field, String notYours) {
        var message = workspace
                .message(channel(arguments), arguments.get(field))
                .orElseThrow(() -> new ApiRefusal("message_not_found"));
        if (!message.user().equals(Workspace.BOT_USER)) {
            throw new ApiRefusal(notYours);
        }
        return message;
    }

    private static Content said(Arguments arguments, int maxText) {
        var content = Content.of(arguments.get("text"), arguments.get("blocks"), maxText);
        if (content.saysNothing()) {
            throw new ApiRefusal("no_text");
        }
        return content;
    }

    private static Answer ok(ObjectNode body) {
        return Answer.json(200, Json.text(Json.object().put("ok", true).setAll(body)));
    }

    private Answer refused(ApiRefusal refusal) {
        var body = Json.object().put("ok", false).put("error", refusal.error());
        if (refusal.error().equals("missing_scope")) {
            body.put("needed", refusal.complaints().getFirst());
            body.put(
                    "provided",
                    String.join(",", new TreeSet<>(workspace.settings().scopes())));
        } else if (!refusal.complaints().isEmpty()) {
            var errors = body.putArray("errors");
            refusal.complaints().forEach(errors::add);
            var messages = body.putObject("response_metadata").putArray("messages");
            refusal.complaints().forEach(complaint -> messages.add("[ERROR] " + complaint));
        }
        return Answer.json(200, Json.text(body));
    }

    private static Answer tooMany(long seconds) {
        return Answer.json(429, Json.text(Json.object().put("ok", false).put("error", "ratelimited")))
                .withHeader("Retry-After", Long.toString(seconds));
    }
}
