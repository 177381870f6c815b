package io.penguintech.gough.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a folder as a {@link RepoTree}, for the command line. Follows no symbolic link, opens nothing but regular files,
 * skips folders that begin with a dot, and stops one file after {@link Limits#files()}.
 */
public final class DirectoryTree {
    private DirectoryTree() {}

    /**
     * Reads all files below {@code root}. What cannot be read becomes an entry that says so.
     *
     * @throws IOException when {@code root} itself is no folder that can be listed
     */
    public static RepoTree read(Path root, Limits limits) throws IOException {
        var entries = new TreeMap<String, RepoTree.Entry>();
        // A root that is itself a link was named by the user on purpose; what lies below it was not.
        var real = root.toRealPath();
        if (!Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) throw new IOException(root + " is not a folder");
        Files.walkFileTree(real, new Visitor(real, limits, entries));
        return new RepoTree(Optional.empty(), entries);
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Limits limits;
        private final SortedMap<String, RepoTree.Entry> entries;

        Visitor(Path root, Limits limits, SortedMap<String, RepoTree.Entry> entries) {
            this.root = root;
            this.limits = limits;
            this.entries = entries;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.equals(root)) return FileVisitResult.CONTINUE;
            if (folder.getFileName().toString().startsWith(".")) return FileVisitResult.SKIP_SUBTREE;
            // A work tree of another repository: what git calls a submodule.
            if (Files.exists(folder.resolve(".git"), LinkOption.NOFOLLOW_LINKS))
                return add(folder, new RepoTree.Entry.Submodule(), FileVisitResult.SKIP_SUBTREE);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isSymbolicLink()) return add(file, new RepoTree.Entry.Symlink(), FileVisitResult.CONTINUE);
            if (!attributes.isRegularFile())
                return add(
                        file,
                        new RepoTree.Entry.Unreadable("It is a pipe, a socket or a device, not a file."),
                        FileVisitResult.CONTINUE);
            return add(file, blob(file, attributes.size()), FileVisitResult.CONTINUE);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(root)) throw e;
            return add(file, unreadable(e), FileVisitResult.CONTINUE);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return e == null ? FileVisitResult.CONTINUE : add(folder, unreadable(e), FileVisitResult.CONTINUE);
        }

        private FileVisitResult add(Path path, RepoTree.Entry entry, FileVisitResult next) {
            entries.put(root.relativize(path).toString().replace('\\', '/'), entry);
            return entries.size() > limits.files() ? FileVisitResult.TERMINATE : next;
        }

        private RepoTree.Entry blob(Path file, long size) {
            if (size > limits.blobBytes()) return new RepoTree.Entry.TooLarge(size);
            // The file may have grown, or been replaced by a link, since it was looked at.
            var options = new OpenOption[] {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS};
            try (InputStream in = Files.newInputStream(file, options)) {
                var bytes = in.readNBytes(limits.blobBytes() + 1);
                return bytes.length > limits.blobBytes()
                        ? new RepoTree.Entry.TooLarge(bytes.length)
                        : new RepoTree.Entry.Blob(bytes);
            } catch (IOException e) {
                return unreadable(e);
            }
        }

        private static RepoTree.Entry unreadable(IOException e) {
            return new RepoTree.Entry.Unreadable(
                    "It cannot be read: %s.".formatted(e.getClass().getSimpleName()));
        }
    }
}
