package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.storage.DatabaseAway;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to their consumers: in order, one at a time per consumer, at least once; where a rollout changed
 * several times in a row, the last of them that waits already. The position of each consumer is kept in the database; one that fails gets the same event again later
 * and holds up nobody else.
 */
public final class EventFeed {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final int AT_ONCE = 50;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    /** What happened is told soon after the other side is back. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Outbox outbox;
    private final Clock clock;
    private final GrowingPauses pauses;
    private final List<EventConsumer> consumers;
    private final ConcurrentHashMap<String, ReentrantLock> turns = new ConcurrentHashMap<>();

    EventFeed(Outbox outbox, Clock clock, RandomGenerator random, List<EventConsumer> consumers) {
        this.outbox = outbox;
        this.clock = clock;
        this.pauses = new GrowingPauses(FIRST_PAUSE, LONGEST_PAUSE, random);
        this.consumers = List.copyOf(consumers);
    }

    /** Everybody who listens. */
    public List<EventConsumer> consumers() {
        return consumers;
    }

    /** Hands {@code consumer} what it has not had yet. Returns at once when that is under way already. */
    public void deliver(EventConsumer consumer) {
        var turn = turns.computeIfAbsent(consumer.name(), name -> new ReentrantLock());
        if (!turn.tryLock()) return;
        try {
            var position = outbox.position(consumer.name());
            if (position.notBefore().filter(clock.instant()::isBefore).isPresent()) return;
            deliver(consumer, position);
        } finally {
            turn.unlock();
        }
    }

    private void deliver(EventConsumer consumer, Outbox.Position from) {
        var position = from;
        var waiting = outbox.after(from.sequence(), AT_ONCE);
        for (int i = 0; i < waiting.size(); i++) {
            var next = waiting.get(i);
            if (isSaidAgain(waiting, i)) continue;
            try {
                consumer.on(next.sequence(), next.event());
            } catch (RuntimeException e) {
                // Without the database nothing can be told, nor written down: no fault of the consumer's.
                if (DatabaseAway.because(e)) throw e;
                postpone(consumer, position, e);
                return;
            }
            position = new Outbox.Position(next.sequence(), 0, Optional.empty());
            outbox.save(consumer.name(), position);
        }
    }

    /**
     * Whether the very next one says the same: then that one is enough. A rollout of a thousand queries says a few thousand times
     * that it changed, and who hears it looks the whole of it up.
     */
    private static boolean isSaidAgain(List<Outbox.Numbered> waiting, int i) {
        var event = waiting.get(i).event();
        return event instanceof RolloutEvent.RolloutChanged
                && i + 1 < waiting.size()
                && event.equals(waiting.get(i + 1).event());
    }

    private void postpone(EventConsumer consumer, Outbox.Position position, RuntimeException why) {
        int failures = position.failures() + 1;
        var pause = pauses.after(failures);
        log(consumer, failures, why);
        outbox.save(
                consumer.name(),
                new Outbox.Position(
                        position.sequence(),
                        failures,
                        Optional.of(clock.instant().plus(pause))));
    }

    /** Once in full, then quietly: it is one story however long it takes. */
    private static void log(EventConsumer consumer, int failures, RuntimeException why) {
        if (failures == 1 && !(why instanceof EventConsumer.NotNow))
            LOG.warn("{} does not take an event and gets it again until it does", consumer.name(), why);
        else LOG.debug("{} does not take an event, try {}: {}", consumer.name(), failures, why.toString());
    }
}
