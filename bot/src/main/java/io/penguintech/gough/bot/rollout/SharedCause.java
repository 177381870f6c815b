package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Plan;
import java.util.List;

/**
 * Differences that came about in one way, so that people read and decide once.
 *
 * @param digest names exactly these differences; 64 hexadecimal digits
 * @param kind the kind they all are of
 * @param who how many there are and the first of them, for people
 * @param what how they came about and the ways to end them, for people
 * @param findings the differences, at least two
 */
public record SharedCause(String digest, String kind, String who, String what, List<Plan.Finding> findings) {
    /** Keeps a copy. */
    public SharedCause {
        findings = List.copyOf(findings);
    }
}
