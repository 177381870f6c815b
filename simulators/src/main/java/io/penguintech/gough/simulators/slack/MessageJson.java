package io.penguintech.gough.simulators.slack;

import tools.jackson.databind.node.ObjectNode;

/** Messages as Slack shows them to apps. */
final class MessageJson {

    /** The message as it is, with what the app attached for itself. */
    ObjectNode withMetadata(Message message) {
        var node = message(message, message.current());
        if (!message.metadata().isEmpty()) {
            node.set("metadata", message.metadata().deepCopy());
        }
        return node;
    }

    ObjectNode message(Message message, MessageVersion version) {
        var node =
                Json.object().put("type", "message").put("user", message.user()).put("ts", message.ts());
        if (message.user().equals(Workspace.BOT_USER)) {
            node.put("bot_id", Workspace.BOT).put("app_id", Workspace.APP);
        }
        node.put("text", version.text()).put("team", Workspace.TEAM);
        if (!version.blocks().isEmpty()) {
            node.set("blocks", version.blocks().deepCopy());
        }
        if (message.threadTs() != null) {
            node.put("thread_ts", message.threadTs());
        }
        if (message.edits() > 0) {
            var at = message.current().at();
            node.putObject("edited").put("user", message.user()).put("ts", at.getEpochSecond() + ".000000");
        }
        return node;
    }
}
