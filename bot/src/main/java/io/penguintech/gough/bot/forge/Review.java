package io.penguintech.gough.bot.forge;

import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.Optional;

/**
 * What somebody said of a pull request as a whole.
 *
 * @param id names it among all reviews that the pull request ever had; digits and hyphens
 * @param by who
 * @param verdict what
 * @param head the commit they saw; empty where the forge does not remember it (GitLab)
 * @param at when they said it, or earlier (Gitea: when they began to write it); empty where the forge does not say (GitLab
 *     before it knew {@code approved_at})
 */
public record Review(String id, ForgeUser by, Verdict verdict, Optional<Revision> head, Optional<Instant> at) {
    /** What a review says. */
    public enum Verdict {
        /** Yes. */
        APPROVED,
        /** Not so. */
        CHANGES_REQUESTED,
        /** Neither yes nor no. */
        COMMENTED,
        /** It was taken back, or counts no more. */
        DISMISSED
    }
}
