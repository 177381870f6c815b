package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Records.HostRecord;
import io.penguintech.gough.schema.Host;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/** A declared host with the one machine it is, what is remembered of it and what somebody asked for. */
record HostCase(
        Host host, Machine machine, Optional<HostRecord> record, MachineIndex index, Optional<HostRequest> request) {
    /** The request, as long as the machine is not as it asks for. */
    Optional<HostRequest> open() {
        return request.filter(asked -> !asked.isMet(machine));
    }

    /** The same, if it asks for this. */
    Optional<HostRequest> open(HostRequest.What what) {
        return open().filter(asked -> asked.what() == what);
    }

    /** Who wants what, as a sentence begins: the document, or whoever asked for exactly that. */
    String asks(String deed) {
        var who = open().filter(asked -> asked.what().deed().equals(deed))
                .map(asked -> asked.by() + " asks")
                .orElse("The document asks");
        return who + " to " + deed;
    }

    Subject.OfHost subject() {
        return HostChanges.subject(host);
    }

    /** Whether what is remembered is this machine, and not one that is gone. */
    boolean recorded() {
        return record.filter(r -> r.systemId().equals(machine.id())).isPresent();
    }

    /** How the declared serial and that which MAAS knows are to each other. */
    enum Serials {
        /** The same, whatever their case. */
        SAME,
        /** Two. */
        DIFFER,
        /** Not both are known. */
        UNKNOWN
    }

    /** Compares the declared serial with that which MAAS knows. */
    Serials serials() {
        var declared = host.machine().serial().map(MachineIndex::serialKey);
        var known = machine.serial().map(MachineIndex::serialKey);
        if (declared.isEmpty() || known.isEmpty()) return Serials.UNKNOWN;
        return declared.equals(known) ? Serials.SAME : Serials.DIFFER;
    }

    boolean adopted() {
        return record.filter(HostRecord::adopted).isPresent();
    }

    /** Whether the lock it has is Gough's own; only what Gough deployed it ever locks. */
    boolean lockedByUs() {
        return machine.locked()
                && recorded()
                && ownedByUs()
                && deployment().isPresent()
                && record.filter(HostRecord::locked).isPresent();
    }

    /** Whether it has a lock that is not Gough's. */
    boolean lockedByOthers() {
        return machine.locked() && !lockedByUs();
    }

    /** What it was when Gough put it into rescue mode; empty when somebody else did, or took it over since. */
    Optional<String> maintainedFrom() {
        return recorded() && ownedByUs() ? record.flatMap(HostRecord::maintainedFrom) : Optional.empty();
    }

    /** What is set up on it, as far as a document can declare it. */
    Fitted fitted() {
        return declarable(machine.fitted());
    }

    /** Without the bridges that MAAS made over all cards for the time of its deployment. */
    Fitted declarable(Fitted fitted) {
        return deployment().filter(ran -> ran.options().isBridged()).isPresent() ? fitted.unbridged() : fitted;
    }

    /** Whether Gough deployed it without a disk: switched off, it is gone. */
    boolean runsInMemory() {
        return deployment().filter(ran -> ran.options().ephemeral()).isPresent();
    }

    /** Whether Gough has switched it off, and keeps it so before it is released. */
    boolean isHeld() {
        return record.flatMap(HostRecord::heldSince).isPresent();
    }

    Optional<Records.Deployment> deployment() {
        return record.flatMap(HostRecord::deployment);
    }

    /** What the document declares and the machine has otherwise. */
    List<FieldChange> differences() {
        SortedSet<String> tagsPutByUs = recorded() ? record.orElseThrow().tags() : Collections.emptySortedSet();
        var fields = MachineFields.differences(host, machine, tagsPutByUs);
        // Of what somebody else deployed, Gough manages name, pool, zone, tags and description.
        boolean others = machine.state() instanceof Machine.State.Deployed
                && deployment().isEmpty();
        if (others)
            return fields.stream()
                    .filter(field -> !field.field().equals(MachineFields.DOMAIN))
                    .toList();
        var power = PowerFields.differences(this);
        return power.isEmpty()
                ? fields
                : Stream.concat(fields.stream(), power.stream()).sorted().toList();
    }

    /** The user our credential of this region belongs to. */
    String user() {
        return index.region().identity().user();
    }

    boolean ownedByUs() {
        return machine.owner().filter(user()::equals).isPresent();
    }

    /** Who has the machine, for people. */
    String owner() {
        return machine.owner().orElse("nobody");
    }

    /** The machine, as a sentence begins with it. */
    String name() {
        return "Machine %s (%s)".formatted(machine.id(), machine.hostname());
    }
}
