package io.penguintech.gough.simulators.slack;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How a stand-in Slack is set up.
 *
 * @param port 0 picks a free one
 * @param botToken what the app's calls must bear; begins with {@code xoxb-}; never printed
 * @param signingSecret what deliveries to the app are signed with; never printed
 * @param users people in the workspace
 * @param channels public channels
 * @param scopes what the app was granted
 * @param limits whether calls are refused with 429 beyond the tiers
 * @param ackWithin how long the app may take to answer a delivery
 * @param retries the pauses before an event is delivered again
 * @param clock what time it is
 */
public record SlackSettings(
        int port,
        String botToken,
        String signingSecret,
        List<SlackUser> users,
        List<SlackChannel> channels,
        Set<String> scopes,
        Limits limits,
        Duration ackWithin,
        List<Duration> retries,
        Clock clock) {

    /** Whether the rate tiers are in force. */
    public enum Limits {
        /** Calls beyond a method's tier are answered 429. */
        ON,
        /** Calls are never refused for their number. */
        OFF
    }

    /** Writes the change; the author of {@link #defaults()}. */
    public static final SlackUser ANN = new SlackUser("U0ANN", "ann", "Ann Author");

    /** An approver of {@link #defaults()}. */
    public static final SlackUser BOB = new SlackUser("U0BOB", "bob", "Bob Approver");

    /** Another approver of {@link #defaults()}. */
    public static final SlackUser CAROL = new SlackUser("U0CAROL", "carol", "Carol Approver");

    /** On call in {@link #defaults()}. */
    public static final SlackUser OSCAR = new SlackUser("U0OSCAR", "oscar", "Oscar On-Call");

    /** Known to the workspace, but not to the app, in {@link #defaults()}. */
    public static final SlackUser MALLORY = new SlackUser("U0MALLORY", "mallory", "Mallory Stranger");

    /** The channel of {@link #defaults()} the app is in. */
    public static final SlackChannel GOUGH = new SlackChannel("C0GOUGH", "gough", true);

    /** Copies the collections. */
    public SlackSettings {
        users = List.copyOf(users);
        channels = List.copyOf(channels);
        scopes = Set.copyOf(scopes);
        retries = List.copyOf(retries);
    }

    /** Five people, one channel the app is in and one it is not in, every scope, no rate limits, Slack's own times. */
    public static SlackSettings defaults() {
        return new SlackSettings(
                0,
                "xoxb-standin-0000-bot",
                "standin-signing-secret",
                List.of(ANN, BOB, CAROL, OSCAR, MALLORY),
                List.of(GOUGH, new SlackChannel("C0RANDOM", "random", false)),
                Set.of(
                        "chat:write",
                        "commands",
                        "app_mentions:read",
                        "channels:history",
                        "users:read",
                        "im:write",
                        "files:write"),
                Limits.OFF,
                Duration.ofSeconds(3),
                List.of(Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(5)),
                Clock.systemUTC());
    }

    /** The same on a fixed port. */
    public SlackSettings withPort(int other) {
        return new SlackSettings(
                other, botToken, signingSecret, users, channels, scopes, limits, ackWithin, retries, clock);
    }

    /** The same with other people. */
    public SlackSettings withUsers(List<SlackUser> others) {
        return new SlackSettings(
                port, botToken, signingSecret, others, channels, scopes, limits, ackWithin, retries, clock);
    }

    /** The same with other channels. */
    public SlackSettings withChannels(List<SlackChannel> others) {
        return new SlackSettings(
                port, botToken, signingSecret, users, others, scopes, limits, ackWithin, retries, clock);
    }

    /** The same with only these scopes granted. */
    public SlackSettings withScopes(Set<String> others) {
        return new SlackSettings(
                port, botToken, signingSecret, users, channels, others, limits, ackWithin, retries, clock);
    }

    /** The same with the rate tiers in force, or not. */
    public SlackSettings with(Limits others) {
        return new SlackSettings(
                port, botToken, signingSecret, users, channels, scopes, others, ackWithin, retries, clock);
    }

    /** The same with other times: how long the app may take, and when events come again. */
    public SlackSettings withTimes(Duration ack, List<Duration> pauses) {
        return new SlackSettings(port, botToken, signingSecret, users, channels, scopes, limits, ack, pauses, clock);
    }

    /** The same with another clock. */
    public SlackSettings withClock(Clock other) {
        return new SlackSettings(
                port, botToken, signingSecret, users, channels, scopes, limits, ackWithin, retries, other);
    }

    @Override
    public String toString() {
        return "SlackSettings[port=%d, users=%s, channels=%s, limits=%s]".formatted(port, users, channels, limits);
    }
}
