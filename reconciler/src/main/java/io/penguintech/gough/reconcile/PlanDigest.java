package io.penguintech.gough.reconcile;

/** Names changes and plans by what they would do. Nothing unrelated enters: no power state, no time, no other host. */
public final class PlanDigest {
    private PlanDigest() {}

    /**
     * SHA-256 over the change's subject, machine, what it would alter or destroy (before-values), the values it leads
     * to and its risk; 64 hexadecimal digits.
     */
    public static String of(Change change) {
        throw new UnsupportedOperationException(change.verb());
    }

    /** SHA-256 over the sorted digests of the plan's changes; 64 hexadecimal digits. */
    public static String of(Plan plan) {
        throw new UnsupportedOperationException(plan.toString());
    }
}
