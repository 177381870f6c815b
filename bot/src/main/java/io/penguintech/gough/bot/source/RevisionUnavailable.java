package io.penguintech.gough.bot.source;

import io.penguintech.gough.schema.Revision;

/** A revision that cannot be read now: never fetched, or the clone is damaged and the remote does not answer. */
public final class RevisionUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says which and why. */
    public RevisionUnavailable(Revision revision, String why, Throwable cause) {
        super("revision %s cannot be read: %s".formatted(revision.brief(), why), cause);
    }
}
