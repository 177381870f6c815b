package io.penguintech.gough.bot.tables;

import io.penguintech.gough.schema.VisibleText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows whose columns align, measured in code points; what cannot be seen is shown by its number. */
public final class Table {
    /** One cell that is wider stands out alone; else each row would be padded to it. */
    private static final int WIDEST = 100;

    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these headings. */
    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** One more row, with as many cells as there are headings. */
    public void row(String... cells) {
        rows.add(Arrays.stream(cells).map(VisibleText::line).toList());
    }

    /** The lines, with two spaces between columns and none at their ends. */
    public List<String> lines() {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows)
            for (int i = 0; i < row.size(); i++) widths[i] = Math.max(widths[i], Math.min(WIDEST, width(row.get(i))));
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            var cell = row.get(i);
            line.append(cell).append(" ".repeat(Math.max(0, widths[i] - width(cell)) + 2));
        }
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
