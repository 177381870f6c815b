package io.penguintech.gough.schema;

import java.util.Comparator;

/**
 * A question to a host that must be answered with no row at all before what runs on it is destroyed.
 *
 * @param fleet which configured Fleet asks the host
 * @param query the name of the query, as people know the guard
 * @param sql what is asked
 */
public record Guard(BackendName fleet, QueryName query, String sql) implements Comparable<Guard> {
    private static final Comparator<Guard> ORDER =
            Comparator.comparing(Guard::query).thenComparing(Guard::fleet).thenComparing(Guard::sql);

    @Override
    public int compareTo(Guard other) {
        return ORDER.compare(this, other);
    }
}
