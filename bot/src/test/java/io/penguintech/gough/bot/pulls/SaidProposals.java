package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Approval;
import io.penguintech.gough.bot.rollout.Proposal;
import io.penguintech.gough.bot.rollout.Proposals;
import io.penguintech.gough.bot.rollout.Verdict;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** One proposal in memory that takes every yes to its digest, and what was said to it. */
final class SaidProposals implements Proposals {
    private static final Plan PLAN = new Plan(List.of(), List.of(), List.of(), 3);
    static final String DIGEST = PLAN.digest();
    static final Revision HEAD = new Revision("%040x".formatted(10));

    final List<String> said = new ArrayList<>();
    long number;
    private Optional<Instant> shown = Optional.empty();
    private List<Approval> approvals = List.of();

    void show(Instant at) {
        shown = Optional.of(at);
    }

    void approvedBy(String person, String via) {
        approvals = List.of(new Approval(person, DIGEST, HEAD, Instant.EPOCH, Instant.MAX, via));
    }

    @Override
    public Optional<Proposal> find(RepositoryId repository, long asked) {
        return Optional.of(new Proposal(
                repository,
                number,
                "Change what is declared",
                "alice",
                Optional.empty(),
                HEAD,
                HEAD,
                PLAN,
                Instant.EPOCH,
                Instant.MAX,
                shown,
                new Proposal.Standing.Asked(2, 2, List.of("bob")),
                approvals,
                List.of(),
                false,
                new TreeMap<>()));
    }

    @Override
    public List<Proposal> waiting(RepositoryId repository) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Verdict approve(RepositoryId repository, long pull, Actor actor, Yes yes) {
        said.add("approve %s %s %s%s"
                .formatted(
                        actor.account(),
                        yes.digest(),
                        yes.via(),
                        yes.head().map(head -> " " + head).orElse("")));
        return DIGEST.startsWith(yes.digest())
                ? new Verdict.Accepted("bob said yes.")
                : new Verdict.Refused("That is not the plan.");
    }

    @Override
    public Verdict reject(RepositoryId repository, long pull, Actor actor, String digest, String why, String via) {
        said.add("reject %s %s %s".formatted(actor.account(), digest, why));
        return new Verdict.Accepted("bob said no.");
    }

    @Override
    public void takeBack(RepositoryId repository, long pull, String person, String via, String why) {
        said.add("takeBack %s %s".formatted(person, via));
    }

    @Override
    public Optional<Proposal> propose(Proposed proposed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void retract(RepositoryId repository, long pull, Revision head, String why) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shown(RepositoryId repository, long pull, Revision head, String digest, Instant at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void closed(RepositoryId repository, long pull) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void merged(RepositoryId repository, long pull, Revision head, Optional<Revision> commit) {
        throw new UnsupportedOperationException();
    }
}
