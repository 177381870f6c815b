package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that was found, each with its age.
 *
 * @param regions MAAS regions by the name in the server settings; one that was never read is absent
 * @param fleets Fleets by the name in the server settings; one that was never read is absent
 */
public record Observed(SortedMap<BackendName, Region> regions, SortedMap<BackendName, FleetServer> fleets) {
    /** Keeps unmodifiable sorted copies. */
    public Observed {
        regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
        fleets = Collections.unmodifiableSortedMap(new TreeMap<>(fleets));
    }

    /**
     * One MAAS region.
     *
     * @param identity which server it is
     * @param machines by system id
     * @param complete whether {@code machines} came from a complete list, updated since: only then is absence a fact
     * @param sweptAt when the last complete list was read
     * @param zones names of its zones
     * @param pools names of its pools
     * @param domains names of its domains
     * @param releases deployable series by architecture, such as {@code noble} for {@code amd64}
     */
    public record Region(
            BackendIdentity identity,
            SortedMap<SystemId, Seen<Machine>> machines,
            boolean complete,
            Instant sweptAt,
            SortedSet<String> zones,
            SortedSet<String> pools,
            SortedSet<String> domains,
            SortedMap<String, SortedSet<String>> releases) {
        /** Keeps unmodifiable views: the maps are large and made once. */
        public Region {
            machines = Collections.unmodifiableSortedMap(machines);
            zones = Collections.unmodifiableSortedSet(new TreeSet<>(zones));
            pools = Collections.unmodifiableSortedSet(new TreeSet<>(pools));
            domains = Collections.unmodifiableSortedSet(new TreeSet<>(domains));
            releases = Collections.unmodifiableSortedMap(releases);
        }
    }

    /**
     * One Fleet.
     *
     * @param identity which server it is
     * @param queries by id; always complete
     * @param at when they were read
     */
    public record FleetServer(BackendIdentity identity, SortedMap<Long, ObservedQuery> queries, Instant at) {
        /** Keeps an unmodifiable sorted copy. */
        public FleetServer {
            queries = Collections.unmodifiableSortedMap(new TreeMap<>(queries));
        }
    }
}
