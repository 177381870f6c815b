package io.penguintech.gough.simulators.fleet;

/**
 * Someone who may sign in.
 *
 * @param id positive, unique
 * @param name full name, as in the activity log
 * @param email unique
 * @param role what this user may do
 * @param apiOnly whether it is a machine's account
 * @param token the bearer token; never printed
 */
public record FleetUser(int id, String name, String email, Role role, boolean apiOnly, String token) {
    @Override
    public String toString() {
        return "FleetUser[id=%d, email=%s, role=%s]".formatted(id, email, role);
    }
}
