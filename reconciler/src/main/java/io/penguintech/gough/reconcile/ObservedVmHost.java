package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.Hypervisor;
import java.util.Objects;
import java.util.Optional;

/**
 * A VM host as MAAS (to 3.8) has it.
 *
 * @param number MAAS's number of it
 * @param type what runs virtual machines there; empty for a kind that we do not know
 * @param vmHost its name, and the machine it is when MAAS knows that
 * @param reached whether MAAS ever saw what it has: one that cannot be reached is registered all the same (recorded)
 */
public record ObservedVmHost(long number, Optional<Hypervisor.Type> type, Machine.VmHost vmHost, boolean reached) {
    /** Reads what knows no type. */
    public ObservedVmHost {
        type = Objects.requireNonNullElse(type, Optional.empty());
    }

    /** Whether it is the machine with this id and name. */
    public boolean is(Machine machine) {
        return vmHost.is(machine.id(), machine.hostname());
    }

    /** As people read it: {@code lxd hv-01}. */
    String said() {
        return type.map(Hypervisor.Type::word).orElse("VM host") + " " + vmHost.name();
    }
}
