package io.penguintech.gough.simulators.forge;

import java.time.Instant;

/**
 * A review.
 *
 * @param id its number
 * @param pull of which pull request
 * @param author the login of whose
 * @param verdict what it says
 * @param head the commit its author saw
 * @param at when
 * @param dismissed whether it was taken back since
 * @param body what it says beside that
 */
public record Opinion(
        long id, long pull, String author, Verdict verdict, String head, Instant at, boolean dismissed, String body) {
    /** What a review says. */
    public enum Verdict {
        /** Yes. */
        APPROVE,
        /** No. */
        REQUEST_CHANGES,
        /** Neither. */
        COMMENT
    }

    Opinion with(boolean takenBack) {
        return new Opinion(id, pull, author, verdict, head, at, takenBack, body);
    }
}
