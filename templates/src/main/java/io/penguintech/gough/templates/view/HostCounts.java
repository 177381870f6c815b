package io.penguintech.gough.templates.view;

/**
 * How many hosts are how.
 *
 * @param declared all of them
 * @param inSync as declared
 * @param changing under way
 * @param blocked nothing is done to them
 * @param findings a decision is needed
 */
public record HostCounts(int declared, int inSync, int changing, int blocked, int findings) {}
