package io.penguintech.gough.bot.chat;

import io.penguintech.gough.bot.rollout.EventConsumer;
import java.time.Duration;

/** Slack did not take a call. Holds no token and no content. */
sealed class SlackTrouble extends EventConsumer.NotNow {
    private static final long serialVersionUID = 1L;

    private SlackTrouble(String why) {
        super(why);
    }

    /** No answer, or not Slack's: the call may have happened. */
    static final class Unreachable extends SlackTrouble {
        private static final long serialVersionUID = 1L;

        Unreachable(String why) {
            super(why);
        }
    }

    /** Too many calls. */
    static final class TooFast extends SlackTrouble {
        private static final long serialVersionUID = 1L;
        private final Duration after;

        TooFast(Duration after) {
            super("Slack asks for a pause of " + after.toSeconds() + " s");
            this.after = after;
        }

        /** How long Slack wants to be left alone. */
        Duration after() {
            return after;
        }
    }

    /** Slack said no. */
    static final class Refused extends SlackTrouble {
        private static final long serialVersionUID = 1L;
        private final String error;

        Refused(String error) {
            super("Slack refuses: " + error + hint(error));
            this.error = error;
        }

        private static String hint(String error) {
            return switch (error) {
                case "channel_not_found" -> " (set gough.repositories.*.slack-channel to the channel's id)";
                case "not_in_channel" -> " (invite the app: /invite @gough in that channel)";
                case "is_archived" -> " (the channel is archived; choose another)";
                case "invalid_auth", "account_inactive", "token_revoked", "not_authed" ->
                    " (install the app again and put its new token into gough.slack.bot-token-file)";
                case "missing_scope" -> " (install the app again with deploy/slack/manifest.yaml)";
                default -> "";
            };
        }

        /** Slack's own word, such as {@code channel_not_found}. */
        String error() {
            return error;
        }

        /** Whether the message that was to be edited is there no more, or never to be edited again. */
        boolean isAboutWhatIsGone() {
            return switch (error) {
                case "message_not_found", "cant_update_message", "edit_window_closed" -> true;
                default -> false;
            };
        }

        /** Whether another message would have been taken: it is too long or not built as Slack wants. */
        boolean isAboutContent() {
            return switch (error) {
                case "invalid_blocks",
                        "invalid_blocks_format",
                        "msg_blocks_too_long",
                        "msg_too_long",
                        "no_text",
                        "invalid_arguments" -> true;
                default -> false;
            };
        }
    }
}
