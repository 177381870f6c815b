package io.penguintech.gough.bot.forge;

import java.time.Duration;

/**
 * How fast is written to a forge: evenly in the long run, after a rest a few at once, so that what one pull request is told needs
 * no waiting.
 *
 * @param between the time between two writes in the long run
 * @param atOnce how many may follow each other without it after a rest, one at least
 */
public record WritePace(Duration between, int atOnce) {
    /** As fast as they come. */
    public static final WritePace NONE = new WritePace(Duration.ZERO, 1);

    /** A pull request is told by two statuses and a comment; another write may be an acknowledgement. */
    private static final int USUAL = 4;

    /** Whatever is none. */
    public WritePace {
        if (between.isNegative() || atOnce < 1)
            throw new IllegalArgumentException("no pace: " + atOnce + " at once, " + between + " between");
    }

    /**
     * What a forge takes. GitHub asks for a second between many writes, and refuses more than 80 a minute that make content
     * (docs.github.com, <i>Best practices for using the REST API</i>, <i>Rate limits for the REST API</i>); GitLab takes 300 comments a minute
     * of one account (docs.gitlab.com, <i>Rate limits on note creation</i>); Gitea has no limit, and is small.
     */
    static WritePace of(ForgeKind kind) {
        return switch (kind) {
            case GITHUB -> new WritePace(Duration.ofSeconds(1), USUAL);
            case GITLAB -> new WritePace(Duration.ofMillis(250), USUAL);
            case GITEA -> new WritePace(Duration.ofMillis(100), USUAL);
        };
    }

    /** Somebody who keeps to it, rested. */
    Turns turns() {
        return new Turns();
    }

    /** The turns of one writer. Not safe for use by several threads. */
    final class Turns {
        /** When the next turn were due if none came early; unset before the first. */
        private long due;

        private boolean begun;

        /**
         * Takes the next turn.
         *
         * @param now by {@link System#nanoTime}
         * @return how long to wait for it; zero or more
         */
        Duration next(long now) {
            if (!begun || due - now < 0) due = now;
            begun = true;
            var early = between.toNanos() * (atOnce - 1);
            var wait = Math.max(0, due - now - early);
            due += between.toNanos();
            return Duration.ofNanos(wait);
        }
    }
}
