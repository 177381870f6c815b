package io.penguintech.gough.reconcile;

/** What came of reading from a backend. */
public sealed interface Reading<T> {
    /**
     * It answered.
     *
     * @param value what it said
     */
    record Got<T>(T value) implements Reading<T> {}

    /**
     * It did not answer, or not usably.
     *
     * @param failure who must act
     */
    record Missed<T>(Failure failure) implements Reading<T> {}
}
