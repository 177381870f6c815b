package io.penguintech.gough.schema;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A MAC address, normalised to lower case with colons: MAAS finds machines by lower-case addresses only (recorded).
 *
 * @param value the address
 */
public record MacAddress(String value) implements Comparable<MacAddress> {
    private static final Pattern VALID = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");

    /** Takes hyphens and capitals, refuses everything else. */
    public MacAddress {
        value = value.toLowerCase(Locale.ROOT).replace('-', ':');
        if (!VALID.matcher(value).matches()) throw new IllegalArgumentException("not a MAC address: " + value);
    }

    @Override
    public int compareTo(MacAddress other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
