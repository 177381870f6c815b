package io.penguintech.gough.reconcile;

/** How the asking of hosts ended. */
public sealed interface LiveEnd {
    /** Each host was heard, or is known not to answer. */
    record Complete() implements LiveEnd {}

    /** The time was over; what came until then counts. */
    record TimeOver() implements LiveEnd {}

    /**
     * The way of the answers was cut; what came until then counts.
     *
     * @param why for people; no secrets
     */
    record CutOff(String why) implements LiveEnd {}
}
