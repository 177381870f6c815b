package io.penguintech.gough.schema;

import java.util.regex.Pattern;

/**
 * The name of a label, as Fleet shows it: 1 to 255 characters, no line breaks,
 * trimmed.
 *
 * @param value the name
 */
public record LabelName(String value) implements Comparable<LabelName> {
    private static final Pattern VALID = Pattern.compile("\\S(?:[^\\p{Cntrl}]{0,253}\\S)?");

    /** Refuses what cannot be such a name. */
    public LabelName {
        if (!VALID.matcher(value).matches()) throw new IllegalArgumentException("not a label name: " + value);
    }

    @Override
    public int compareTo(LabelName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
