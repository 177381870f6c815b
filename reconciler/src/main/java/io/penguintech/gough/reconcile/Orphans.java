package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Identified.Claim;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.HostName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
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
    void find(Map<BackendName, MachineIndex> regions, Collection<Identified> declared, Records records) {
        var known = new HashSet<Claim>();
        var used = new HashSet<HostName>(desired.inventory().hosts().keySet());
        for (var identified : declared) {
            known.addAll(identified.claims());
            identified.record().ifPresent(record -> used.add(record.host()));
        }
        for (var record : records.hosts().values())
            if (known.add(new Claim(record.region(), record.systemId())) && !used.contains(record.host()))
                forgotten(record, regions);
        regions.forEach((name, index) -> unmanaged(name, index, known));
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

    private void unmanaged(BackendName region, MachineIndex index, Set<Claim> known) {
        var strangers = new ArrayList<String>();
        for (var entry : index.region().machines().entrySet()) {
            if (known.contains(new Claim(region, entry.getKey()))) continue;
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
