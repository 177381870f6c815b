package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.MacAddress;
import io.penguintech.gough.schema.Revision;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A machine as MAAS has it, in our words.
 *
 * @param id MAAS's id
 * @param hostname its name in MAAS, lower case
 * @param macAddresses every address of its interfaces
 * @param serial its serial number, when commissioning found one
 * @param architecture such as {@code amd64/generic}
 * @param zone MAAS zone
 * @param pool MAAS resource pool
 * @param domain MAAS domain
 * @param description MAAS description
 * @param tags all its tags, others' too
 * @param owner the MAAS user who has it
 * @param locked whether somebody locked it
 * @param powerType MAAS's driver name, or empty text
 * @param annotations workload annotations; gone after a release
 * @param status MAAS's own word for its status, for people
 * @param state what that means to us
 * @param fitted its interfaces and disks as MAAS has them
 * @param vmHost the VM host it lives on, when it is a virtual machine that MAAS made or found there
 * @param vitals whether it is switched on, and its newest test run; never part of what an approval of anything else names
 * @param uuid what its firmware calls it, when MAAS learnt that; for finding it elsewhere, never to tell machines of MAAS apart
 * @param leastKernel the oldest kernel that MAAS deploys it with (its {@code min_hwe_kernel}), or empty text
 */
public record Machine(
        SystemId id,
        String hostname,
        SortedSet<MacAddress> macAddresses,
        Optional<String> serial,
        String architecture,
        String zone,
        String pool,
        String domain,
        String description,
        SortedSet<String> tags,
        Optional<String> owner,
        boolean locked,
        String powerType,
        SortedMap<String, String> annotations,
        String status,
        State state,
        Fitted fitted,
        Optional<VmHost> vmHost,
        Vitals vitals,
        Optional<String> uuid,
        String leastKernel) {
    /** A machine of metal of which nothing is known inside. */
    public Machine(
            SystemId id,
            String hostname,
            SortedSet<MacAddress> macAddresses,
            Optional<String> serial,
            String architecture,
            String zone,
            String pool,
            String domain,
            String description,
            SortedSet<String> tags,
            Optional<String> owner,
            boolean locked,
            String powerType,
            SortedMap<String, String> annotations,
            String status,
            State state) {
        this(
                id,
                hostname,
                macAddresses,
                serial,
                architecture,
                zone,
                pool,
                domain,
                description,
                tags,
                owner,
                locked,
                powerType,
                annotations,
                status,
                state,
                Fitted.NOTHING,
                Optional.empty(),
                Vitals.UNKNOWN,
                Optional.empty(),
                "");
    }

    /** Keeps unmodifiable sorted copies; reads what an earlier version wrote, which knew less. */
    public Machine {
        vitals = Objects.requireNonNullElse(vitals, Vitals.UNKNOWN);
        uuid = Objects.requireNonNullElse(uuid, Optional.empty());
        leastKernel = Objects.requireNonNullElse(leastKernel, "");
        fitted = Objects.requireNonNullElse(fitted, Fitted.NOTHING);
        vmHost = Objects.requireNonNullElse(vmHost, Optional.empty());
        macAddresses = Collections.unmodifiableSortedSet(new TreeSet<>(macAddresses));
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    /** The revision that Gough stamped it with when it deployed it, for people: never compared, never trusted. */
    public Optional<Revision> stampedRevision() {
        return Stamp.revision(this);
    }

    /**
     * A VM host of MAAS (to 3.8), seen from a virtual machine on it.
     *
     * @param name its name in MAAS
     * @param machine the machine it is, when MAAS knows that
     */
    public record VmHost(String name, Optional<SystemId> machine) {
        /** Whether it is the machine with this id and name; by name only when MAAS does not know the machine. */
        public boolean is(SystemId id, String hostname) {
            return machine.map(id::equals).orElseGet(() -> name.equalsIgnoreCase(hostname));
        }
    }

    /**
     * What changes about a machine without anybody having decided it.
     *
     * @param power whether it is switched on, as MAAS saw it last
     * @param testRun MAAS's number of its newest test run; 0 when it was never tested
     */
    public record Vitals(Power power, long testRun) {
        /** Of a machine nothing was read of. */
        public static final Vitals UNKNOWN = new Vitals(Power.UNKNOWN, 0);

        /** Reads what an earlier version wrote. */
        public Vitals {
            power = Objects.requireNonNullElse(power, Power.UNKNOWN);
        }
    }

    /** Whether a machine is switched on. */
    public enum Power {
        /** Switched on. */
        ON,
        /** Switched off. */
        OFF,
        /** MAAS cannot ask, or got no answer. */
        UNKNOWN;

        /** For people. */
        public String word() {
            return switch (this) {
                case ON -> "on";
                case OFF -> "off";
                case UNKNOWN -> "on or off, which MAAS does not know";
            };
        }
    }

    /** MAAS's 23 statuses folded to what they mean for us; the adapter folds them, once. */
    public sealed interface State {
        /** Enlisted, never commissioned (New). */
        record New() implements State {}

        /** Commissioned and free (Ready). */
        record Ready() implements State {}

        /** Held by its owner and not deployed (Allocated, Reserved). */
        record Allocated() implements State {}

        /**
         * On its way; MAAS allows nothing now. Also every status we do not know.
         *
         * @param doing what it is doing
         */
        record Busy(Doing doing) implements State {}

        /**
         * Running.
         *
         * @param release series such as {@code noble}; empty text when MAAS does not know
         * @param kernel kernel such as {@code ga-24.04}; empty text when MAAS does not know
         */
        record Deployed(String release, String kernel) implements State {}

        /**
         * Failed, broken, missing, in rescue mode, retired: a person looks.
         *
         * @param trouble which of these
         * @param message MAAS's own words about it, one short line; empty text when it has none
         */
        record Broken(Trouble trouble, String message) implements State {
            /** Reads what an earlier version wrote, which had neither. */
            public Broken {
                trouble = Objects.requireNonNullElse(trouble, Trouble.OTHER);
                message = Objects.requireNonNullElse(message, "");
            }
        }
    }

    /** What a busy machine is doing. */
    public enum Doing {
        /** Commissioning, or testing after it. */
        COMMISSIONING,
        /** Deploying. */
        DEPLOYING,
        /** Releasing or erasing. */
        RELEASING,
        /** Entering or exiting rescue mode. */
        OTHER,
        /** A status that this version does not know. */
        UNKNOWN
    }

    /** What a machine that needs a person has met. Named after MAAS's statuses. */
    public enum Trouble {
        /** Failed commissioning. */
        COMMISSIONING,
        /** Failed testing. */
        TESTING,
        /** Failed deployment. */
        DEPLOYMENT,
        /** Releasing failed. */
        RELEASING,
        /** Failed disk erasing. */
        ERASING,
        /** Somebody, or MAAS, marked it broken. */
        MARKED_BROKEN,
        /** Missing. */
        MISSING,
        /** Retired in MAAS itself, which is no goal of ours. */
        RETIRED,
        /** In rescue mode: somebody works on it. */
        RESCUE,
        /** Failed to enter rescue mode. */
        ENTERING_RESCUE,
        /** Failed to exit rescue mode. */
        EXITING_RESCUE,
        /** Not recorded which. */
        OTHER
    }
}
