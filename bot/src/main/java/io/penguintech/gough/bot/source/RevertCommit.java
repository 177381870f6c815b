package io.penguintech.gough.bot.source;

import java.io.IOException;
import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ResolveMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Writes the commit of a {@link Reversal} into a clone, as {@code git revert} would of all its commits at once. */
final class RevertCommit {
    private static final int SHOWN = 5;

    private RevertCommit() {}

    /** There is no such commit; says why, for people. */
    static final class Impossible extends Exception {
        private static final long serialVersionUID = 1L;

        Impossible(String why) {
            super(why);
        }
    }

    /** All three commits must be there. */
    static ObjectId write(Repository clone, Reversal reversal) throws IOException, Impossible {
        try (var walk = new RevWalk(clone)) {
            var onto = walk.parseCommit(ObjectId.fromString(reversal.onto().id()));
            var after = walk.parseCommit(ObjectId.fromString(reversal.after().id()));
            var before = walk.parseCommit(ObjectId.fromString(reversal.before().id()));
            if (!walk.isMergedInto(before, after) || !walk.isMergedInto(after, onto))
                throw new Impossible(
                        "The history of the branch was rewritten since, so nothing tells what came in by it. Take it back by hand.");
            var tree = without(clone, onto, before, after);
            if (tree.equals(onto.getTree())) throw new Impossible("Nothing of it is left to take back.");
            return BranchCommit.write(clone, tree, onto, reversal.message(), reversal.at());
        }
    }

    /** What is taken back is the difference from {@code after}, where it had come in, to {@code before}. */
    private static ObjectId without(Repository clone, RevCommit onto, RevCommit before, RevCommit after)
            throws IOException, Impossible {
        var merger = (ResolveMerger) MergeStrategy.RECURSIVE.newMerger(clone, true);
        merger.setProgressMonitor(NullProgressMonitor.INSTANCE);
        merger.setBase(after.getTree());
        if (merger.merge(onto, before)) return merger.getResultTreeId();
        var paths = new TreeSet<>(merger.getUnmergedPaths());
        if (merger.getFailingPaths() != null)
            paths.addAll(merger.getFailingPaths().keySet());
        throw new Impossible(
                "Later commits changed the same places of %s. Take it back by hand.".formatted(listed(paths)));
    }

    private static String listed(Collection<String> paths) {
        var first = paths.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return paths.size() > SHOWN ? "%s and %d more".formatted(first, paths.size() - SHOWN) : first;
    }
}
