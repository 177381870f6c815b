package io.penguintech.gough.templates.view;

/**
 * A subject nothing is done to.
 *
 * @param subject what, such as {@code host hv-01}
 * @param why the reason and the way out
 * @param waiting whether it ends by itself; else a person must act
 */
public record BlockedRow(String subject, String why, boolean waiting) {}
