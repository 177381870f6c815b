package io.penguintech.gough.simulators.fleet;

import io.penguintech.gough.simulators.fault.Answer;

/** Serves one method of one path; runs under the lock of the model. */
@FunctionalInterface
interface Route {
    /** The answer of a request that succeeds; anything else is a {@link Refusal}. */
    Answer answer(Request request);
}
