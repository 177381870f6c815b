package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Revision;
import java.util.Optional;

/** Where triggers ask for a look at a repository. A request carries a name, never data. Thread-safe. */
public interface Requests {
    /**
     * Asks for a look. Twice before it is taken is once; it survives a restart.
     *
     * @param cause push, poll, reconcile, start
     */
    void look(RepositoryId repository, String cause);

    /** The newest revision that was taken up, for pollers to compare with the remote's. */
    Optional<Revision> newest(RepositoryId repository);
}
