package io.penguintech.gough.bot.intake;

import io.penguintech.gough.bot.rollout.Requests;
import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.InfraRepo.Head;
import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one repository: one ls-remote a poll, and a trigger when the branch is not where the newest revision taken up
 * is. A remote that does not answer is a trigger once (the engine then tells people, and tries by itself); one that is
 * polled very often is then asked ever more seldom, down to twice a minute. Used by one thread at a time.
 */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration SLOWEST = Duration.ofSeconds(30);

    private final InfraRepo source;
    private final Requests requests;
    private final Pace pace;
    private final Clock clock;
    private volatile Optional<String> problem = Optional.empty();
    private int misses;
    private Instant lastLook;

    /**
     * How often to look.
     *
     * @param poll between two polls
     * @param drift between two looks although nothing moved
     */
    record Pace(Duration poll, Duration drift) {}

    Watch(InfraRepo source, Requests requests, Pace pace, Clock clock) {
        this.source = source;
        this.requests = requests;
        this.pace = pace;
        this.clock = clock;
        this.lastLook = clock.instant();
    }

    /** What is watched. */
    RepositoryId repository() {
        return source.id();
    }

    /** Why the remote does not answer; empty when it does. For any thread. */
    Optional<String> problem() {
        return problem;
    }

    /** Polls once: why a look is due, if one is. */
    Optional<Trigger> poll() {
        var trigger = cause().map(cause -> new Trigger(source.id(), cause));
        if (trigger.isPresent()) lastLook = clock.instant();
        return trigger;
    }

    /** How long to wait before the next poll. */
    Duration pause() {
        if (misses == 0 || pace.poll().compareTo(SLOWEST) >= 0) return pace.poll();
        var pause = pace.poll().multipliedBy(1L << Math.min(misses, 10));
        return pause.compareTo(SLOWEST) < 0 ? pause : SLOWEST;
    }

    private Optional<String> cause() {
        var newest = requests.newest(source.id());
        return switch (source.head()) {
            case Head.At(var revision) -> {
                answered();
                yield newest.equals(Optional.of(revision)) ? drift() : Optional.of("push");
            }
            case Head.NoBranch() -> {
                answered();
                yield newest.isPresent() ? Optional.of("push") : Optional.empty();
            }
            case Head.Unreachable(var why) -> unreachable(why);
        };
    }

    private Optional<String> drift() {
        return lastLook.plus(pace.drift()).isAfter(clock.instant()) ? Optional.empty() : Optional.of("drift");
    }

    private void answered() {
        if (misses > 0) LOG.info("The remote of {} answers again", source.id());
        misses = 0;
        problem = Optional.empty();
    }

    private Optional<String> unreachable(String why) {
        misses++;
        problem = Optional.of(why);
        if (misses > 1) return Optional.empty();
        LOG.warn("The remote of {} does not answer and is asked again: {}", source.id(), why);
        return Optional.of("poll");
    }
}
