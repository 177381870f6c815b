package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.Outlook.Compared;
import io.penguintech.gough.bot.rollout.Outlook.View;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Brings repositories about. {@link #tick} does what can be done now and returns; nobody waits for a machine. Only the
 * process that has the engine lock does anything, however many call.
 */
public final class RolloutEngine implements AutoCloseable {
    private final Parts parts;
    private final Map<RepositoryId, Sight> sights = new ConcurrentHashMap<>();
    private final Map<RepositoryId, ReentrantLock> turns = new ConcurrentHashMap<>();
    private final Map<RepositoryId, Stillness> still = new ConcurrentHashMap<>();

    /** What the engine is made of. */
    record Parts(
            Map<RepositoryId, ServedRepository> repositories,
            Stores stores,
            EngineLock lock,
            Intake intake,
            BackendAlerts alerts,
            Outlook outlook,
            Flights flights,
            Starting starting,
            Judgement judgement,
            RequestBook requests,
            LiveGuards guards,
            Healths healths,
            HostAlerts hostAlerts,
            CarryOver carryOver,
            Sources sources) {}

    /** What was compared last, for people and to notice that nothing changed. */
    record Sight(RepositoryRow row, Compared compared, Instant at) {}

    RolloutEngine(Parts parts) {
        this.parts = parts;
    }

    /** The repositories it serves. */
    public Set<RepositoryId> repositories() {
        return parts.repositories().keySet();
    }

    /** Whether this process is the active engine; takes the lock when it is free. */
    public boolean active() {
        return parts.lock().hold();
    }

    /** Does what can be done for a repository now. Two calls for one repository follow one another. */
    public void tick(RepositoryId repository) {
        tick(repository, revision -> true);
    }

    /**
     * The same, but nothing of any other revision is begun: where {@code only} is not taken up, as a guard may say, what was
     * taken up before must not come about in its place. What is under way goes on.
     */
    public void tick(RepositoryId repository, Revision only) {
        tick(repository, only::equals);
    }

    private void tick(RepositoryId repository, Predicate<Revision> begins) {
        var served = parts.repositories().get(repository);
        if (served == null) return;
        var turn = turns.computeIfAbsent(repository, id -> new ReentrantLock());
        turn.lock();
        try {
            if (active()) tick(served, begins);
        } finally {
            turn.unlock();
        }
    }

    private void tick(ServedRepository served, Predicate<Revision> begins) {
        parts.alerts().tell(served);
        var looked = parts.intake().take(served);
        parts.intake().admit(served);
        parts.flights().goOn(served);
        parts.carryOver().settle(served);
        work(served, looked, begins);
        var compared = sight(served.id()).map(Sight::compared);
        compared.ifPresent(sight -> parts.healths().remember(served.id(), sight));
        parts.hostAlerts().tell(served.id(), compared);
    }

    @Override
    public void close() {
        parts.guards().close();
        parts.lock().close();
    }

    /** What was compared last. */
    Optional<Sight> sight(RepositoryId repository) {
        return Optional.ofNullable(sights.get(repository));
    }

    private void work(ServedRepository served, boolean looked, Predicate<Revision> begins) {
        var row = parts.stores().repositories().get(served.id());
        if (row.current().filter(begins).isEmpty()) return;
        var now = parts.judgement().stillness(served, row);
        boolean answered = parts.guards().news(served.id());
        if (!looked && !answered && now.sameAs(still.get(served.id()))) return;
        view(
                served,
                row,
                parts.stores().rollouts().active(served.id()),
                row.current().get());
        still.put(served.id(), now);
    }

    private void view(ServedRepository served, RepositoryRow row, Optional<RolloutRow> active, Revision revision) {
        switch (parts.outlook().of(served, row, revision)) {
            case View.Invalid(var why) ->
                active.ifPresent(rollout -> parts.judgement().reject(rollout, why.diagnostics()));
            case View.NotYet(var why) -> parts.judgement().checked(served.id());
            case View.Halted(var guards, var anyway) -> {
                parts.judgement().halt(served, guards);
                go(served, active, anyway);
            }
            case View.Clear(var compared) -> {
                parts.outlook().adopt(served, row, compared);
                parts.sources().look(served, row, compared);
                go(served, active, compared);
            }
        }
    }

    private void go(ServedRepository served, Optional<RolloutRow> active, Compared compared) {
        var stores = parts.stores();
        see(served, compared);
        parts.requests().settle(served, compared);
        var rollout = active.or(() -> drift(served, compared.plan()));
        parts.judgement().checked(served.id());
        if (rollout.isEmpty()) return;
        var situation = parts.judgement().situation(served, rollout.get(), compared.plan());
        var begun = parts.starting().begin(served, situation, compared);
        var after = begun.changes() == 0 ? compared.plan() : replan(served, compared);
        parts.judgement()
                .settle(served, stores.rollouts().find(rollout.get().id()).orElseThrow(), after, begun);
    }

    private Plan replan(ServedRepository served, Compared compared) {
        return parts.outlook().again(served, parts.stores().repositories().get(served.id()), compared.declared());
    }

    /** A difference nobody committed: a rollout of the same revision, unless everything is known and answered. */
    private Optional<RolloutRow> drift(ServedRepository served, Plan plan) {
        return parts.judgement().drift(served, plan);
    }

    private void see(ServedRepository served, Compared compared) {
        sights.put(
                served.id(),
                new Sight(
                        parts.stores().repositories().get(served.id()),
                        compared,
                        parts.judgement().now()));
    }
}
