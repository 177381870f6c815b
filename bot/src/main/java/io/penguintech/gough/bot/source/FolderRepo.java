package io.penguintech.gough.bot.source;

import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * A plain folder as a repository, for the command line. Its revision is made of the contents alone: the same files are
 * the same revision. Every revision that was ever taken up is kept beside the database, because what is under way was
 * begun with its files. A folder has no history, so it is never rewound, and nobody signed it.
 */
public final class FolderRepo implements InfraRepo, AutoCloseable {
    private final RepositoryId id;
    private final Limits limits;
    private final Repository store;
    private final Revision tip;
    private final String login;

    private FolderRepo(RepositoryId id, Limits limits, Repository store, Revision tip, String login) {
        this.id = id;
        this.limits = limits;
        this.store = store;
        this.tip = tip;
        this.login = login;
    }

    /** The revision of these files. Nothing is kept. */
    public static Revision revisionOf(RepoTree files) {
        QuietMachine.install();
        try (var memory = new InMemoryRepository(new DfsRepositoryDescription("folder"))) {
            return commit(files, memory);
        } catch (IOException e) {
            throw new UncheckedIOException("a folder cannot be hashed", e);
        }
    }

    /**
     * Takes these files up.
     *
     * @param kept folder in which revisions are kept; made when it is missing
     * @param login who runs the command
     */
    public static FolderRepo open(RepositoryId id, RepoTree files, Path kept, String login, Limits limits) {
        QuietMachine.install();
        try {
            var store = new FileRepositoryBuilder()
                    .setGitDir(kept.resolve(id + ".folder.git").toFile())
                    .setBare()
                    .build();
            if (!store.getObjectDatabase().exists()) store.create(true);
            return new FolderRepo(id, limits, store, commit(files, store), login);
        } catch (IOException e) {
            throw new UncheckedIOException("the files cannot be kept in " + kept, e);
        }
    }

    private static Revision commit(RepoTree files, Repository store) throws IOException {
        try (var inserter = store.newObjectInserter()) {
            var commit = new CommitBuilder();
            commit.setTreeId(tree(files, inserter).writeTree(inserter));
            var nobody = new PersonIdent("folder", "", Instant.EPOCH, ZoneOffset.UTC);
            commit.setAuthor(nobody);
            commit.setCommitter(nobody);
            commit.setMessage("Files of a folder");
            var made = inserter.insert(commit);
            inserter.flush();
            return new Revision(made.name());
        }
    }

    private static DirCache tree(RepoTree files, ObjectInserter inserter) throws IOException {
        var index = DirCache.newInCore();
        var builder = index.builder();
        for (var file : files.entries().entrySet()) {
            // Whatever else there is makes the files invalid, and invalid files are not taken up.
            if (!(file.getValue() instanceof RepoTree.Entry.Blob(var bytes))) continue;
            var entry = new DirCacheEntry(file.getKey());
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, bytes));
            builder.add(entry);
        }
        builder.finish();
        return index;
    }

    /** The revision of the files it was opened with. */
    public Revision revision() {
        return tip;
    }

    @Override
    public RepositoryId id() {
        return id;
    }

    @Override
    public String branch() {
        return "folder";
    }

    @Override
    public Head head() {
        return new Head.At(tip);
    }

    @Override
    public Fetched fetch() {
        return new Fetched.At(tip, Relation.FORWARD);
    }

    @Override
    public Relation relation(Revision before, Revision now) {
        return before.equals(now) ? Relation.SAME : Relation.FORWARD;
    }

    @Override
    public RepoTree tree(Revision revision) {
        try {
            return new TreeReader(limits).read(store, revision);
        } catch (IOException e) {
            throw new RevisionUnavailable(revision, "its files are not kept here", e);
        }
    }

    @Override
    public List<Commit> commits(Optional<Revision> from, Revision to) {
        if (from.equals(Optional.of(to))) return List.of();
        return List.of(new Commit(to, login, "", login, "", Instant.EPOCH, "Files of a folder", Optional.empty()));
    }

    @Override
    public void close() {
        store.close();
    }
}
