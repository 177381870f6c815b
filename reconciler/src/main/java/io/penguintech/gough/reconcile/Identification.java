package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Identified.Claim;
import io.penguintech.gough.reconcile.Records.HostRecord;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Inventory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds out which machine each host is: the remembered system id, else the serial, else any of its addresses. All
 * evidence is weighed each time; evidence for two machines, or two hosts for one machine, is a doubt and never guessed
 * away.
 */
final class Identification {
    private final Desired desired;
    private final Inventory inventory;
    private final Records records;
    private final Map<BackendName, MachineIndex> regions;
    private Optional<Map<Claim, HostRecord>> byMachine = Optional.empty();

    Identification(Desired desired, Records records, Map<BackendName, MachineIndex> regions) {
        this.desired = desired;
        this.inventory = desired.inventory();
        this.records = records;
        this.regions = regions;
    }

    /**
     * A declared host and which machine it is.
     *
     * @param host the host
     * @param which its machine, or why there is none
     */
    record Answer(Host host, Identified which) {}

    /** Every declared host, sorted by name. */
    List<Answer> all() {
        var answers = new ArrayList<Answer>(inventory.hosts().size());
        inventory.hosts().values().forEach(host -> answers.add(new Answer(host, identify(host))));
        var contested = contested(answers);
        if (!contested.isEmpty()) answers.replaceAll(answer -> settled(answer, contested));
        return answers;
    }

    /** The machines that more than one host lays a claim to, and these hosts. Hardly ever any. */
    private static Map<Claim, Set<HostName>> contested(List<Answer> answers) {
        var first = HashMap.<Claim, HostName>newHashMap(answers.size());
        var contested = new HashMap<Claim, Set<HostName>>();
        for (var answer : answers)
            for (var claim : answer.which().claims()) {
                var name = answer.host().name();
                var other = first.putIfAbsent(claim, name);
                if (other != null && !other.equals(name))
                    contested
                            .computeIfAbsent(claim, any -> new TreeSet<>(Set.of(other)))
                            .add(name);
            }
        return contested;
    }

    private static Answer settled(Answer answer, Map<Claim, Set<HostName>> contested) {
        return new Answer(answer.host(), settled(answer.host().name(), answer.which(), contested));
    }

    private static Identified settled(HostName host, Identified identified, Map<Claim, Set<HostName>> contested) {
        for (var claim : identified.claims()) {
            var others = contested.getOrDefault(claim, Set.of()).stream()
                    .filter(other -> !other.equals(host))
                    .toList();
            if (!others.isEmpty())
                return new Identified.Doubt(
                        "Machine %s of region %s is claimed by more than one host: %s and %s. An address or serial moved, or a record is old. Correct spec.machine so that each machine belongs to one document; nothing is done to either host until then."
                                .formatted(claim.id(), claim.region(), host, words(others)),
                        identified.claims());
        }
        return identified;
    }

    private Identified identify(Host host) {
        var index = regions.get(host.region());
        if (index == null)
            return new Identified.Unread(
                    "MAAS region %s is not observed yet. Gough looks again by itself; if this stays, check the region's settings and that it answers."
                            .formatted(host.region()));
        var remembered = remembered(host);
        if (remembered.size() > 1) return twoRecords(remembered);
        var record = remembered.stream().findFirst();
        if (record.isPresent() && !record.get().region().equals(host.region())) return moved(host, record.get());
        var evidence = evidence(host, record, index);
        if (evidence.size() > 1) return twoMachines(host, evidence, index);
        if (evidence.isEmpty()) return nowhere(host, record, index);
        return confirmed(host, record, index, evidence.keySet().iterator().next());
    }

    /** Records under the host's name and, for a rename, under its earlier names that nobody uses any more. */
    private List<HostRecord> remembered(Host host) {
        var own = records.hosts().get(host.name());
        if (host.formerly().isEmpty()) return own == null ? List.of() : List.of(own);
        var all = new ArrayList<HostRecord>();
        if (own != null) all.add(own);
        for (var name : host.formerly()) {
            var record =
                    inventory.hosts().containsKey(name) ? null : records.hosts().get(name);
            if (record != null && all.stream().noneMatch(known -> isSame(known, record) || replaces(known, record)))
                all.add(record);
        }
        return all;
    }

    private static boolean isSame(HostRecord one, HostRecord other) {
        return one.systemId().equals(other.systemId()) && one.region().equals(other.region());
    }

    /** Renamed while its machine was deleted in MAAS with nothing on it, and taken in again under the new name. */
    private static boolean replaces(HostRecord now, HostRecord before) {
        return !before.ran()
                && now.region().equals(before.region())
                && !Collections.disjoint(now.macAddresses(), before.macAddresses());
    }

    private static final String REMEMBERED = "remembered as machine";

    /** What points to a machine; put into words only when that is needed. */
    private record Clue(String kind, Object what) {
        @Override
        public String toString() {
            return kind + " " + what;
        }
    }

