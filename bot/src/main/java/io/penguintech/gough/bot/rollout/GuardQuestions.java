package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.HostIdentity;
import io.penguintech.gough.reconcile.LiveAnswer;
import io.penguintech.gough.reconcile.Reading;
import io.penguintech.gough.reconcile.SystemId;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Guard;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks hosts beside the engine's looks, a few at once, and keeps an answer for as long as it counts. What is kept is
 * gone after a restart, and then asked anew. Thread-safe; no method waits for a host.
 */
final class GuardQuestions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GuardQuestions.class);
    private static final Duration FORGOTTEN = Duration.ofHours(1);
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final World world;
    private final GuardSettings settings;
    private final Clock clock;
    /** Of each Fleet: one that does not answer must not keep the hosts of another waiting. */
    private final Map<BackendName, ThreadPoolExecutor> askers = new ConcurrentHashMap<>();

    private final Map<Question, Asked> asked = new ConcurrentHashMap<>();
    private final Set<RepositoryId> news = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    GuardQuestions(World world, GuardSettings settings, Clock clock) {
        this.world = world;
        this.settings = settings;
        this.clock = clock;
    }

    private ThreadPoolExecutor askers(BackendName fleet) {
        var few = new ThreadPoolExecutor(
                settings.atOnce(),
                settings.atOnce(),
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("guard-" + fleet + "-", 1).factory());
        few.allowCoreThreadTimeOut(true);
        return few;
    }

    /** One guard of one machine. */
    record Question(RepositoryId repository, BackendName region, SystemId machine, Guard guard) {}

    /** What a host said, or why it said nothing. */
    record Answer(Reading<LiveAnswer> said, Instant at) {
        /** Whether nothing on the host matches: the only answer that lets anything begin. */
        boolean passes() {
            return said instanceof Reading.Got<LiveAnswer>(LiveAnswer.Rows(int count, var _)) && count == 0;
        }
    }

    /**
     * What is known of a question.
     *
     * @param waiting whether the host is being asked
     * @param last the last answer, as long as it is worth showing
     * @param used when somebody last wanted to know
     */
    private record Asked(boolean waiting, Optional<Answer> last, Instant used) {}

    /**
     * The answer as far as it counts now: a pass that is fresh, or the last answer that is none. Empty while the host is
     * asked for the first time, or anew. Asks when it is time to.
     */
    Optional<Answer> answer(Question question, HostIdentity host) {
        var now = clock.instant();
        asked.values()
                .removeIf(one -> !one.waiting() && one.used().plus(FORGOTTEN).isBefore(now));
        return Objects.requireNonNull(asked.compute(question, (_, known) -> look(question, host, known, now)))
                .last();
    }

    private Asked look(Question question, HostIdentity host, @Nullable Asked known, Instant now) {
        var last = known == null ? Optional.<Answer>empty() : known.last().filter(answer -> counts(answer, now));
        if (known != null && known.waiting()) return new Asked(true, last, now);
        var due = last.map(
                        answer -> !answer.passes() && !now.isBefore(answer.at().plus(settings.again())))
                .orElse(true);
        return new Asked(due && begin(question, host), last, now);
    }

    private boolean counts(Answer answer, Instant now) {
        return !answer.passes() || now.isBefore(answer.at().plus(settings.fresh()));
    }

    private boolean begin(Question question, HostIdentity host) {
        try {
            if (closed) return false;
            askers.computeIfAbsent(question.guard().fleet(), this::askers).execute(() -> ask(question, host));
            return true;
        } catch (RejectedExecutionException closing) {
            return false;
        }
    }

    private void ask(Question question, HostIdentity host) {
        Reading<LiveAnswer> said =
                new Reading.Missed<>(new Failure.NeedsHuman("Gough itself failed; the log says more."));
        try {
            said = said(question.guard(), host);
        } finally {
            // Whatever flies by: a question that is never answered would never be asked again.
            var answer = new Answer(said, clock.instant());
            asked.computeIfPresent(question, (_, known) -> new Asked(false, Optional.of(answer), known.used()));
            news.add(question.repository());
        }
    }

    private Reading<LiveAnswer> said(Guard guard, HostIdentity host) {
        try {
            return world.fleetNames().contains(guard.fleet())
                    ? world.fleet(guard.fleet()).ask(host, guard.sql())
                    : new Reading.Missed<>(new Failure.NeedsHuman(
                            "The server settings know no Fleet " + guard.fleet() + " any more."));
        } catch (RuntimeException e) {
            LOG.error("guard {} ended unforeseen", guard.query(), e);
            return new Reading.Missed<>(new Failure.NeedsHuman("Gough itself failed (%s); the log says more."
                    .formatted(e.getClass().getSimpleName())));
        }
    }

    /** Whether an answer came since this was last asked. */
    boolean news(RepositoryId repository) {
        return news.remove(repository);
    }

    /** Cuts what is asked. */
    @Override
    public void close() {
        closed = true;
        askers.values().forEach(ThreadPoolExecutor::shutdownNow);
    }
}
