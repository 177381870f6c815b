package io.penguintech.gough.bot.pulls;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When to look at a pull request again. */
sealed interface Next {
    /**
     * Everything is done.
     *
     * @param until when it is not any more although nothing happens
     */
    record Rest(Optional<Instant> until) implements Next {}

    /** Something is in the way that may go by itself; each time it is waited for longer. */
    record Again(String why, Duration atLeast) implements Next {}

    /** Nothing is known of such a pull request any more. */
    record Gone() implements Next {}
}
