package io.penguintech.gough.demo.bench;

import java.time.Duration;
import java.util.List;

/**
 * What was measured of pull requests.
 *
 * @param hosts how many hosts the repository has
 * @param single pull requests one after the other
 * @param together pull requests opened at once
 * @param flood deliveries at a high rate
 * @param wrong what Gough did otherwise than it should, whatever time it took
 */
record PullNumbers(int hosts, Single single, Together together, Flooded flood, List<String> wrong) {
    /** Keeps a copy. */
    PullNumbers {
        wrong = List.copyOf(wrong);
    }

    /**
     * One pull request after the other.
     *
     * @param plan from the delivery until the status {@code gough/plan} of its head was there
     * @param comment from the delivery until the comment with the plan of its head was there
     * @param forgeCalls calls to the forge for each
     * @param forgeWrites of these, writes
     */
    record Single(Times plan, Times comment, double forgeCalls, double forgeWrites) {}

    /**
     * Many pull requests at once.
     *
     * @param plan from the first delivery until the status of each was there
     * @param comment from the first delivery until the comment of each was there
     * @param refused deliveries that were not taken, so that the pull request was only found by polling
     * @param rssMib the most memory of the service meanwhile
     */
    record Together(Times plan, Times comment, long refused, long rssMib) {}

    /**
     * A flood of deliveries.
     *
     * @param went what was sent and answered
     * @param healthBefore how soon {@code /actuator/health} answered before
     * @param health and meanwhile
     * @param rollouts how soon {@code /api/v1/rollouts} answered meanwhile
     * @param rssBeforeMib memory of the service before
     * @param rssMostMib the most meanwhile
     * @param rssAfterMib memory afterwards
     * @param forgeCalls calls to the forge meanwhile
     * @param logLines lines in the service's log meanwhile
     * @param next from the delivery of a pull request that was opened right afterwards until its comment was there
     */
    record Flooded(
            Flood.Went went,
            Asking.Asked healthBefore,
            Asking.Asked health,
            Asking.Asked rollouts,
            long rssBeforeMib,
            long rssMostMib,
            long rssAfterMib,
            long forgeCalls,
            long logLines,
            Duration next) {}
}
