package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Fleet;
import io.penguintech.gough.reconcile.Maas;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.MacAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Every configured backend and what was last seen there. Sweeps fill it from outside; the engine only reads what it is
 * about to touch. Thread-safe.
 */
public interface Backends {
    /** All that was seen, each with its age. Calls nobody. The same object as long as nothing new was seen. */
    Observed observed();

    /** The MAAS region with this name in the server settings. */
    Optional<Maas> region(BackendName name);

    /** The Fleet with this name in the server settings. */
    Optional<Fleet> fleet(BackendName name);

    /** Reads these machines now and remembers them, also that one is gone: it is missing from the answer. */
    Reading<Map<SystemId, Machine>> look(BackendName region, Set<SystemId> machines);

    /** Looks up machines by address now and remembers them. */
    Reading<List<Machine>> find(BackendName region, Set<MacAddress> macAddresses);

    /** Reads all queries of a Fleet now and remembers them. */
    Reading<Observed.FleetServer> readQueries(BackendName fleet);

    /** Backends that did not answer when they were last asked: {@code maas default} or {@code fleet default} to why. */
    SortedMap<String, String> problems();
}
