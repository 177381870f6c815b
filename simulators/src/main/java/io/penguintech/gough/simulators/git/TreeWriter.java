package io.penguintech.gough.simulators.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Writes trees straight into an object database, so that links and submodules need no work tree. */
final class TreeWriter {

    private final Repository repository;

    TreeWriter(Repository repository) {
        this.repository = repository;
    }

    /** The tree that {@code edits} make of {@code base}; nothing is the empty tree. */
    ObjectId write(@Nullable ObjectId base, List<Edit> edits, ObjectInserter inserter) throws IOException {
        DirCache index = read(base);
        DirCacheEditor editor = index.editor();
        for (Edit edit : edits) {
            editor.add(pathEdit(edit, inserter));
        }
        editor.finish();
        return index.writeTree(inserter);
    }

    private DirCache read(@Nullable ObjectId tree) throws IOException {
        DirCache index = DirCache.newInCore();
        if (tree == null) {
            return index;
        }
        try (ObjectReader reader = repository.newObjectReader()) {
            DirCacheBuilder builder = index.builder();
            builder.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, tree);
            builder.finish();
        }
        return index;
    }

    private static DirCacheEditor.PathEdit pathEdit(Edit edit, ObjectInserter inserter) throws IOException {
        return switch (edit) {
            case Edit.Write(String path, byte[] content) ->
                entry(path, FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, content));
            case Edit.Delete(String path) -> new DirCacheEditor.DeletePath(path);
            case Edit.Symlink(String path, String target) ->
                entry(
                        path,
                        FileMode.SYMLINK,
                        inserter.insert(Constants.OBJ_BLOB, target.getBytes(StandardCharsets.UTF_8)));
            case Edit.Submodule(String path, String commit) ->
                entry(path, FileMode.GITLINK, ObjectId.fromString(commit));
        };
    }

    private static DirCacheEditor.PathEdit entry(String path, FileMode mode, ObjectId id) {
        return new DirCacheEditor.PathEdit(path) {
            @Override
            public void apply(DirCacheEntry entry) {
                entry.setFileMode(mode);
                entry.setObjectId(id);
            }
        };
    }
}
