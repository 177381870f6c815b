package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.FleetNames;
import io.penguintech.gough.schema.ThingKind;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * @param deployable its releases and their kernels
     * @param things what machines stand on, by kind and id; a kind that was not read is absent
     * @param vmHosts its VM hosts by number; empty when it has none to give: since 4.0, or to our user
     */
    public record Region(
            BackendIdentity identity,
            SortedMap<SystemId, Seen<Machine>> machines,
            boolean complete,
            Instant sweptAt,
            SortedSet<String> zones,
            SortedSet<String> pools,
            SortedSet<String> domains,
            Deployable deployable,
            SortedMap<ThingKind, SortedMap<String, ObservedThing>> things,
            Optional<SortedMap<Long, ObservedVmHost>> vmHosts) {
        /** With nothing read of what machines stand on, nor of kernels. */
        public Region(
                BackendIdentity identity,
                SortedMap<SystemId, Seen<Machine>> machines,
                boolean complete,
                Instant sweptAt,
                SortedSet<String> zones,
                SortedSet<String> pools,
                SortedSet<String> domains,
                SortedMap<String, SortedSet<String>> releases) {
            this(
                    identity,
                    machines,
                    complete,
                    sweptAt,
                    zones,
                    pools,
                    domains,
                    new Deployable(releases, List.of()),
                    new TreeMap<>(),
                    Optional.empty());
        }

        /** Keeps unmodifiable views: the maps are large and made once. */
        public Region {
            machines = Collections.unmodifiableSortedMap(machines);
            zones = Collections.unmodifiableSortedSet(new TreeSet<>(zones));
            pools = Collections.unmodifiableSortedSet(new TreeSet<>(pools));
            domains = Collections.unmodifiableSortedSet(new TreeSet<>(domains));
            things = Collections.unmodifiableSortedMap(things);
            vmHosts = vmHosts.map(all -> Collections.unmodifiableSortedMap(new TreeMap<>(all)));
        }

        /** The same with some kinds of things read anew. */
        Region with(SortedMap<ThingKind, SortedMap<String, ObservedThing>> fresh) {
            var all = new TreeMap<>(things);
            all.putAll(fresh);
            return new Region(
                    identity,
                    machines,
                    complete,
                    sweptAt,
                    names(fresh, ThingKind.ZONE, zones),
                    names(fresh, ThingKind.POOL, pools),
                    names(fresh, ThingKind.DOMAIN, domains),
                    deployable,
                    all,
                    vmHosts);
        }

        private static SortedSet<String> names(
                SortedMap<ThingKind, SortedMap<String, ObservedThing>> fresh,
                ThingKind kind,
                SortedSet<String> otherwise) {
            var things = fresh.get(kind);
            if (things == null) return otherwise;
            return things.values().stream().map(ObservedThing::key).collect(Collectors.toCollection(TreeSet::new));
        }

        /** The same with other machines. */
        public Region with(SortedMap<SystemId, Seen<Machine>> others, boolean all, Instant listedAt) {
            return new Region(identity, others, all, listedAt, zones, pools, domains, deployable, things, vmHosts);
        }

        /** The same with VM hosts read anew. */
        public Region with(Optional<SortedMap<Long, ObservedVmHost>> fresh) {
            return new Region(identity, machines, complete, sweptAt, zones, pools, domains, deployable, things, fresh);
        }

        /** Deployable series by architecture, such as {@code noble} for {@code amd64}. */
        public SortedMap<String, SortedSet<String>> releases() {
            return deployable.releases();
        }

        /** When the machine was read that was read longest ago; when everything was listed if there is none. */
        public Instant oldest() {
            return machines.values().stream()
                    .map(Seen::at)
                    .min(Instant::compareTo)
                    .orElse(sweptAt);
        }

        /** Whether {@code other} is the same but for when it was read. */
        @SuppressWarnings("ReferenceEquality") // the same object is the quick answer, and the usual one
        public boolean showsTheSameAs(Region other) {
            return this == other
                    || (identity.equals(other.identity)
                            && complete == other.complete
                            && zones.equals(other.zones)
                            && pools.equals(other.pools)
                            && domains.equals(other.domains)
                            && deployable.equals(other.deployable)
                            && things.equals(other.things)
                            && vmHosts.equals(other.vmHosts)
                            && sameMachines(other));
        }

        /** In step, as both are sorted: machines that are still the same are the same objects, so this is quick. */
        private boolean sameMachines(Region other) {
            if (machines.size() != other.machines.size()) return false;
            var others = other.machines.values().iterator();
            for (var seen : machines.values())
                if (!seen.value().equals(others.next().value())) return false;
            return true;
        }
    }

    /**
     * One Fleet.
     *
     * @param identity which server it is
     * @param licence what it may do; empty when it does not say
     * @param objects queries, policies and labels by kind and id: those for all hosts and those of the teams that were
     *     asked for, all of them
     * @param teams which teams were asked for, and whether there is one of that name
     * @param enrolled its hosts, as far as labels that list hosts made it necessary to read them
     * @param at when they were read
     */
    public record FleetServer(
            BackendIdentity identity,
            Optional<Licence> licence,
            SortedMap<FleetKind, SortedMap<Long, ObservedObject>> objects,
            SortedMap<String, Boolean> teams,
            Enrolled enrolled,
            Instant at) {
        /** With no host read. */
        public FleetServer(
                BackendIdentity identity,
                Optional<Licence> licence,
                SortedMap<FleetKind, SortedMap<Long, ObservedObject>> objects,
                SortedMap<String, Boolean> teams,
                Instant at) {
            this(identity, licence, objects, teams, Enrolled.NONE, at);
        }

        /** Keeps unmodifiable sorted copies. */
        public FleetServer {
            objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
            teams = Collections.unmodifiableSortedMap(new TreeMap<>(teams));
        }

        /** All of a kind, by id. */
        public SortedMap<Long, ObservedObject> all(FleetKind kind) {
            return objects.getOrDefault(kind, Collections.emptySortedMap());
        }

        /** Whether there is a team of that name; empty when it was not asked for. */
        public Optional<Boolean> team(String name) {
            var key = FleetNames.key(name);
            return teams.entrySet().stream()
                    .filter(team -> FleetNames.key(team.getKey()).equals(key))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }

        /** How many of all kinds. */
        public int size() {
            return objects.values().stream().mapToInt(Map::size).sum();
        }

        /** Queries and policies that are for the hosts of a label, as Fleet calls it. */
        List<ObservedObject> targeting(String label) {
            return Stream.of(FleetKind.QUERY, FleetKind.POLICY)
                    .flatMap(kind -> all(kind).values().stream())
                    .filter(object -> FleetFields.targets(object).contains(label))
                    .toList();
        }

        /** The same, read at another moment. */
        FleetServer read(Instant when) {
            return new FleetServer(identity, licence, objects, teams, enrolled, when);
        }

        /** The same with who carries the labels that list hosts. */
        FleetServer with(SortedMap<Long, ObservedObject> labels, Enrolled hosts) {
            var all = new TreeMap<>(objects);
            all.put(FleetKind.LABEL, Collections.unmodifiableSortedMap(labels));
            return new FleetServer(identity, licence, all, teams, hosts, at);
        }
    }

    /**
     * Hosts of a Fleet, without what changes by itself.
     *
     * @param hosts by Fleet's id
     * @param extent whether it has others, and who must act if that is not known
     * @param teams whose hosts our user sees, when it does not see all; otherwise none
     */
    public record Enrolled(SortedMap<Long, FleetHost> hosts, Extent extent, SortedSet<String> teams) {
        /** None was read. */
        public static final Enrolled NONE =
                new Enrolled(Collections.emptySortedMap(), Extent.NOT_READ, Collections.emptySortedSet());

        /** Keeps unmodifiable sorted copies, and reads what an earlier version wrote, which knew no extent. */
        public Enrolled {
            hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
            extent = Objects.requireNonNullElse(extent, Extent.NOT_READ);
            teams = Collections.unmodifiableSortedSet(
                    new TreeSet<>(Objects.requireNonNullElse(teams, Collections.emptySortedSet())));
        }
    }

    /** How much is known of which hosts a Fleet has. */
    public enum Extent {
        /** Not yet; that ends by itself. */
        NOT_READ,
        /** Our user may not know: a person must act. */
        FORBIDDEN,
        /** All of some teams, and our user sees no others. */
        LIMITED,
        /** All of them. */
        ALL
    }

    /** What a Fleet is licensed for. */
    public enum Licence {
        /** Without teams, labels of queries and policies, and critical policies. */
        FREE,
        /** With all of it. */
        PREMIUM
    }
}
