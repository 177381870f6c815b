package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.Hypervisor;
import io.penguintech.gough.schema.Risk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
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
    static final String TELL = "tell-vm-host";

    static final String FIELD = "vm-host";
    private static final String REMOVED = FIELD + ".";

    /** What MAAS takes of a VM host that it knows (facts: {@code PUT vm-hosts/N/}); all else is told once. */
    private static final Set<String> CHANGEABLE = Set.of(Hypervisor.ADDRESS, "password");

    private VmHosting() {}

    /** Whether the field is about VM hosts. */
    static boolean isAbout(FieldChange field) {
        return field.field().equals(FIELD) || field.field().startsWith(REMOVED);
    }

    /**
     * On a new one nothing lives yet. At another address MAAS drops the virtual machines that it does not find there, and
     * with a wrong password it is locked out.
     */
    static Risk risk(FieldChange field) {
        return field.before().isPresent() ? Risk.DESTRUCTIVE : Risk.DISRUPTIVE;
    }

    /**
     * Whether these fields of a machine that runs have MAAS take in what lives there: each virtual machine that it does not
     * know it commissions, which restarts it, and shows as one that nobody uses (source code, {@code models/bmc.py}).
     */
    static boolean takesIn(Collection<FieldChange> fields) {
        return fields.stream()
                .anyMatch(field -> field.field().equals(FIELD) && field.before().isEmpty());
    }

    static String because(FieldChange field) {
        return field.before().isPresent()
                ? "spec.vmHost says otherwise than MAAS was told of this VM host; at another address MAAS drops the virtual machines that it does not find there"
                : "it is a hypervisor, and MAAS does not know it as a VM host; MAAS restarts every virtual machine that it finds there and does not know, and shows it as one that nobody uses: drain it first";
    }

    // ---- planned

    /** What MAAS is to be told of a host that runs or will; empty where MAAS has no VM hosts, or knows it already. */
    static Optional<FieldChange> toCome(Host host, Optional<Machine> machine, Observed.Region region) {
        if (!(host.goal() instanceof HostGoal.Deployed) || region.vmHosts().isEmpty()) return Optional.empty();
        if (machine.isPresent() && isRegistered(host, machine.get(), region)) return Optional.empty();
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

    /**
     * What MAAS is to be told of a VM host that it knows already; empty when the document says what MAAS was told, or what
     * it takes only once.
     */
    static Optional<FieldChange> toTell(HostCase it) {
        var before = outdated(it);
        return before.filter(was -> otherwise(was, said(it)).keySet().stream().allMatch(CHANGEABLE::contains))
                .map(was -> new FieldChange(FIELD, Optional.of(was), Optional.of(said(it))));
    }

    /** What MAAS was told of a VM host that it knows, when the document says otherwise now. */
    private static Optional<String> outdated(HostCase it) {
        var now = said(it);
        if (now.isEmpty()) return Optional.empty();
        return Told.of(it, Told.VM_HOST)
                .filter(was -> !was.equals(now) && isOfType(was, it.host()))
                .filter(_ -> isRegistered(it.host(), it.machine(), it.index().region()));
    }

    private static String said(HostCase it) {
        return it.host().hypervisor().flatMap(Hypervisor::said).orElse("");
    }

    /** One of another type is another VM host. */
    private static boolean isOfType(String said, Host host) {
        return host.hypervisor()
                .filter(declared -> said.startsWith(declared.type().word() + " "))
                .isPresent();
    }

    /** By name what is said otherwise, as people read it. A password that is not said any more cannot be taken back. */
    private static SortedMap<String, String> otherwise(String was, String now) {
        var before = Hypervisor.parts(was);
        var after = Hypervisor.parts(now);
        var differs = new TreeMap<String, String>();
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (var name : names) {
            var is = before.getOrDefault(name, "not given");
            var shall = after.getOrDefault(name, "not given");
            if (is.equals(shall)) continue;
            differs.put(
                    after.containsKey(name) ? name : "no " + name, "%s was %s, declared %s".formatted(name, is, shall));
        }
        return differs;
    }

    static boolean isRegistered(Host host, Machine machine, Observed.Region region) {
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
        outdated(it)
                .filter(_ -> toTell(it).isEmpty())
                .ifPresent(was -> draft.find(
                        it.subject(),
                        "vm-host-access",
                        "MAAS was told otherwise of it as a VM host: %s. MAAS takes that of a new VM host only, so nothing is sent, and it goes on with what it was told. To bring it about, drain it, then remove the VM host in MAAS: it is registered anew, with approval. Or correct spec.vmHost; or accept this."
                                .formatted(String.join(
                                        "; ", otherwise(was, said(it)).values())),
                        was,
                        said(it)));
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
                        "MAAS registered it as VM host %s and has never seen what it has: its discovery has not ended, or MAAS cannot reach it, which it does not say. If this stays, look at the VM host in MAAS; correct spec.vmHost and its secret, drain it, and remove the VM host there, then it is registered anew, with approval."
                                .formatted(known.said()),
                        Long.toString(known.number()));
        }
    }

    // ---- carried out

    /** Whether the newest document still says what the change would tell MAAS; yes when it tells nothing. */
    static boolean isDeclaredBy(Host host, Change.OfHost change) {
        var field = told(change);
        return field.isEmpty()
                || field.flatMap(FieldChange::after).equals(declared(host).flatMap(FieldChange::after));
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
