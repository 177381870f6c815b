package io.penguintech.gough.bot.source;

import io.penguintech.gough.schema.Limits;
import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An infra repository over JGit: fetched into a bare clone and read from there. Nothing on the machine (settings,
 * hooks, filters, agents) has a say. A damaged clone is thrown away and fetched again. Thread-safe: one at a time.
 */
public final class GitInfraRepo implements InfraRepo, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GitInfraRepo.class);

    private final RepositoryId id;
    private final RepositorySettings settings;
    private final Limits limits;
    private final Remote remote;
    private final Clone clone;
    private final Commits commits;
    private final Merges merges;
    private final ReentrantLock lock = new ReentrantLock();

    private GitInfraRepo(
            RepositoryId id, RepositorySettings settings, Limits limits, Path folder, Clone.Upkeep upkeep) {
        this.id = id;
        this.settings = settings;
        this.limits = limits;
        this.remote = new Remote(settings);
        this.clone = new Clone(folder, id, upkeep);
        this.commits = new Commits(new Signatures(settings.allowedSignersFile()));
        this.merges = new Merges(settings, remote, limits, commits, new Clone(folder.resolve("pulls"), id, upkeep));
    }

    /**
     * A repository whose clone lives in {@code folder}. Touches neither network nor disk yet.
     *
     * @throws IllegalArgumentException when the settings name no usable URL
     */
    public static GitInfraRepo open(RepositoryId id, RepositorySettings settings, Path folder, Limits limits) {
        QuietMachine.install();
        return new GitInfraRepo(id, settings, limits, folder, Clone.Upkeep.LASTING);
    }

    /**
     * A repository that is read once: its {@code folder} may be deleted as soon as it is closed.
     *
     * @throws IllegalArgumentException when {@code url} is none
     */
    public static GitInfraRepo once(String url, String branch, Path folder, Limits limits) {
        QuietMachine.install();
        var id = new RepositoryId("once");
        return new GitInfraRepo(id, RepositorySettings.of(url, branch), limits, folder, Clone.Upkeep.FLEETING);
    }

    @Override
    public RepositoryId id() {
        return id;
    }

    @Override
    public String branch() {
        return settings.branch();
    }

    @Override
    public Head head() {
        try {
            return Optional.ofNullable(remote.where(List.of(settings.ref())).get(settings.ref()))
                    .<Head>map(tip -> new Head.At(new Revision(tip.name())))
                    .orElseGet(Head.NoBranch::new);
        } catch (IOException | RuntimeException e) {
            return new Head.Unreachable(GitFailures.explain(settings.url(), e));
        }
    }

    @Override
    public Fetched fetch() {
        return switch (head()) {
            case Head.NoBranch() -> new Fetched.NoBranch();
            case Head.Unreachable(var why) -> new Fetched.Failed(why);
            case Head.At(var tip) -> fetch(tip);
        };
    }

    private Fetched fetch(Revision tip) {
        lock.lock();
        try {
            return new Fetched.At(tip, take(tip));
        } catch (IOException | RuntimeException e) {
            return new Fetched.Failed(GitFailures.explain(settings.url(), e));
        } finally {
            lock.unlock();
        }
    }

    /** Brings the tip here and tells how it stands to the newest revision known before. */
    private Relation take(Revision tip) throws IOException {
        var before = clone.newest();
        if (!has(tip)) download(tip);
        var relation = before.isEmpty() ? Relation.FIRST : relationHere(before.get(), tip);
        if (relation == Relation.REWOUND) clone.keep(before.orElseThrow());
        if (relation != Relation.SAME) clone.remember(tip);
        return relation;
    }

    private void download(Revision tip) throws IOException {
        try {
            remote.fetch(clone.repository(), Map.of(settings.ref(), Clone.tip()));
        } catch (Remote.TooMuch e) {
            clone.throwAway(); // What came is not kept: the next look must not find it there.
            throw e;
        } catch (IOException | RuntimeException e) {
            if (!Clone.isDamage(e)) throw e;
            startOver(e);
        }
        if (!has(tip)) throw new IOException("the branch moved while it was fetched; it is fetched again soon");
    }

    private void startOver(Exception damage) throws IOException {
        LOG.warn("Fetching {} again from the start: the clone is damaged ({})", id, damage.getMessage());
        clone.throwAway();
        remote.fetch(clone.repository(), Map.of(settings.ref(), Clone.tip()));
    }

    /** Whether the commit is here with its tree. */
    private boolean has(Revision revision) throws IOException {
        try (var walk = new RevWalk(clone.repository())) {
            walk.parseTree(walk.parseCommit(objectId(revision)).getTree());
            return true;
        } catch (MissingObjectException e) {
            return false;
        } catch (IOException e) {
            if (!Clone.isDamage(e)) throw e;
            clone.throwAway();
            return false;
        }
    }

    @Override
    public Relation relation(Revision before, Revision now) {
        return reading(now, repository -> relationHere(before, now));
    }

    private Relation relationHere(Revision before, Revision now) throws IOException {
        if (before.equals(now)) return Relation.SAME;
        try (var walk = new RevWalk(clone.repository())) {
            boolean descends = walk.isMergedInto(walk.parseCommit(objectId(before)), walk.parseCommit(objectId(now)));
            return descends ? Relation.FORWARD : Relation.REWOUND;
        } catch (MissingObjectException e) {
            if (!e.getObjectId().equals(objectId(before))) throw e;
            return Relation.REWOUND;
        }
    }

    @Override
    public RepoTree tree(Revision revision) {
        return reading(revision, repository -> new TreeReader(limits).read(repository, revision));
    }

    @Override
    public List<Commit> commits(Optional<Revision> from, Revision to) {
        return reading(to, repository -> commitsHere(repository, from, to));
    }

    private List<Commit> commitsHere(Repository repository, Optional<Revision> from, Revision to) throws IOException {
        var found = new ArrayList<Commit>();
        try (var walk = new RevWalk(repository)) {
            var newest = walk.parseCommit(objectId(to));
            if (from.isEmpty()) return List.of(commits.of(newest, repository));
            walk.markStart(newest);
            if (has(from.get())) walk.markUninteresting(walk.parseCommit(objectId(from.get())));
            for (var next : walk) found.add(commits.of(next, repository));
        }
        return found;
    }

    @Override
    public SortedMap<String, Optional<Commit>> changes(Revision from, Revision to) {
        return reading(to, repository -> changesHere(repository, from, to));
    }

    private SortedMap<String, Optional<Commit>> changesHere(Repository repository, Revision from, Revision to)
            throws IOException {
        var changes = new TreeMap<String, Optional<Commit>>();
        if (!has(from)) return changes;
        try (var walk = new RevWalk(repository)) {
            var newest = walk.parseCommit(objectId(to));
            var oldest = walk.parseCommit(objectId(from));
            var open = Commits.differing(repository, Optional.of(oldest.getTree()), newest.getTree());
            walk.markStart(newest);
            walk.markUninteresting(oldest);
            for (var next = walk.next(); next != null && !open.isEmpty(); next = walk.next()) {
                var commit = next;
                var parent = next.getParentCount() == 0
                        ? Optional.<RevTree>empty()
                        : Optional.of(walk.parseCommit(next.getParent(0)).getTree());
                for (var path : Commits.differing(repository, parent, next.getTree()))
                    if (open.remove(path)) changes.put(path, Optional.of(commits.of(commit, repository)));
            }
            open.forEach(path -> changes.put(path, Optional.empty()));
        }
        return changes;
    }

    @Override
    public Merge merge(PullRef pull) {
        return merges.of(pull);
    }

    @Override
    public Optional<RepoTree> proposed(Revision head) {
        return merges.tree(head);
    }

    @Override
    public RepoTree proposed(Revision head, Set<String> files) {
        return merges.tree(head, files);
    }

    @Override
    public void forget(PullRef pull) {
        merges.forget(pull);
    }

    @Override
    public Pushed push(NewBranch branch) {
        lock.lock();
        try {
            if (!has(branch.onto())) download(branch.onto());
            var commit = BranchCommit.write(clone.repository(), branch);
            return remote.push(clone.repository(), commit, branch.name())
                    .<Pushed>map(Pushed.Refused::new)
                    .orElseGet(() -> new Pushed.Done(new Revision(commit.name())));
        } catch (IOException | RuntimeException e) {
            return new Pushed.Refused(GitFailures.explain(settings.url(), e));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Pushed revert(Reversal reversal) {
        lock.lock();
        try {
            if (!has(reversal.onto())) download(reversal.onto());
            var commit = RevertCommit.write(clone.repository(), reversal);
            return remote.push(clone.repository(), commit, reversal.name())
                    .<Pushed>map(Pushed.Refused::new)
                    .orElseGet(() -> new Pushed.Done(new Revision(commit.name())));
        } catch (MissingObjectException e) {
            return new Pushed.Refused(
                    "The history of the branch was rewritten since, and the commits are gone. Take it back by hand.");
        } catch (RevertCommit.Impossible e) {
            return new Pushed.Refused(Objects.requireNonNull(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            return new Pushed.Refused(GitFailures.explain(settings.url(), e));
        } finally {
            lock.unlock();
        }
    }

    /** Something that reads from the clone. */
    @FunctionalInterface
    private interface Reading<T> {
        T on(Repository repository) throws IOException;
    }

    /** Reads; what turns out to be missing is fetched, a damaged clone wholly, and then read once more. */
    private <T> T reading(Revision needed, Reading<T> work) {
        lock.lock();
        try {
            try {
                return work.on(clone.repository());
            } catch (IOException | RuntimeException e) {
                if (!Clone.isDamage(e)) throw e;
                if (isUnknown(needed, e)) remote.fetch(clone.repository(), Map.of(settings.ref(), Clone.tip()));
                else startOver(e);
                return work.on(clone.repository());
            }
        } catch (IOException | RuntimeException e) {
            throw new RevisionUnavailable(needed, GitFailures.explain(settings.url(), e), e);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the clone is sound and only lacks this revision. */
    private boolean isUnknown(Revision needed, Exception error) throws IOException {
        boolean missing =
                error instanceof MissingObjectException e && e.getObjectId().equals(objectId(needed));
        var newest = clone.newest();
        return missing && (newest.isEmpty() || (!newest.get().equals(needed) && has(newest.get())));
    }

    private static ObjectId objectId(Revision revision) {
        return ObjectId.fromString(revision.id());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            clone.close();
            merges.close();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "GitInfraRepo[" + id + "]";
    }
}
