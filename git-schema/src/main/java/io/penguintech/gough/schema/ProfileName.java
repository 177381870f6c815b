package io.penguintech.gough.schema;

import java.util.regex.Pattern;

/**
 * The name of a profile.
 *
 * @param value the name
 */
public record ProfileName(String value) implements Comparable<ProfileName> {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");

    /** Refuses what cannot be such a name. */
    public ProfileName {
        if (!VALID.matcher(value).matches()) throw new IllegalArgumentException("not a profile name: " + value);
    }

    @Override
    public int compareTo(ProfileName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
