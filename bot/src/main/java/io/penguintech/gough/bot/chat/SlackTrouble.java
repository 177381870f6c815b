package io.penguintech.gough.bot.chat;

import java.time.Duration;

/** Slack did not take a call. Holds no token and no content. */
sealed class SlackTrouble extends RuntimeException {
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
            super("Slack refused: " + error);
            this.error = error;
        }

        /** Slack's own word, such as {@code channel_not_found}. */
        String error() {
            return error;
        }
    }
}
