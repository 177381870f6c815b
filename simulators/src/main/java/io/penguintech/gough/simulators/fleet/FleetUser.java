package io.penguintech.gough.simulators.fleet;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Someone who may sign in.
 *
 * @param id positive, unique
 * @param name full name, as in the activity log
 * @param email unique
 * @param role what this user may do
 * @param apiOnly whether it is a machine's account
 * @param token the bearer token; never printed
 * @param fleetIds the fleets it has its role in; empty: in the whole server
 */
public record FleetUser(
        int id, String name, String email, Role role, boolean apiOnly, String token, Set<Integer> fleetIds) {
    /** Copies the set. */
    public FleetUser {
        fleetIds = Set.copyOf(fleetIds);
    }

    /** With a global role. */
    public FleetUser(int id, String name, String email, Role role, boolean apiOnly, String token) {
        this(id, name, email, role, apiOnly, token, Set.of());
    }

    /** The same with its role in these fleets only; none: in the whole server. */
    FleetUser in(Set<Integer> fleets) {
        return new FleetUser(id, name, email, role, apiOnly, token, fleets);
    }

    /** Whether its role is one in the whole server. */
    boolean isGlobal() {
        return fleetIds.isEmpty();
    }

    /** Whether it sees the hosts of a fleet; null is hosts of none, which only a global role sees. */
    boolean sees(@Nullable Integer fleet) {
        return isGlobal() || (fleet != null && fleetIds.contains(fleet));
    }

    @Override
    public String toString() {
        return "FleetUser[id=%d, email=%s, role=%s]".formatted(id, email, role);
    }
}
