package io.penguintech.gough.bot.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pauses Slack asked for. Slack counts by method, and posts by channel; while a pause lasts nothing is sent there,
 * so that asking again does not make it longer.
 */
final class Pauses {
    private final Clock clock;
    private final Map<String, Instant> until = new ConcurrentHashMap<>();

    Pauses(Clock clock) {
        this.clock = clock;
    }

    /** Notes that Slack wants no call of this kind for a while. */
    void begin(String kind, Duration length) {
        until.put(kind, clock.instant().plus(length));
    }

    /** Refuses a call of this kind while its pause lasts. */
    void check(String kind) {
        var end = until.get(kind);
        if (end == null) return;
        var rest = Duration.between(clock.instant(), end);
        if (rest.isPositive()) throw new SlackTrouble.TooFast(rest);
        until.remove(kind, end);
    }
}
