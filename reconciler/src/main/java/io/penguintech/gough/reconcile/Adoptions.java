package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Machine.State;
import io.penguintech.gough.reconcile.Records.HostRecord;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.FleetNames;
import io.penguintech.gough.schema.FleetObject;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Thing;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Machines that documents take over as they are ({@code spec.adopt: true}) and that need no write for it
 * ({@code docs/adr/0007}): they carry no mark yet, so being remembered is all that tells a machine that was adopted and is
 * gone from one that never was.
 */
public final class Adoptions {
    private Adoptions() {}

    /**
     * What to remember of running machines that are adopted as they are and not remembered yet. Keep it once the
     * observation is beyond doubt (no guard objects); nothing is sent to any backend. Pure; empty in the usual case
     * without looking at the machines.
     */
    public static List<HostRecord> unrecorded(Desired desired, Observed observed, Records records) {
        boolean none = desired.inventory().hosts().values().stream().noneMatch(host -> isAsked(host, records));
        if (none) return List.of();
        var regions = new TreeMap<BackendName, MachineIndex>();
        observed.regions().forEach((name, region) -> regions.put(name, new MachineIndex(region)));
        return new Identification(desired, records, regions)
                .all().stream()
                        .filter(answer -> isAsked(answer.host(), records))
                        .flatMap(answer -> found(answer).stream())
                        .filter(it -> isTakenOver(it, desired))
                        .map(Adoptions::record)
                        .toList();
    }

    /**
     * The same for what somebody else made in a Fleet ({@code adopt: true}) and is as declared: its ids. One that two
     * documents or records could mean is not among them.
     */
    public static SortedMap<Subject.OfFleet, Long> unrecordedInFleets(
            Desired desired, Observed observed, Records records) {
        var objects = desired.inventory().inFleets();
        if (objects.stream().noneMatch(FleetObject::adopt)) return new TreeMap<>();
        var declared = objects.stream().collect(Collectors.groupingBy(Adoptions::key, Collectors.counting()));
        var hosts = new TreeMap<BackendName, LabelHosts>();
        var found = new TreeMap<Subject.OfFleet, Long>();
        for (var object : objects) {
            var server = observed.fleets().get(object.fleet());
            if (!object.adopt() || server == null || isRemembered(object, records)) continue;
            var subject = Subject.OfFleet.of(object);
            var listed = hosts.computeIfAbsent(
                            object.fleet(), any -> LabelHosts.in(server, desired.inventory(), observed, records))
                    .find(object);
            var alike = server.all(object.kind()).values().stream()
                    .filter(is -> FleetNames.same(LabelReplacement.original(is.name()), object.title()))
                    .filter(is -> FleetPlanning.sameTeam(subject, is))
                    .toList();
            if (alike.size() == 1
                    && declared.getOrDefault(key(object), 0L) == 1
                    && !alike.getFirst().builtIn()
                    && listed.unread().isEmpty()
                    && listed.doubt().isEmpty()
                    && FleetFields.same(listed.object(), alike.getFirst())
                    && !isTaken(subject, alike.getFirst().id(), records))
                found.put(subject, alike.getFirst().id());
        }
        return found;
    }

    /**
     * The same for what machines stand on ({@code adopt: true}): MAAS's ids of things that are as declared. What a
     * document or a record claims already is not among them.
     */
    public static SortedMap<Subject.OfThing, String> unrecordedThings(
            Desired desired, Observed observed, Records records) {
        var declared = desired.inventory().things().stream()
                .collect(Collectors.groupingBy(Adoptions::key, Collectors.counting()));
        var found = new TreeMap<Subject.OfThing, String>();
        for (var thing : desired.inventory().things()) {
            var region = observed.regions().get(thing.region());
            if (!thing.adopt() || region == null || isRemembered(thing, records)) continue;
            var alike = region.things().getOrDefault(thing.kind(), new TreeMap<>()).values().stream()
                    .filter(is -> is.key().equals(thing.key()))
                    .toList();
            if (alike.size() == 1
                    && declared.getOrDefault(key(thing), 0L) == 1
                    && ThingFields.differences(thing, alike.getFirst(), (_, key) -> key)
                            .isEmpty()
                    && !isTaken(thing, alike.getFirst().id(), records))
                found.put(Subject.OfThing.of(thing), alike.getFirst().id());
        }
        return found;
    }

    /**
     * What tells things from all others that are as declared in that now, where it is not remembered so: from then on a thing
     * that has their number and is another one is seen to be strange. Keep it as {@link #unrecorded}. Pure.
     */
    public static SortedMap<Subject.OfThing, String> unlearntKeys(Desired desired, Observed observed, Records records) {
        var learnt = new TreeMap<Subject.OfThing, String>();
        for (var thing : desired.inventory().things()) {
            var subject = Subject.OfThing.of(thing);
            var id = records.things().get(subject);
            var region = observed.regions().get(thing.region());
            if (id == null
                    || region == null
                    || thing.key().equals(records.thingKeys().get(subject))) continue;
            var is = region.things().getOrDefault(thing.kind(), new TreeMap<>()).get(id);
            if (is != null && is.key().equals(thing.key())) learnt.put(subject, thing.key());
        }
        return learnt;
    }

