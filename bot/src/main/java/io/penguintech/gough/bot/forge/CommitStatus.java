package io.penguintech.gough.bot.forge;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/**
 * What people see beside a commit.
 *
 * @param context which of Gough's statuses it is
 * @param state the colour
 * @param description one line; cut to what the forge takes
 * @param page where it leads
 */
public record CommitStatus(Context context, State state, String description, Optional<URI> page) {
    /** Gough's statuses. */
    public enum Context {
        /** Whether there is a plan, on a pull request. */
        PLAN("gough/plan"),
        /** Whether enough people said yes to it, on a pull request. */
        APPROVAL("gough/approval"),
        /** How far the commit is brought about, on the branch. */
        APPLY("gough/apply");

        private final String text;

        Context(String text) {
            this.text = text;
        }

        /** Its name on the forge. */
        public String text() {
            return text;
        }

        static Optional<Context> of(String text) {
            return Arrays.stream(values())
                    .filter(context -> context.text.equals(text))
                    .findFirst();
        }
    }

    /** The colour of a status. */
    public enum State {
        /** It goes on. */
        PENDING,
        /** It ended well. */
        SUCCESS,
        /** It did not. */
        FAILURE
    }
}
