package io.penguintech.gough.bot.rollout;

import java.time.Instant;
import java.util.Optional;

/**
 * What permitted changes of a rollout wait for: an earlier wave, its canaries, a pause, a group, a change window.
 *
 * @param why one or more sentences for people
 * @param until when something of it ends by itself and no change is needed for that; empty when none does
 */
public record Waits(String why, Optional<Instant> until) {}
