package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.storage.DatabaseAway;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at pull requests that are due: those first that are due the longest, each by one thread at a time. Every repository has
 * threads of its own, so that a hundred pull requests of one hold up no other. What is due is in the database: nothing is lost
 * with the process.
 */
final class Pulls {
    /** So many of one repository are looked at at once. */
    static final int AT_ONCE = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Pulls.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 10;

    private final Map<RepositoryId, PullLook> looks;
    private final PullStore store;
    private final BooleanSupplier active;
    private final Clock clock;
    private final Set<PullKey> busy = ConcurrentHashMap.newKeySet();

    /**
     * Looks by {@code looks}.
     *
     * @param active whether this process is the one that acts
     */
    Pulls(Map<RepositoryId, PullLook> looks, PullStore store, BooleanSupplier active, Clock clock) {
        this.looks = Map.copyOf(looks);
        this.store = store;
        this.active = active;
        this.clock = clock;
    }

    /** The repositories whose pull requests are looked at. */
    Set<RepositoryId> repositories() {
        return looks.keySet();
    }

    /** Takes one look, if one is due that nobody else takes; answers whether it did. */
    boolean work(RepositoryId repository) {
        var look = looks.get(repository);
        if (look == null || !active.getAsBoolean()) return false;
        for (var key : store.due(repository, now(), 2 * AT_ONCE))
            if (busy.add(key))
                try {
                    var row = found(key);
                    if (row.isEmpty()) continue;
                    settle(row.get(), taken(look, row.get()));
                    return true;
                } finally {
                    busy.remove(key);
                }
        return false;
    }

    /** What nobody can read must not hold up all the others. */
    private Optional<PullRow> found(PullKey key) {
        try {
            return store.find(key, now());
        } catch (RuntimeException e) {
            if (DatabaseAway.because(e)) throw e;
            LOG.error("What is written down about {} cannot be read", key, e);
            store.postpone(key, now().plus(LONGEST_PAUSE));
            return Optional.empty();
        }
    }

    private static Next taken(PullLook look, PullRow row) {
        try {
            return look.take(row);
        } catch (RuntimeException e) {
            // Nothing can be written down without the database, and somebody else tells of it.
            if (DatabaseAway.because(e)) throw e;
            LOG.error("Gough itself failed to look at {}", row.key(), e);
            return new Next.Again("Gough itself failed", FIRST_PAUSE);
        }
    }

    private void settle(PullRow row, Next next) {
        switch (next) {
            case Next.Rest(var until) -> store.looked(row, until, 0, now());
            case Next.Gone() -> store.forget(row.key());
            case Next.Again(var why, var atLeast) -> {
                if (row.failures() == 0) LOG.info("{} is looked at again: {}", row.key(), why);
                else LOG.debug("{} is looked at again: {}", row.key(), why);
                var pause = pause(row.failures());
                var longer = pause.compareTo(atLeast) > 0 ? pause : atLeast;
                store.looked(row, Optional.of(now().plus(longer)), row.failures() + 1, now());
            }
        }
    }

    private static Duration pause(int failures) {
        var grown = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return grown.compareTo(LONGEST_PAUSE) < 0 ? grown : LONGEST_PAUSE;
    }

    private Instant now() {
        return clock.instant();
    }
}
