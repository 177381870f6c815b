package io.penguintech.gough.bot.source;

import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * Reads the files of a commit straight from the object store. Whatever the commit holds, no more is read than the
 * limits allow. Folders that begin with a dot are left out, and so are files that can hold nothing Gough reads.
 */
final class TreeReader {
    /** Most bytes of all files together: far above any honest repository, far below our memory. */
    private static final long MOST = 64L << 20;

    private static final Set<String> FOLDERS = Set.of("profiles", "hosts", "templates", "queries", "images");

    private final Limits limits;
    private long left = MOST;

    TreeReader(Limits limits) {
        this.limits = limits;
    }

    /** The files of a commit. */
    RepoTree read(Repository repository, Revision revision) throws IOException {
        try (var commits = new RevWalk(repository)) {
            var tree = commits.parseCommit(ObjectId.fromString(revision.id())).getTree();
            return read(repository, tree, Optional.of(revision));
        }
    }

    /** Of a tree those of {@code files} that are there, and nothing else. */
    RepoTree read(Repository repository, AnyObjectId tree, Set<String> files) throws IOException {
        if (files.isEmpty()) return new RepoTree(Optional.empty(), new TreeMap<>());
        return read(repository, tree, Optional.empty(), PathFilterGroup.createFromStrings(files));
    }

    /** The files of a tree, which is that of {@code revision}, or of no commit. */
    RepoTree read(Repository repository, AnyObjectId tree, Optional<Revision> revision) throws IOException {
        return read(repository, tree, revision, TreeFilter.ALL);
    }

    private RepoTree read(Repository repository, AnyObjectId tree, Optional<Revision> revision, TreeFilter wanted)
            throws IOException {
        var entries = new TreeMap<String, RepoTree.Entry>();
        try (var reader = repository.newObjectReader();
                var walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            walk.setFilter(wanted);
            // One file more than allowed is enough for the loader to say that there are too many.
            while (entries.size() <= limits.files() && walk.next()) {
                if (walk.getNameString().startsWith(".")) continue;
                if (walk.isSubtree()) walk.enterSubtree();
                else entry(walk, reader).ifPresent(entry -> entries.put(walk.getPathString(), entry));
            }
        }
        return new RepoTree(revision, entries);
    }

    private Optional<RepoTree.Entry> entry(TreeWalk walk, ObjectReader reader) throws IOException {
        var mode = walk.getFileMode(0);
        if (FileMode.SYMLINK.equals(mode)) return Optional.of(new RepoTree.Entry.Symlink());
        if (FileMode.GITLINK.equals(mode)) return Optional.of(new RepoTree.Entry.Submodule());
        if (!mayMatter(walk.getPathString())) return Optional.empty();
        return Optional.of(blob(walk.getObjectId(0), reader));
    }

    private static boolean mayMatter(String path) {
        int slash = path.indexOf('/');
        boolean inFolder = slash > 0 && FOLDERS.contains(path.substring(0, slash));
        return inFolder || path.endsWith(".yaml") || path.endsWith(".yml");
    }

    private RepoTree.Entry blob(ObjectId id, ObjectReader reader) throws IOException {
        long size = reader.getObjectSize(id, Constants.OBJ_BLOB);
        if (size > limits.blobBytes()) return new RepoTree.Entry.TooLarge(size);
        if (size > left)
            return new RepoTree.Entry.Unreadable(
                    "The files of this repository are more than %d MiB together.".formatted(MOST >> 20));
        left -= size;
        return new RepoTree.Entry.Blob(reader.open(id, Constants.OBJ_BLOB).getCachedBytes(limits.blobBytes()));
    }
}
