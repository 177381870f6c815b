package io.penguintech.gough.bot.statuses;

import io.penguintech.gough.bot.forge.Answer;
import io.penguintech.gough.bot.forge.CommitStatus;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.rollout.EventConsumer;
import io.penguintech.gough.bot.rollout.Rollout;
import io.penguintech.gough.bot.rollout.RolloutEvent;
import io.penguintech.gough.bot.rollout.RolloutState;
import io.penguintech.gough.bot.rollout.Rollouts;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.schema.Revision;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code gough/apply} of the revisions of one repository, and of the merges brought about with them, as their newest rollouts are. Looks the rollout up at each event
 * and the status before it writes, so that an event that comes twice, or after a crash, writes nothing twice. A forge that is
 * away is told later, and for an hour one that does not know the commit; what it will not take then is said in the log once and
 * passed over.
 */
final class ApplyStatuses implements EventConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(ApplyStatuses.class);
    /** When a forge is configured for the first time nobody wants to hear how last month ended. */
    private static final Duration NEWS = Duration.ofDays(7);
    /** So long what the forge does not find may yet come: a commit in a mirror, an app's installation, our rights. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private static final int MOST_SAID = 1000;

    private final RepositoryId repository;
    private final Forge forge;
    private final Rollouts rollouts;
    private final Optional<String> pages;
    private final Clock clock;
    private final Map<Revision, CommitStatus> last = new ConcurrentHashMap<>();
    private final Set<Said> said = ConcurrentHashMap.newKeySet();
    private volatile boolean failing;

    /** What the log said of a commit that the forge does not know. */
    private record Said(Revision revision, boolean old) {}

    /** The forge does not know the commit yet, or us. */
    private static final class Unknown extends NotNow {
        private static final long serialVersionUID = 1L;

        Unknown(String why) {
            super(why);
        }
    }

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
        // Drift is looked for in rollouts of its own: what the commit is now, the newest of them says.
        rollouts.newestOfSameRevision(id, clock.instant().minus(NEWS))
                .flatMap(rollouts::find)
                .filter(ApplyStatuses::isNews)
                .ifPresent(this::tellOrWait);
    }

    /** A commit that the forge does not know yet holds up no newer one. */
    private void tellOrWait(Rollout rollout) {
        try {
            tell(rollout);
        } catch (Unknown unknown) {
            rollouts.list(repository, Optional.empty(), 1).stream()
                    .filter(newest -> !newest.revision().equals(rollout.revision()))
                    .filter(ApplyStatuses::isNews)
                    .forEach(this::tell);
            throw unknown;
        }
    }

    /** That a commit which was looked at before is looked at again is none. */
    private static boolean isNews(Rollout rollout) {
        return !(rollout.state() instanceof RolloutState.Requested)
                || rollout.cause().equals("push");
    }

    /** Of its revision, then of the other commits that are brought about with it. */
    private void tell(Rollout rollout) {
        var status = ApplyWords.of(rollout, pages);
        tell(rollout, rollout.revision(), status);
        for (var merge : rollouts.mergesBehind(rollout.id())) tell(rollout, merge, status);
    }

    private void tell(Rollout rollout, Revision revision, CommitStatus now) {
        if (now.equals(last.get(revision))) return;
        var known = answered(rollout, forge.statuses(revision));
        if (known.isEmpty()) return;
        boolean isSo = Optional.ofNullable(known.get().get(CommitStatus.Context.APPLY))
                .filter(shown -> ApplyWords.saySame(shown, now))
                .isPresent();
        if (!isSo && answered(rollout, forge.report(revision, now)).isEmpty()) return;
        if (last.size() > MOST_SAID) last.clear();
        last.put(revision, now);
    }

    /** Empty when asking again would help nobody. */
    private <T> Optional<T> answered(Rollout rollout, Answer<T> answer) {
        return switch (answer) {
            case Answer.Given<T>(var value) -> {
                if (failing) LOG.info("The statuses of {} are told again", repository);
                failing = false;
                yield Optional.of(value);
            }
            case Answer.Failed<T>(Failure.WorldChanged(var why)) -> {
                if (waits(rollout, why)) throw new Unknown(why);
                yield Optional.empty();
            }
            case Answer.Failed<T>(var failure) -> {
                if (!failing) LOG.warn("The statuses of {} are told later: {}", repository, failure.why());
                failing = true;
                throw new NotNow(failure.why());
            }
        };
    }

    private boolean waits(Rollout rollout, String why) {
        boolean old = rollout.updatedAt().plus(PATIENCE).isBefore(clock.instant());
        var words = old ? "not told" : "told later";
        if (said.size() > MOST_SAID) said.clear();
        if (said.add(new Said(rollout.revision(), old)))
            LOG.warn("The status of {} in {} is {}: {}", rollout.revision(), repository, words, why);
        return !old;
    }
}
