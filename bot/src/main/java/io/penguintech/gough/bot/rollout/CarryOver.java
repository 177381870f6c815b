package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RevisionUnavailable;
import io.penguintech.gough.schema.Revision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what people said yes to on a pull request count for the rollout that takes up its merge, change by change, once. Both
 * must say that it was merged: the forge, which head became which commit, and git, that the branch came to that commit after
 * the one that the plan was made with.
 */
final class CarryOver {
    private static final Logger LOG = LoggerFactory.getLogger(CarryOver.class);
    /** A merge that no rollout among so many took up is not looked for any further. */
    private static final int LOOKED_AT = 50;

    private static final Duration GIT_AGAIN = Duration.ofMinutes(1);

    private final Stores stores;
    private final Overrules overrules;
    private final Clock clock;
    /** Merges that no rollout has as far as is known. */
    private final Map<String, Missed> missed = new ConcurrentHashMap<>();

    /** With which newest rollout, and until when, git is not asked again. */
    private record Missed(RolloutId newest, Instant until) {}

    CarryOver(Stores stores, Overrules overrules, Clock clock) {
        this.stores = stores;
        this.overrules = overrules;
        this.clock = clock;
    }

    /** Does for the pull requests of a repository what can be done now. */
    void settle(ServedRepository served) {
        for (var number : stores.proposals().waking(served.id(), now())) stores.together(() -> wake(served, number));
        for (var number : stores.proposals().merged(served.id(), now())) look(served, number);
    }

    /** Only time passed: people would read something else now. */
    private void wake(ServedRepository served, long number) {
        stores.proposals().lock(served.id(), number).ifPresent(row -> {
            var yeses = stores.proposals().yeses(served.id(), number);
            stores.proposals().wake(served.id(), number, ProposalQuestion.wakes(row, yeses, now()));
            stores.outbox().publish(new RolloutEvent.ProposalChanged(served.id(), number), now());
        });
    }

    /** One that git cannot tell of keeps nobody else waiting. */
    private void look(ServedRepository served, long number) {
        var newest = stores.rollouts().newest(served.id(), 1);
        if (newest.isEmpty()) return;
        var key = "%s %d".formatted(served.id(), number);
        var id = newest.getFirst().id();
        var before = missed.get(key);
        if (before != null && before.newest().equals(id) && now().isBefore(before.until())) return;
        try {
            if (carry(served, number)) missed.remove(key);
            else missed.put(key, new Missed(id, Instant.MAX));
        } catch (RevisionUnavailable e) {
            LOG.info("What was said to pull request {} of {} waits for git: {}", number, served.id(), e.getMessage());
            missed.put(key, new Missed(id, now().plus(GIT_AGAIN)));
        }
    }

    private boolean carry(ServedRepository served, long number) {
        var row = stores.proposals().find(served.id(), number).orElseThrow();
        var commit = row.mergedCommit().orElseThrow();
        var first = first(served, commit);
        if (first.isEmpty()) return false;
        var bases = stores.proposals().yeses(served.id(), number).stream()
                .map(ProposalRow.Yes::base)
                .collect(Collectors.toSet());
        var since = new HashSet<Revision>();
        for (var base : bases)
            if (served.source().relation(base, commit) == InfraRepo.Relation.FORWARD) since.add(base);
        stores.together(() -> carry(served, number, first.get(), since));
        return true;
    }

    /** The rollout that took the merge up, if one did. Git is asked of what was taken up: nothing is fetched. */
    private Optional<RolloutStore.Taken> first(ServedRepository served, Revision commit) {
        Optional<RolloutStore.Taken> first = Optional.empty();
        var newest = stores.rollouts().newest(served.id(), LOOKED_AT);
        for (var rollout : newest) {
            boolean same = first.filter(later -> later.revision().equals(rollout.revision()))
                    .isPresent();
            if (!same && !has(served, rollout.revision(), commit)) return first;
            first = Optional.of(rollout);
        }
        return newest.size() < LOOKED_AT ? first : Optional.empty(); // there may be an earlier one
    }

    private static boolean has(ServedRepository served, Revision revision, Revision commit) {
        var relation = served.source().relation(commit, revision);
        return relation == InfraRepo.Relation.SAME || relation == InfraRepo.Relation.FORWARD;
    }

    /**
     * One transaction. The yeses of a rollout that ended otherwise than by a successor are of no use to anybody, and where
     * somebody said no, people are asked again.
     *
     * @param since what plans were made with before the branch got the merge
     */
    private void carry(ServedRepository served, long number, RolloutStore.Taken first, Set<Revision> since) {
        var row = stores.proposals().lock(served.id(), number).orElseThrow();
        if (row.state() != ProposalRow.State.MERGED || row.rollout().isPresent()) return;
        var rollout = last(first.id());
        stores.proposals().save(row.takenUpBy(rollout.id()));
        stores.outbox().publish(new RolloutEvent.ProposalChanged(served.id(), number), now());
        // Its commit is one more that people look at, also when there is nothing left to count.
        stores.outbox().publish(new RolloutEvent.RolloutChanged(served.id(), rollout.id()), now());
        if (rollout.state().isFinal()) return;
        var declined = stores.proposals().noes(served.id(), number).stream()
                .map(ProposalRow.No::digest)
                .collect(Collectors.toSet());
        for (var yes : stores.proposals().yeses(served.id(), number)) {
            if (!since.contains(yes.base()) || !now().isBefore(yes.expires())) continue;
            var counting = yes.changes().stream()
                    .filter(said -> said.voided().isEmpty())
                    .filter(said -> !declined.contains(said.change().digest()))
                    .toList();
            if (!counting.isEmpty()) count(served, rollout, row, yes, counting);
        }
    }

    private void count(
            ServedRepository served,
            RolloutRow rollout,
            ProposalRow row,
            ProposalRow.Yes yes,
            List<ProposalRow.Said> counting) {
        var from = "pull request %d".formatted(row.number());
        var approval = new Approval(
                yes.person(), yes.digest(), yes.head(), yes.at(), yes.expires(), "%s, %s".formatted(from, yes.via()));
        var changes = counting.stream().map(ProposalRow.Said::change).toList();
        stores.approvals()
                .add(served.id(), rollout.id(), approval, new ApprovalStore.Manner(false, yes.destroys()), changes);
        counting.forEach(said -> overrules.approved(served, rollout, said.change(), said.guards()));
        stores.audit()
                .write(
                        new AuditStore.Line(
                                served.id().value(),
                                "gough",
                                Optional.of(yes.person()),
                                "carry over " + rollout.id(),
                                "accepted",
                                "What %s said yes to on %s counts for %s.".formatted(yes.person(), from, rollout.id()),
                                "",
                                Registrar.hosts(changes)),
                        now());
    }

    /** Where {@code id} is gone on with: itself, or the last of its successors. Locked until the transaction ends. */
    private RolloutRow last(RolloutId id) {
        var rollout = stores.rollouts().lock(id).orElseThrow();
        return rollout.state() instanceof RolloutState.Superseded(var by) ? last(by) : rollout;
    }

    private Instant now() {
        return clock.instant();
    }
}
