package io.penguintech.gough.schema;

import java.util.Comparator;
import java.util.Locale;

/**
 * Something a person should know about a file of the repository.
 *
 * @param severity whether the revision can be used in spite of it
 * @param summary a fixed phrase that never holds a name, so that people learn to recognise it
 * @param detail the names, the values, and how to mend it; never a secret
 * @param place where it stands
 */
public record Diagnostic(Severity severity, String summary, String detail, Place place)
        implements Comparable<Diagnostic> {
    private static final Comparator<Diagnostic> ORDER = Comparator.comparing(Diagnostic::place)
            .thenComparing(Diagnostic::severity)
            .thenComparing(Diagnostic::summary)
            .thenComparing(Diagnostic::detail);

    /** How bad it is. One error rejects the revision. */
    public enum Severity {
        /** The revision is rejected. */
        ERROR,
        /** Probably a mistake; the revision is used. */
        WARNING,
        /** Worth knowing; nothing to mend. */
        NOTICE
    }

    /** A problem that rejects the revision. */
    public static Diagnostic error(String summary, String detail, Place place) {
        return new Diagnostic(Severity.ERROR, summary, detail, place);
    }

    /** A probable mistake that does not reject the revision. */
    public static Diagnostic warning(String summary, String detail, Place place) {
        return new Diagnostic(Severity.WARNING, summary, detail, place);
    }

    @Override
    public int compareTo(Diagnostic other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:column: severity: summary. detail}, the form the command line prints. */
    @Override
    public String toString() {
        return "%s: %s: %s. %s".formatted(place, severity.name().toLowerCase(Locale.ROOT), summary, detail);
    }
}
