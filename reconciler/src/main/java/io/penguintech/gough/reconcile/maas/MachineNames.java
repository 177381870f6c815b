package io.penguintech.gough.reconcile.maas;

import io.penguintech.gough.reconcile.Machine;
import io.penguintech.gough.reconcile.SystemId;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What machines were called when they were last read: people know them by that, and MAAS's calls do not name it. */
final class MachineNames {
    private final Map<SystemId, String> names = new ConcurrentHashMap<>();

    void saw(Machine machine) {
        names.put(machine.id(), machine.hostname());
    }

    /** Those are all there are. */
    void keep(Collection<SystemId> ids) {
        names.keySet().retainAll(ids);
    }

    /** What it was called; empty text when it was never read. */
    String name(SystemId id) {
        return names.getOrDefault(id, "");
    }

    /** Such as {@code machine wagqdr (hv-01)}; without a name when it was never read. */
    String of(SystemId id) {
        var name = name(id);
        return name.isEmpty() ? "machine " + id : "machine %s (%s)".formatted(id, name);
    }
}
