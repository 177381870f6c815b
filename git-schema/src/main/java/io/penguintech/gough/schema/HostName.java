package io.penguintech.gough.schema;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a host: one DNS label, lower case. MAAS appends the domain.
 *
 * @param value the name
 */
public record HostName(String value) implements Comparable<HostName> {
    private static final Pattern VALID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** Refuses what cannot be such a name. */
    public HostName {
        value = value.toLowerCase(Locale.ROOT);
        if (!VALID.matcher(value).matches())
            throw new IllegalArgumentException("not a host name (a-z, 0-9 and inner hyphens, at most 63): " + value);
    }

    @Override
    public int compareTo(HostName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
