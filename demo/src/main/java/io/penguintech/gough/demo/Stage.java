package io.penguintech.gough.demo;

/**
 * What the demo's pages play with.
 *
 * @param standIns the servers
 * @param addresses where they listen
 */
record Stage(StandIns standIns, Addresses addresses) {}
