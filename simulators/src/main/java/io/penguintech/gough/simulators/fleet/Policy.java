package io.penguintech.gough.simulators.fleet;

import java.time.Instant;

/**
 * A policy as the server keeps it.
 *
 * @param id given by the server, never used twice
 * @param fields what its author wrote
 * @param author who made it
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 * @param passing how many hosts pass
 * @param failing how many hosts fail
 */
public record Policy(
        int id, PolicyFields fields, FleetUser author, Instant createdAt, Instant updatedAt, int passing, int failing) {

    Policy with(PolicyFields other, Instant at) {
        return new Policy(id, other, author, createdAt, at, passing, failing);
    }

    Policy counting(int passes, int fails) {
        return new Policy(id, fields, author, createdAt, updatedAt, passes, fails);
    }
}
