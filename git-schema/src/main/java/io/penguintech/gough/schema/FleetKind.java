package io.penguintech.gough.schema;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of objects in a Fleet. In this order they are made: the later ones are for hosts of the first. */
public enum FleetKind {
    /** A set of hosts. */
    LABEL("labels"),
    /** An osquery query (Fleet: report). */
    QUERY("queries"),
    /** A question with the answer yes or no. */
    POLICY("policies");

    private final String plural;

    FleetKind(String plural) {
        this.plural = plural;
    }

    /** The kind for people and records. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Several of them, for people. */
    public String plural() {
        return plural;
    }

    /** The kind with this word. */
    public static Optional<FleetKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
