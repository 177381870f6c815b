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
    final List<Yes> yeses = new ArrayList<>();
    long number;
    boolean known = true;
    Revision head = HEAD;
    Proposal.Standing standing = new Proposal.Standing.Asked(2, 2, List.of("bob"));
    boolean typed;
    /** What is answered to the next yes, before anything is noted down. */
    Runnable before = () -> {};

    Verdict answer = new Verdict.Accepted("bob said yes.");
    private Optional<Instant> shown = Optional.empty();
    private final List<Approval> approvals = new ArrayList<>();

    void show(Instant at) {
        shown = Optional.of(at);
    }

    void approvedBy(String person, String via) {
        approvals.add(new Approval(person, DIGEST, HEAD, Instant.EPOCH, Instant.MAX, via));
    }

    @Override
    public Optional<Proposal> find(RepositoryId repository, long asked) {
        if (!known) return Optional.empty();
        return Optional.of(new Proposal(
                repository,
                number,
                "Change what is declared",
                "alice",
                Optional.empty(),
                head,
                head,
                PLAN,
                Instant.EPOCH,
                Instant.MAX,
                shown,
                standing,
                approvals,
                List.of(),
                typed,
                new TreeMap<>()));
    }

    @Override
    public List<Proposal> waiting(RepositoryId repository) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Verdict approve(RepositoryId repository, long pull, Actor actor, Yes yes) {
        before.run();
        said.add("approve %s %s %s%s"
                .formatted(
                        actor.account(),
                        yes.digest(),
                        yes.via(),
                        yes.head().map(one -> " " + one).orElse("")));
        yeses.add(yes);
        return DIGEST.startsWith(yes.digest()) ? answer : new Verdict.Refused("That is not the plan.");
    }

    @Override
    public Verdict reject(RepositoryId repository, long pull, Actor actor, String digest, String why, String via) {
        said.add("reject %s %s %s".formatted(actor.account(), digest, why));
        return new Verdict.Accepted("bob said no.");
    }

    @Override
    public void takeBack(RepositoryId repository, long pull, String person, String via, String why) {
        said.add("takeBack %s %s".formatted(person, via));
        approvals.removeIf(yes -> yes.by().equals(person) && yes.via().equals(via));
    }

    @Override
    public Optional<Proposal> propose(Proposed proposed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void retract(RepositoryId repository, long pull, Revision retracted, String why) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shown(RepositoryId repository, long pull, Revision revision, String digest, Instant at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void closed(RepositoryId repository, long pull) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void merged(Merged merged) {
        throw new UnsupportedOperationException();
    }
}
