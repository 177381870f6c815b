package io.penguintech.gough.bot.intake;

import io.penguintech.gough.bot.source.RepositoryId;

/**
 * A reason to look at a repository. A name, never data.
 *
 * @param repository which
 * @param cause push, drift, poll, start
 */
record Trigger(RepositoryId repository, String cause) {}
