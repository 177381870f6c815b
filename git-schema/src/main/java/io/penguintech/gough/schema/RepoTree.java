package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One revision of an infra repository as paths and contents: the only thing the loader reads.
 *
 * @param revision the commit, or empty for a folder that is not committed
 * @param entries by path with forward slashes, sorted
 */
public record RepoTree(Optional<Revision> revision, SortedMap<String, Entry> entries) {
    /** Keeps an unmodifiable sorted copy. */
    public RepoTree {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** What stands at a path. */
    public sealed interface Entry {
        /**
         * A regular file within the size limit.
         *
         * @param bytes its content; not copied, not to be changed
         */
        @SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy of every file would double the memory
        record Blob(byte[] bytes) implements Entry {}

        /**
         * A file above the size limit; its content was not read.
         *
         * @param size its size in bytes
         */
        record TooLarge(long size) implements Entry {}

        /** A symbolic link, never followed. */
        record Symlink() implements Entry {}

        /** A git submodule, never fetched. */
        record Submodule() implements Entry {}

        /**
         * Something that could not be read.
         *
         * @param why the reason, for people
         */
        record Unreadable(String why) implements Entry {}
    }
}
