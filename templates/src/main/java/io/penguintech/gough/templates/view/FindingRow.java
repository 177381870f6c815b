package io.penguintech.gough.templates.view;

/**
 * A difference that only a decision can end.
 *
 * @param subject what, such as {@code host hv-01}
 * @param kind a fixed word: user-data, release, orphan, lost, locked, foreign, unmanaged, not-enrolled
 * @param what the difference and the ways to end it
 * @param digest names this very difference
 */
public record FindingRow(String subject, String kind, String what, String digest) {}
