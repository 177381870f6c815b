package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.Failure;

/** What came of asking a forge. */
public sealed interface Answer<T> {
    /**
     * It answered.
     *
     * @param value what it said
     */
    record Given<T>(T value) implements Answer<T> {}

    /**
     * It did not.
     *
     * @param failure why, named by who must act; of a write {@link Failure.Unclear} means that it may have happened
     */
    record Failed<T>(Failure failure) implements Answer<T> {}
}
