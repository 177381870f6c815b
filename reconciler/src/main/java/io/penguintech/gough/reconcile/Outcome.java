package io.penguintech.gough.reconcile;

import java.time.Duration;
import java.util.Optional;

/** What came of starting a step. */
public sealed interface Outcome {
    /**
     * It has happened.
     *
     * @param id the id of what was made or changed: a system id, or Fleet's number as text; empty when it is gone
     */
    record Done(Optional<String> id) implements Outcome {}

    /**
     * It has begun and takes time.
     *
     * @param lookAgainIn when looking again is worth while
     */
    record Running(Duration lookAgainIn) implements Outcome {}

    /**
     * It did not happen, or nobody knows.
     *
     * @param failure who must act
     */
    record Failed(Failure failure) implements Outcome {}
}
