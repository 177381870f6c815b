package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.BackendIdentity;
import io.penguintech.gough.reconcile.Deployable;
import io.penguintech.gough.reconcile.ImageKernel;
import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.reconcile.ObservedObject;
import io.penguintech.gough.reconcile.ObservedThing;
import io.penguintech.gough.reconcile.ObservedVmHost;
import io.penguintech.gough.reconcile.Records;
import io.penguintech.gough.reconcile.Seen;
import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetKind;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.ThingKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A snapshot as JSON: lists instead of maps, so that nothing but values needs a form. */
record SnapshotDocument(
        String format,
        RepositoryId repository,
        Optional<Repository> rules,
        Optional<Revision> accepted,
        List<Unprotected> unprotected,
        List<Unprotected> releasable,
        List<Region> regions,
        List<Fleet> fleets,
        List<Records.HostRecord> hosts,
        List<InFleet> inFleets,
        List<Thing> things,
        List<Image> images) {
    private static final String FORMAT = "gough-snapshot/3";
    private static final String OURS = "gough";

    record Region(
            BackendName name,
            BackendIdentity identity,
            boolean complete,
            Instant sweptAt,
            SortedSet<String> zones,
            SortedSet<String> pools,
            SortedSet<String> domains,
            SortedMap<String, SortedSet<String>> releases,
            List<SeenMachine> machines,
            List<ObservedKind> things,
            @Nullable List<ObservedVmHost> vmHosts,
            @Nullable List<ImageKernel> kernels) {}

    /** All of a kind; a kind that was not read is absent. */
    record ObservedKind(ThingKind kind, List<ObservedThing> things) {}

    record Image(HostName host, String version) {}

    record Thing(Subject.OfThing thing, String id, @Nullable String key) {}

    record SeenMachine(Instant at, Machine machine) {}

    record Fleet(
            BackendName name,
            BackendIdentity identity,
            Optional<Observed.Licence> licence,
            Instant at,
            SortedMap<String, Boolean> teams,
            List<ObservedObject> objects,
            Observed.@Nullable Enrolled enrolled) {}

    record InFleet(Subject.OfFleet object, long id) {}

    static SnapshotDocument of(Snapshot snapshot) {
        var remembered = snapshot.remembered();
        return new SnapshotDocument(
                FORMAT,
                snapshot.repository(),
                remembered.rules(),
                remembered.accepted(),
                List.copyOf(remembered.unprotected()),
                List.copyOf(remembered.releasable()),
                snapshot.observed().regions().entrySet().stream()
                        .map(SnapshotDocument::region)
                        .toList(),
                snapshot.observed().fleets().entrySet().stream()
                        .map(entry -> new Fleet(
                                entry.getKey(),
                                entry.getValue().identity(),
                                entry.getValue().licence(),
                                entry.getValue().at(),
                                entry.getValue().teams(),
                                entry.getValue().objects().values().stream()
                                        .flatMap(all -> all.values().stream())
                                        .toList(),
                                entry.getValue().enrolled()))
                        .toList(),
                List.copyOf(remembered.records().hosts().values()),
                remembered.records().inFleets().entrySet().stream()
                        .map(entry -> new InFleet(entry.getKey(), entry.getValue()))
                        .toList(),
                remembered.records().things().entrySet().stream()
                        .map(entry -> new Thing(
                                entry.getKey(),
                                entry.getValue(),
                                remembered.records().thingKeys().get(entry.getKey())))
                        .toList(),
                remembered.records().images().entrySet().stream()
                        .map(entry -> new Image(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static Region region(Map.Entry<BackendName, Observed.Region> entry) {
        var seen = entry.getValue();
        return new Region(
                entry.getKey(),
                seen.identity(),
                seen.complete(),
                seen.sweptAt(),
                seen.zones(),
                seen.pools(),
                seen.domains(),
                seen.releases(),
                seen.machines().values().stream()
                        .map(one -> new SeenMachine(one.at(), masked(one.value())))
                        .toList(),
                seen.things().entrySet().stream()
                        .map(kind -> new ObservedKind(
                                kind.getKey(), List.copyOf(kind.getValue().values())))
                        .toList(),
                seen.vmHosts().map(all -> List.copyOf(all.values())).orElse(null),
                seen.deployable().kernels());
    }

    /** Annotations are free text of whoever owns the machine; only our own matter here. */
    private static Machine masked(Machine machine) {
        var annotations = new TreeMap<>(machine.annotations());
        annotations.keySet().removeIf(key -> !key.startsWith(OURS));
        return new Machine(
                machine.id(),
                machine.hostname(),
                machine.macAddresses(),
                machine.serial(),
                machine.architecture(),
                machine.zone(),
                machine.pool(),
                machine.domain(),
                machine.description(),
                machine.tags(),
                machine.owner(),
                machine.locked(),
                machine.powerType(),
                annotations,
                machine.status(),
                machine.state(),
                machine.fitted(),
                machine.vmHost(),
                machine.vitals(),
                machine.uuid(),
                machine.leastKernel());
    }

    String json() {
        return Json.write(this);
    }

    static SnapshotDocument parse(String json) {
        try {
            var document = Json.read(json, SnapshotDocument.class);
            if (!FORMAT.equals(document.format()))
                throw new IllegalArgumentException("it is no snapshot, or one of another version of Gough");
            return document;
        } catch (JacksonException | NullPointerException e) {
            throw new IllegalArgumentException("it is no snapshot: " + firstLine(e), e);
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    Snapshot snapshot() {
        // What somebody asked for is none of a commit's business: a snapshot is what files are compared with elsewhere.
        var remembered = new Remembered(
                records(), rules, accepted, new TreeSet<>(unprotected), new TreeSet<>(releasable), new TreeMap<>());
        return new Snapshot(repository, observed(), remembered);
    }

    private Records records() {
        var byHost = new TreeMap<HostName, Records.HostRecord>();
        hosts.forEach(host -> byHost.put(host.host(), host));
        var byObject = new TreeMap<Subject.OfFleet, Long>();
        inFleets.forEach(one -> byObject.put(one.object(), one.id()));
        var byThing = new TreeMap<Subject.OfThing, String>();
        var keys = new TreeMap<Subject.OfThing, String>();
        for (var thing : orNone(things)) {
            byThing.put(thing.thing(), thing.id());
            if (thing.key() != null) keys.put(thing.thing(), thing.key());
        }
        var byImage = new TreeMap<HostName, String>();
        orNone(images).forEach(image -> byImage.put(image.host(), image.version()));
        return new Records(byHost, byObject, byThing, keys, byImage);
    }

    private Observed observed() {
        var seenRegions = new TreeMap<BackendName, Observed.Region>();
        regions.forEach(region -> seenRegions.put(region.name(), observed(region)));
        var seenFleets = new TreeMap<BackendName, Observed.FleetServer>();
        fleets.forEach(fleet -> {
            var byKind = new TreeMap<FleetKind, SortedMap<Long, ObservedObject>>();
            fleet.objects()
                    .forEach(object -> byKind.computeIfAbsent(object.kind(), any -> new TreeMap<>())
                            .put(object.id(), object));
            seenFleets.put(
                    fleet.name(),
                    new Observed.FleetServer(
                            fleet.identity(),
                            fleet.licence(),
                            byKind,
                            fleet.teams(),
                            Objects.requireNonNullElse(fleet.enrolled(), Observed.Enrolled.NONE),
                            fleet.at()));
        });
        return new Observed(seenRegions, seenFleets);
    }

    private static Observed.Region observed(Region region) {
        var machines = new TreeMap<SystemId, Seen<Machine>>();
        region.machines().forEach(one -> machines.put(one.machine().id(), new Seen<>(one.machine(), one.at())));
        return new Observed.Region(
                region.identity(),
                machines,
                region.complete(),
                region.sweptAt(),
                region.zones(),
                region.pools(),
                region.domains(),
                new Deployable(region.releases(), orNone(region.kernels())),
                things(region),
                Optional.ofNullable(region.vmHosts()).map(SnapshotDocument::byNumber));
    }

    private static SortedMap<Long, ObservedVmHost> byNumber(List<ObservedVmHost> vmHosts) {
        var byNumber = new TreeMap<Long, ObservedVmHost>();
        vmHosts.forEach(host -> byNumber.put(host.number(), host));
        return byNumber;
    }

    private static SortedMap<ThingKind, SortedMap<String, ObservedThing>> things(Region region) {
        var byKind = new TreeMap<ThingKind, SortedMap<String, ObservedThing>>();
        for (var kind : orNone(region.things())) {
            var byId = new TreeMap<String, ObservedThing>();
            kind.things().forEach(thing -> byId.put(thing.id(), thing));
            byKind.put(kind.kind(), byId);
        }
        return byKind;
    }

    /** A snapshot of an earlier build has no such list. */
    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
