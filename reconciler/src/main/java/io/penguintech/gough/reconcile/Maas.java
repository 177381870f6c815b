package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.ThingKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;

/** One MAAS region: the machines it has and what can be started on them. No method waits for a machine. */
public interface Maas {
    /** Which server answers, and as whom. One or two small calls. */
    Reading<BackendIdentity> identity();

    /** Every machine, what machines stand on, and the names of images. Slow (29 ms a machine, recorded): its own job. */
    Reading<Observed.Region> sweep();

    /**
     * Which server answers, and the names of zones, pools, domains and images, as {@link #sweep} has them: a few short
     * lists and no machine.
     */
    Reading<Observed.Region> surroundings();

    /** The machines with these ids, in few calls; one that MAAS no longer has is missing from the answer. */
    Reading<Map<SystemId, Machine>> look(Set<SystemId> ids);

    /** The machines that have any of these addresses. A look-up that finds nothing is proof of absence. */
    Reading<List<Machine>> find(Set<MacAddress> macAddresses);

    /** The machines that have any of these names. A look-up that finds nothing is proof of absence. */
    Reading<List<Machine>> named(Set<String> hostnames);

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

    /**
     * The ids of all machines in few calls, each with a mark that differs when something differs, for a region that has such a
     * list and credentials for it. Pages may miss what comes or goes meanwhile: it says where to look, and proves nothing.
     *
     * @return empty where there is no such list, as in most
     */
    default Reading<Optional<Map<SystemId, Integer>>> roster() {
        return new Reading.Got<>(Optional.empty());
    }

    /**
     * What machines stand on, by kind and id; a kind that our user may not read is missing from the answer. One or two
     * short lists a kind.
     */
    Reading<SortedMap<ThingKind, SortedMap<String, ObservedThing>>> things(Set<ThingKind> kinds);

    /** The VM hosts by number, in one short call; empty where there are none to have: since 4.0 (410), or for our user. */
    default Reading<Optional<SortedMap<Long, ObservedVmHost>>> vmHosts() {
        return new Reading.Got<>(Optional.empty());
    }

    /**
     * What can be deployed at this moment; of this release only images that are here completely, so that deploying it would
     * not be refused. One list, and one short call for each of its images.
     */
    Reading<Deployable> deployable(String release);

    /** Starts {@code step}. A refusal is a {@link Outcome.Failed}, never an exception. */
    Outcome start(Step.OnRegion step);

    /** Starts {@code step}. Never waits for the machine. A refusal is a {@link Outcome.Failed}, never an exception. */
    Outcome start(Step.OnMachine step);

    /**
     * Machines worth a look, and what was noted about them.
     *
     * @param cursor where to go on
     * @param machines their ids
     * @param notes who did what, and which statuses changed, oldest first; for people
     */
    record News(long cursor, Set<SystemId> machines, List<Noted> notes) {
        /** Keeps copies. */
        public News {
            machines = Set.copyOf(machines);
            notes = List.copyOf(notes);
        }

        /** Nothing but hints. */
        public News(long cursor, Set<SystemId> machines) {
            this(cursor, machines, List.of());
        }
    }

    /** Something MAAS noted about a machine. Its texts are MAAS's own. */
    sealed interface Noted {
        /**
         * A user asked for something.
         *
         * @param who the user's name
         * @param what such as {@code releasing node}
         */
        record Asked(SystemId machine, Instant at, String who, String what) implements Noted {}

        /** A machine went from one status to another. */
        record Turned(SystemId machine, Instant at, String from, String to) implements Noted {}
    }
}
