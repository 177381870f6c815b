package io.penguintech.gough.reconcile.http;

import java.time.Duration;

/** Hears of every HTTP call to a backend, repeats too: for metrics. Must be quick and safe to call from any thread. */
@FunctionalInterface
public interface CallListener {
    /** Hears nothing. */
    CallListener NONE = (backend, operation, status, took, bytes) -> {};

    /**
     * One call has ended.
     *
     * @param backend the backend's name in the server settings
     * @param operation a fixed word for what was called, such as {@code deploy}; few of them, fit for a metric's label
     * @param status the HTTP status, or 0 when no answer came
     * @param took from the first byte sent to the last one read
     * @param bytes length of the answer's body, as far as it was read
     */
    void called(String backend, String operation, int status, Duration took, long bytes);
}
