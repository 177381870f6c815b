package io.penguintech.gough.bot.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/** In which lines two texts differ, as git sees it. */
public final class LineDiff {
    private LineDiff() {}

    /** A line of a difference. */
    public sealed interface Line {
        /**
         * It is in both.
         *
         * @param text without its end
         */
        record Kept(String text) implements Line {}

        /**
         * It is in the newer one alone.
         *
         * @param text without its end
         */
        record Added(String text) implements Line {}

        /**
         * It is in the older one alone.
         *
         * @param text without its end
         */
        record Removed(String text) implements Line {}

        /**
         * Lines that are in both and are left out.
         *
         * @param lines how many, at least one
         */
        record Gap(int lines) implements Line {}
    }

    /**
     * What differs, in the order of the texts; nothing when they have the same lines.
     *
     * @param around how many lines that stay are shown before and after what differs
     */
    public static List<Line> of(String before, String after, int around) {
        var older = new RawText(before.getBytes(StandardCharsets.UTF_8));
        var newer = new RawText(after.getBytes(StandardCharsets.UTF_8));
        var edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, older, newer);
        if (edits.isEmpty()) return List.of();
        var lines = new ArrayList<Line>();
        int told = 0;
        int head = 0;
        for (var edit : edits) {
            kept(newer, told, edit.getBeginB(), head, around, lines);
            for (int i = edit.getBeginA(); i < edit.getEndA(); i++) lines.add(new Line.Removed(older.getString(i)));
            for (int i = edit.getBeginB(); i < edit.getEndB(); i++) lines.add(new Line.Added(newer.getString(i)));
            told = edit.getEndB();
            head = around;
        }
        kept(newer, told, newer.size(), around, 0, lines);
        return List.copyOf(lines);
    }

    /** The first {@code head} and the last {@code tail} lines between two places, and how many are between those. */
    private static void kept(RawText text, int from, int to, int head, int tail, List<Line> lines) {
        int left = to - from - head - tail;
        int first = left > 0 ? from + head : to;
        for (int i = from; i < first; i++) lines.add(new Line.Kept(text.getString(i)));
        if (left <= 0) return;
        lines.add(new Line.Gap(left));
        for (int i = to - tail; i < to; i++) lines.add(new Line.Kept(text.getString(i)));
    }
}
