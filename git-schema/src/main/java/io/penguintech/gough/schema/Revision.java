package io.penguintech.gough.schema;

import java.util.regex.Pattern;

/**
 * A commit, by its full id: 40 or 64 lower-case hexadecimal digits.
 *
 * @param id the commit id
 */
public record Revision(String id) implements Comparable<Revision> {
    private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

    /** Refuses anything but a full commit id. */
    public Revision {
        if (!FULL.matcher(id).matches()) throw new IllegalArgumentException("not a full commit id: " + id);
    }

    /** The first twelve digits, for people. */
    public String brief() {
        return id.substring(0, 12);
    }

    @Override
    public int compareTo(Revision other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
