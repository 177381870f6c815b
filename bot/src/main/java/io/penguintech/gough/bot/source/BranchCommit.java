package io.penguintech.gough.bot.source;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.SortedMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/** Writes commits of Gough's own into a clone. No ref leads to it there, and no work tree is needed. */
final class BranchCommit {
    /** Nobody's address, and never anybody's (RFC 2606): whoever judges authors must not take Gough for a person. */
    private static final String ADDRESS = "gough@gough.invalid";

    private BranchCommit() {}

    static ObjectId write(Repository clone, NewBranch branch) throws IOException {
        var onto = ObjectId.fromString(branch.onto().id());
        try (var inserter = clone.newObjectInserter();
                var walk = new RevWalk(clone)) {
            var index = DirCache.read(
                    clone.newObjectReader(), walk.parseCommit(onto).getTree());
            edit(index, branch.files(), inserter);
            return write(inserter, index.writeTree(inserter), onto, branch.message(), branch.at());
        }
    }

    /** A commit with all of these files. */
    static ObjectId write(Repository clone, ObjectId tree, ObjectId onto, String message, Instant at)
            throws IOException {
        try (var inserter = clone.newObjectInserter()) {
            return write(inserter, tree, onto, message, at);
        }
    }

    private static ObjectId write(ObjectInserter inserter, ObjectId tree, ObjectId onto, String message, Instant at)
            throws IOException {
        var commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setParentId(onto);
        commit.setAuthor(gough(at));
        commit.setCommitter(gough(at));
        commit.setMessage(message);
        var id = inserter.insert(commit);
        inserter.flush();
        return id;
    }

    private static PersonIdent gough(Instant at) {
        return new PersonIdent("Gough", ADDRESS, at, ZoneOffset.UTC);
    }

    private static void edit(DirCache index, SortedMap<String, Optional<byte[]>> files, ObjectInserter inserter)
            throws IOException {
        var editor = index.editor();
        for (var file : files.entrySet()) {
            if (file.getValue().isEmpty()) {
                editor.add(new DirCacheEditor.DeletePath(file.getKey()));
                continue;
            }
            var blob = inserter.insert(Constants.OBJ_BLOB, file.getValue().get());
            editor.add(new DirCacheEditor.PathEdit(file.getKey()) {
                @Override
                public void apply(DirCacheEntry entry) {
                    if (entry.getRawMode() == 0) entry.setFileMode(FileMode.REGULAR_FILE);
                    entry.setObjectId(blob);
                }
            });
        }
        editor.finish();
    }
}
