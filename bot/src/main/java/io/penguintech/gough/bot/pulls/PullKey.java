package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.source.RepositoryId;

/**
 * Which pull request.
 *
 * @param repository whose it is
 * @param number its number on the forge
 */
record PullKey(RepositoryId repository, long number) {
    @Override
    public String toString() {
        return "pull request %d of %s".formatted(number, repository);
    }
}
