package io.penguintech.gough.simulators.forge;

import java.time.Instant;
import java.util.Set;

/**
 * A comment.
 *
 * @param id its number
 * @param pull the number of its pull request
 * @param author the login of who wrote it
 * @param body what it says
 * @param system whether the forge wrote it itself
 * @param reactions who showed what, as {@code LOGIN:NAME}
 * @param created when it was written
 * @param updated when it was last edited
 */
public record Note(
        long id,
        long pull,
        String author,
        String body,
        boolean system,
        Set<String> reactions,
        Instant created,
        Instant updated) {
    /** Copies the set. */
    public Note {
        reactions = Set.copyOf(reactions);
    }

    Note saying(String other, Instant now) {
        return new Note(id, pull, author, other, system, reactions, created, now);
    }

    Note with(Set<String> others) {
        return new Note(id, pull, author, body, system, others, created, updated);
    }
}
