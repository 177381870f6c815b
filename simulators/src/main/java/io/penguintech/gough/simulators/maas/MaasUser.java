package io.penguintech.gough.simulators.maas;

/**
 * A user of the region.
 *
 * @param username its name
 * @param email its address
 * @param superuser whether it is an administrator
 */
record MaasUser(String username, String email, boolean superuser) {}
