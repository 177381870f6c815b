package io.penguintech.gough.bot.forge;

import io.penguintech.gough.reconcile.http.Exchange;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads from a refusal how long the forge wants to be left alone. GitHub says so with 403 as well as 429, by {@code Retry-After},
 * by {@code x-ratelimit-reset} when {@code x-ratelimit-remaining} is 0, or in words alone, which means a minute
 * (docs.github.com, <i>Rate limits for the REST API</i>); GitLab with 429, {@code Retry-After} and {@code RateLimit-Reset}
 * (docs.gitlab.com, <i>Rate limits</i>); Gitea has none of its own, its proxy may.
 */
final class Quota {
    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private Quota() {}

    /** Empty when the refusal is about something else. */
    static Optional<Duration> pause(Exchange.Answered refusal, Instant now) {
        if (refusal.status() != 403 && refusal.status() != 429) return Optional.empty();
        var pause = refusal.retryAfter().or(() -> untilReset(refusal, now));
        if (pause.isEmpty() && (refusal.status() == 429 || saysSo(refusal.body()))) pause = Optional.of(USUAL);
        return pause.map(Quota::sane);
    }

    private static Optional<Duration> untilReset(Exchange.Answered refusal, Instant now) {
        if (refusal.status() == 403 && !refusal.header("x-ratelimit-remaining").equals(Optional.of("0")))
            return Optional.empty();
        return refusal.header("x-ratelimit-reset")
                .or(() -> refusal.header("RateLimit-Reset"))
                .filter(text -> text.matches("\\d{1,11}"))
                .map(text -> Duration.between(now, Instant.ofEpochSecond(Long.parseLong(text))));
    }

    private static boolean saysSo(String body) {
        var words = body.toLowerCase(Locale.ROOT);
        return words.contains("secondary rate limit") || words.contains("abuse detection");
    }

    private static Duration sane(Duration pause) {
        if (pause.compareTo(SHORTEST) < 0) return SHORTEST;
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
