package io.penguintech.gough.schema;

import java.util.regex.Pattern;

/**
 * The name of a fleet of hosts inside a Fleet server (before Fleet 4.82: team), as Fleet shows it: 1 to 255 characters, no line breaks,
 * trimmed.
 *
 * @param value the name
 */
public record TeamName(String value) implements Comparable<TeamName> {
    private static final Pattern VALID = Pattern.compile("\\S(?:[^\\p{Cntrl}]{0,253}\\S)?");

    /** Refuses what cannot be such a name. */
    public TeamName {
        if (!VALID.matcher(value).matches()) throw new IllegalArgumentException("not a team name: " + value);
    }

    @Override
    public int compareTo(TeamName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
