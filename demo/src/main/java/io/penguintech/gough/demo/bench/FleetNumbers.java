package io.penguintech.gough.demo.bench;

/**
 * What was measured of the queries and policies of one Fleet, without hosts.
 *
 * @param queries how many queries
 * @param policies how many policies
 * @param validate loading all files once the process is warm, with every SQL compiled
 * @param inSync a plan when everything is as declared
 * @param edited a plan when one description differs
 * @param allNew a plan when everything must be made, with its digest
 */
record FleetNumbers(
        int queries,
        int policies,
        Numbers.Took validate,
        Numbers.Took inSync,
        Numbers.Took edited,
        Numbers.Took allNew) {}
