package io.penguintech.gough.simulators.maas;

/**
 * A DNS domain.
 *
 * @param id its number
 * @param name its name
 */
record Domain(int id, String name) {}
