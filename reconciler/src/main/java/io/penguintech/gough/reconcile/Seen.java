package io.penguintech.gough.reconcile;

import java.time.Instant;

/**
 * Something observed, with the moment it was true. The moment never enters a plan or a digest.
 *
 * @param value what was observed
 * @param at when it was read
 */
public record Seen<T>(T value, Instant at) {}
