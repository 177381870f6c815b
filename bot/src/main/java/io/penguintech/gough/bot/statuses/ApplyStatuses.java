package io.penguintech.gough.bot.statuses;

import io.penguintech.gough.bot.forge.Answer;
import io.penguintech.gough.bot.forge.CommitStatus;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.rollout.EventConsumer;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutEvent;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.schema.Revision;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code gough/apply} of the revisions of one repository as their newest rollouts are. Looks the rollout up at each event
 * and the status before it writes, so that an event that comes twice, or after a crash, writes nothing twice. A forge that is
 * away is told later; what it will not take is said in the log and passed over.
 */
final class ApplyStatuses implements EventConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(ApplyStatuses.class);
    /** When a forge is configured for the first time nobody wants to hear how last month ended. */
    private static final Duration NEWS = Duration.ofDays(7);
    /** Among so many rollouts the newest of a revision is looked for. */
    private static final int LATELY = 10;

    private final RepositoryId repository;
    private final Forge forge;
    private final Rollouts rollouts;
    private final Optional<String> pages;
    private final Clock clock;
    private final AtomicReference<Optional<Told>> last = new AtomicReference<>(Optional.empty());
    private volatile boolean failing;

    private record Told(Revision revision, CommitStatus status) {}

    ApplyStatuses(RepositoryId repository, Forge forge, Rollouts rollouts, Optional<String> pages, Clock clock) {
        this.repository = repository;
        this.forge = forge;
        this.rollouts = rollouts;
        this.pages = pages;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "statuses-" + repository;
    }

    @Override
    public void on(long sequence, RolloutEvent event) {
        if (!(event instanceof RolloutEvent.RolloutChanged(var whose, var id)) || !whose.equals(repository)) return;
        rollouts.find(id)
                .map(this::newestOfItsRevision)
                .filter(rollout -> rollout.updatedAt().isAfter(clock.instant().minus(NEWS)))
                .ifPresent(rollout -> tell(new Told(rollout.revision(), ApplyWords.of(rollout, pages))));
    }

    /** Drift is looked for in rollouts of its own: what the commit is now, the newest of them says. */
    private Rollout newestOfItsRevision(Rollout rollout) {
        return rollouts.list(repository, Optional.empty(), LATELY).stream()
                .filter(one -> one.revision().equals(rollout.revision()))
                .filter(one -> one.id().compareTo(rollout.id()) > 0)
                .findFirst()
                .orElse(rollout);
    }

    private void tell(Told now) {
        if (last.get().equals(Optional.of(now))) return;
        var known = answered(forge.statuses(now.revision()));
        if (known.isEmpty()) return;
        boolean isSo = now.status().equals(known.get().get(CommitStatus.Context.APPLY));
        if (isSo || answered(forge.report(now.revision(), now.status())).isPresent()) last.set(Optional.of(now));
    }

    /** Empty when asking again would help nobody. */
    private <T> Optional<T> answered(Answer<T> answer) {
        return switch (answer) {
            case Answer.Given<T>(var value) -> {
                if (failing) LOG.info("The statuses of {} are told again", repository);
                failing = false;
                yield Optional.of(value);
            }
            case Answer.Failed<T>(Failure.WorldChanged(var why)) -> {
                LOG.warn("A status of {} is not told: {}", repository, why);
                yield Optional.empty();
            }
            case Answer.Failed<T>(var failure) -> {
                if (!failing) LOG.warn("The statuses of {} are told later: {}", repository, failure.why());
                failing = true;
                throw new NotNow(failure.why());
            }
        };
    }
}
