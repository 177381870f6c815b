package io.penguintech.gough.bot.source;

import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NoMergeBaseException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ResolveMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges pull requests in a clone of its own: anybody may open one, so what comes with them must neither hold up nor
 * spoil the clone that is brought about from. A merge makes files and folders there, never a commit, and moves no branch.
 * Thread-safe: one at a time, but for asking the remote where things are.
 */
final class Merges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Merges.class);
    private static final String BASE = "refs/gough/base";
    /** Files and folders: a handful of folders that hold one another is a million of them, and JGit makes a list of all. */
    private static final int MOST_ENTRIES = 50_000;

    private static final int MOST_COMMITS = Merge.MOST_COMMITS;
    /** Bytes of all commits together: what they say is small to send and large to keep. */
    private static final long MOST_SAID = 4L << 20;

    private static final int REMEMBERED = 1_000;

    private final RepositorySettings settings;
    private final Remote remote;
    private final Limits limits;
    private final Commits commits;
    private final Clone clone;
    private final ReentrantLock lock = new ReentrantLock();
    /** Heads that were too much to fetch: everything that was fetched is thrown away for each, so once is enough. */
    private final Set<ObjectId> tooMuch = ConcurrentHashMap.newKeySet();

    Merges(RepositorySettings settings, Remote remote, Limits limits, Commits commits, Clone clone) {
        this.settings = settings;
        this.remote = remote;
        this.limits = limits;
        this.commits = commits;
        this.clone = clone;
    }

    Merge of(PullRef pull) {
        try {
            var there = remote.where(List.of(settings.ref(), pull.name()));
            var base = there.get(settings.ref());
            if (base == null) return new Merge.Failed("the branch " + settings.branch() + " does not exist");
            var head = there.get(pull.name());
            if (head == null) return new Merge.NotThere();
            return tooMuch.contains(head) ? tooMuch(base, head) : of(pull, base, head);
        } catch (IOException | RuntimeException e) {
            return new Merge.Failed(GitFailures.explain(settings.url(), e));
        }
    }

    private Merge of(PullRef pull, ObjectId base, ObjectId head) throws IOException {
        lock.lock();
        try {
            return merged(pull, base, head);
        } catch (Remote.TooMuch e) {
            clone.throwAway(); // What came is not kept.
            if (tooMuch.size() >= REMEMBERED) tooMuch.clear();
            tooMuch.add(head);
            return tooMuch(base, head);
        } catch (IOException | RuntimeException e) {
            if (!Clone.isDamage(e)) throw e;
            LOG.warn("Fetching pull requests again from the start: the clone is damaged ({})", e.getMessage());
            clone.throwAway();
            return merged(pull, base, head);
        } finally {
            lock.unlock();
        }
    }

    private Merge tooMuch(ObjectId base, ObjectId head) {
        return new Merge.TooLarge(
                new Revision(head.name()),
                new Revision(base.name()),
                "fetching it brings more than max-fetch allows (%s)".formatted(settings.maxFetch()),
                List.of());
    }

    private Merge merged(PullRef pull, ObjectId base, ObjectId head) throws IOException {
        var repository = clone.repository();
        if (!has(repository, base) || !has(repository, head))
            remote.fetch(repository, Map.of(settings.ref(), BASE, pull.name(), pull.own()));
        // Either may have moved since it was asked for, also backwards.
        return merged(repository, at(repository, BASE, base), at(repository, pull.own(), head));
    }

    private static boolean has(Repository repository, ObjectId commit) throws IOException {
        try (var walk = new RevWalk(repository)) {
            walk.parseTree(walk.parseCommit(commit).getTree());
            return true;
        } catch (MissingObjectException e) {
            return false;
        }
    }

    /** Where one of our refs is; one that was not fetched, as all is here already, is moved. */
    private static ObjectId at(Repository repository, String own, ObjectId asked) throws IOException {
        var ref = repository.exactRef(own);
        if (ref != null && !has(repository, asked)) return Objects.requireNonNull(ref.getObjectId());
        var update = repository.updateRef(own);
        update.setNewObjectId(asked);
        update.forceUpdate();
        return asked;
    }

    private Merge merged(Repository repository, ObjectId baseId, ObjectId headId) throws IOException {
        try (var walk = new RevWalk(repository)) {
            var base = walk.parseCommit(baseId);
            var head = walk.parseCommit(headId);
            var tooLarge = tooLarge(repository, base, head);
            var news = news(repository, base, head);
            if (tooLarge.isPresent()) return new Merge.TooLarge(revision(head), revision(base), tooLarge.get(), news);
            var merger = (ResolveMerger) MergeStrategy.RECURSIVE.newMerger(repository, true);
            merger.setProgressMonitor(NullProgressMonitor.INSTANCE);
            if (isMerged(merger, base, head)) return clean(repository, base, head, merger.getResultTreeId(), news);
            return conflicting(base, head, merger, news);
        }
    }

    private static Optional<String> tooLarge(Repository repository, RevCommit base, RevCommit head) throws IOException {
        if (holdsMore(repository, head))
            return Optional.of("it has more than %,d files and folders".formatted(MOST_ENTRIES));
        try (var walk = ofNews(repository, base, head)) {
            long said = 0;
            int commits = 0;
            for (var next = walk.next(); next != null; next = walk.next()) {
                if (++commits > MOST_COMMITS)
                    return Optional.of("it brings more than %,d commits".formatted(MOST_COMMITS));
                said += size(walk, next);
                if (said > MOST_SAID) return Optional.of("its commits say more than %d MiB".formatted(MOST_SAID >> 20));
            }
            return Optional.empty();
        }
    }

    /** Keeps no more of commits than who is whose parent: what they say is read one by one. */
    private static RevWalk ofNews(Repository repository, RevCommit base, RevCommit head) throws IOException {
        var walk = new RevWalk(repository);
        walk.setRetainBody(false);
        walk.markStart(walk.parseCommit(head));
        walk.markUninteresting(walk.parseCommit(base));
        return walk;
    }

    private static long size(RevWalk walk, RevCommit commit) throws IOException {
        return walk.getObjectReader().getObjectSize(commit, Constants.OBJ_COMMIT);
    }

    private static boolean holdsMore(Repository repository, RevCommit head) throws IOException {
        try (var walk = new TreeWalk(repository)) {
            walk.addTree(head.getTree());
            int entries = 0;
            while (walk.next()) {
                if (++entries > MOST_ENTRIES) return true;
                if (walk.isSubtree()) walk.enterSubtree();
            }
            return false;
        }
    }

    /** Lines of history that were joined criss-cross may have no single place where they parted. */
    private static boolean isMerged(ResolveMerger merger, RevCommit base, RevCommit head) throws IOException {
        try {
            return merger.merge(base, head) && merger.getBaseCommitId() != null;
        } catch (NoMergeBaseException e) {
            return false;
        }
    }

    private static Merge conflicting(
            RevCommit base, RevCommit head, ResolveMerger merger, List<InfraRepo.Commit> news) {
        var paths = new TreeSet<String>();
        if (merger.getBaseCommitId() != null) {
            paths.addAll(merger.getUnmergedPaths());
            if (merger.getFailingPaths() != null)
                paths.addAll(merger.getFailingPaths().keySet());
        }
        return new Merge.Conflicting(revision(head), revision(base), paths, news);
    }

    private Merge clean(
            Repository repository, RevCommit base, RevCommit head, ObjectId tree, List<InfraRepo.Commit> news)
            throws IOException {
        return new Merge.Clean(
                revision(head),
                revision(base),
                new TreeReader(limits).read(repository, base.getTree(), Optional.of(revision(base))),
                new TreeReader(limits).read(repository, tree, Optional.empty()),
                new TreeSet<>(Commits.differing(repository, Optional.of(base.getTree()), tree)),
                news);
    }

    /**
     * Of what brings more commits than are planned, the newest ones; the last one that says too much without what it says, so that
     * nobody is certain who wrote them all.
     */
    private List<InfraRepo.Commit> news(Repository repository, RevCommit base, RevCommit head) throws IOException {
        var news = new ArrayList<InfraRepo.Commit>();
        try (var walk = ofNews(repository, base, head)) {
            long said = 0;
            for (var next = walk.next(); next != null && news.size() < MOST_COMMITS; next = walk.next()) {
                said += size(walk, next);
                walk.parseBody(next);
                if (said > MOST_SAID) {
                    news.add(Commits.unread(next));
                    return news;
                }
                news.add(commits.of(next, repository));
                next.disposeBody();
            }
        }
        return news;
    }

    /** The files of a commit that was fetched and is not too large. */
    Optional<RepoTree> tree(Revision revision) {
        lock.lock();
        try (var walk = new RevWalk(clone.repository())) {
            var commit = walk.parseCommit(ObjectId.fromString(revision.id()));
            return holdsMore(clone.repository(), commit)
                    ? Optional.empty()
                    : Optional.of(
                            new TreeReader(limits).read(clone.repository(), commit.getTree(), Optional.of(revision)));
        } catch (IOException | RuntimeException e) {
            LOG.debug("The files of {} cannot be read: {}", revision, e.toString());
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Some files of a commit that was fetched; none when it cannot be read. */
    RepoTree tree(Revision revision, Set<String> files) {
        lock.lock();
        try (var walk = new RevWalk(clone.repository())) {
            var commit = walk.parseCommit(ObjectId.fromString(revision.id()));
            return new TreeReader(limits).read(clone.repository(), commit.getTree(), files);
        } catch (IOException | RuntimeException e) {
            LOG.debug("Files of {} cannot be read: {}", revision, e.toString());
            return new RepoTree(Optional.empty(), new TreeMap<>());
        } finally {
            lock.unlock();
        }
    }

    /** What was fetched for it may go. */
    void forget(PullRef pull) {
        lock.lock();
        try {
            var update = clone.repository().updateRef(pull.own());
            update.setForceUpdate(true);
            update.delete();
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} is kept: {}", pull.name(), e.toString()); // It takes some room and is never read.
        } finally {
            lock.unlock();
        }
    }

    private static Revision revision(RevCommit commit) {
        return new Revision(commit.name());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            clone.close();
        } finally {
            lock.unlock();
        }
    }
}