    /** Every machine of the region that anything points to, with what points to it first. */
    private static Map<SystemId, Clue> evidence(Host host, Optional<HostRecord> record, MachineIndex index) {
        var found = new LinkedHashMap<SystemId, Clue>();
        record.map(HostRecord::systemId).filter(index::has).ifPresent(id -> found.put(id, new Clue(REMEMBERED, id)));
        host.machine()
                .serial()
                .ifPresent(serial ->
                        index.withSerial(serial).forEach(id -> found.putIfAbsent(id, new Clue("serial", serial))));
        for (var mac : host.machine().macAddresses())
            for (var id : index.withMac(mac)) found.putIfAbsent(id, new Clue("address", mac));
        if (host.vm().isPresent() && found.isEmpty()) {
            var name = host.name().value();
            for (var id : index.withHostname(name))
                if (index.machine(id).vmHost().isPresent()) found.put(id, new Clue("virtual machine", name));
        }
        return found;
    }

    private Identified nowhere(Host host, Optional<HostRecord> record, MachineIndex index) {
        for (var other : regions.entrySet()) {
            if (other.getKey().equals(host.region())) continue;
            for (var mac : host.machine().macAddresses())
                for (var id : other.getValue().withMac(mac))
                    return new Identified.Doubt(
                            "Address %s is on machine %s of region %s, but the host declares region %s. Gough does not move machines between regions: correct spec.region, or delete the machine there first."
                                    .formatted(mac, id, other.getKey(), host.region()),
                            List.of(new Claim(other.getKey(), id)));
        }
        if (!index.region().complete())
            return new Identified.Unread(
                    "MAAS region %s was not listed completely yet, so a machine that is not seen may still be there. Gough looks again by itself."
                            .formatted(host.region()));
        return new Identified.Unseen(record, index);
    }

    /** One machine; but does the document say of it what MAAS knows? */
    private Identified confirmed(Host host, Optional<HostRecord> record, MachineIndex index, SystemId id) {
        var it = new HostCase(host, index.machine(id), record, index, Optional.empty());
        var claim = new Claim(host.region(), id);
        return new Likeness(it, desired)
                .doubt()
                .<Identified>map(why -> new Identified.Doubt(why, List.of(claim)))
                .orElseGet(
                        () -> new Identified.Found(it.machine(), record.or(() -> formerRecord(claim)), claim, index));
    }

    /** The same machine recorded under a name nobody declares any more is a rename. */
    private Optional<HostRecord> formerRecord(Claim claim) {
        return Optional.ofNullable(byMachine().get(claim))
                .filter(record -> !inventory.hosts().containsKey(record.host()));
    }

    /** Made when it is first asked for: most plans never do. */
    private Map<Claim, HostRecord> byMachine() {
        if (byMachine.isEmpty()) {
            var made = HashMap.<Claim, HostRecord>newHashMap(records.hosts().size());
            records.hosts().values().forEach(r -> made.put(new Claim(r.region(), r.systemId()), r));
            byMachine = Optional.of(made);
        }
        return byMachine.get();
    }

    private static Identified twoRecords(List<HostRecord> records) {
        return new Identified.Doubt(
                "Remembered twice: %s. Remove from spec.formerly the name that is another machine."
                        .formatted(words(records.stream()
                                .map(r -> "as machine %s under the name %s".formatted(r.systemId(), r.host()))
                                .toList())),
                records.stream().map(r -> new Claim(r.region(), r.systemId())).toList());
    }

    private static Identified moved(Host host, HostRecord record) {
        return new Identified.Doubt(
                "Remembered as machine %s of region %s, but the document declares region %s. Gough does not move machines between regions: correct spec.region, or retire the host there first."
                        .formatted(record.systemId(), record.region(), host.region()),
                List.of(new Claim(record.region(), record.systemId())));
    }

    private static Identified twoMachines(Host host, Map<SystemId, Clue> evidence, MachineIndex index) {
        var points = evidence.entrySet().stream()
                .map(e -> "%s points to %s".formatted(e.getValue(), e.getKey()))
                .toList();
        return new Identified.Doubt(
                "The evidence points to different machines: %s. %s"
                        .formatted(words(points), enlisted(evidence, index).orElse(ONE_OF_THEM)),
                evidence.keySet().stream()
                        .map(id -> new Claim(host.region(), id))
                        .toList());
    }

    private static final String ONE_OF_THEM =
            "Correct spec.machine, or delete in MAAS the machine that is not this host; nothing is guessed. A card that moved here from another host is taken out of that one's document first.";

    /** A new card that boots from the network is enlisted as a machine of its own where MAAS does not know whose it is. */
    private static Optional<String> enlisted(Map<SystemId, Clue> evidence, MachineIndex index) {
        var remembered = evidence.entrySet().iterator().next();
        var first = index.machine(remembered.getKey());
        var others = evidence.keySet().stream().skip(1).map(index::machine).toList();
        boolean isNew = others.stream()
                .allMatch(other -> other.state() instanceof Machine.State.New
                        && other.owner().isEmpty());
        boolean runs =
                remembered.getValue().kind().equals(REMEMBERED) && first.state() instanceof Machine.State.Deployed;
        if (!isNew || !runs) return Optional.empty();
        var names = words(others.stream().map(Condition::name).toList());
        return Optional.of(
                "What is New and nobody's, %s, MAAS may have enlisted by itself when a new card of %s booted from the network. If so, delete it in MAAS: its address is then told to MAAS as that of the card. Else correct spec.machine; nothing is guessed, and Gough deletes no machine that it did not make."
                        .formatted(names, Condition.name(first)));
    }

    private static String words(List<?> items) {
        return items.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
