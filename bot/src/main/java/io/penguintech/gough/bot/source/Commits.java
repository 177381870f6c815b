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

    private static final int MOST_CHARACTERS = 1_000;

    private final Signatures signatures;

    Commits(Signatures signatures) {
        this.signatures = signatures;
    }

    /** A commit's people and words. */
    InfraRepo.Commit of(RevCommit commit, Repository repository) {
        return of(commit, cut(commit.getShortMessage()), signatures.signerOf(commit, repository), coAuthors(commit));
    }

    /** Only whose it claims to be: not what it says, nor who signed it or wrote it as well. */
    static InfraRepo.Commit unread(RevCommit commit) {
        return of(commit, "", Optional.empty(), List.of());
    }

    private static InfraRepo.Commit of(
            RevCommit commit, String subject, Optional<String> signature, List<String> coAuthors) {
        var author = commit.getAuthorIdent();
        var committer = commit.getCommitterIdent();
        return new InfraRepo.Commit(
                new Revision(commit.name()),
                cut(author.getName()),
                address(author.getEmailAddress()),
                cut(committer.getName()),
                address(committer.getEmailAddress()),
                committer.getWhenAsInstant(),
                subject,
                signature,
                coAuthors);
    }

    private static List<String> coAuthors(RevCommit commit) {
        return FooterLine.fromMessage(commit.getFullMessage()).stream()
                .filter(line -> line.matches(CO_AUTHOR))
                .flatMap(line -> Optional.ofNullable(line.getEmailAddress()).stream())
                .map(Commits::address)
                .distinct()
                .toList();
    }

    private static String address(String email) {
        return cut(email).toLowerCase(Locale.ROOT);
    }

    /** Git takes names of any length. No address that anybody has is as long as what is kept. */
    private static String cut(String text) {
        if (text.length() <= MOST_CHARACTERS) return text;
        boolean halves = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1));
        return text.substring(0, halves ? MOST_CHARACTERS - 1 : MOST_CHARACTERS);
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
