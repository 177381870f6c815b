package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Hypervisor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A machine as a VM host of MAAS: fields of a change like any other, so that its digest covers them. One field says what
 * MAAS is told, with secrets as references; one for each VM host says that MAAS forgets it before the machine is given up.
 */
final class VmHosting {
    static final String REGISTER = "register-vm-host";
    static final String REMOVE = "remove-vm-hosts";

    static final String FIELD = "vm-host";
    private static final String REMOVED = FIELD + ".";

    private VmHosting() {}

    /** Whether the field is about VM hosts. */
    static boolean isAbout(FieldChange field) {
        return field.field().equals(FIELD) || field.field().startsWith(REMOVED);
    }

    // ---- planned

    /** What MAAS is to be told of a host that runs or will; empty where MAAS has no VM hosts, or knows it already. */
    static Optional<FieldChange> toCome(Host host, Optional<Machine> machine, Observed.Region region) {
        if (!(host.goal() instanceof HostGoal.Deployed) || region.vmHosts().isEmpty()) return Optional.empty();
        if (machine.isPresent() && registered(host, machine.get(), region)) return Optional.empty();
        return declared(host);
    }

    /** What MAAS is to be told once the machine, whose VM hosts go with its release, runs again. */
    static Optional<FieldChange> anew(Host host, Observed.Region region) {
        return region.vmHosts().isEmpty() ? Optional.empty() : declared(host);
    }

    private static Optional<FieldChange> declared(Host host) {
        return host.hypervisor()
                .flatMap(Hypervisor::said)
                .map(said -> new FieldChange(FIELD, Optional.empty(), Optional.of(said)));
    }

    private static boolean registered(Host host, Machine machine, Observed.Region region) {
        return on(machine, region).stream()
                .anyMatch(known -> known.type().equals(host.hypervisor().map(Hypervisor::type)));
    }

    /** What goes with the machine: MAAS releases and deletes none that is a VM host. */
    static List<FieldChange> removed(Machine machine, Observed.Region region) {
        return on(machine, region).stream()
                .map(host -> new FieldChange(REMOVED + host.number(), Optional.of(host.said()), Optional.empty()))
                .toList();
    }

    /** The VM hosts that the machine is. */
    private static List<ObservedVmHost> on(Machine machine, Observed.Region region) {
        if (region.vmHosts().isEmpty()) return List.of();
        return region.vmHosts().get().values().stream()
                .filter(host -> host.is(machine))
                .toList();
    }

    /** The fields of a change, those of VM hosts among them. */
    static List<FieldChange> beside(Stream<FieldChange> hosting, List<FieldChange> fields) {
        var all = new ArrayList<>(fields);
        hosting.forEach(all::add);
        return all.size() == fields.size() ? fields : all.stream().sorted().toList();
    }

    /** What only a decision can end. */
    static void find(HostCase it, Draft draft) {
        var host = it.host();
        var hypervisor = host.hypervisor().filter(declared -> declared.access().isPresent());
        if (hypervisor.isEmpty()) return;
        var region = it.index().region();
        if (region.vmHosts().isEmpty()) {
            draft.find(
                    it.subject(),
                    "no-vm-hosts",
                    "MAAS region %s has no VM hosts (4.0 has none any more, or our user may not see them), so spec.vmHost says nothing to it: the hypervisor is managed as a plain machine, and drained before it is retired by people. Take spec.vmHost out of the document, or accept this."
                            .formatted(host.region()),
                    host.region().value());
            return;
        }
        for (var known : on(it.machine(), region)) {
            if (!known.type().equals(Optional.of(hypervisor.get().type())))
                draft.find(
                        it.subject(),
                        "vm-host-type",
                        "MAAS knows it as VM host %s too, and the document says virtualization: %s. Gough leaves that one alone: remove it in MAAS, or correct the document."
                                .formatted(known.said(), hypervisor.get().type().word()),
                        Long.toString(known.number()));
            else if (!known.reached())
                draft.find(
                        it.subject(),
                        "vm-host-unreached",
                        "MAAS registered it as VM host %s and has never seen what it has: its discovery has not ended, or MAAS cannot reach it, which it does not say. If this stays, look at the VM host in MAAS; correct spec.vmHost and its secret, and remove the VM host there, then it is registered anew."
                                .formatted(known.said()),
                        Long.toString(known.number()));
        }
    }

    // ---- carried out

    /** Whether the newest document still says what the change would tell MAAS; yes when it tells nothing. */
    static boolean isDeclaredBy(Host host, Change.OfHost change) {
        var field = told(change);
        return field.isEmpty() || field.equals(declared(host));
    }

    /** What the change tells MAAS. */
    static Optional<FieldChange> told(Change.OfHost change) {
        return change.fields().stream()
                .filter(field -> field.field().equals(FIELD))
                .findFirst();
    }

    /** The VM hosts that the change takes out of MAAS, by number. */
    static SortedSet<Long> removed(Change.OfHost change) {
        return change.fields().stream()
                .map(FieldChange::field)
                .filter(field -> field.startsWith(REMOVED))
                .map(field -> Long.valueOf(field.substring(REMOVED.length())))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
