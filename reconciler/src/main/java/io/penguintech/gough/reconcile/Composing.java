package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Host;
import io.penguintech.gough.schema.HostGoal;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Hypervisor;
import io.penguintech.gough.schema.VirtualMachine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a virtual machine that is declared and not there can be made. */
final class Composing {
    static final String WORD = "compose";
    /** What is made: no field of a machine, but part of what is approved. */
    static final String FIELD = "vm";

    private final Map<HostName, Identification.Answer> hosts = new HashMap<>();

    /** @param identified every declared host and which machine it is */
    Composing(List<Identification.Answer> identified) {
        identified.forEach(answer -> {
            if (answer.host().hypervisor().isPresent()) hosts.put(answer.host().name(), answer);
        });
    }

    /** Whether a virtual machine can be made now. */
    sealed interface Where {
        /**
         * Here.
         *
         * @param on the VM host
         * @param architecture what its machine is
         */
        record On(ObservedVmHost on, String architecture) implements Where {}

        /** Not yet: it ends by itself. */
        record NotYet(String why) implements Where {}

        /** Nowhere, until a person acts. */
        record Nowhere(String why) implements Where {}
    }

    /** Where {@code vm} can be made. */
    Where where(Host host, VirtualMachine vm, Observed.Region region) {
        if (region.vmHosts().isEmpty())
            return new Where.Nowhere(
                    "MAAS region %s has no VM hosts (4.0 has none any more, or our user may not see them), so it makes no virtual machines. Make it on %s by other means, and declare it as kind Host with its MAC addresses; or take the document out of the repository."
                            .formatted(host.region(), vm.on()));
        var answer = hosts.get(vm.on());
        if (answer == null)
            return new Where.Nowhere("Host %s, on which it is to be made, is not declared as a hypervisor; see %s."
                    .formatted(vm.on(), host.place()));
        if (!(answer.which() instanceof Identified.Found(var machine, var _, var _, var _)))
            return waits(vm, "MAAS does not know its machine yet, or which one it is");
        if (!(machine.state() instanceof Machine.State.Deployed))
            return waits(vm, "MAAS says %s of it".formatted(machine.status()));
        if (!(answer.host().goal() instanceof HostGoal.Deployed))
            return waits(vm, "its goal is %s".formatted(answer.host().goal().word()));
        return on(vm, answer.host().hypervisor().orElseThrow(), machine, region);
    }

    private static Where on(VirtualMachine vm, Hypervisor hypervisor, Machine machine, Observed.Region region) {
        var known = region.vmHosts().orElseThrow().values().stream()
                .filter(each -> each.is(machine) && each.type().equals(Optional.of(hypervisor.type())))
                .findFirst();
        if (known.isEmpty())
            return hypervisor.access().isPresent()
                    ? waits(vm, "MAAS does not know it as a VM host yet")
                    : new Where.Nowhere(
                            "It is to be made on %s, which MAAS does not know as a VM host: its document says no spec.vmHost. Add that, or register it in MAAS."
                                    .formatted(vm.on()));
        if (!known.get().reached()) return waits(vm, "MAAS has not seen yet what it has");
        return new Where.On(known.get(), machine.architecture());
    }

    /** On which VM host {@code machine} lives instead of the declared one; empty when it lives there, or is no virtual machine. */
    Optional<String> elsewhere(Host host, Machine machine) {
        if (host.vm().isEmpty() || machine.vmHost().isEmpty()) return Optional.empty();
        var on = host.vm().get().on();
        var lives = machine.vmHost().get();
        var answer = hosts.get(on);
        if (answer != null && answer.which() instanceof Identified.Found(var hypervisor, var _, var _, var _))
            return lives.is(hypervisor.id(), hypervisor.hostname()) ? Optional.empty() : Optional.of(lives.name());
        return lives.name().equals(on.value()) ? Optional.empty() : Optional.of(lives.name());
    }

    private static Where waits(VirtualMachine vm, String why) {
        return new Where.NotYet("It waits for its hypervisor %s: %s.".formatted(vm.on(), why));
    }

    /** What is to be made. */
    static FieldChange made(VirtualMachine vm, ObservedVmHost on) {
        return new FieldChange(
                FIELD,
                Optional.empty(),
                Optional.of("%s, on %s (number %d)".formatted(vm.said(), on.said(), on.number())));
    }

    /** Whether the newest document still says what is to be made; yes when nothing is. */
    static boolean isDeclaredBy(Host host, Change.OfHost change) {
        return change.fields().stream()
                .filter(field -> field.field().equals(FIELD))
                .allMatch(field -> host.vm()
                        .filter(vm -> field.after().orElse("").startsWith(vm.said() + ", on "))
                        .isPresent());
    }
}
