package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.rollout.EventConsumer;
import io.penguintech.gough.bot.rollout.RolloutEvent;
import io.penguintech.gough.bot.source.RepositoryId;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Has pull requests looked at when what people said to them changed, the branch they are for moved, or what becomes of them did. */
final class PullEvents implements EventConsumer {
    private final Map<RepositoryId, PullPoll> polls;
    private final PullStore store;
    private final Clock clock;

    PullEvents(Map<RepositoryId, PullPoll> polls, PullStore store, Clock clock) {
        this.polls = Map.copyOf(polls);
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "pull-requests";
    }

    @Override
    public void on(long sequence, RolloutEvent event) {
        switch (event) {
            case RolloutEvent.ProposalChanged(var repository, var number) ->
                store.nudge(new PullKey(repository, number), clock.instant());
            case RolloutEvent.RolloutChanged(var repository, var rollout) -> {
                store.nudgeFollowing(repository, clock.instant());
                Optional.ofNullable(polls.get(repository)).ifPresent(PullPoll::moved);
            }
            case RolloutEvent.AlertRaised _, RolloutEvent.AlertResolved _, RolloutEvent.Decided _ -> {}
        }
    }
}
