package io.penguintech.gough.bot.backends;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * When a reading is due again: after the pause that it asks for, or soon when somebody gives a reason, but never at once again, as
 * reasons may come by the hundred, and no sooner than a backend that did not answer well is to be left alone. Used by one thread.
 */
final class Turn {
    /** How often it is looked whether there is a reason; costs nothing. */
    private static final Duration SLICE = Duration.ofSeconds(2);

    private static final Duration SOONEST = Duration.ofSeconds(20);

    private final Clock clock;
    private final BooleanSupplier reason;
    private final Supplier<Rest> reading;
    private boolean hurried;
    private Instant ended = Instant.MIN;
    private Instant due = Instant.MIN;

    /**
     * What comes after a reading.
     *
     * @param pause until the next
     * @param hurried whether a reason makes it shorter
     */
    record Rest(Duration pause, boolean hurried) {}

    Turn(Clock clock, BooleanSupplier reason, Supplier<Rest> reading) {
        this.clock = clock;
        this.reason = reason;
        this.reading = reading;
    }

    /** Reads if it is due; answers when to ask again. */
    Duration step() {
        var now = clock.instant();
        boolean early = hurried && reason.getAsBoolean() && !now.isBefore(ended.plus(SOONEST));
        if (!now.isBefore(due) || early) {
            var after = reading.get();
            hurried = after.hurried();
            ended = clock.instant();
            due = ended.plus(after.pause());
            now = ended;
        }
        var rest = Duration.between(now, due);
        return rest.compareTo(SLICE) < 0 ? rest : SLICE;
    }
}
