package io.penguintech.gough.reconcile;

import java.time.Duration;

/** Why something did not happen, named by who must act. */
public sealed interface Failure {
    /** The backend's own message and what it means, for people; never a secret. */
    String why();

    /**
     * Nothing happened; the same call may work later. Gough acts.
     *
     * @param after how long to wait
     */
    record TryAgain(String why, Duration after) implements Failure {}

    /** Nothing happened; the world is not what the change supposed. The planner acts. */
    record WorldChanged(String why) implements Failure {}

    /** Nothing happened and nothing will until a person acts. */
    record NeedsHuman(String why) implements Failure {}

    /** As {@link NeedsHuman}, because our user may not do such a thing at all. */
    record Forbidden(String why) implements Failure {}

    /** It may have happened although no answer came. Nobody writes to the subject until its effect is seen. */
    record Unclear(String why) implements Failure {}
}
