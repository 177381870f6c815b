package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.forge.Answer;
import io.penguintech.gough.bot.forge.Forge;
import io.penguintech.gough.bot.forge.PullRequest;
import io.penguintech.gough.bot.rollout.Previews;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the open pull requests of one repository and those that were merged last, and finds everything that webhooks miss: two calls,
 * which cost no quota where nothing changed. Used by one thread at a time.
 */
final class PullPoll {
    private static final Logger LOG = LoggerFactory.getLogger(PullPoll.class);
    /** Who is behind what was merged before is asked about no more. */
    private static final Duration RECENT = Duration.ofDays(7);

    private final RepositoryId repository;
    private final Forge forge;
    private final Previews previews;
    private final PullStore store;
    private final Clock clock;
    private boolean failing;

    PullPoll(RepositoryId repository, Forge forge, Previews previews, PullStore store, Clock clock) {
        this.repository = repository;
        this.forge = forge;
        this.previews = previews;
        this.store = store;
        this.clock = clock;
    }

    /** Has everything looked at that is not as it was. */
    void poll() {
        // Read before the forge is asked: a hint that comes while it answers is not taken for answered.
        var open = store.open(repository).stream().collect(Collectors.toMap(PullRow::number, Function.identity()));
        switch (forge.openPullRequests()) {
            case Answer.Given<List<PullRequest>>(var pulls) -> {
                answered();
                for (var pull : pulls) listed(Optional.ofNullable(open.remove(pull.number())), pull);
                // Closed, merged, or hidden from us: each is asked for by its number.
                open.values().forEach(row -> store.hint(row.key(), now()));
            }
            case Answer.Failed<List<PullRequest>>(var failure) -> missed(failure);
        }
        merged();
        moved();
    }

    /**
     * What was opened and merged between two polls, or while Gough was down, was never open for us, and neither was what had been closed
     * and was reopened and merged; and a squash names none of those whose commits they were, who must not approve what it destroys.
     */
    private void merged() {
        switch (forge.recentlyMerged()) {
            case Answer.Given<List<PullRequest>>(var pulls) ->
                pulls.stream()
                        .filter(pull -> pull.updated().plus(RECENT).isAfter(now()))
                        .map(pull -> new PullKey(repository, pull.number()))
                        .filter(key ->
                                store.find(key).filter(PullPoll::isMerged).isEmpty())
                        .forEach(key -> store.hint(key, now()));
            case Answer.Failed<List<PullRequest>>(var failure) -> missed(failure);
        }
    }

    private static boolean isMerged(PullRow row) {
        return row.pull()
                .filter(pull -> pull.state() instanceof PullRequest.State.Merged)
                .isPresent();
    }

    private void listed(Optional<PullRow> open, PullRequest pull) {
        var key = new PullKey(repository, pull.number());
        var row = open.or(() -> store.find(key));
        boolean news = row.filter(known -> known.seen() && known.pull().equals(Optional.of(pull)))
                .isEmpty();
        if (news) store.listed(key, pull, row.map(PullRow::nudges), now());
    }

    /** The branch moved, or other rules judge: what was planned before that is planned again. */
    void moved() {
        store.groundsMoved(repository, previews.grounds(repository), now());
    }

    private void answered() {
        if (failing) LOG.info("The open pull requests of {} are listed again", repository);
        failing = false;
    }

    private void missed(Failure failure) {
        if (!failing) LOG.warn("The open pull requests of {} cannot be listed now: {}", repository, failure.why());
        failing = true;
    }

    private Instant now() {
        return clock.instant();
    }
}
