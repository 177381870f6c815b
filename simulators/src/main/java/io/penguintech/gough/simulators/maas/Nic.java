package io.penguintech.gough.simulators.maas;

/**
 * A physical interface.
 *
 * @param id its number
 * @param name for example {@code eth0}
 * @param mac lower case
 */
record Nic(long id, String name, String mac) {}
