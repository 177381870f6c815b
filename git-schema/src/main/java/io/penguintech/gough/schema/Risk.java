package io.penguintech.gough.schema;

import java.util.Locale;

/** What a change may cost. Ordered: a later one is worse. */
public enum Risk {
    /** Nothing can be lost and nothing is disturbed. */
    NONE,
    /** Visible, harmless. */
    NOTICE,
    /** Disturbs a machine or makes one. */
    DISRUPTIVE,
    /** Loses data or a machine. */
    DESTRUCTIVE;

    /** The worse of the two. */
    public Risk or(Risk other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** The word as files and messages spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
