package io.penguintech.gough.bot.chat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long Slack has not been told what happened in a repository: the metric {@code gough_slack_delay_seconds}, a
 * warning in the log when it becomes long, and words for the message that comes late.
 */
final class Delay {
    private static final Logger log = LoggerFactory.getLogger(Delay.class);
    /** From here on the line that comes late says so. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private final String what;
    private final Clock clock;
    private final Duration grace;
    private final AtomicReference<Optional<Instant>> since = new AtomicReference<>(Optional.empty());
    private volatile boolean told;

    /**
     * Warns of delays of {@code grace} or longer.
     *
     * @param consumer who tells; each has a delay of its own
     * @param what what it tells of, in the log
     */
    Delay(RepositoryId repository, String consumer, String what, Clock clock, Duration grace, MeterRegistry meters) {
        this.what = what;
        this.clock = clock;
        this.grace = grace;
        Gauge.builder("gough.slack.delay", this, delay -> delay.now().toMillis() / 1000.0)
                .description("How long what happened has not been told in Slack; 0 when nothing waits")
                .baseUnit("seconds")
                .tag("repository", repository.value())
                .tag("consumer", consumer)
                .strongReference(true)
                .register(meters);
    }

    /** How late Slack is now. */
    Duration now() {
        return since.get()
                .map(start -> Duration.between(start, clock.instant()))
                .filter(delay -> !delay.isNegative())
                .orElse(Duration.ZERO);
    }

    /** An event could not be told. */
    void failed(RuntimeException why) {
        since.compareAndSet(Optional.empty(), Optional.of(clock.instant()));
        if (told || now().compareTo(grace) < 0) return;
        told = true;
        log.warn(
                "Slack messages of {} are delayed, by {} s so far: {}. They are kept and sent when Slack answers.",
                what,
                now().toSeconds(),
                why.getMessage());
    }

    /** An event was told: nothing is late any more. */
    void ended() {
        if (told) log.info("Slack messages of {} arrive again, {} s late", what, now().toSeconds());
        told = false;
        since.set(Optional.empty());
    }

    /** For the line that comes late; empty text when it does not. */
    String words() {
        var late = now();
        return late.compareTo(LONG) < 0 ? "" : " (told %d min late: Slack did not answer)".formatted(late.toMinutes());
    }
}
