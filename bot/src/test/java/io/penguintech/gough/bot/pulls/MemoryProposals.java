package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.schema.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Proposals in memory: what the pull requests of the tests propose, judged by nobody. */
final class MemoryProposals implements Proposals {
    static final Instant FOREVER = Instant.parse("2100-01-01T00:00:00Z");

    final Map<Long, Proposal> known = new ConcurrentHashMap<>();
    /** What happened to them, one line each: {@code propose 1}. */
    final List<String> calls = new ArrayList<>();

    private void note(String call) {
        synchronized (calls) {
            calls.add(call);
        }
    }

    @Override
    public Optional<Proposal> propose(Proposed proposed) {
        note("propose " + proposed.number());
        var proposal = new Proposal(
                proposed.repository(),
                proposed.number(),
                proposed.title(),
                proposed.author().login(),
                Optional.of(proposed.page()),
                proposed.head(),
                proposed.base(),
                proposed.plan(),
                Instant.EPOCH,
                FOREVER,
                Optional.empty(),
                new Proposal.Standing.Asked(2, 2, List.of("ben", "cyn")),
                List.of(),
                List.of(),
                false,
                new TreeMap<>());
        known.put(proposed.number(), proposal);
        return Optional.of(proposal);
    }

    /** It stands otherwise from now on. */
    void stands(long number, Proposal.Standing standing) {
        known.computeIfPresent(number, (same, old) -> with(old, standing, old.shownAt()));
    }

    private static Proposal with(Proposal old, Proposal.Standing standing, Optional<Instant> shown) {
        return new Proposal(
                old.repository(),
                old.number(),
                old.title(),
                old.author(),
                old.page(),
                old.head(),
                old.base(),
                old.plan(),
                old.plannedAt(),
                standing instanceof Proposal.Standing.Expired ? Instant.EPOCH.plus(Duration.ofDays(1)) : old.expires(),
                shown,
                standing,
                old.approvals(),
                old.voided(),
                old.typed(),
                old.replaced());
    }

    @Override
    public void retract(RepositoryId repository, long number, Revision head, String why) {
        note("retract " + number);
        stands(number, new Proposal.Standing.Retracted(why));
    }

    @Override
    public void shown(RepositoryId repository, long number, Revision head, String digest, Instant at) {
        note("shown " + number);
        known.computeIfPresent(
                number, (same, old) -> with(old, old.standing(), old.shownAt().or(() -> Optional.of(at))));
    }

    @Override
    public void closed(RepositoryId repository, long number) {
        note("closed " + number);
        stands(number, new Proposal.Standing.Closed());
    }

    @Override
    public void merged(RepositoryId repository, long number, Revision head, Optional<Revision> commit) {
        note("merged " + number + commit.map(one -> " " + one).orElse(""));
        stands(number, new Proposal.Standing.Merged(Optional.empty()));
    }

    @Override
    public Optional<Proposal> find(RepositoryId repository, long number) {
        return Optional.ofNullable(known.get(number));
    }

    @Override
    public List<Proposal> waiting(RepositoryId repository) {
        return List.copyOf(known.values());
    }

    @Override
    public Verdict approve(RepositoryId repository, long number, Actor actor, Yes yes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Verdict reject(RepositoryId repository, long number, Actor actor, String digest, String why, String via) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void takeBack(RepositoryId repository, long number, String person, String via, String why) {
        throw new UnsupportedOperationException();
    }
}
