package io.penguintech.gough.reconcile;

import java.util.regex.Pattern;

/**
 * MAAS's own id of a machine, such as {@code wagqdr}.
 *
 * @param value the id
 */
public record SystemId(String value) implements Comparable<SystemId> {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9]{1,41}");

    /** Refuses what could not stand in a URL. */
    public SystemId {
        if (!VALID.matcher(value).matches()) throw new IllegalArgumentException("not a system id: " + value);
    }

    @Override
    public int compareTo(SystemId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
