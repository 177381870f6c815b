package io.penguintech.gough.simulators.fleet;

import java.util.List;
import java.util.Map;

/** What a host does when it is asked something live. */
public sealed interface LiveAnswer {
    /**
     * It answers.
     *
     * @param rows what it says; empty when nothing on it matches
     */
    record Rows(List<Map<String, String>> rows) implements LiveAnswer {
        /** Copies the rows. */
        public Rows {
            rows = rows.stream().map(Map::copyOf).toList();
        }
    }

    /**
     * Its osquery refuses the question.
     *
     * @param error in osquery's words, such as {@code no such table: vms}
     */
    record Failing(String error) implements LiveAnswer {}

    /** It does not answer before Fleet stops waiting. How long that takes is a matter of {@code faults()}. */
    record Silent() implements LiveAnswer {}

    /** Rows of one column each. */
    static LiveAnswer rows(String column, String... values) {
        return new Rows(
                List.of(values).stream().map(value -> Map.of(column, value)).toList());
    }
}
