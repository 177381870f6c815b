package io.penguintech.gough.bot.source;

import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One infra repository: a bare clone that is fetched, never checked out; nothing in it is ever executed. */
public interface InfraRepo {
    /** Its id in the server settings. */
    RepositoryId id();

    /** The branch that is brought about. */
    String branch();

    /** Asks the remote where the branch is: one ls-remote, nothing downloaded. */
    Head head();

    /** Fetches the branch and tells what became of it. */
    Fetched fetch();

    /**
     * How {@code now} stands to {@code before}: SAME, FORWARD when it descends from it, else REWOUND, also when
     * {@code before} is no longer to be found.
     */
    Relation relation(Revision before, Revision now);

    /** The files of a fetched revision. */
    RepoTree tree(Revision revision);

    /** Who wrote and committed what is new between two revisions; all of {@code to}'s own commit when {@code from} is empty. */
    List<Commit> commits(Optional<Revision> from, Revision to);

    /**
     * The files that {@code to} has otherwise than {@code from}, and for each the newest commit between the two that
     * changed it; without one when the branch did not come that way. Nothing where no past is kept, or {@code from} is
     * not to be found.
     */
    default SortedMap<String, Optional<Commit>> changes(Revision from, Revision to) {
        return new TreeMap<>();
    }

    /**
     * What merging a pull request would make. Fetches it and the branch; no branch moves here, and no commit is made. Where
     * no pull requests can be, there is none.
     */
    default Merge merge(PullRef pull) {
        return new Merge.NotThere();
    }

    /** The files of the newest commit of a pull request, once {@link #merge} fetched it; empty before, and when it is too large. */
    default Optional<RepoTree> proposed(Revision head) {
        return Optional.empty();
    }

    /** Some files of a commit that {@link #merge} fetched; without those that are not there. */
    default RepoTree proposed(Revision head, Set<String> files) {
        return new RepoTree(Optional.empty(), new TreeMap<>());
    }

    /** A pull request is over: what was fetched for it need not be kept. */
    default void forget(PullRef pull) {}

    /** Pushes a branch that Gough proposes. Twice is once; a branch of that name with anything else in it is left alone. */
    default Pushed push(NewBranch branch) {
        return new Pushed.Refused("%s is a folder, which takes no branches.".formatted(id()));
    }

    /** Pushes a branch that takes something back. Twice is once; what later commits changed, too, is left to people. */
    default Pushed revert(Reversal reversal) {
        return new Pushed.Refused("%s is a folder, which takes no branches.".formatted(id()));
    }

    /** What came of pushing. */
    sealed interface Pushed {
        /** The branch is there. */
        record Done(Revision revision) implements Pushed {}

        /** It is not, or nobody knows; asking again is safe. */
        record Refused(String why) implements Pushed {}
    }

    /** Where the remote's branch is. */
    sealed interface Head {
        /** It is there. */
        record At(Revision revision) implements Head {}

        /** The branch does not exist. */
        record NoBranch() implements Head {}

        /** The remote does not answer. */
        record Unreachable(String why) implements Head {}
    }

    /** What a fetch found. */
    sealed interface Fetched {
        /**
         * The branch is here.
         *
         * @param revision where it is
         * @param relation how it stands to the newest revision fetched before
         */
        record At(Revision revision, Relation relation) implements Fetched {}

        /** The branch does not exist. */
        record NoBranch() implements Fetched {}

        /** It could not be fetched. */
        record Failed(String why) implements Fetched {}
    }

    /** How a fetched revision stands to the one before. */
    enum Relation {
        /** The first ever. */
        FIRST,
        /** The same. */
        SAME,
        /** A descendant. */
        FORWARD,
        /** An ancestor, or of another line: the branch was rewound or replaced. */
        REWOUND
    }

    /**
     * A commit's people and words.
     *
     * @param revision its id
     * @param authorName as git says
     * @param authorEmail as git says, lower case
     * @param committerName as git says
     * @param committerEmail as git says, lower case
     * @param at commit time
     * @param subject first line of its message
     * @param signature who signed it, when a signature was verified against known keys
     * @param coAuthors addresses of its trailers {@code Co-authored-by}, lower case: whom a squash names, if anybody
     */
    record Commit(
            Revision revision,
            String authorName,
            String authorEmail,
            String committerName,
            String committerEmail,
            Instant at,
            String subject,
            Optional<String> signature,
            List<String> coAuthors) {
        /** Keeps a copy, and reads what an earlier version wrote, which knew no co-authors. */
        public Commit {
            coAuthors = List.copyOf(Objects.requireNonNullElse(coAuthors, List.of()));
        }

        /** Without co-authors. */
        public Commit(
                Revision revision,
                String authorName,
                String authorEmail,
                String committerName,
                String committerEmail,
                Instant at,
                String subject,
                Optional<String> signature) {
            this(revision, authorName, authorEmail, committerName, committerEmail, at, subject, signature, List.of());
        }
    }
}
