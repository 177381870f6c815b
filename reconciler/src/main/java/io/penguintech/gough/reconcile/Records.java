package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.DeployOptions;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.MacAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What Gough remembers of what it manages. MAAS returns no user data and forgets annotations, so this is the only
 * evidence of what was sent; without a record nothing is ever taken for ours.
 *
 * @param hosts by host name
 * @param inFleets Fleet's ids of queries, policies and labels
 * @param things MAAS's ids of what machines stand on, by region, kind and name
 * @param thingKeys what told each of those things from all others when it was as declared last, as far as it is known
 * @param images the version of the image that a host was deployed from, as far as it is known
 */
public record Records(
        SortedMap<HostName, HostRecord> hosts,
        SortedMap<Subject.OfFleet, Long> inFleets,
        SortedMap<Subject.OfThing, String> things,
        SortedMap<Subject.OfThing, String> thingKeys,
        SortedMap<HostName, String> images) {
    /** Nothing remembered. */
    public static final Records NONE = new Records(new TreeMap<>(), new TreeMap<>());

    /** With no thing of any region, and no image. */
    public Records(SortedMap<HostName, HostRecord> hosts, SortedMap<Subject.OfFleet, Long> inFleets) {
        this(hosts, inFleets, new TreeMap<>(), new TreeMap<>());
    }

    /** Of no thing it is known what it was like. */
    public Records(
            SortedMap<HostName, HostRecord> hosts,
            SortedMap<Subject.OfFleet, Long> inFleets,
            SortedMap<Subject.OfThing, String> things,
            SortedMap<HostName, String> images) {
        this(hosts, inFleets, things, new TreeMap<>(), images);
    }

    /** Keeps unmodifiable sorted copies. */
    public Records {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        inFleets = Collections.unmodifiableSortedMap(new TreeMap<>(inFleets));
        things = Collections.unmodifiableSortedMap(new TreeMap<>(things));
        thingKeys = Collections.unmodifiableSortedMap(new TreeMap<>(thingKeys));
        images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
    }

    /** Those records that say what {@code observed} shows to be no longer so, each as it is now. */
    public List<HostRecord> outdatedBy(Observed observed) {
        var outdated = new ArrayList<HostRecord>();
        for (var record : hosts.values()) {
            var region = observed.regions().get(record.region());
            var seen = region == null ? null : region.machines().get(record.systemId());
            if (seen == null) continue;
            var now = record.asSeen(seen.value());
            if (!now.equals(record)) outdated.add(now);
        }
        return outdated;
    }

    /**
     * What is remembered of one host.
     *
     * @param host its name when it was recorded
     * @param region the region it lives in
     * @param systemId its machine
     * @param macAddresses the addresses it was found by
     * @param adopted whether it was taken over as it was: its user data is unknown and its lifecycle is not ours
     * @param deployment what was deployed; empty when it is not deployed by us
     * @param heldSince when it was powered off to be retired
     * @param tags the tags Gough itself put on it, its two marks aside; only these may Gough take off again
     * @param lost whether a person confirmed that what ran there is gone, and nothing was deployed since
     * @param living whether a person confirmed that it still runs although its region does not know it any more: it is
     *     registered there as it runs
     * @param maintainedFrom what the machine was, as people read it, when Gough put it into rescue mode; empty when
     *     Gough did not, or it is out of it again
     * @param locked whether the lock it has is one that Gough set
     * @param power the driver ({@code type}) and the parameters by which it is switched, as MAAS was last told, secrets as
     *     references; empty when that is not known
     * @param told what MAAS was told once and does not tell back, by the names of {@link Told}, secrets as references, and
     *     what documents named of its cards; what is not known is not in it
     */
    public record HostRecord(
            HostName host,
            BackendName region,
            SystemId systemId,
            SortedSet<MacAddress> macAddresses,
            boolean adopted,
            Optional<Deployment> deployment,
            Optional<Instant> heldSince,
            SortedSet<String> tags,
            boolean lost,
            boolean living,
            Optional<String> maintainedFrom,
            boolean locked,
            SortedMap<String, String> power,
            SortedMap<String, String> told) {
        /** A host that nobody confirmed to be lost or living. */
        public HostRecord(
                HostName host,
                BackendName region,
                SystemId systemId,
                SortedSet<MacAddress> macAddresses,
                boolean adopted,
                Optional<Deployment> deployment,
                Optional<Instant> heldSince,
                SortedSet<String> tags) {
            this(
                    host,
                    region,
                    systemId,
                    macAddresses,
                    adopted,
                    deployment,
                    heldSince,
                    tags,
                    false,
                    false,
                    Optional.empty(),
                    false,
                    new TreeMap<>(),
                    new TreeMap<>());
        }

        /** Keeps unmodifiable sorted copies; reads what an earlier version wrote. */
        public HostRecord {
            maintainedFrom = Objects.requireNonNullElse(maintainedFrom, Optional.empty());
            macAddresses = Collections.unmodifiableSortedSet(new TreeSet<>(macAddresses));
            tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
            power = copy(power);
            told = copy(told);
        }

        private static SortedMap<String, String> copy(@Nullable SortedMap<String, String> texts) {
            return texts == null || texts.isEmpty()
                    ? Collections.emptySortedMap()
                    : Collections.unmodifiableSortedMap(new TreeMap<>(texts));
        }

        /** The same record once MAAS was told, or is taken to know, these as well. */
        public HostRecord told(SortedMap<String, String> more) {
            var all = new TreeMap<>(told);
            all.putAll(more);
            return new HostRecord(
                    host,
                    region,
                    systemId,
                    macAddresses,
                    adopted,
                    deployment,
                    heldSince,
                    tags,
                    lost,
                    living,
                    maintainedFrom,
                    locked,
                    power,
                    all);
        }

        /** The same record once MAAS was told, or is taken to know, how the machine is switched. */
        public HostRecord switchedBy(SortedMap<String, String> by) {
            return new HostRecord(
                    host,
                    region,
                    systemId,
                    macAddresses,
                    adopted,
                    deployment,
                    heldSince,
                    tags,
                    lost,
                    living,
                    maintainedFrom,
                    locked,
                    by,
                    told);
        }

        /** Whether something ran on it when it was recorded; if so, finding it New, Ready or gone means it is lost. */
        public boolean ran() {
            return adopted || deployment.isPresent();
        }

        /**
         * Whether {@code machine} runs what is remembered of it: what was adopted, or beyond doubt what Gough deployed. A
         * machine that somebody released and deployed anew still has our tags and our record, but neither our user nor
         * our stamp.
         *
         * @param region the record's region, as it was seen with the machine
         * @param repositoryId the repository's id in the server settings
         */
        public boolean runsOn(Machine machine, BackendIdentity region, String repositoryId) {
            if (!(machine.state() instanceof Machine.State.Deployed) || !systemId.equals(machine.id())) return false;
            if (adopted) return true;
            boolean ours = machine.owner().filter(region.user()::equals).isPresent()
                    && Marks.of(machine, Marks.PREFIX + repositoryId) == Marks.OURS;
            return ours
                    && deployment
                            .filter(runs -> Stamp.says(machine, runs, repositoryId))
                            .isPresent();
        }

        /**
         * The same record once a person confirmed that what ran there is gone: the host may be deployed anew, as a
         * destructive change.
         */
        public HostRecord confirmedLost() {
            return new HostRecord(
                    host,
                    region,
                    systemId,
                    macAddresses,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    tags,
                    true,
                    false,
                    Optional.empty(),
                    false,
                    power,
                    told);
        }

        /**
         * The same record without what {@code machine} shows to be no longer so. What Gough itself did to a machine is
         * remembered only while it lasts: when somebody undid it and does it again, it is theirs.
         */
        public HostRecord asSeen(Machine machine) {
            var from = isUp(machine.state()) ? Optional.<String>empty() : maintainedFrom;
            boolean ours = locked && machine.locked();
            if (from.equals(maintainedFrom) && ours == locked) return this;
            return new HostRecord(
                    host,
                    region,
                    systemId,
                    macAddresses,
                    adopted,
                    deployment,
                    heldSince,
                    tags,
                    lost,
                    living,
                    from,
                    ours,
                    power,
                    told);
        }

        private static boolean isUp(Machine.State state) {
            return switch (state) {
                case Machine.State.New _, Machine.State.Ready _, Machine.State.Allocated _, Machine.State.Deployed _ ->
                    true;
                case Machine.State.Busy _, Machine.State.Broken _ -> false;
            };
        }

        /**
         * The same record once a person confirmed that the host still runs although its region does not know it: it may
         * be registered, never deployed. Its old id means nothing in a region that is rebuilt, and MAAS may give it to
         * another machine, so it is made one that MAAS never gives.
         */
        public HostRecord confirmedLiving() {
            if (living) return this;
            return new HostRecord(
                    host,
                    region,
                    new SystemId(systemId + GONE),
                    macAddresses,
                    adopted,
                    deployment,
                    heldSince,
                    tags,
                    false,
                    true,
                    Optional.empty(),
                    false,
                    power,
                    told);
        }

        /** MAAS's ids have no capitals. */
        private static final String GONE = "GONE";
    }

    /**
     * What was deployed.
     *
     * @param generation {@code spec.generation} at that time
     * @param release the series
     * @param kernel the kernel, or empty text
     * @param userData digest of the user data sent
     * @param options how it was installed
     */
    public record Deployment(int generation, String release, String kernel, String userData, DeployOptions options) {
        /** Reads what an earlier version wrote, which had no options. */
        public Deployment {
            options = Objects.requireNonNullElse(options, DeployOptions.NONE);
        }

        /** Installed as MAAS does it. */
        public Deployment(int generation, String release, String kernel, String userData) {
            this(generation, release, kernel, userData, DeployOptions.NONE);
        }
    }
}
