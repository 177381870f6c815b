package io.penguintech.gough.bot.forge;

import io.penguintech.gough.schema.Revision;
import java.util.Optional;

/**
 * What somebody said of a pull request as a whole.
 *
 * @param by who
 * @param verdict what
 * @param head the commit they saw; empty where the forge does not remember it (GitLab)
 */
public record Review(ForgeUser by, Verdict verdict, Optional<Revision> head) {
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
