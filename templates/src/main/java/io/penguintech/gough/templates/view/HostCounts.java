package io.penguintech.gough.templates.view;

import java.util.Locale;

/**
 * How many hosts are how.
 *
 * @param declared all of them
 * @param inSync as declared
 * @param changing under way
 * @param blocked nothing is done to them
 * @param findings a decision is needed
 * @param unhealthy somebody should look, whether as declared or not
 */
public record HostCounts(int declared, int inSync, int changing, int blocked, int findings, int unhealthy) {
    /** A number with its thousands apart: {@code 1,000}. */
    public static String shown(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
