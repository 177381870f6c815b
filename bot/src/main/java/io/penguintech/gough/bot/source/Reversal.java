package io.penguintech.gough.bot.source;

import io.penguintech.gough.schema.Revision;
import java.time.Instant;

/**
 * A branch of one commit that takes back what came between two revisions of the branch that is brought about, and keeps what came
 * later. Equal ones are the same commit.
 *
 * @param name without {@code refs/heads/}
 * @param onto the newest commit of the branch that is brought about, which the commit follows
 * @param before the revision before what is taken back
 * @param after the newest revision of what is taken back
 * @param message of the commit
 * @param at when, in whole seconds
 */
public record Reversal(String name, Revision onto, Revision before, Revision after, String message, Instant at) {}
