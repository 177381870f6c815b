package io.penguintech.gough.simulators.git;

import java.time.Instant;

/**
 * One branch or tag that a push moved.
 *
 * @param user who was signed in, empty when the server lets everyone in
 * @param ref the full name, such as {@code refs/heads/main}
 * @param before the commit id it was at, forty zeros when it is new
 * @param after the commit id it is at, forty zeros when it is gone
 * @param at when
 */
public record Push(String user, String ref, String before, String after, Instant at) {}
