package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.secrets.PermittedSecrets;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Repository;
import java.util.Optional;

/**
 * A repository as the server settings describe it.
 *
 * @param source its files and commits
 * @param ceiling what it cannot raise
 * @param initialRules the rules that judge before any revision was accepted; without them nobody may approve and
 *     nothing is written
 * @param secrets where its secrets come from; refuses paths that the repository or the host may not use
 */
public record ServedRepository(
        InfraRepo source, Ceiling ceiling, Optional<Repository> initialRules, PermittedSecrets secrets) {
    /** Its id. */
    public RepositoryId id() {
        return source.id();
    }
}
