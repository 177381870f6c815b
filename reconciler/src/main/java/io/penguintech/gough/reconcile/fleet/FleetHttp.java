package io.penguintech.gough.reconcile.fleet;

import io.penguintech.gough.reconcile.BackendIdentity;
import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.ObservedQuery;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.Step;
import io.penguintech.gough.reconcile.http.CallListener;
import io.penguintech.gough.reconcile.http.Refused;
import io.penguintech.gough.schema.BackendName;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A Fleet over its REST API, 4.82 and later by the new names, older ones by the old. Safe for use by many threads.
 *
 * <table>
 * <caption>HTTP calls when nothing is repeated; q = global queries, p = the settings' page size</caption>
 * <tr><td>identity</td><td>3</td></tr>
 * <tr><td>queries</td><td>identity + q / p, rounded up, at least 1; one more when the last page is full and the server
 *     sends no paging information</td></tr>
 * <tr><td>query, update, delete</td><td>1 (and once in its life version)</td></tr>
 * <tr><td>create</td><td>1 read for each begun page of queries whose name holds the new one, at least 1; 1 write</td></tr>
 * </table>
 */
public final class FleetHttp implements Fleet, AutoCloseable {
    private final FleetCalls calls;
    private final FleetIdentity identity;
    private final FleetQueries queries;
    private final Clock clock;

    /**
     * Sets up; calls nothing yet.
     *
     * @param fleet its name in the server settings, for messages and metrics
     * @param settings how to reach it
     * @param listener hears of every HTTP call
     * @param clock for the moments of observations
     * @param random for the spread of pauses
     */
    public FleetHttp(
            BackendName fleet, FleetSettings settings, CallListener listener, Clock clock, RandomGenerator random) {
        this.calls = new FleetCalls(fleet, settings, listener, random);
        this.identity = new FleetIdentity(calls);
        this.queries = new FleetQueries(calls);
        this.clock = clock;
    }

    @Override
    public Reading<BackendIdentity> identity() {
        return reading(identity::read);
    }

    @Override
    public Reading<Observed.FleetServer> queries() {
        return reading(() -> {
            var who = identity.read();
            var at = clock.instant();
            return new Observed.FleetServer(who, queries.all(), at);
        });
    }

    @Override
    public Reading<Optional<ObservedQuery>> query(long id) {
        return reading(() -> queries.one(id));
    }

    @Override
    public Outcome start(Step.OnQuery step) {
        try {
            return switch (step) {
                case Step.CreateQuery create -> queries.create(create);
                case Step.UpdateQuery update -> queries.update(update);
                case Step.DeleteQuery delete -> queries.delete(delete);
            };
        } catch (Refused refused) {
            return new Outcome.Failed(refused.failure());
        }
    }

    private interface Read<T> {
        T get() throws Refused;
    }

    private static <T> Reading<T> reading(Read<T> read) {
        try {
            return new Reading.Got<>(read.get());
        } catch (Refused refused) {
            return new Reading.Missed<>(refused.failure());
        }
    }

    /** Cuts what is under way. */
    @Override
    public void close() {
        calls.close();
    }
}
