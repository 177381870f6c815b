package io.penguintech.gough.simulators.slack;

/**
 * A public channel.
 *
 * @param id begins with C
 * @param name without {@code #}
 * @param botIsMember whether the app was invited; it cannot post elsewhere
 */
public record SlackChannel(String id, String name, boolean botIsMember) {}
