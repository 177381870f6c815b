package io.penguintech.gough.bot.forge;

import io.penguintech.gough.bot.source.RepositoryId;

/** Who wants to hear that something about a pull request may have changed. A number, never data. */
@FunctionalInterface
public interface PullHints {
    /** Somebody says that a pull request, or what is said on it, is not as it was. Twice is once; takes part in the caller's transaction. */
    void look(RepositoryId repository, long number);
}
