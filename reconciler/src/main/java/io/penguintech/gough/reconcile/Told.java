package io.penguintech.gough.reconcile;

import io.penguintech.gough.reconcile.Records.HostRecord;
import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Hypervisor;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What MAAS was told once and does not tell back, or only beside its secrets: how it reaches a VM host, and what a virtual
 * machine was made of. A document is compared with what is remembered of that. What somebody else told MAAS is taken to be
 * what the document says first.
 */
final class Told {
    /** How MAAS reaches the VM host. */
    static final String VM_HOST = VmHosting.FIELD;

    /** What the virtual machine was made of. */
    static final String VM = Composing.FIELD;

    /** Addresses of the cards that the document named when MAAS last knew them all; no word of MAAS's. */
    static final String CARDS = "cards";

    /** What stands between what is made and where, in the field of a change. */
    private static final String PLACE = ", on ";

    private Told() {}

    /** What is remembered under {@code name} of this very machine. */
    static Optional<String> of(HostCase it, String name) {
        return it.recorded() ? it.record().map(record -> record.told().get(name)) : Optional.empty();
    }

    /** What there is to remember of a machine that is there, as its document says it. */
    static SortedMap<String, String> declared(Host host, Machine machine, Observed.Region region) {
        var all = new TreeMap<String, String>();
        if (machine.vmHost().isPresent()) host.vm().ifPresent(vm -> all.put(VM, vm.said()));
        host.hypervisor()
                .flatMap(Hypervisor::said)
                .filter(_ -> VmHosting.isRegistered(host, machine, region))
                .ifPresent(said -> all.put(VM_HOST, said));
        return all;
    }

    /** What is still so of what was remembered: a VM host that this change took out of MAAS was told nothing. */
    static SortedMap<String, String> kept(Optional<HostRecord> before, Trail trail) {
        var kept = new TreeMap<String, String>();
        before.ifPresent(record -> kept.putAll(record.told()));
        if (trail.accepted(VmHosting.REMOVE)) kept.remove(VM_HOST);
        return kept;
    }

    /** What MAAS was told with these steps of a change. */
    static SortedMap<String, String> with(Change.OfHost change, Trail trail) {
        var all = new TreeMap<String, String>();
        var said = VmHosting.told(change).flatMap(FieldChange::after);
        if (trail.mayHaveHappened(VmHosting.REGISTER) || trail.accepted(VmHosting.TELL))
            said.ifPresent(after -> all.put(VM_HOST, after));
        // No document says this: whatever is declared next, it is told anew.
        else if (trail.mayHaveHappened(VmHosting.TELL))
            said.ifPresent(after -> all.put(VM_HOST, after.replaceFirst("^(\\S+ at [^,]+)", "$1 (perhaps)")));
        if (trail.has(Composing.WORD))
            change.fields().stream()
                    .filter(field -> field.field().equals(VM))
                    .flatMap(field -> field.after().stream())
                    .forEach(made -> all.put(VM, made.substring(0, made.lastIndexOf(PLACE))));
        return Collections.unmodifiableSortedMap(all);
    }

    /** A virtual machine that is declared otherwise than it was made. */
    static void findMade(HostCase it, Draft draft) {
        var vm = it.host().vm();
        var made = of(it, VM);
        if (vm.isEmpty() || made.isEmpty() || made.get().equals(vm.get().said())) return;
        if (it.host().goal() instanceof HostGoal.Retired) return;
        draft.find(
                it.subject(),
                "vm",
                "It was made with %s, the document says %s. Gough changes no virtual machine that is there, because MAAS changes none and one made anew is another, without what is on its disks; so nothing is sent. Correct spec.vm; or change it on its VM host %s and accept this; or retire it and declare another."
                        .formatted(made.get(), vm.get().said(), vm.get().on()),
                made.get(),
                vm.get().said());
    }
}
