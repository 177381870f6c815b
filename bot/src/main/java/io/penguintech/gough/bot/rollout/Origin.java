package io.penguintech.gough.bot.rollout;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a change comes from.
 *
 * @param files the files it comes from; none means that nobody knows, so that it may be any
 * @param committed whether what its subject is declared as is not what was brought about last; else it is drift, or somebody
 *     asked for it
 */
public record Origin(SortedSet<String> files, boolean committed) {
    /** From any file. */
    static final Origin UNKNOWN = new Origin(new TreeSet<>(), true);

    /** Keeps an unmodifiable copy. */
    public Origin {
        files = Collections.unmodifiableSortedSet(new TreeSet<>(files));
    }
}
