package io.penguintech.gough.simulators.slack;

import io.penguintech.gough.simulators.slack.Payloads.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does what people do in Slack: types commands, mentions the app, presses buttons. */
final class People {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    private final Workspace workspace;
    private final Courier courier;
    private final Hooks hooks;
    private final Triggers triggers;
    private final MessageJson json;
    private final AtomicLong numbers = new AtomicLong();

    /** Where the stand-in listens: known once it is started. */
    private final Supplier<String> baseUrl;

    People(Workspace workspace, Courier courier, Hooks hooks, Triggers triggers, Supplier<String> baseUrl) {
        this.workspace = workspace;
        this.courier = courier;
        this.hooks = hooks;
        this.triggers = triggers;
        this.baseUrl = baseUrl;
        this.json = new MessageJson();
    }

    Delivery command(String userId, String channelId, String command, String text, Forgery forgery) {
        var channel = new SlackChannel(channel(channelId), workspace.channelName(channelId), true);
        var fields = Payloads.command(
                user(userId), channel, command, text, responseUrl(channel.id(), userId, null), triggers.issue());
        var sent = courier.prepare(Sent.Kind.COMMAND, FORM, Payloads.form(fields), forgery);
        var delivery = courier.deliver(sent, 0);
        if (forgery == Forgery.GENUINE || forgery == Forgery.CRLF_BODY) {
            showAnswer(delivery, channel.id(), userId, command);
        }
        return delivery;
    }

    /** What Slack does with the answer to a command. */
    private void showAnswer(Delivery delivery, String channelId, String userId, String command) {
        workspace.alone(() -> {
            if (delivery.status() != 200) {
                var word = delivery.failure().equals("http_timeout") ? "operation_timeout" : "dispatch_failed";
                var text = "%s failed with the error \"%s\"".formatted(command, word);
                workspace.show(channelId, userId, new Content(text, Optional.empty()), Ephemeral.Via.SLACKBOT);
            } else if (!delivery.body().isBlank()) {
                try {
                    showContent(delivery.body(), channelId, userId);
                } catch (ApiRefusal refusal) {
                    workspace.complain("answer to " + command + ": " + refusal.error() + " " + refusal.complaints());
                }
            }
            return true;
        });
    }

    private void showContent(String body, String channelId, String userId) {
        var message = Json.parse(body).filter(node -> node.isObject());
        if (message.isEmpty()) {
            workspace.show(channelId, userId, Content.of(body, "", Content.NEW_TEXT), Ephemeral.Via.COMMAND_ANSWER);
            return;
        }
        var blocks = message.get().has("blocks") ? Json.text(message.get().get("blocks")) : "";
        var content = Content.of(message.get().path("text").asString(""), blocks, Content.NEW_TEXT);
        if (message.get().path("response_type").asString("").equals("in_channel")) {
            workspace.post(channelId, Workspace.BOT_USER, null, content);
        } else if (!content.saysNothing()) {
            workspace.show(channelId, userId, content, Ephemeral.Via.COMMAND_ANSWER);
        }
    }

    Delivery click(String userId, String channelId, String ts, Optional<Integer> version, Pick pick) {
        var found = workspace.alone(() -> {
            var message = workspace
                    .message(channelId, ts)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "there is no message " + ts + " in " + workspace.channelName(channelId)));
            var seen = version.map(message.versions()::get).orElseGet(message::current);
            var place = new Place(
                    channelId, workspace.channelName(channelId), ts, Optional.of(json.message(message, seen)));
            return Map.entry(place, pick.from(Button.in(seen.blocks())));
        });
        return press(userId, found.getKey(), found.getValue(), pick.forgery());
    }

    Delivery clickEphemeral(String userId, String ts, Pick pick) {
        var shown = workspace.alone(() -> workspace.ephemerals(userId).stream()
                .filter(ephemeral -> ephemeral.ts().equals(ts))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(userId + " sees no ephemeral message " + ts)));
        var place = new Place(shown.channel(), workspace.channelName(shown.channel()), ts, Optional.empty());
        return press(userId, place, pick.from(shown.buttons()), pick.forgery());
    }

    private Delivery press(String userId, Place place, Button button, Forgery forgery) {
        var payload = Payloads.click(
                user(userId),
                place,
                button,
                responseUrl(place.channelId(), userId, place.ts()),
                triggers.issue(),
                workspace.alone(workspace::nextTs));
        var body = Payloads.form(Map.of("payload", Json.text(payload)));
        var delivery = courier.deliver(courier.prepare(Sent.Kind.CLICK, FORM, body, forgery), 0);
        if (forgery == Forgery.GENUINE && !delivery.accepted()) {
            workspace.alone(() -> {
                workspace.complain(
                        "click on " + button.actionId() + ": " + delivery.failure() + " " + delivery.status());
                return true;
            });
        }
        return delivery;
    }

    Delivery mention(String userId, String channelId, @Nullable String threadTs, String text, Forgery forgery) {
        var user = user(userId);
        var message = workspace.alone(() -> workspace.post(
                channel(channelId),
                user.id(),
                threadTs,
                new Content("<@" + Workspace.BOT_USER + "> " + text, Optional.empty())));
        var payload = Payloads.mention(message, "Ev%s%04d".formatted(workspace.born(), numbers.incrementAndGet()));
        var sent = courier.prepare(Sent.Kind.EVENT, JSON, Json.text(payload), forgery);
        return forgery == Forgery.GENUINE ? courier.deliverEvent(sent) : courier.deliver(sent, 0);
    }

    Delivery verifyUrl(String challenge, Forgery forgery) {
        var body = Json.text(Payloads.urlVerification(challenge));
        return courier.deliver(courier.prepare(Sent.Kind.URL_VERIFICATION, JSON, body, forgery), 0);
    }

    /** Slack does not sign this one. */
    Delivery checkSsl() {
        var body = Payloads.form(Payloads.sslCheck());
        return courier.deliver(courier.prepare(Sent.Kind.SSL_CHECK, FORM, body, Forgery.UNSIGNED), 0);
    }

    private SlackUser user(String id) {
        return workspace
                .alone(() -> workspace.user(id))
                .orElseThrow(() -> new IllegalArgumentException("nobody in the workspace has the id " + id));
    }

    private String channel(String id) {
        return workspace
                .alone(() -> workspace.channelId(id))
                .orElseThrow(() -> new IllegalArgumentException("there is no channel " + id));
    }

    private String responseUrl(String channelId, String userId, @Nullable String ts) {
        return baseUrl.get() + hooks.issue(channelId, userId, ts);
    }

    /**
     * Which button is pressed, and how honestly.
     *
     * @param actionId its action
     * @param blockId its block, where several buttons have that action; nothing when only one has
     * @param forgery what is wrong with the delivery
     */
    record Pick(String actionId, Optional<String> blockId, Forgery forgery) {

        Button from(List<Button> buttons) {
            var matching = buttons.stream()
                    .filter(button -> button.actionId().equals(actionId))
                    .filter(button -> blockId.map(button.blockId()::equals).orElse(true))
                    .toList();
            if (matching.size() == 1) {
                return matching.getFirst();
            }
            throw new IllegalArgumentException("%s buttons have the action %s; those there: %s"
                    .formatted(
                            matching.isEmpty() ? "no" : "several",
                            actionId,
                            buttons.stream()
                                    .map(button -> button.blockId() + "/" + button.actionId())
                                    .toList()));
        }
    }
}
