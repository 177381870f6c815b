package io.penguintech.gough.reconcile;

import java.util.Optional;

/** One Fleet: the queries it has and what can be written to them. */
public interface Fleet {
    /** Which server answers, and as whom. */
    Reading<BackendIdentity> identity();

    /** Every global query. */
    Reading<Observed.FleetServer> queries();

    /** The query with this id; empty when Fleet has none. */
    Reading<Optional<ObservedQuery>> query(long id);

    /** Starts {@code step}. A refusal is a {@link Outcome.Failed}, never an exception. */
    Outcome start(Step.OnQuery step);
}
