package io.penguintech.gough.templates.view;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a comment that may go on in the next one; without rows it is not there.
 *
 * @param noun what it holds, in the plural, to count what does not fit
 * @param whole whether it is one of these, however many rows it has
 * @param open what stands before its first row
 * @param again what stands before its first row in another comment
 * @param rows each with a line break at its end
 * @param close what stands after its last row in each comment
 */
record Block(String noun, boolean whole, String open, String again, List<String> rows, String close) {
    Block {
        rows = List.copyOf(rows);
    }

    /** Text that is not cut. */
    static Block text(String noun, String text) {
        return new Block(noun, true, "", "", List.of(text), "");
    }

    /** Blocks below a heading; those without rows are gone. */
    static List<Block> below(String heading, List<Block> blocks) {
        var there = new ArrayList<>(blocks);
        there.removeIf(block -> block.rows().isEmpty());
        if (!there.isEmpty()) there.set(0, there.getFirst().after(heading(heading)));
        return there;
    }

    private Block after(String before) {
        return new Block(noun, whole, before + open, again, rows, close);
    }

    /** Rows below a heading, which everybody sees. */
    static Block open(String noun, String heading, List<String> rows) {
        return new Block(noun, false, heading(heading), heading(heading + ", continued"), rows, "");
    }

    private static String heading(String heading) {
        return "\n#### " + heading + "\n\n";
    }

    /** Rows that are seen once the summary is clicked. */
    static Block folded(String noun, String summary, List<String> rows) {
        return folded(noun, false, summary, "", rows, "");
    }

    /** Folded rows with something before the first and after the last of them in each comment. */
    static Block folded(String noun, boolean whole, String summary, String before, List<String> rows, String after) {
        return new Block(
                noun,
                whole,
                summary(summary) + before,
                summary(summary + ", continued") + before,
                rows,
                after + "\n</details>\n");
    }

    private static String summary(String summary) {
        return "\n<details><summary>" + summary + "</summary>\n\n";
    }

    /** How many things its rows from this one on are. */
    int from(int row) {
        return whole ? Math.min(1, rows.size()) : rows.size() - row;
    }

    /** How long it is when it is not cut. */
    int length() {
        return rows.isEmpty()
                ? 0
                : open.length() + rows.stream().mapToInt(String::length).sum() + close.length();
    }
}
