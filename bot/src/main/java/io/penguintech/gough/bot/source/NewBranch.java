package io.penguintech.gough.bot.source;

import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A branch of one commit that Gough proposes. Equal ones are the same commit, so that to push one twice is to push it once.
 *
 * @param name without {@code refs/heads/}
 * @param onto what the commit follows
 * @param files what stands at each path afterwards; empty where nothing does
 * @param message of the commit
 * @param at when, in whole seconds
 */
public record NewBranch(
        String name, Revision onto, SortedMap<String, Optional<byte[]>> files, String message, Instant at) {
    /** Keeps an unmodifiable copy. */
    public NewBranch {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }
}
