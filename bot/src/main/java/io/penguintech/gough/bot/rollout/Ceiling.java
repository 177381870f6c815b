package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositorySettings;
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

    /** What the server settings say of a repository. */
    public static Ceiling of(RepositorySettings.Ceiling settings) {
        var approvals = settings.approvals();
        return new Ceiling(
                settings.mode(),
                new Repository.Approvals(
                        approvals.validFor(),
                        approvals.none(),
                        approvals.notice(),
                        approvals.disruptive(),
                        approvals.destructive()),
                settings.maxDestroyedPerDay());
    }

    /** Refuses a negative number of hosts. */
    public Ceiling {
        if (maxDestroyedPerDay < 0) throw new IllegalArgumentException("max-destroyed-per-day must not be negative");
    }
}
