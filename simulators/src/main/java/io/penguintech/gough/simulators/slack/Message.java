package io.penguintech.gough.simulators.slack;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message in a channel, with everything it ever said.
 *
 * @param channel where
 * @param ts its id in the channel, as in {@code 1700000000.000001}
 * @param user who wrote it
 * @param threadTs the message it answers, null at the top level
 * @param metadata what the app attached for itself, empty when nothing
 * @param versions oldest first, never empty
 */
public record Message(
        String channel,
        String ts,
        String user,
        @Nullable String threadTs,
        ObjectNode metadata,
        List<MessageVersion> versions) {

    /** Copies the versions. */
    public Message {
        versions = List.copyOf(versions);
    }

    /** What it says now. */
    public MessageVersion current() {
        return versions.getLast();
    }

    /** The text it has now. */
    public String text() {
        return current().text();
    }

    /** How often it was edited. */
    public int edits() {
        return versions.size() - 1;
    }

    /** The buttons it has now, in order. */
    public List<Button> buttons() {
        return Button.in(current().blocks());
    }

    Message labelled(ObjectNode other) {
        return new Message(channel, ts, user, threadTs, other, versions);
    }

    Message edited(MessageVersion version) {
        var more = new ArrayList<>(versions);
        more.add(version);
        return new Message(channel, ts, user, threadTs, metadata, more);
    }
}
