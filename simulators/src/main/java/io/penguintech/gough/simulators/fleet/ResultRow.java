package io.penguintech.gough.simulators.fleet;

import java.time.Instant;
import java.util.Map;

/**
 * One stored row of a report's results.
 *
 * @param hostId whose row it is
 * @param fetchedAt when it was taken
 * @param columns all values are texts, as osquery gives them
 */
public record ResultRow(int hostId, Instant fetchedAt, Map<String, String> columns) {
    /** Copies the columns. */
    public ResultRow {
        columns = Map.copyOf(columns);
    }
}
