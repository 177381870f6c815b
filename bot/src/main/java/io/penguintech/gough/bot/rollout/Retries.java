package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Subject;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Suggestion;
import java.util.List;
import java.util.Optional;

/** What failed is tried again: all of a rollout, or one host of it. Call inside a transaction, the rollout locked. */
final class Retries {
    private final Registrar registrar;
    private final Stores stores;
    private final Judgement judgement;

    Retries(Registrar registrar, Stores stores, Judgement judgement) {
        this.registrar = registrar;
        this.stores = stores;
        this.judgement = judgement;
    }

    Verdict all(RolloutRow rollout, Actor actor) {
        var served = served(rollout);
        var declined = rollout.state() instanceof RolloutState.Declined;
        var role = declined ? Repository.Role.APPROVER : Repository.Role.OPERATOR;
        if (!registrar.may(served, actor, role)) return Registrar.forbidden(actor, role);
        if (rollout.state() instanceof RolloutState.Superseded(var by))
            return new Verdict.Refused("%s was superseded by %s; retry that one.".formatted(rollout.id(), by));
        stores.silences().forget(rollout.id());
        if (!rollout.state().isFinal() && stores.rollouts().save(rollout.retried(registrar.now()), registrar.now()))
            publish(rollout);
        look(served, rollout, actor);
        return new Verdict.Accepted("%s is looked at again.".formatted(rollout.id()));
    }

    Verdict one(RolloutRow rollout, Actor actor, String host) {
        var served = served(rollout);
        if (!registrar.may(served, actor, Repository.Role.OPERATOR))
            return Registrar.forbidden(actor, Repository.Role.OPERATOR);
        if (rollout.state().isFinal())
            return new Verdict.Refused("%s ended already: it is %s."
                    .formatted(rollout.id(), rollout.state().word()));
        var situation = judgement.situation(served, rollout);
        var failed = failed(situation);
        var meant = failed.stream()
                .filter(one -> one.host().value().equalsIgnoreCase(host))
                .findFirst();
        if (meant.isPresent()) {
            forgive(situation, meant.get());
            excuse(situation, host);
            again(served, rollout, actor);
            return new Verdict.Accepted("%s of %s is planned again. A change that needs approval is asked about again."
                    .formatted(meant.get().text(), rollout.id()));
        }
        var waitedFor = excuse(situation, host);
        if (waitedFor.isEmpty()) return nothingFailed(rollout, host, failed);
        again(served, rollout, actor);
        return new Verdict.Accepted("%s waits no longer for %s to be well in Fleet."
                .formatted(rollout.id(), waitedFor.get().text()));
    }

    private void forgive(Situation situation, Subject.OfHost host) {
        situation.forgivable().stream()
                .filter(intent -> intent.change().subject().equals(host))
                .forEach(intent -> stores.journal().forgive(intent, registrar.now()));
    }

    /** Nobody waits any longer for this host to be well; empty when nobody would have. */
    private Optional<Subject> excuse(Situation situation, String host) {
        if (situation
                .limits()
                .waves()
                .filter(waves -> !waves.healthyWithin().isZero())
                .isEmpty()) return Optional.empty();
        var arrived = situation.arrived().stream()
                .filter(intent -> intent.change().subject() instanceof Subject.OfHost(var name)
                        && name.value().equalsIgnoreCase(host))
                .toList();
        arrived.forEach(intent -> stores.journal().excuse(intent, registrar.now()));
        return arrived.stream().map(intent -> intent.change().subject()).findFirst();
    }

    private void again(ServedRepository served, RolloutRow rollout, Actor actor) {
        publish(rollout);
        look(served, rollout, actor);
    }

    /** Hosts of which something failed that nobody forgave yet. */
    private static List<Subject.OfHost> failed(Situation situation) {
        return situation.forgivable().stream()
                .map(intent -> intent.change().subject())
                .filter(Subject.OfHost.class::isInstance)
                .map(Subject.OfHost.class::cast)
                .distinct()
                .sorted()
                .toList();
    }

    private static Verdict nothingFailed(RolloutRow rollout, String host, List<Subject.OfHost> failed) {
        if (failed.isEmpty()) return new Verdict.Refused("No host of %s failed.".formatted(rollout.id()));
        var names = failed.stream().map(one -> one.host().value()).toList();
        return new Verdict.Refused("Nothing of host %s failed in %s; what failed: %s%s"
                .formatted(host, rollout.id(), String.join(", ", names), Suggestion.clause(host, names)));
    }

    private void look(ServedRepository served, RolloutRow rollout, Actor actor) {
        var who = Optional.of(registrar.name(served, actor));
        var cause = rollout.cause().equals("drift") ? "drift" : "retry";
        stores.requests().add(rollout.repository(), cause, who, registrar.now());
    }

    private void publish(RolloutRow rollout) {
        var changed = new RolloutEvent.RolloutChanged(rollout.repository(), rollout.id());
        stores.outbox().publish(changed, registrar.now());
    }

    private ServedRepository served(RolloutRow rollout) {
        return registrar.served(rollout.repository()).orElseThrow();
    }
}
