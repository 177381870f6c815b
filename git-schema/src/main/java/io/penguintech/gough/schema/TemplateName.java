package io.penguintech.gough.schema;

import java.util.regex.Pattern;

/**
 * The name of a template: its path below {@code templates/} without its ending.
 *
 * @param value the name
 */
public record TemplateName(String value) implements Comparable<TemplateName> {
    private static final Pattern VALID =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*");

    /** Refuses what cannot be such a name. */
    public TemplateName {
        if (!VALID.matcher(value).matches()) throw new IllegalArgumentException("not a template name: " + value);
    }

    @Override
    public int compareTo(TemplateName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
