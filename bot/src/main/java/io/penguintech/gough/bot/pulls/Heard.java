package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.reconcile.Failure;
import java.util.Optional;

/**
 * What came of hearing.
 *
 * @param missed why not everything was heard, if so
 * @param waits whether something may count once the plan that is asked about stands in the comment
 */
record Heard(Optional<Failure> missed, boolean waits) {
    /** Everything was. */
    static final Heard ALL = new Heard(Optional.empty(), false);

    static Heard failed(Failure failure) {
        return new Heard(Optional.of(failure), false);
    }

    Heard and(Heard other) {
        return new Heard(missed.or(other::missed), waits || other.waits);
    }
}
