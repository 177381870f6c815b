package io.penguintech.gough.bot.source;

import io.penguintech.gough.schema.RepoTree;
import io.penguintech.gough.schema.Revision;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What git says of merging a pull request into the branch that is brought about, both as the remote has them now. */
public sealed interface Merge {
    /** More commits than these are not read. */
    int MOST_COMMITS = 1_000;

    /**
     * It can be merged.
     *
     * @param head the newest commit of the pull request
     * @param base the newest commit of the branch
     * @param before the files of {@code base}
     * @param after the files that a merge would make; they belong to no commit, and so name none
     * @param paths the files that a merge would make otherwise than {@code base} has them
     * @param commits those of {@code head} that {@code base} does not have, newest first
     */
    record Clean(
            Revision head,
            Revision base,
            RepoTree before,
            RepoTree after,
            SortedSet<String> paths,
            List<InfraRepo.Commit> commits)
            implements Merge {
        /** Keeps copies. */
        public Clean {
            paths = sorted(paths);
            commits = List.copyOf(commits);
        }
    }

    /**
     * It cannot. Renamed files are not followed, which a forge may do.
     *
     * @param head the newest commit of the pull request
     * @param base the newest commit of the branch
     * @param paths the files in the way; none where the two have no commit in common, or too many
     * @param commits those of {@code head} that {@code base} does not have, newest first
     */
    record Conflicting(Revision head, Revision base, SortedSet<String> paths, List<InfraRepo.Commit> commits)
            implements Merge {
        /** Keeps copies. */
        public Conflicting {
            paths = sorted(paths);
            commits = List.copyOf(commits);
        }
    }

    /**
     * It is larger than is merged: whoever may push must not fill the memory of what brings everything about.
     *
     * @param head the newest commit of the pull request
     * @param base the newest commit of the branch
     * @param why what is too much, for people, without a stop
     * @param commits those of {@code head} that {@code base} does not have, newest first, as far as they were read
     */
    record TooLarge(Revision head, Revision base, String why, List<InfraRepo.Commit> commits) implements Merge {
        /** Keeps a copy. */
        public TooLarge {
            commits = List.copyOf(commits);
        }
    }

    /** The remote has no such pull request. */
    record NotThere() implements Merge {}

    /** It could not be found out. */
    record Failed(String why) implements Merge {}

    private static SortedSet<String> sorted(Collection<String> paths) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(paths));
    }
}
