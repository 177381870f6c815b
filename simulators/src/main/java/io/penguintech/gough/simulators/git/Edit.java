package io.penguintech.gough.simulators.git;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One thing a commit does to the tree of its parent. */
public sealed interface Edit {

    /** The path it touches, with slashes, from the root of the tree. */
    String path();

    /** A plain file with {@code text} in UTF-8, made or replaced. */
    static Edit write(String path, String text) {
        return new Write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A plain file with exactly these bytes, made or replaced. */
    static Edit write(String path, byte[] content) {
        return new Write(path, content);
    }

    /** Takes a file away; a path that is not there is no error. */
    static Edit delete(String path) {
        return new Delete(path);
    }

    /** A symbolic link, made as a tree entry: nothing is linked on this machine. */
    static Edit symlink(String path, String target) {
        return new Symlink(path, target);
    }

    /** A submodule entry that names a commit of some other repository. */
    static Edit submodule(String path, String commit) {
        return new Submodule(path, commit);
    }

    /**
     * See {@link #write(String, byte[])}.
     *
     * @param path where
     * @param content the whole file
     */
    @SuppressWarnings("ArrayRecordComponent") // copied on the way in and compared by content below
    record Write(String path, byte[] content) implements Edit {

        /** Keeps its own copy of the content. */
        public Write {
            content = content.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Write that && path.equals(that.path) && Arrays.equals(content, that.content);
        }

        @Override
        public int hashCode() {
            return 31 * path.hashCode() + Arrays.hashCode(content);
        }
    }

    /**
     * See {@link #delete}.
     *
     * @param path what goes
     */
    record Delete(String path) implements Edit {}

    /**
     * See {@link #symlink}.
     *
     * @param path where the link is
     * @param target where it points, unchecked
     */
    record Symlink(String path, String target) implements Edit {}

    /**
     * See {@link #submodule}.
     *
     * @param path where it would be checked out
     * @param commit 40 hex digits
     */
    record Submodule(String path, String commit) implements Edit {}
}
