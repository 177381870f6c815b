package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Plan;
import java.time.Instant;

/**
 * A difference that is still there and that somebody decided to live with: shown, but no drift and no alert.
 *
 * @param finding the difference as it is now; exactly the one that was accepted
 * @param by who accepted it
 * @param at when
 * @param reason why
 */
public record AcceptedFinding(Plan.Finding finding, String by, Instant at, String reason) {}
