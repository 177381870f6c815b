package io.penguintech.gough.simulators.slack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something only one person sees.
 *
 * @param channel where it is shown
 * @param ts its id
 * @param to who sees it
 * @param threadTs the thread it is shown in, null at the top level
 * @param content what it says
 * @param via how it came
 */
public record Ephemeral(
        String channel, String ts, String to, @Nullable String threadTs, MessageVersion content, Via via) {

    /** The ways to show something to one person. */
    public enum Via {
        /** A call of chat.postEphemeral. */
        API,
        /** The body of the answer to a command. */
        COMMAND_ANSWER,
        /** A post to a response_url. */
        RESPONSE_URL,
        /** Slack itself says that the app did not answer. */
        SLACKBOT
    }

    /** The text it has. */
    public String text() {
        return content.text();
    }

    /** The buttons it has, in order. */
    public List<Button> buttons() {
        return Button.in(content.blocks());
    }
}
