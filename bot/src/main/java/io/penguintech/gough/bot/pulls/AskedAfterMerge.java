package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where nobody is asked about a pull request: it is planned, and what of it needs approval is asked about after the merge. */
final class AskedAfterMerge implements Proposals {
    private static final Verdict AFTER =
            new Verdict.Refused("What of it needs approval is asked about after the merge.");

    @Override
    public Optional<Proposal> propose(Proposed proposed) {
        return Optional.empty();
    }

    @Override
    public void retract(RepositoryId repository, long number, Revision head, String why) {}

    @Override
    public void shown(RepositoryId repository, long number, Revision head, String digest, Instant at) {}

    @Override
    public void closed(RepositoryId repository, long number) {}

    @Override
    public void merged(RepositoryId repository, long number, Revision head, Optional<Revision> commit) {}

    @Override
    public Optional<Proposal> find(RepositoryId repository, long number) {
        return Optional.empty();
    }

    @Override
    public List<Proposal> waiting(RepositoryId repository) {
        return List.of();
    }

    @Override
    public Verdict approve(RepositoryId repository, long number, Actor actor, Yes yes) {
        return AFTER;
    }

    @Override
    public Verdict reject(RepositoryId repository, long number, Actor actor, String digest, String why, String via) {
        return AFTER;
    }

    @Override
    public void takeBack(RepositoryId repository, long number, String person, String via, String why) {}
}
