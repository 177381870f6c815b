package io.penguintech.gough.bot.cli;

import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import java.io.IOException;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The tip of a branch, fetched into memory: one commit, no history, no work tree. */
final class GitFiles {
    private static final int SECONDS = 60;

    private GitFiles() {}

    static RepoTree read(String url, String ref) {
        Logs.quiet();
        try (var repository = new InMemoryRepository(new DfsRepositoryDescription("command line"));
                var git = Git.wrap(repository)) {
            git.fetch()
                    .setRemote(url)
                    .setRefSpecs(new RefSpec("+refs/heads/%s:refs/heads/fetched".formatted(ref)))
                    .setDepth(1)
                    .setTimeout(SECONDS)
                    .call();
            return tree(repository);
        } catch (GitAPIException | IOException e) {
            throw new CommandFailed(
                    Exit.UNREACHABLE, "%s at %s cannot be fetched: %s".formatted(url, ref, e.getMessage()));
        }
    }

    private static RepoTree tree(Repository repository) throws IOException {
        var entries = new TreeMap<String, RepoTree.Entry>();
        var tip = repository.resolve("refs/heads/fetched");
        if (tip == null) throw new IOException("the branch does not exist");
        try (var commits = new RevWalk(repository);
                var walk = new TreeWalk(repository)) {
            walk.addTree(commits.parseCommit(tip).getTree());
            walk.setRecursive(true);
            while (walk.next() && entries.size() <= Limits.DEFAULT.files())
                entries.put(walk.getPathString(), entry(walk, repository));
        }
        return new RepoTree(Optional.of(new Revision(tip.name())), entries);
    }

    private static RepoTree.Entry entry(TreeWalk walk, Repository repository) throws IOException {
        var mode = walk.getFileMode();
        if (mode.equals(FileMode.SYMLINK)) return new RepoTree.Entry.Symlink();
        if (mode.equals(FileMode.GITLINK)) return new RepoTree.Entry.Submodule();
        var blob = repository.open(walk.getObjectId(0));
        if (blob.getSize() > Limits.DEFAULT.blobBytes()) return new RepoTree.Entry.TooLarge(blob.getSize());
        return new RepoTree.Entry.Blob(blob.getBytes(Limits.DEFAULT.blobBytes()));
    }
}
