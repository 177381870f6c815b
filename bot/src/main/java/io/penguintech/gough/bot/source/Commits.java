package io.penguintech.gough.bot.source;

import io.penguintech.gough.schema.Revision;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.FooterKey;
import org.eclipse.jgit.revwalk.FooterLine;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** JGit's commits and trees in our words. */
final class Commits {
    private static final FooterKey CO_AUTHOR = new FooterKey("Co-authored-by");

    private final Signatures signatures;

    Commits(Signatures signatures) {
        this.signatures = signatures;
    }

    /** A commit's people and words. */
    InfraRepo.Commit of(RevCommit commit, Repository repository) {
        var author = commit.getAuthorIdent();
        var committer = commit.getCommitterIdent();
        return new InfraRepo.Commit(
                new Revision(commit.name()),
                author.getName(),
                author.getEmailAddress().toLowerCase(Locale.ROOT),
                committer.getName(),
                committer.getEmailAddress().toLowerCase(Locale.ROOT),
                committer.getWhenAsInstant(),
                commit.getShortMessage(),
                signatures.signerOf(commit, repository),
                coAuthors(commit));
    }

    private static List<String> coAuthors(RevCommit commit) {
        return FooterLine.fromMessage(commit.getFullMessage()).stream()
                .filter(line -> line.matches(CO_AUTHOR))
                .flatMap(line -> Optional.ofNullable(line.getEmailAddress()).stream())
                .map(address -> address.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    /** The paths of files that two trees have otherwise; all when there is no tree before. */
    static Set<String> differing(Repository repository, Optional<? extends AnyObjectId> before, AnyObjectId after)
            throws IOException {
        var paths = new TreeSet<String>();
        try (var walk = new TreeWalk(repository)) {
            if (before.isPresent()) walk.addTree(before.get());
            else walk.addTree(new EmptyTreeIterator());
            walk.addTree(after);
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) paths.add(walk.getPathString());
        }
        return paths;
    }
}
