package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.schema.Repository;

/**
 * What a repository cannot raise: settings of the server.
 *
 * @param mode the highest mode
 * @param approvals the lowest number of people each risk needs, and the longest time an approval holds
 * @param maxDestroyedPerDay most hosts that are released or reinstalled per backend in any 24 hours
 */
public record Ceiling(Repository.Mode mode, Repository.Approvals approvals, int maxDestroyedPerDay) {
    /** Mode apply; 0, 0, 1 and 2 people, 24 hours; 5 hosts a day. */
    public static final Ceiling DEFAULT = new Ceiling(Repository.Mode.APPLY, Repository.Approvals.DEFAULT, 5);

    /** Refuses a negative number of hosts. */
    public Ceiling {
        if (maxDestroyedPerDay < 0) throw new IllegalArgumentException("max-destroyed-per-day must not be negative");
    }
}
