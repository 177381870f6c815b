package io.penguintech.gough.schema;

import java.util.regex.Pattern;

/**
 * The name under which the server settings know a MAAS region or a Fleet.
 *
 * @param value the name
 */
public record BackendName(String value) implements Comparable<BackendName> {
    private static final Pattern VALID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** Refuses what cannot be such a name. */
    public BackendName {
        if (!VALID.matcher(value).matches()) throw new IllegalArgumentException("not a backend name: " + value);
    }

    @Override
    public int compareTo(BackendName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
