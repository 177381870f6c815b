package io.penguintech.gough.simulators.maas;

/** What goes wrong at the next occasion on one host; used up by it. */
public enum Mishap {
    /** The next deployment ends in Failed deployment. */
    DEPLOY_FAILS,
    /** The next deployment never ends, as after a lost workflow (LP 2147037, 2103733). */
    DEPLOY_HANGS,
    /** The next deployment hangs until MAAS gives up after its {@code node_timeout} (source code): Failed deployment. */
    DEPLOY_TIMES_OUT,
    /** The next commissioning hangs until MAAS gives up after its {@code node_timeout} (source code). */
    COMMISSION_TIMES_OUT,
    /** The next release hangs until MAAS gives up after five minutes (source code): Releasing failed. */
    RELEASE_TIMES_OUT,
    /** The next commissioning never ends. */
    COMMISSION_HANGS,
    /** The next commissioning ends in Failed commissioning. */
    COMMISSION_FAILS,
    /**
     * The next commissioning ends in Ready although no script result arrived, so that a later release ends in New
     * (recorded: the region of the recordings had no real machines).
     */
    COMMISSION_UNRECORDED,
    /** The next tests end in Failed testing. */
    TEST_FAILS,
    /** The next release ends in Releasing failed. */
    RELEASE_FAILS,
    /** The next erase ends in Failed disk erasing. */
    ERASE_FAILS,
    /** Entering or leaving rescue mode fails. */
    RESCUE_FAILS,
    /** The next power command is answered 503 without Retry-After (source code, PowerProblem). */
    POWER_FAILS,
    /** What runs on the machine does not stop when it is next asked to: only a hard stop switches it off. */
    SHUT_DOWN_IGNORED
}
