package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.PullRequest;
import java.util.List;

/**
 * Another pull request, as far as others are shown it.
 *
 * @param pull what the forge said of it last
 * @param hosts the hosts that its plan is about
 */
record Neighbour(PullRequest pull, List<String> hosts) {
    /** Keeps a copy. */
    Neighbour {
        hosts = List.copyOf(hosts);
    }
}
