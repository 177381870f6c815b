package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is there and not declared: reported, never touched. */
final class Orphans {
    private final Desired desired;
    private final Draft draft;

    Orphans(Desired desired, Draft draft) {
        this.desired = desired;
        this.draft = draft;
    }

    /** Everything of these regions that no declared host is. */
    void find(Map<BackendName, MachineIndex> regions, List<Identification.Answer> declared, Records records) {
        var known = new Known();
        var renamed = new HashSet<HostName>();
        for (var answer : declared) {
            answer.which().claims().forEach(claim -> known.add(claim.region(), claim.id()));
            answer.which()
                    .record()
                    .filter(record -> !record.host().equals(answer.host().name()))
                    .ifPresent(record -> renamed.add(record.host()));
        }
        for (var record : records.hosts().values())
            if (known.add(record.region(), record.systemId())
                    && !renamed.contains(record.host())
                    && !desired.inventory().hosts().containsKey(record.host())) forgotten(record, regions);
        regions.forEach((name, index) -> unmanaged(name, index, known.of(name)));
    }

    /** Machines that a document or a record knows, by region. */
    private static final class Known {
        private final Map<BackendName, Set<SystemId>> ids = new HashMap<>();

        /** Whether it was not known yet. */
        boolean add(BackendName region, SystemId id) {
            return ids.computeIfAbsent(region, any -> new HashSet<>()).add(id);
        }

        Set<SystemId> of(BackendName region) {
            return ids.getOrDefault(region, Set.of());
        }
    }

    private void forgotten(Records.HostRecord record, Map<BackendName, MachineIndex> regions) {
        var index = regions.get(record.region());
        var now = index == null
                ? "its region is not observed"
                : index.has(record.systemId())
                        ? "MAAS says " + Condition.of(index.machine(record.systemId()))
                        : "MAAS does not know it any more";
        draft.find(
                new Subject.OfOrphan(record.region(), record.host().value()),
                "orphan",
                "Machine %s was managed as host %s, whose document vanished; %s. It is kept as it is. Bring the document back, with spec.goal: retired if it shall be given up; or let Gough forget it."
                        .formatted(record.systemId(), record.host(), now),
                record.systemId().value());
    }

    private void unmanaged(BackendName region, MachineIndex index, Set<SystemId> known) {
        var strangers = new ArrayList<String>();
        for (var entry : index.region().machines().entrySet()) {
            if (known.contains(entry.getKey())) continue;
            var machine = entry.getValue().value();
            if (Marks.of(machine, desired.ownTag()) == Marks.OURS) marked(region, machine);
            else strangers.add(entry.getKey().value());
        }
        if (strangers.isEmpty()) return;
        draft.find(
                new Subject.OfOrphan(region, "machines nobody declares"),
                "unmanaged",
                "Region %s has %d machines that no document declares and that carry no mark of this repository. They are never touched; to take one over as it is, declare it with adopt: true."
                        .formatted(region, strangers.size()),
                String.join(" ", strangers));
    }

    private void marked(BackendName region, Machine machine) {
        draft.find(
                new Subject.OfOrphan(region, machine.hostname()),
                "orphan",
                "%s carries the marks of this repository, but neither a document nor a record knows it; MAAS says %s. It is kept as it is. Declare it with spec.adopt: true, or take the tags %s and %s off in MAAS."
                        .formatted(Condition.name(machine), Condition.of(machine), Desired.MANAGED, desired.ownTag()),
                machine.id().value());
    }
}
