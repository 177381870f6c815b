package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.schema.ThingKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** The fields of a machine that are set in place: how they are compared, named and how much setting them costs. */
final class MachineFields {
    static final String HOSTNAME = "hostname";
    static final String ZONE = "zone";
    static final String POOL = "pool";
    static final String DOMAIN = "domain";
    static final String DESCRIPTION = "description";
    /** The machine as a whole, of one that vanishes with its release; never written. */
    static final String MACHINE = "machine";
    /** One field a tag, because tags are shared and the set as a whole is nobody's. */
    static final String TAG = "tags.";

    static final String PRESENT = "present";

    private MachineFields() {}

    /** What {@code host} declares and {@code machine} has otherwise; what it does not declare is left alone. */
    static List<FieldChange> differences(Host host, Machine machine, SortedSet<String> tagsPutByUs) {
        if (same(host, machine) && host.tags().containsAll(tagsPutByUs)) return List.of();
        var changes = new ArrayList<FieldChange>();
        compare(changes, HOSTNAME, machine.hostname(), Optional.of(host.name().value()));
        compare(changes, ZONE, machine.zone(), host.zone());
        compare(changes, POOL, machine.pool(), host.pool());
        compare(changes, DOMAIN, machine.domain(), host.domain());
        compare(
                changes,
                DESCRIPTION,
                machine.description().strip(),
                host.description().map(String::strip));
        for (var tag : host.tags()) if (!machine.tags().contains(tag)) changes.add(added(tag));
        for (var tag : tagsPutByUs)
            if (!host.tags().contains(tag) && machine.tags().contains(tag)) changes.add(removed(tag));
        return changes.stream().sorted().toList();
    }

    /** The usual case, without building anything. */
    private static boolean same(Host host, Machine machine) {
        return machine.hostname().equals(host.name().value())
                && is(host.zone(), machine.zone())
                && is(host.pool(), machine.pool())
                && is(host.domain(), machine.domain())
                && (host.description().isEmpty()
                        || host.description()
                                .get()
                                .strip()
                                .equals(machine.description().strip()))
                && machine.tags().containsAll(host.tags());
    }

    private static boolean is(Optional<String> declared, String actual) {
        return declared.isEmpty() || declared.get().equals(actual);
    }

    /** Everything {@code host} declares, for a machine that is still to be made. */
    static List<FieldChange> all(Host host) {
        var changes = new ArrayList<FieldChange>();
        compare(changes, HOSTNAME, "", Optional.of(host.name().value()));
        compare(changes, ZONE, "", host.zone());
        compare(changes, POOL, "", host.pool());
        compare(changes, DOMAIN, "", host.domain());
        compare(changes, DESCRIPTION, "", host.description().map(String::strip));
        host.tags().forEach(tag -> changes.add(added(tag)));
        changes.addAll(PowerFields.all(host));
        return changes.stream().sorted().toList();
    }

    private static void compare(List<FieldChange> into, String field, String is, Optional<String> shall) {
        if (shall.isPresent() && !shall.get().equals(is)) into.add(new FieldChange(field, text(is), shall));
    }

    private static Optional<String> text(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    static FieldChange added(String tag) {
        return new FieldChange(TAG + tag, Optional.empty(), Optional.of(PRESENT));
    }

    private static FieldChange removed(String tag) {
        return new FieldChange(TAG + tag, Optional.of(PRESENT), Optional.empty());
    }

    /** Whether the field is one of those set in place, and not one shown for people. */
    static boolean isAmendable(FieldChange change) {
        return switch (change.field()) {
            case HOSTNAME, ZONE, POOL, DOMAIN, DESCRIPTION -> true;
            default -> false;
        };
    }

    /** The tag the field is about. */
    static Optional<String> tag(FieldChange change) {
        return change.field().startsWith(TAG) ? Optional.of(change.field().substring(TAG.length())) : Optional.empty();
    }

    /** What of its region the machine will stand on, as {@link Change#makes} names it. */
    static Optional<String> standsOn(FieldChange change) {
        var kind = switch (change.field()) {
            case ZONE -> ThingKind.ZONE;
            case POOL -> ThingKind.POOL;
            case DOMAIN -> ThingKind.DOMAIN;
            default -> tag(change).isPresent() ? ThingKind.TAG : null;
        };
        if (kind == null || change.after().isEmpty()) return Optional.empty();
        return Optional.of(kind.noun() + " " + tag(change).orElse(change.after().get()));
    }

    /** The field's value on the machine now; empty when there is none. */
    static Optional<String> now(Machine machine, FieldChange change) {
        var tag = tag(change);
        if (tag.isPresent()) return machine.tags().contains(tag.get()) ? Optional.of(PRESENT) : Optional.empty();
        return text(
                switch (change.field()) {
                    case HOSTNAME -> machine.hostname();
                    case ZONE -> machine.zone();
                    case POOL -> machine.pool();
                    case DOMAIN -> machine.domain();
                    case DESCRIPTION -> machine.description().strip();
                    default -> throw new IllegalArgumentException("not a field of a machine: " + change.field());
                });
    }

    /**
     * Names of tags, descriptions: nothing. Zone, pool, our lock: visible. A name is DNS, and DNS disturbs; so do a setup,
     * power, a VM host, whose virtual machines MAAS takes in, and a card, by which MAAS knows whom it boots.
     */
    static Risk risk(Collection<FieldChange> changes) {
        var worst = Risk.NONE;
        for (var change : changes)
            worst = worst.or(
                    switch (change.field()) {
                        case ZONE, POOL, Locks.FIELD -> Risk.NOTICE;
                        case HOSTNAME, DOMAIN -> Risk.DISRUPTIVE;
                        case VmHosting.FIELD -> VmHosting.risk(change);
                        default -> {
                            if (PowerFields.isAbout(change)) yield PowerFields.risk(change);
                            yield SetupPlan.isAbout(change) || Cards.isAbout(change) ? Risk.DISRUPTIVE : Risk.NONE;
                        }
                    });
        return worst;
    }
}
