package io.penguintech.gough.templates.view;

/**
 * A difference that somebody decided to live with.
 *
 * @param finding the difference
 * @param by who accepted it
 * @param at when
 * @param reason why
 */
public record AcceptedRow(FindingRow finding, String by, Moment at, String reason) {}
