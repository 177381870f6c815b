package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.schema.Revision;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Has what people said yes to on a pull request count for the rollout that takes up its merge, change by change, once. Both
 * must say that it was merged: the forge, which head became which commit, and git, that the branch came to that commit after
 * the one that the pull request was planned with.
 */
final class CarryOver {
    /** A merge that no rollout among so many took up is not looked for any further. */
    private static final int LOOKED_AT = 50;

    private final Stores stores;
    private final Clock clock;
    /** The newest rollout with which a merge was not found yet: git is not asked again before there is another. */
    private final Map<String, RolloutId> missed = new ConcurrentHashMap<>();

    CarryOver(Stores stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
    }

    /** Does for the pull requests of a repository what can be done now. */
    void settle(ServedRepository served) {
        for (var number : stores.proposals().waking(served.id(), now())) stores.together(() -> wake(served, number));
        for (var number : stores.proposals().merged(served.id(), now())) carry(served, number);
    }

    /** Only time passed: people would read something else now. */
    private void wake(ServedRepository served, long number) {
        stores.proposals().lock(served.id(), number).ifPresent(row -> {
            var next = stores.proposals().yeses(served.id(), number).stream()
                    .map(ProposalRow.Yes::expires)
                    .filter(now()::isBefore)
                    .min(Instant::compareTo);
            stores.proposals().wake(served.id(), number, next);
            stores.outbox().publish(new RolloutEvent.ProposalChanged(served.id(), number), now());
        });
    }

    private void carry(ServedRepository served, long number) {
        var rollouts = stores.rollouts().list(served.id(), Optional.empty(), LOOKED_AT);
        if (rollouts.isEmpty()) return;
        var key = "%s %d".formatted(served.id(), number);
        var newest = rollouts.getFirst().id();
        if (newest.equals(missed.get(key))) return;
        var row = stores.proposals().find(served.id(), number).orElseThrow();
        var commit = row.mergedCommit().orElseThrow();
        var first = first(served, row, commit, rollouts);
        if (first.isEmpty()) {
            missed.put(key, newest);
            return;
        }
        missed.remove(key);
        stores.together(() -> carry(served, row, first.get()));
    }

    /** The rollout that took the merge up, if one did. */
    private static Optional<RolloutRow> first(
            ServedRepository served, ProposalRow row, Revision commit, List<RolloutRow> newestFirst) {
        if (served.source().relation(row.base(), commit) != InfraRepo.Relation.FORWARD) return Optional.empty();
        Optional<RolloutRow> first = Optional.empty();
        for (var rollout : newestFirst) {
            boolean has = first.filter(later -> later.revision().equals(rollout.revision()))
                            .isPresent()
                    || has(served, rollout.revision(), commit);
            if (!has) break;
            first = Optional.of(rollout);
        }
        return first;
    }

    private static boolean has(ServedRepository served, Revision revision, Revision commit) {
        var relation = served.source().relation(commit, revision);
        return relation == InfraRepo.Relation.SAME || relation == InfraRepo.Relation.FORWARD;
    }

    /** One transaction. The yeses of a rollout that ended otherwise than by a successor are of no use to anybody. */
    private void carry(ServedRepository served, ProposalRow seen, RolloutRow first) {
        var row = stores.proposals().lock(served.id(), seen.number()).orElseThrow();
        if (row.rollout().isPresent()) return;
        var rollout = last(first.id());
        stores.proposals().save(row.takenUpBy(rollout.id()));
        stores.outbox().publish(new RolloutEvent.ProposalChanged(served.id(), row.number()), now());
        if (rollout.state().isFinal()) return;
        for (var yes : stores.proposals().yeses(served.id(), row.number())) {
            var changes = yes.changes().stream()
                    .filter(said -> said.voided().isEmpty())
                    .map(ProposalRow.Said::change)
                    .toList();
            if (changes.isEmpty() || !now().isBefore(yes.expires())) continue;
            var approval = new Approval(
                    yes.person(),
                    yes.digest(),
                    yes.head(),
                    yes.at(),
                    yes.expires(),
                    "pull request %d, %s".formatted(row.number(), yes.via()));
            stores.approvals()
                    .add(served.id(), rollout.id(), approval, new ApprovalStore.Manner(false, yes.destroys()), changes);
        }
        stores.outbox().publish(new RolloutEvent.RolloutChanged(served.id(), rollout.id()), now());
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
