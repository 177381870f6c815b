package io.penguintech.gough.simulators.slack;

/**
 * Someone in the workspace.
 *
 * @param id immutable, begins with U
 * @param name what a person may change; never an identity
 * @param realName as shown
 */
public record SlackUser(String id, String name, String realName) {}
