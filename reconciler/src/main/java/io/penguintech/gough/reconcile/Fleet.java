package io.penguintech.gough.reconcile;

import java.util.Optional;
import java.util.Set;

/** One Fleet: what it has, what can be written to it, and what its hosts answer. */
public interface Fleet {
    /** Which server answers, and as whom. */
    Reading<BackendIdentity> identity();

    /**
     * Every query, policy and label for all hosts, and of these teams.
     *
     * @param teams names of teams, and one that Fleet does not have is said so in the answer; empty: all teams there are
     */
    Reading<Observed.FleetServer> look(Optional<Set<String>> teams);

    /**
     * Asks one host now, and waits for its answer: up to a minute. Changes nothing. Only the machine that {@code host} is
     * answers: one that Fleet knows by its name alone, or twice, is silent.
     *
     * @param sql what is asked
     */
    Reading<LiveAnswer> ask(HostIdentity host, String sql);

    /** Starts {@code step}. A refusal is a {@link Outcome.Failed}, never an exception. */
    Outcome start(Step.OnFleet step);
}
