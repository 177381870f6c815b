package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.MacAddress;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** One MAAS region: the machines it has and what can be started on them. No method waits for a machine. */
public interface Maas {
    /** Which server answers, and as whom. One or two small calls. */
    Reading<BackendIdentity> identity();

    /** Every machine, and the names of zones, pools, domains and images. Slow (29 ms a machine, recorded): its own job. */
    Reading<Observed.Region> sweep();

    /** The machines with these ids, in few calls; one that MAAS no longer has is missing from the answer. */
    Reading<Map<SystemId, Machine>> look(Set<SystemId> ids);

    /** The machines that have any of these addresses. A look-up that finds nothing is proof of absence. */
    Reading<List<Machine>> find(Set<MacAddress> macAddresses);

    /**
     * Which machines something was noted about after {@code cursor}; a hint where to look, never data. Deletions,
     * creations and edits are not noted (recorded).
     *
     * @param cursor the cursor of the last answer, or empty to learn the newest
     */
    Reading<News> news(OptionalLong cursor);

    /**
     * What only an import asks for: how machines are switched, and which tags MAAS computes by itself. Values that are or
     * may be secrets do not leave the adapter.
     *
     * @param powerTypes the machines asked about, with their power types
     */
    Reading<Survey> survey(Map<SystemId, String> powerTypes);

    /** Starts {@code step}. Never waits for the machine. A refusal is a {@link Outcome.Failed}, never an exception. */
    Outcome start(Step.OnMachine step);

    /**
     * Machines worth a look.
     *
     * @param cursor where to go on
     * @param machines their ids
     */
    record News(long cursor, Set<SystemId> machines) {
        /** Keeps a copy. */
        public News {
            machines = Set.copyOf(machines);
        }
    }
}
