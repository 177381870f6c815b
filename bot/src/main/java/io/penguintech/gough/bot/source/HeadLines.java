package io.penguintech.gough.bot.source;

import io.penguintech.gough.schema.Place;
import io.penguintech.gough.schema.RepoTree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/**
 * Where the lines of what a merge would make are in the two commits that it is made of: other lines came into the same file on
 * the branch since, so the same line has other numbers. Not thread-safe.
 */
public final class HeadLines {
    /** To compare more lines than these takes minutes when much of them repeats. */
    private static final int MOST = 2_000;

    private final RepoTree merged;
    private final RepoTree head;
    private final RepoTree base;
    private final Map<String, Optional<List<Edit>>> fromHead = new HashMap<>();
    private final Map<String, Optional<List<Edit>>> fromBase = new HashMap<>();

    /**
     * Compares as it is asked.
     *
     * @param head the files of {@code merge.head()}
     */
    public HeadLines(Merge.Clean merge, RepoTree head) {
        this.merged = merge.after();
        this.base = merge.before();
        this.head = head;
    }

    /** Where a line of the merge is in the pull request's newest commit; empty when the branch brings it. */
    public Optional<Place> inHead(Place place) {
        return older(head, fromHead, place);
    }

    /** Where a line of the merge is in the branch; empty when the pull request brings it. */
    public Optional<Place> inBase(Place place) {
        return older(base, fromBase, place);
    }

    /** Of a file as a whole: whether it is there at all. Of a line that cannot be found in time: none. */
    private Optional<Place> older(RepoTree tree, Map<String, Optional<List<Edit>>> known, Place place) {
        if (place.line() == 0)
            return Optional.of(place).filter(whole -> tree.entries().containsKey(whole.file()));
        var edits = known.computeIfAbsent(place.file(), file -> edits(tree, file));
        if (edits.isEmpty()) return Optional.empty();
        int line = place.line() - 1;
        int moved = 0;
        for (var edit : edits.get()) {
            if (line < edit.getBeginB()) break;
            if (line < edit.getEndB()) return Optional.empty();
            moved = edit.getEndA() - edit.getEndB();
        }
        return Optional.of(new Place(place.file(), place.line() + moved, place.column()));
    }

    private Optional<List<Edit>> edits(RepoTree older, String file) {
        var before = text(older, file);
        var after = text(merged, file);
        if (Arrays.equals(before.getRawContent(), after.getRawContent())) return Optional.of(List.of());
        var middle = RawTextComparator.DEFAULT.reduceCommonStartEnd(
                before, after, new Edit(0, before.size(), 0, after.size()));
        if (middle.getLengthA() > 0 && middle.getLengthB() > 0 && middle.getLengthA() + middle.getLengthB() > MOST)
            return Optional.empty();
        return Optional.of(new HistogramDiff().diff(RawTextComparator.DEFAULT, before, after));
    }

    private static RawText text(RepoTree tree, String file) {
        return tree.entries().get(file) instanceof RepoTree.Entry.Blob(var bytes)
                ? new RawText(bytes)
                : new RawText(new byte[0]);
    }
}
