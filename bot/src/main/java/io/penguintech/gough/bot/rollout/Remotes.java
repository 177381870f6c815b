package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Remotes that cannot be fetched: when to try again, and the one alert of an outage that lasts. What is told is kept in
 * the database, so a restart neither repeats it nor forgets to take it back.
 */
final class Remotes {
    private static final String KEY = "git";
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final AlertStore alerts;
    private final GrowingPauses pauses;
    private final Duration grace;
    private final Map<RepositoryId, Away> away = new ConcurrentHashMap<>();

    private record Away(Instant since, int failures) {}

    /** Tells of what is away for {@code grace} or longer. */
    Remotes(AlertStore alerts, Duration grace, RandomGenerator random) {
        this.alerts = alerts;
        this.pauses = new GrowingPauses(FIRST_PAUSE, LONGEST_PAUSE, random);
        this.grace = grace;
    }

    /** A fetch failed. Answers when to try again. Call inside a transaction. */
    Duration missed(RepositoryId repository, String why, Instant now) {
        var known = away.merge(
                repository, new Away(now, 1), (before, first) -> new Away(before.since(), before.failures() + 1));
        if (!known.since().plus(grace).isAfter(now))
            alerts.raiseOnce(
                    repository,
                    KEY,
                    Alert.Severity.WARNING,
                    "The repository cannot be fetched: %s Pushes are not seen meanwhile; Gough keeps asking and goes on by itself."
                            .formatted(why.endsWith(".") ? why : why + "."),
                    now);
        return pauses.after(known.failures());
    }

    /** The remote answered. Call inside a transaction. */
    void answered(RepositoryId repository, Instant now) {
        away.remove(repository);
        alerts.resolve(repository, KEY, "The repository answers again.", now);
    }
}
