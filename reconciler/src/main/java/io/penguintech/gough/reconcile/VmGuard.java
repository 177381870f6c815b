package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.HostGoal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What virtual machines forbid: a hypervisor on which some live is not given up, and a virtual machine, which MAAS may
 * delete when it is released, is only given up by goal retired.
 */
final class VmGuard {
    /** How many are named; the rest is counted. */
    private static final int NAMED = 10;

    private final Draft draft;

    VmGuard(Draft draft) {
        this.draft = draft;
    }

    /**
     * Blocks a host that must not be given up now, with the reason.
     *
     * @param verb as in {@code release it}
     */
    boolean forbid(HostCase it, String verb) {
        return inhabited(it, verb) || perishable(it, verb);
    }

    /** Blocks a hypervisor whose virtual machines would end, or be away, with what {@code verb} says. */
    boolean inhabited(HostCase it, String verb) {
        var living = it.index().livingOn(it.machine());
        if (living.isEmpty()) return false;
        block(
                it,
                "%s, but on %s live virtual machines: %s. Move or retire them first; then it is planned again."
                        .formatted(it.asks(verb), Condition.name(it.machine()), named(living)));
        return true;
    }

    /** Blocks a virtual machine that shall live on after its release: MAAS may have deleted it by then. */
    private boolean perishable(HostCase it, String verb) {
        var vmHost = it.machine().vmHost();
        if (vmHost.isEmpty() || it.host().goal() instanceof HostGoal.Retired) return false;
        block(
                it,
                "%s, but %s is a virtual machine on VM host %s, and MAAS may delete such a machine, its disks too, when it is released. To give it up, set spec.goal: retired; else release or recreate it in MAAS yourself."
                        .formatted(
                                it.asks(verb),
                                Condition.name(it.machine()),
                                vmHost.get().name()));
        return true;
    }

    private static String named(List<Machine> living) {
        var names = living.stream()
                .map(vm -> "%s (%s, %s)".formatted(vm.hostname(), vm.id(), vm.status()))
                .sorted()
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        return living.size() > NAMED ? "%s and %d more".formatted(names, living.size() - NAMED) : names;
    }

    private void block(HostCase it, String why) {
        draft.block(it.subject(), why);
    }
}
