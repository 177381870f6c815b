package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.git.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.util.io.NullOutputStream;

/**
 * Commits of a real bare repository. What a pull request proposes is at {@code refs/pull/N/head} (docs.github.com, <i>Checking
 * out pull requests locally</i>; Gitea's too), on GitLab at {@code refs/merge-requests/N/head} (docs.gitlab.com, <i>Merge
 * requests, Check out locally</i>), also when it comes from a fork, and stays there when its branch is gone.
 */
final class GitCommits implements Commits, AutoCloseable {
    private final Repository repository;
    private final ForgeDialect dialect;
    private final Map<String, Path> forks = new ConcurrentHashMap<>();

    /**
     * The commits of a repository.
     *
     * @param folder the bare repository
     * @param dialect where it keeps what pull requests propose
     */
    GitCommits(Path folder, ForgeDialect dialect) {
        this.repository = open(folder);
        this.dialect = dialect;
    }

    private static Repository open(Path folder) {
        try {
            return new RepositoryBuilder()
                    .setBare()
                    .setGitDir(folder.toFile())
                    .setMustExist(true)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("there is no repository in " + folder, e);
        }
    }

    /** Where the branches are. */
    Map<String, String> branches() {
        try {
            var branches = new TreeMap<String, String>();
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
                var at = ref.getObjectId();
                if (at != null) branches.put(Repository.shortenRefName(ref.getName()), at.name());
            }
            return branches;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read branches", e);
        }
    }

    /** Everything {@code owner} forks is in {@code folder} from now on, an empty bare repository. */
    void fork(String owner, Path folder) {
        try (var fork = open(folder)) {
            fetch(fork, repository.getDirectory().toPath(), "+refs/heads/*:refs/heads/*");
        }
        forks.put(owner, folder);
    }

    @Override
    public boolean has(String id) {
        try {
            return repository.getObjectDatabase().has(ObjectId.fromString(id));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for " + id, e);
        }
    }

    @Override
    public void brought(String id) {
        // whoever pushed it brought it into the repository
    }

    @Override
    public void proposed(Pull pull) {
        var ref = (dialect == ForgeDialect.GITLAB ? "refs/merge-requests/" : "refs/pull/") + pull.number() + "/head";
        var fork = Optional.ofNullable(forks.get(pull.author())).filter(any -> pull.fork());
        fork.ifPresent(folder -> fetch(repository, folder, "+refs/heads/" + pull.branch() + ":" + ref));
        move(ref, Optional.empty(), ObjectId.fromString(pull.head()));
    }

    @Override
    public boolean contains(String commit, String older) {
        try (var walk = new RevWalk(repository)) {
            return walk.isMergedInto(
                    walk.parseCommit(ObjectId.fromString(older)), walk.parseCommit(ObjectId.fromString(commit)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compare " + commit + " and " + older, e);
        }
    }

    @Override
    public boolean changes(String base, String commit, String path, int line) {
        try (var walk = new RevWalk(repository);
                var differ = new DiffFormatter(NullOutputStream.INSTANCE)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(ObjectId.fromString(base)));
            walk.markStart(walk.parseCommit(ObjectId.fromString(commit)));
            var parted = walk.next();
            differ.setRepository(repository);
            differ.setPathFilter(PathFilter.create(path));
            for (var file : differ.scan(parted, walk.parseCommit(ObjectId.fromString(commit))))
                for (var edit : differ.toFileHeader(file).toEditList())
                    if (line > edit.getBeginB() && line <= edit.getEndB()) return true;
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compare " + base + " and " + commit, e);
        }
    }

    /** The address of who committed it, in front of the at sign. */
    String committer(String id) {
        try (var walk = new RevWalk(repository)) {
            var email = walk.parseCommit(ObjectId.fromString(id))
                    .getCommitterIdent()
                    .getEmailAddress();
            return email.replaceFirst("@.*", "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + id, e);
        }
    }

    /**
     * Merges a pull request into its base branch.
     *
     * @throws IllegalStateException when it conflicts; nothing moved
     */
    String merge(Pull pull, MergeWay way, Person by, Instant now) {
        var base = Constants.R_HEADS + pull.base();
        try {
            var tip = Optional.ofNullable(repository.resolve(base))
                    .orElseThrow(() -> new IllegalStateException("there is no branch " + pull.base()));
            var merged = new Merging(repository, dialect, by, now).merge(pull, way, tip);
            move(base, Optional.of(tip), merged);
            return merged.name();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot merge " + pull.number(), e);
        }
    }

    private void move(String ref, Optional<ObjectId> from, ObjectId to) {
        try {
            RefUpdate update = repository.updateRef(ref);
            from.ifPresent(update::setExpectedOldObjectId);
            update.setNewObjectId(to);
            update.setForceUpdate(true);
            var result = update.update();
            var moved = List.of(
                    RefUpdate.Result.NEW,
                    RefUpdate.Result.FORCED,
                    RefUpdate.Result.FAST_FORWARD,
                    RefUpdate.Result.NO_CHANGE);
            if (!moved.contains(result)) throw new IllegalStateException("cannot move " + ref + ": " + result);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move " + ref, e);
        }
    }

    private static void fetch(Repository into, Path from, String what) {
        try (var transport = Transport.open(into, new URIish(from.toString()))) {
            transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec(what)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot fetch from " + from, e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no place of a repository: " + from, e);
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
