package io.penguintech.gough.reconcile.http;

/** A text that opens a backend. Prints as dots; compares by identity, so that nothing can guess at it. */
public final class Credential {
    private final String value;

    /** Keeps {@code value} without surrounding white space, as files often end in a line break. */
    public Credential(String value) {
        this.value = value.strip();
        if (this.value.isEmpty()) throw new IllegalArgumentException("a credential is empty");
    }

    /** The text itself. Never to be logged or put into a message. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "•••";
    }
}
