package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.LiveAnswer;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** How much of what hosts say is kept: a host may say very much. */
final class RowRoom {
    /** What a cell costs besides its characters. */
    private static final int CELL = 64;

    private int rows;
    private long characters;

    RowRoom(int rows, long characters) {
        this.rows = rows;
        this.characters = characters;
    }

    /**
     * The answer of a host: every row counted, and as many kept as there is room.
     *
     * @param added columns that Fleet adds to what a host said, with what it writes there
     */
    LiveAnswer.Rows keep(JsonNode said, Map<String, String> added) {
        var kept = new ArrayList<SortedMap<String, String>>();
        int count = 0;
        for (var row : said) {
            if (!row.isObject()) continue; // Fleet lets null pass
            count++;
            if (rows <= 0) continue;
            var columns = columns(row, added);
            long weight = weight(columns);
            if (weight > characters) continue;
            rows--;
            characters -= weight;
            kept.add(columns);
        }
        return new LiveAnswer.Rows(count, kept);
    }

    private static long weight(SortedMap<String, String> columns) {
        return columns.entrySet().stream()
                .mapToLong(column ->
                        CELL + column.getKey().length() + column.getValue().length())
                .sum();
    }

    private static SortedMap<String, String> columns(JsonNode row, Map<String, String> added) {
        var columns = new TreeMap<String, String>();
        row.properties().forEach(column -> {
            var text = column.getValue().asString("");
            if (!text.equals(added.get(column.getKey()))) columns.put(column.getKey(), text);
        });
        return columns;
    }
}
