package io.penguintech.gough.templates.view;

import java.util.List;
import java.util.Optional;

/**
 * The list of rollouts.
 *
 * @param frame what is around it
 * @param rollouts newest first
 * @param older address of the page with older ones, on this server
 */
public record RolloutsPageView(Frame frame, List<RolloutRow> rollouts, Optional<String> older) {
    /** Keeps a copy; refuses an address that leads elsewhere. */
    public RolloutsPageView {
        rollouts = List.copyOf(rollouts);
        Links.checkOnThisServer(older);
    }
}
