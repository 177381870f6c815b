package io.penguintech.gough.bot.pulls;

import io.penguintech.gough.bot.rollout.Actor;
import io.penguintech.gough.bot.rollout.Approval;
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
import java.util.function.LongConsumer;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Proposals in memory: what the pull requests of the tests propose. Two people must say yes, Ben and Cyn may; every yes is one
 * more, also of the same person, and does not count before the plan is known to stand in the comment, nor after the merge.
 */
final class MemoryProposals implements Proposals {
    static final Instant FOREVER = Instant.parse("2100-01-01T00:00:00Z");

    final Map<Long, Proposal> known = new ConcurrentHashMap<>();
    /** What happened to them, one line each: {@code propose 1}. */
    final List<String> calls = new ArrayList<>();
    /** Hears which one looks different. */
    LongConsumer changed = number -> {};
    /** Whose yes does not count. */
    String refused = "";

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
                shownBefore(proposed),
                new Proposal.Standing.Asked(2, 2, List.of("ben", "cyn")),
                List.of(),
                List.of(),
                false,
                new TreeMap<>());
        known.put(proposed.number(), proposal);
        return Optional.of(proposal);
    }

    private Optional<Instant> shownBefore(Proposed proposed) {
        return find(proposed.repository(), proposed.number())
                .filter(old -> old.head().equals(proposed.head())
                        && old.digest().equals(proposed.plan().digest()))
                .flatMap(Proposal::shownAt);
    }

    /** It is not known any more that its plan stands in the comment. */
    void forgetShown(long number) {
        known.computeIfPresent(number, (same, old) -> with(old, old.standing(), Optional.empty(), old.approvals()));
    }

    /** It stands otherwise from now on. */
    void stands(long number, Proposal.Standing standing) {
        known.computeIfPresent(number, (same, old) -> with(old, standing, old.shownAt(), old.approvals()));
    }

    private static Proposal with(
            Proposal old, Proposal.Standing standing, Optional<Instant> shown, List<Approval> approvals) {
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
                approvals,
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
                number,
                (same, old) -> with(old, old.standing(), old.shownAt().or(() -> Optional.of(at)), old.approvals()));
    }

    @Override
    public void closed(RepositoryId repository, long number) {
        note("closed " + number);
        stands(number, new Proposal.Standing.Closed());
    }

    @Override
    public void merged(Merged merged) {
        var number = merged.number();
        if (!merged.ours()) {
            closed(merged.repository(), number);
            return;
        }
        note("merged " + number + merged.commit().map(one -> " " + one).orElse(""));
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
        note("approve " + number + " " + person(actor) + " " + yes.via());
        var proposal = known.get(number);
        if (proposal == null || !(proposal.standing() instanceof Proposal.Standing.Asked))
            return new Verdict.Refused("It asks nothing now.");
        if (!proposal.digest().startsWith(yes.digest())
                || yes.head().filter(head -> !head.equals(proposal.head())).isPresent())
            return new Verdict.Refused("It has another plan now.");
        if (proposal.shownAt().isEmpty()
                || yes.at().filter(at -> !at.isBefore(proposal.shownAt().get())).isEmpty())
            return new Verdict.Refused("That was said before the plan stood in the comment.");
        if (person(actor).equals(refused)) return new Verdict.Refused(refused + " wrote it.");
        undoneWith(() -> approved(number, proposal.approvals()));
        var approvals = new ArrayList<>(proposal.approvals());
        approvals.add(new Approval(
                person(actor), proposal.digest(), proposal.head(), yes.at().get(), FOREVER, yes.via()));
        approved(number, approvals);
        return new Verdict.Accepted("%s said yes.".formatted(person(actor)));
    }

    /** As a database does: what is decided in a transaction that does not end well was not decided. */
    private static void undoneWith(Runnable undo) {
        if (TransactionSynchronizationManager.isSynchronizationActive())
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    if (status != STATUS_COMMITTED) undo.run();
                }
            });
    }

    private void approved(long number, List<Approval> approvals) {
        var missing = new ArrayList<>(List.of("ben", "cyn"));
        approvals.forEach(yes -> missing.remove(yes.by()));
        var standing = missing.isEmpty()
                ? new Proposal.Standing.Approved(FOREVER)
                : new Proposal.Standing.Asked(2, missing.size(), missing);
        known.computeIfPresent(number, (same, old) -> with(old, standing, old.shownAt(), approvals));
        changed.accept(number);
    }

    private static String person(Actor actor) {
        return switch (actor.account()) {
            case "github:2" -> "ada";
            case "github:3" -> "ben";
            case "github:4" -> "cyn";
            default -> throw new IllegalArgumentException(actor.account());
        };
    }

    @Override
    public Verdict reject(RepositoryId repository, long number, Actor actor, String digest, String why, String via) {
        note("reject " + number + " " + person(actor));
        stands(number, new Proposal.Standing.Declined(person(actor), why));
        changed.accept(number);
        return new Verdict.Accepted("%s said no.".formatted(person(actor)));
    }

    @Override
    public void takeBack(RepositoryId repository, long number, String person, String via, String why) {
        note("takeBack " + number + " " + person);
        var left = find(repository, number).map(Proposal::approvals).orElse(List.of()).stream()
                .filter(yes -> !yes.by().equals(person) || !yes.via().equals(via))
                .toList();
        approved(number, left);
    }
}
