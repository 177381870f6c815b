package io.penguintech.gough.reconcile.http;

/** What came of reading an answer piece by piece. */
public sealed interface Streamed<T> {
    /**
     * It was read to its end.
     *
     * @param value what was made of it
     */
    record Read<T>(T value) implements Streamed<T> {}

    /**
     * It was not.
     *
     * @param exchange what came instead
     */
    record Instead<T>(Exchange exchange) implements Streamed<T> {}
}
