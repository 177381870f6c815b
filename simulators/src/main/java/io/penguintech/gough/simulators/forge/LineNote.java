package io.penguintech.gough.simulators.forge;

import java.time.Instant;
import java.util.Set;

/**
 * A comment on a line of what a pull request proposes.
 *
 * @param id its number
 * @param pull the number of its pull request
 * @param review the number of the review it belongs to; 0 for none
 * @param author the login of who wrote it
 * @param path which file
 * @param line from 1, as {@code commit} has it
 * @param commit which commit its author looked at
 * @param body what it says
 * @param at when it was written
 */
public record LineNote(
        long id, long pull, long review, String author, String path, int line, String commit, String body, Instant at) {
    LineNote at(String other) {
        return new LineNote(id, pull, review, author, path, line, other, body, at);
    }

    /** The same as a comment of its pull request. */
    Note note() {
        return new Note(id, pull, author, body, false, Set.of(), at, at);
    }
}
