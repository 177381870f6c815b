package io.penguintech.gough.simulators.slack;

import io.penguintech.gough.simulators.fault.Answer;
import io.penguintech.gough.simulators.fault.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The addresses in {@code response_url}: five posts within thirty minutes each (facts of the platform limits). What an
 * address answers when it is used up or expired is inferred.
 */
final class Hooks {

    private static final int USES = 5;
    private static final Duration VALID = Duration.ofMinutes(30);

    /**
     * What an address belongs to.
     *
     * @param channel where the person was
     * @param user who acted
     * @param ts the message acted on, null for a command
     * @param until when it expires
     */
    private record Hook(
            String channel, String user, @Nullable String ts, Instant until) {}

    private final Workspace workspace;
    private final Map<String, Hook> hooks = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();

    Hooks(Workspace workspace) {
        this.workspace = workspace;
    }

    /** A new address, as a path. */
    String issue(String channel, String user, @Nullable String ts) {
        return workspace.alone(() -> {
            var path = "/%s/%s/%d/%s"
                    .formatted(ts == null ? "commands" : "actions", Workspace.TEAM, hooks.size() + 1, workspace.born());
            hooks.put(path, new Hook(channel, user, ts, workspace.now().plus(VALID)));
            return path;
        });
    }

    Answer answer(Call call) {
        try {
            return workspace.alone(() -> post(call));
        } catch (ApiRefusal refusal) {
            workspace.alone(() -> {
                workspace.complain("response_url: " + refusal.error() + " " + refusal.complaints());
                return true;
            });
            return Answer.text(400, refusal.error());
        }
    }

    private Answer post(Call call) {
        var hook = hooks.get(call.path());
        if (hook == null) {
            return Answer.text(404, "no_such_url");
        }
        if (hook.until().isBefore(workspace.now())) {
            return Answer.text(404, "expired_url");
        }
        if (uses.merge(call.path(), 1, Integer::sum) > USES) {
            return Answer.text(404, "used_url");
        }
        var body = Json.parse(call.body().text())
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new ApiRefusal("invalid_payload"));
        accept(hook, body);
        return Answer.text(200, "ok");
    }

    private void accept(Hook hook, JsonNode body) {
        if (body.path("delete_original").asBoolean(false)) {
            original(hook).ifPresent(workspace::delete);
            dropEphemeral(hook);
            return;
        }
        var content = Content.of(
                body.path("text").asString(""),
                body.has("blocks") ? Json.text(body.get("blocks")) : "",
                Content.NEW_TEXT);
        if (content.saysNothing()) {
            throw new ApiRefusal("no_text");
        }
        if (body.path("replace_original").asBoolean(false) && replace(hook, content)) {
            return;
        }
        if (body.path("response_type").asString("").equals("in_channel")) {
            var thread = body.path("thread_ts").asString("");
            workspace.post(hook.channel(), Workspace.BOT_USER, thread.isEmpty() ? null : thread, content);
        } else {
            workspace.show(hook.channel(), hook.user(), content, Ephemeral.Via.RESPONSE_URL);
        }
    }

    private boolean replace(Hook hook, Content content) {
        var message = original(hook);
        if (message.isPresent()) {
            workspace.edit(message.get(), content);
            return true;
        }
        boolean there = workspace.ephemerals(hook.user()).stream()
                .anyMatch(shown -> shown.ts().equals(hook.ts()));
        if (there) {
            workspace.changeEphemerals(all -> all.stream()
                    .map(shown -> shown.ts().equals(hook.ts()) ? replaced(shown, content) : shown)
                    .toList());
        }
        return there;
    }

    private Ephemeral replaced(Ephemeral shown, Content content) {
        return new Ephemeral(
                shown.channel(),
                shown.ts(),
                shown.to(),
                shown.threadTs(),
                workspace.version(content, shown.ts()),
                shown.via());
    }

    private void dropEphemeral(Hook hook) {
        workspace.changeEphemerals(all -> List.copyOf(
                all.stream().filter(shown -> !shown.ts().equals(hook.ts())).toList()));
    }

    private Optional<Message> original(Hook hook) {
        return Optional.ofNullable(hook.ts()).flatMap(ts -> workspace.message(hook.channel(), ts));
    }
}
