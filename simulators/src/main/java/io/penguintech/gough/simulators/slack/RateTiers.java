package io.penguintech.gough.simulators.slack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many calls a minute a method takes (slackapi/java-slack-sdk metadata/web-api/rate_limit_tiers.json). The window
 * slides; posting counts by channel.
 */
final class RateTiers {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int TIER_3 = 50;
    private static final int TIER_4 = 100;
    private static final Map<String, Integer> A_MINUTE = Map.ofEntries(
            Map.entry("chat.postMessage", 60),
            Map.entry("chat.update", TIER_3),
            Map.entry("chat.delete", TIER_3),
            Map.entry("conversations.history", TIER_3),
            Map.entry("chat.postEphemeral", TIER_4),
            Map.entry("files.getUploadURLExternal", TIER_4),
            Map.entry("files.completeUploadExternal", TIER_4),
            Map.entry("views.open", TIER_4),
            Map.entry("users.info", TIER_4),
            Map.entry("auth.test", 600),
            Map.entry("chat.getPermalink", 600));

    private final Clock clock;
    private final Map<String, Deque<Instant>> calls = new ConcurrentHashMap<>();

    RateTiers(Clock clock) {
        this.clock = clock;
    }

    /** Counts the call; the seconds to wait when it is one too many. */
    synchronized OptionalLong secondsToWait(String method, String channel) {
        var key = method.equals("chat.postMessage") ? method + " " + channel : method;
        var window = calls.computeIfAbsent(key, any -> new ArrayDeque<>());
        var now = clock.instant();
        while (!window.isEmpty() && !window.getFirst().plus(WINDOW).isAfter(now)) {
            window.removeFirst();
        }
        if (window.size() >= A_MINUTE.getOrDefault(method, TIER_3)) {
            var wait = Duration.between(now, window.getFirst().plus(WINDOW));
            return OptionalLong.of(Math.max(1, wait.toSeconds() + 1));
        }
        window.addLast(now);
        return OptionalLong.empty();
    }
}
