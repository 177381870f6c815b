package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gough's own lock on a machine: a field of a change like any other, so that its digest covers it, but lifted before the
 * first write and set after the last. Anybody else's lock is a veto and no field of ours.
 */
final class Locks {
    static final String FIELD = "lock";

    private static final Optional<String> OURS = Optional.of("set by Gough");

    private Locks() {}

    /** Whether the document asks for a lock on what runs. */
    static boolean wanted(Host host) {
        return host.lock() && host.protect() && host.goal() instanceof HostGoal.Deployed;
    }

    /** The lock of a machine that is still to be deployed, or to come back. */
    static Optional<FieldChange> toCome(Host host) {
        return wanted(host) ? Optional.of(new FieldChange(FIELD, Optional.empty(), OURS)) : Optional.empty();
    }

    /**
     * What happens to the lock of what runs.
     *
     * @param fields what else is set
     */
    static Optional<FieldChange> of(HostCase it, Collection<FieldChange> fields) {
        boolean wanted = wanted(it.host()) && it.deployment().isPresent() && it.ownedByUs();
        if (!it.lockedByUs()) return wanted && !it.machine().locked() ? toCome(it.host()) : Optional.empty();
        if (!wanted) return lifted(it);
        if (fields.isEmpty()) return Optional.empty();
        var after = bind(fields) ? Optional.of("lifted, and set again by Gough") : OURS;
        return Optional.of(new FieldChange(FIELD, OURS, after));
    }

    /** Our lock goes with what it protected. */
    static Optional<FieldChange> lifted(HostCase it) {
        return it.lockedByUs() ? Optional.of(new FieldChange(FIELD, OURS, Optional.empty())) : Optional.empty();
    }

    /** Tags are set on a locked machine too (recorded), and a VM host is another thing than its machine. */
    private static boolean bind(Collection<FieldChange> fields) {
        return fields.stream().anyMatch(field -> MachineFields.tag(field).isEmpty() && !VmHosting.isAbout(field));
    }

    /** The fields of a change, what it does to the lock among them. */
    static List<FieldChange> beside(Optional<FieldChange> lock, List<FieldChange> fields) {
        return lock.isEmpty()
                ? fields
                : Stream.concat(lock.stream(), fields.stream()).sorted().toList();
    }

    /** What a change does to the lock. */
    static Optional<FieldChange> in(Change.OfHost change) {
        return change.fields().stream()
                .filter(field -> field.field().equals(FIELD))
                .findFirst();
    }
}
