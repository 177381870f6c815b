package io.penguintech.gough.reconcile.http;

/** Makes the {@code Authorization} header of one backend. */
@FunctionalInterface
public interface Authorization {
    /** The header's value, made afresh for every try; empty for none. Never to be logged. */
    String header();

    /**
     * Whether a refusal only says that the same header was seen before. The JDK's client repeats a read by itself when a
     * connection closes without a word, and it repeats the header with it: a try with a new one may then pass.
     */
    default boolean seenBefore(Exchange.Answered refusal) {
        return false;
    }
}
