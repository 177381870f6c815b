package io.penguintech.gough.simulators.forge;

import io.penguintech.gough.simulators.git.Person;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ThreeWayMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Merges in a bare repository, as a forge's button does. Whoever pushes it is the author; GitHub itself is the committer
 * (noreply@github.com), elsewhere the same person is.
 */
final class Merging {
    private static final Person GITHUB = new Person("GitHub", "noreply@github.com");

    private final Repository repository;
    private final ForgeDialect dialect;
    private final Person by;
    private final Instant now;

    Merging(Repository repository, ForgeDialect dialect, Person by, Instant now) {
        this.repository = repository;
        this.dialect = dialect;
        this.by = by;
        this.now = now;
    }

    /** The commit that the base branch, now at {@code tip}, is to be at. */
    ObjectId merge(Pull pull, MergeWay way, ObjectId tip) throws IOException {
        try (var walk = new RevWalk(repository)) {
            var base = walk.parseCommit(tip);
            var head = walk.parseCommit(ObjectId.fromString(pull.head()));
            var title = "%s (#%d)".formatted(pull.title(), pull.number());
            return switch (way) {
                case MERGE -> merged(pull, base, head);
                case SQUASH -> committed(title, tree(base, head), List.of(base), ident(by));
                case REBASE -> rebased(walk, base, head);
            };
        }
    }

    private ObjectId merged(Pull pull, RevCommit base, RevCommit head) throws IOException {
        return committed(message(pull), tree(base, head), List.of(base, head), ident(by));
    }

    private String message(Pull pull) {
        return switch (dialect) {
            case GITHUB -> "Merge pull request #%d from %s\n\n%s".formatted(pull.number(), pull.branch(), pull.title());
            case GITLAB -> "Merge branch '%s' into '%s'\n\n%s".formatted(pull.branch(), pull.base(), pull.title());
            case GITEA ->
                "Merge pull request '%s' (#%d) from %s into %s"
                        .formatted(pull.title(), pull.number(), pull.branch(), pull.base());
        };
    }

    private ObjectId rebased(RevWalk walk, RevCommit base, RevCommit head) throws IOException {
        walk.sort(RevSort.TOPO);
        walk.sort(RevSort.REVERSE, true);
        walk.markStart(head);
        walk.markUninteresting(base);
        var commits = new ArrayList<RevCommit>();
        for (var commit : walk) if (commit.getParentCount() == 1) commits.add(commit);
        RevCommit tip = base;
        try (var parser = new RevWalk(repository)) {
            for (var commit : commits) {
                var merger = merger();
                merger.setBase(commit.getParent(0));
                if (!merger.merge(tip, commit)) throw conflict();
                var copy = committed(
                        commit.getFullMessage(), merger.getResultTreeId(), List.of(tip), commit.getAuthorIdent());
                tip = parser.parseCommit(copy);
            }
        }
        return tip;
    }

    private ObjectId tree(RevCommit base, RevCommit head) throws IOException {
        var merger = merger();
        if (!merger.merge(base, head)) throw conflict();
        return merger.getResultTreeId();
    }

    private ThreeWayMerger merger() {
        return MergeStrategy.RECURSIVE.newMerger(repository, true);
    }

    private static IllegalStateException conflict() {
        return new IllegalStateException("it conflicts with its base branch");
    }

    private ObjectId committed(String message, ObjectId tree, List<RevCommit> parents, PersonIdent author)
            throws IOException {
        var commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setParentIds(parents);
        commit.setAuthor(author);
        commit.setCommitter(ident(dialect == ForgeDialect.GITHUB ? GITHUB : by));
        commit.setMessage(message);
        try (var inserter = repository.newObjectInserter()) {
            var id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    private PersonIdent ident(Person person) {
        return new PersonIdent(person.name(), person.email(), now, ZoneOffset.UTC);
    }
}