    private static String key(Thing thing) {
        return thing.region() + " " + thing.kind() + " " + thing.key();
    }

    private static boolean isRemembered(Thing thing, Records records) {
        return Stream.concat(Stream.of(thing.name()), thing.formerly().stream())
                .anyMatch(
                        name -> records.things().containsKey(new Subject.OfThing(thing.region(), thing.kind(), name)));
    }

    private static boolean isTaken(Thing thing, String id, Records records) {
        return records.things().entrySet().stream()
                .anyMatch(entry -> entry.getKey().region().equals(thing.region())
                        && entry.getKey().kind() == thing.kind()
                        && entry.getValue().equals(id));
    }

    /**
     * Records of hosts of which Gough does not know all that MAAS was told (how they are switched, how it reaches them as VM
     * hosts, what they were made of as virtual machines), each with what its document declares: from then on another
     * declaration is a difference. Keep them as {@link #unrecorded}; not of hosts that are being changed. Pure.
     */
    public static List<HostRecord> toldAsDeclared(Desired desired, Observed observed, Records records) {
        return records.hosts().values().stream()
                .flatMap(record -> toldAsDeclared(desired, observed, record).stream())
                .toList();
    }

    private static Optional<HostRecord> toldAsDeclared(Desired desired, Observed observed, HostRecord record) {
        var host = desired.inventory().hosts().get(record.host());
        var region = observed.regions().get(record.region());
        if (host == null || region == null) return Optional.empty();
        var seen = region.machines().get(record.systemId());
        if (seen == null || isKnown(host, seen.value(), record)) return Optional.empty();
        var more = new TreeMap<>(Told.declared(host, seen.value(), region));
        more.keySet().removeAll(record.told().keySet());
        Cards.toRemember(host, seen.value(), Optional.ofNullable(record.told().get(Told.CARDS)))
                .ifPresent(cards -> more.put(Told.CARDS, cards));
        var learnt = switchedAsDeclared(host, seen.value(), record).orElse(record);
        return more.isEmpty() && learnt.equals(record) ? Optional.empty() : Optional.of(learnt.told(more));
    }

    /** The usual case, without looking at VM hosts: a machine of metal that is no hypervisor. */
    private static boolean isKnown(Host host, Machine machine, HostRecord record) {
        return !record.power().isEmpty()
                && host.vm().isEmpty()
                && host.hypervisor().isEmpty()
                && Cards.toRemember(
                                host, machine, Optional.ofNullable(record.told().get(Told.CARDS)))
                        .isEmpty();
    }

    private static Optional<HostRecord> switchedAsDeclared(Host host, Machine machine, HostRecord record) {
        if (!record.power().isEmpty() || !PowerFields.isTakenAsDeclared(host, machine)) return Optional.empty();
        return host.machine()
                .power()
                .filter(power -> power.type().equals(machine.powerType()))
                .map(power -> record.switchedBy(PowerFields.declared(host)));
    }

    private static String key(FleetObject object) {
        return FleetPlanning.scope(Subject.OfFleet.of(object)) + FleetNames.key(object.title());
    }

    private static boolean isRemembered(FleetObject object, Records records) {
        return Stream.concat(Stream.of(object.title()), object.earlier().stream())
                .anyMatch(name -> records.inFleets().containsKey(Subject.OfFleet.of(object, name)));
    }

    private static boolean isTaken(Subject.OfFleet subject, long id, Records records) {
        return records.inFleets().entrySet().stream()
                .anyMatch(entry -> entry.getKey().fleet().equals(subject.fleet())
                        && entry.getKey().kind() == subject.kind()
                        && entry.getValue() == id);
    }

    private static boolean isAsked(Host host, Records records) {
        return host.adopt()
                && host.goal() instanceof HostGoal.Deployed
                && !records.hosts().containsKey(host.name());
    }

    private static Optional<HostCase> found(Identification.Answer answer) {
        return answer.which() instanceof Identified.Found(var machine, var record, var _, var index)
                ? Optional.of(new HostCase(answer.host(), machine, record, index, Optional.empty()))
                : Optional.empty();
    }

    private static boolean isTakenOver(HostCase it, Desired desired) {
        return it.record().isEmpty()
                && it.machine().state() instanceof State.Deployed
                && isUntouched(it, Marks.of(it.machine(), desired.ownTag()))
                && (it.machine().locked() || it.differences().isEmpty());
    }

    /** Whether nothing speaks against taking it over without a write: no Gough's mark, and no record of anything else. */
    static boolean isUntouched(HostCase it, Marks marks) {
        return marks == Marks.NONE && (it.record().isEmpty() || (it.recorded() && it.adopted()));
    }

    private static HostRecord record(HostCase it) {
        return new HostRecord(
                        it.host().name(),
                        it.host().region(),
                        it.machine().id(),
                        it.machine().macAddresses(),
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        new TreeSet<>())
                .switchedBy(PowerFields.declared(it.host()));
    }
}
