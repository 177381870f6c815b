package io.penguintech.gough.reconcile;

import java.util.Optional;

/** What MAAS has no means to do, or would do something else for than what was asked. */
final class RequestGuard {
    private RequestGuard() {}

    /** Why it cannot be done to this machine now, and what helps; empty when it can. */
    static Optional<String> hindrance(HostCase it, HostRequest.What what) {
        var machine = it.machine();
        if (it.runsInMemory())
            return Optional.of(
                    "it runs in memory only (os.ephemeral): switched off, it is gone, and MAAS would deploy it anew. Ask for a reinstall instead.");
        if (machine.powerType().isEmpty() || machine.powerType().equals("manual"))
            return Optional.of(
                    "MAAS has no control over its power (power type %s). Do it by hand, or declare spec.machine.power."
                            .formatted(machine.powerType().isEmpty() ? "not set" : machine.powerType()));
        boolean blind = what != HostRequest.What.TEST && machine.vitals().power() == Machine.Power.UNKNOWN;
        return blind
                ? Optional.of(
                        "MAAS does not know whether it is on, so nobody could see that it was switched. See its power control in MAAS; then it is planned.")
                : Optional.empty();
    }
}
