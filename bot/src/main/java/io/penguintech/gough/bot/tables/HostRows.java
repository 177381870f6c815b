package io.penguintech.gough.bot.tables;

import io.penguintech.gough.schema.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** What hosts answered to one question, as one table. */
public final class HostRows {
    private HostRows() {}

    /**
     * One line for each row, with its host in front, below the headings; nothing at all without rows.
     *
     * @param rows by host; a row is by column
     */
    public static List<String> lines(SortedMap<String, List<SortedMap<String, String>>> rows) {
        var columns = new TreeSet<String>();
        rows.values().forEach(those -> those.forEach(row -> columns.addAll(row.keySet())));
        if (columns.isEmpty()) return List.of();
        var headings = new ArrayList<>(List.of("HOST"));
        columns.forEach(column -> headings.add(VisibleText.line(column)));
        var table = new Table(headings.toArray(String[]::new));
        rows.forEach((host, those) -> {
            for (var row : those) {
                var cells = new ArrayList<>(List.of(host));
                columns.forEach(column -> cells.add(row.getOrDefault(column, "")));
                table.row(cells.toArray(String[]::new));
            }
        });
        return table.lines();
    }
}
