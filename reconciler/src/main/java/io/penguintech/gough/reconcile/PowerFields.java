package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.MachineSpec;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.schema.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a machine is switched: its driver and that driver's parameters. MAAS shows the driver only; its parameters hold
 * passwords and are not read to be compared. So a document is compared with what Gough last told MAAS, secrets as
 * references: naming another secret is a change, another secret behind the same name is none.
 */
final class PowerFields {
    /** The driver among its parameters; no driver has a parameter of that name. */
    static final String TYPE = "type";

    static final String MANUAL = "manual";

    private static final String PREFIX = "power.";

    private PowerFields() {}

    /** What the document declares, by parameter, as it may be shown; empty when it declares nothing. */
    static SortedMap<String, String> declared(Host host) {
        var power = host.machine().power();
        if (power.isEmpty()) return Collections.emptySortedMap();
        var told = new TreeMap<String, String>();
        power.get().parameters().forEach((name, value) -> told.put(name, shown(name, value)));
        told.put(TYPE, power.get().type());
        return told;
    }

    /** A document with a secret in plain text is refused; should one come here, it ends here. */
    private static String shown(String name, Tree value) {
        if (!(value instanceof Tree.Scalar scalar)) return String.valueOf(value.plain());
        return MachineSpec.Power.isSecret(name) && !scalar.text().isEmpty() ? "(hidden)" : scalar.text();
    }

    /** Everything declared, for a machine that MAAS is to be told of; without a word it takes it for manual. */
    static List<FieldChange> all(Host host) {
        var declared = declared(host);
        return between(Collections.emptySortedMap(), declared).stream()
                .filter(field -> !MANUAL.equals(field.after().orElse(""))
                        || !field.field().equals(PREFIX + TYPE))
                .toList();
    }

    /** What is declared and MAAS was not told, or shows otherwise. */
    static List<FieldChange> differences(HostCase it) {
        var power = it.host().machine().power();
        if (power.isEmpty()) return List.of();
        var told = it.recorded() ? it.record().orElseThrow().power() : Collections.<String, String>emptySortedMap();
        var type = power.get().type();
        boolean sameType = type.equals(it.machine().powerType());
        // What another driver was told says nothing of this one.
        boolean known = sameType && type.equals(told.get(TYPE));
        if ((sameType && isUnknown(it, told)) || (known && isTold(power.get(), told))) return List.of();
        var before = new TreeMap<String, String>();
        if (known) before.putAll(told);
        if (!it.machine().powerType().isEmpty()) before.put(TYPE, it.machine().powerType());
        return between(before, declared(it.host()));
    }

    private static boolean isUnknown(HostCase it, SortedMap<String, String> told) {
        return told.isEmpty() && isTakenAsDeclared(it.host(), it.machine());
    }

    /**
     * Of what runs, and of what is taken over as it is, MAAS is taken to know what was declared first: somebody else told
     * it, or Gough did before it kept that in mind.
     */
    static boolean isTakenAsDeclared(Host host, Machine machine) {
        return host.adopt() || machine.state() instanceof Machine.State.Deployed;
    }

    /** The usual case, without building anything. */
    private static boolean isTold(MachineSpec.Power power, SortedMap<String, String> told) {
        if (told.size() != power.parameters().size() + 1) return false;
        for (var parameter : power.parameters().entrySet())
            if (!shown(parameter.getKey(), parameter.getValue()).equals(told.get(parameter.getKey()))) return false;
        return true;
    }

    private static List<FieldChange> between(SortedMap<String, String> before, SortedMap<String, String> after) {
        var changes = new ArrayList<FieldChange>();
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (var name : names) {
            var is = Optional.ofNullable(before.get(name));
            var shall = Optional.ofNullable(after.get(name));
            if (!is.equals(shall)) changes.add(new FieldChange(PREFIX + name, is, shall));
        }
        return changes;
    }

    static boolean isAbout(FieldChange field) {
        return field.field().startsWith(PREFIX);
    }

    /** Replacing what works can lock Gough out of the machine; telling MAAS what it was never told cannot. */
    static Risk risk(FieldChange field) {
        return field.before().isPresent() ? Risk.DESTRUCTIVE : Risk.DISRUPTIVE;
    }

    /** Whether {@code fields} tell MAAS anything. */
    static boolean among(Collection<FieldChange> fields) {
        return fields.stream().anyMatch(PowerFields::isAbout);
    }

    /** Whether the newest document still says how the change would have the machine switched; yes when it tells nothing. */
    static boolean isDeclaredBy(Host host, Change.OfHost change) {
        var declared = declared(host);
        return change.fields().stream()
                .filter(PowerFields::isAbout)
                .allMatch(field -> field.after()
                        .equals(Optional.ofNullable(declared.get(field.field().substring(PREFIX.length())))));
    }

    /** The parameters that MAAS shall forget. */
    static List<String> cleared(Collection<FieldChange> fields) {
        return fields.stream()
                .filter(field -> isAbout(field) && field.after().isEmpty())
                .map(field -> field.field().substring(PREFIX.length()))
                .toList();
    }

    /**
     * What MAAS was told once {@code fields} are, if it was told {@code before}.
     *
     * @param type the driver that MAAS shows since
     */
    static SortedMap<String, String> after(
            SortedMap<String, String> before, Collection<FieldChange> fields, String type) {
        var told = type.equals(before.get(TYPE)) ? new TreeMap<>(before) : new TreeMap<String, String>();
        for (var field : fields) {
            if (!isAbout(field)) continue;
            var name = field.field().substring(PREFIX.length());
            field.after().ifPresentOrElse(value -> told.put(name, value), () -> told.remove(name));
        }
        told.put(TYPE, type);
        return told;
    }

    /**
     * The same when no answer came: whatever is declared next, it is told anew, as no document says this.
     *
     * @param type the driver that MAAS shows since
     */
    static SortedMap<String, String> perhaps(
            SortedMap<String, String> before, Collection<FieldChange> fields, String type) {
        var told = type.equals(before.get(TYPE)) ? new TreeMap<>(before) : new TreeMap<String, String>();
        for (var field : fields) {
            if (!isAbout(field) || field.field().equals(PREFIX + TYPE)) continue;
            var value = field.after().or(field::before).orElse("");
            told.put(field.field().substring(PREFIX.length()), value + " (perhaps)");
        }
        told.put(TYPE, type);
        return told;
    }
}
