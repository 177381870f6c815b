package io.penguintech.gough.simulators.fleet;

/**
 * A global policy, read-only over HTTP so far.
 *
 * @param id given by the server
 * @param name unique
 * @param query a host passes when it returns a row
 * @param description free text
 * @param resolution what to do about a failing host
 * @param platform comma list, empty is all
 * @param passing how many hosts pass
 * @param failing how many hosts fail
 */
public record Policy(
        int id,
        String name,
        String query,
        String description,
        String resolution,
        String platform,
        int passing,
        int failing) {}
