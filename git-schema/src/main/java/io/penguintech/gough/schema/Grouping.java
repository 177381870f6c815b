package io.penguintech.gough.schema;

import java.util.Locale;

/**
 * By what hosts are grouped: their zone, their pool, or the value of one of their labels.
 *
 * @param kind which of these
 * @param key the label's key; empty text for the others
 */
public record Grouping(Kind kind, String key) {
    private static final String LABEL = "label:";

    /** What a host can be grouped by. */
    public enum Kind {
        /** The MAAS zone. */
        ZONE,
        /** The MAAS resource pool. */
        POOL,
        /** The value of a label. */
        LABEL
    }

    /**
     * Reads {@code zone}, {@code pool} or {@code label:KEY}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Grouping parse(String word) {
        if (word.equals("zone")) return new Grouping(Kind.ZONE, "");
        if (word.equals("pool")) return new Grouping(Kind.POOL, "");
        if (word.startsWith(LABEL) && word.length() > LABEL.length())
            return new Grouping(Kind.LABEL, word.substring(LABEL.length()));
        throw new IllegalArgumentException("hosts are grouped by zone, pool or label:KEY, not by " + word);
    }

    /** One group for people, such as {@code zone rack-a}, {@code role=db}, or {@code hosts without label role}. */
    public String words(String value) {
        return switch (kind) {
            case ZONE, POOL -> kind.name().toLowerCase(Locale.ROOT) + " " + value;
            case LABEL -> value.isEmpty() ? "hosts without label " + key : "%s=%s".formatted(key, value);
        };
    }

    /** As files spell it. */
    @Override
    public String toString() {
        return kind == Kind.LABEL ? LABEL + key : kind.name().toLowerCase(Locale.ROOT);
    }
}
