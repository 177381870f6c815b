package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;

/** {@link Rollouts} on the database: every decision is judged and recorded in one transaction. */
final class JdbcRollouts implements Rollouts, Requests {
    private final Map<RepositoryId, ServedRepository> repositories;
    private final Stores stores;
    private final Judgement judgement;
    private final Overview overview;
    private final Officer officer;

    /** Who asks, and when. */
    record Officer(People people, String instance, Clock clock) {}

    JdbcRollouts(
            Map<RepositoryId, ServedRepository> repositories,
            Stores stores,
            Judgement judgement,
            Overview overview,
            Officer officer) {
        this.repositories = repositories;
        this.stores = stores;
        this.judgement = judgement;
        this.overview = overview;
        this.officer = officer;
    }

    @Override
    public Optional<Rollout> find(RolloutId id) {
        return stores.rollouts().find(id).map(overview::rollout);
    }

    @Override
    public List<Rollout> list(RepositoryId repository, Optional<RolloutId> before, int limit) {
        return stores.rollouts().list(repository, before, limit).stream()
                .map(overview::rollout)
                .toList();
    }

    @Override
    public Verdict approve(RolloutId id, Actor actor, String digest, String via) {
        return decide(id, actor, "approve", digest, rollout -> approve(rollout, actor, digest, via));
    }

    private Verdict approve(RolloutRow rollout, Actor actor, String digest, String via) {
        var served = served(rollout);
        if (actor instanceof Actor.ApiToken token
                && !officer.people().may(token, Repository.Role.APPROVER, people(served)))
            return new Verdict.Refused("The token %s may not approve.".formatted(token.name()));
        var person = officer.people().person(actor, people(served));
        if (person.isEmpty()) return stranger(actor);
        var wrong = Decisions.wrongQuestion(rollout, digest, now());
        if (wrong.isPresent()) return new Verdict.Refused(wrong.get());
        var situation = situation(served, rollout);
        return switch (Decisions.yes(situation, person.get())) {
            case Decisions.Decision.Refused(var why) -> new Verdict.Refused(why);
            case Decisions.Decision.Counts(var changes, var note) -> {
                record(rollout, situation, person.get().name(), via, false, changes);
                yield new Verdict.Accepted("%s said yes to plan %s of %s.%s"
                        .formatted(person.get().name(), brief(rollout), rollout.id(), note));
            }
        };
    }

    private void record(
            RolloutRow rollout, Situation situation, String by, String via, boolean breakGlass, List<Change> changes) {
        var plan = rollout.plan().map(Plan::digest).orElseThrow();
        var approval = new Approval(
                by,
                plan,
                rollout.revision(),
                now(),
                now().plus(situation.rules().validFor()),
                via);
        stores.approvals()
                .add(
                        rollout.repository(),
                        rollout.id(),
                        approval,
                        breakGlass,
                        changes.stream().map(Change::digest).distinct().toList());
        publish(rollout);
    }

    @Override
    public Verdict reject(RolloutId id, Actor actor, String digest, String why, String via) {
        return decide(id, actor, "reject", digest + " " + why, rollout -> {
            var served = served(rollout);
            if (!officer.people().may(actor, Repository.Role.APPROVER, people(served)))
                return forbidden(actor, Repository.Role.APPROVER);
            var wrong = Decisions.wrongQuestion(rollout, digest, now());
            if (wrong.isPresent()) return new Verdict.Refused(wrong.get());
            var by = officer.people().name(actor, people(served));
            silence(served, rollout, SilenceStore.Why.DECLINED, by);
            save(rollout.in(new RolloutState.Declined(by, why)));
            return new Verdict.Accepted(
                    "%s declined plan %s of %s. Its changes are not asked about again until they differ."
                            .formatted(by, brief(rollout), rollout.id()));
        });
    }

    private void silence(ServedRepository served, RolloutRow rollout, SilenceStore.Why why, String by) {
        var digests = Decisions.asked(situation(served, rollout)).stream()
                .map(Change::digest)
                .toList();
        stores.silences().add(rollout.repository(), rollout.id(), why, by, digests, now());
    }

    @Override
    public Verdict cancel(RolloutId id, Actor actor, String why) {
        return decide(id, actor, "cancel", why, rollout -> {
            var served = served(rollout);
            if (!officer.people().may(actor, Repository.Role.OPERATOR, people(served)))
                return forbidden(actor, Repository.Role.OPERATOR);
            if (rollout.state().isFinal())
                return new Verdict.Refused("%s ended already: it is %s."
                        .formatted(rollout.id(), rollout.state().word()));
            var by = officer.people().name(actor, people(served));
            var all = rollout.plan().map(Plan::changes).orElse(List.of()).stream()
                    .map(Change::digest)
                    .toList();
            stores.silences().add(rollout.repository(), rollout.id(), SilenceStore.Why.CANCELLED, by, all, now());
            save(rollout.in(new RolloutState.Cancelled(by, why)));
            return new Verdict.Accepted(
                    "%s is cancelled. What is under way at a backend is watched to its end.".formatted(rollout.id()));
        });
    }

    @Override
    public Verdict retry(RolloutId id, Actor actor) {
        return decide(id, actor, "retry", "", rollout -> {
            var served = served(rollout);
            var declined = rollout.state() instanceof RolloutState.Declined;
            var role = declined ? Repository.Role.APPROVER : Repository.Role.OPERATOR;
            if (!officer.people().may(actor, role, people(served))) return forbidden(actor, role);
            if (rollout.state() instanceof RolloutState.Superseded(var by))
                return new Verdict.Refused("%s was superseded by %s; retry that one.".formatted(rollout.id(), by));
            stores.silences().forget(rollout.id());
            if (!rollout.state().isFinal()) save(rollout.retried(now()));
            stores.requests()
                    .add(
                            rollout.repository(),
                            "retry",
                            Optional.of(officer.people().name(actor, people(served))),
                            now());
            return new Verdict.Accepted("%s is looked at again.".formatted(rollout.id()));
        });
    }

    @Override
    public Verdict breakGlass(
            RolloutId id, Actor.LocalUser actor, String digest, SortedSet<HostName> typed, String reason) {
        return decide(id, actor, "break-glass", digest + " " + reason, rollout -> {
            if (reason.isBlank()) return new Verdict.Refused("Say why: --reason TEXT.");
            var wrong = Decisions.wrongQuestion(rollout, digest, now());
            if (wrong.isPresent()) return new Verdict.Refused(wrong.get());
            var situation = situation(served(rollout), rollout);
            var asked = Decisions.asked(situation);
            var typo = Decisions.wronglyTyped(asked, typed);
            if (typo.isPresent()) return new Verdict.Refused(typo.get());
            record(rollout, situation, actor.account(), "break-glass", true, asked);
            stores.outbox()
                    .raise(
                            rollout.repository(),
                            "break-glass " + rollout.id(),
                            "critical",
                            "%s broke the glass for plan %s of %s: %s"
                                    .formatted(actor.account(), brief(rollout), rollout.id(), reason),
                            now());
            return new Verdict.Accepted("Plan %s of %s goes on without its approvers; this is announced."
                    .formatted(brief(rollout), rollout.id()));
        });
    }

    @Override
    public Verdict reconcile(RepositoryId repository, Actor actor) {
        var served = repositories.get(repository);
        if (served == null) return unknown(repository);
        if (!officer.people().may(actor, Repository.Role.OPERATOR, people(served)))
            return audited(repository.value(), actor, "reconcile", "", forbidden(actor, Repository.Role.OPERATOR));
        var by = officer.people().name(actor, people(served));
        stores.requests().add(repository, "reconcile", Optional.of(by), now());
        return audited(
                repository.value(), actor, "reconcile", "", new Verdict.Accepted("Looking at " + repository + "."));
    }

    @Override
    public Verdict stop(Optional<RepositoryId> scope, Actor actor, String reason) {
        var name = scope.map(RepositoryId::value).orElse("*");
        if (!mayInScope(scope, actor, Repository.Role.OPERATOR))
            return audited(name, actor, "stop", reason, forbidden(actor, Repository.Role.OPERATOR));
        stores.stops().stop(scope, nameOf(actor), reason, now());
        var flying = repositories.keySet().stream()
                .filter(one -> scope.isEmpty() || scope.get().equals(one))
                .flatMap(one -> stores.journal().inFlight(one).stream())
                .map(intent -> "%s %s (%s)"
                        .formatted(
                                intent.change().verb(),
                                intent.change().subject().text(),
                                intent.detail()))
                .toList();
        return audited(
                name,
                actor,
                "stop",
                reason,
                new Verdict.Accepted("Stopped: nothing is written until resume."
                        + (flying.isEmpty() ? "" : " Under way at the backends: " + String.join(", ", flying) + ".")));
    }

    @Override
    public Verdict resume(Optional<RepositoryId> scope, Actor actor) {
        var name = scope.map(RepositoryId::value).orElse("*");
        if (!mayInScope(scope, actor, Repository.Role.ADMIN))
            return audited(name, actor, "resume", "", forbidden(actor, Repository.Role.ADMIN));
        if (stores.stops().byFile())
            return audited(
                    name,
                    actor,
                    "resume",
                    "",
                    new Verdict.Refused("The file STOP in the data folder stops everything; only removing it helps."));
        stores.together(() -> {
            stores.stops().resume(scope);
            repositories.keySet().stream()
                    .filter(one -> scope.isEmpty() || scope.get().equals(one))
                    .forEach(one -> confirm(one, nameOf(actor)));
        });
        return audited(name, actor, "resume", "", new Verdict.Accepted("Writing goes on."));
    }

    /** What a guard found is right: identities are pinned anew, journal numbers go on above those seen. */
    private void confirm(RepositoryId repository, String by) {
        var row = stores.repositories().get(repository);
        for (var key : row.guardKeys()) {
            if (key.startsWith("stamp:")) {
                var stamp = Long.parseLong(key.substring("stamp:".length()));
                stores.repositories().acceptStamp(repository, stamp);
                stores.journal().numberAbove(stamp);
            }
            if (key.startsWith("identity:")) overview.repin(repository);
        }
        stores.backends().reclaim(repository, officer.instance());
        if (row.guard().isEmpty()) return;
        stores.repositories().confirm(repository);
        stores.outbox().resolve(repository, "guard", by + " confirmed that it is right.", now());
        stores.requests().add(repository, "resume", Optional.of(by), now());
    }

    @Override
    public List<RepositoryStatus> status() {
        return repositories.values().stream().map(overview::status).toList();
    }

    @Override
    public List<HostStatus> hosts(RepositoryId repository) {
        return overview.hosts(repository);
    }

    @Override
    public Optional<Repository.Person> person(RepositoryId repository, Actor actor) {
        return Optional.ofNullable(repositories.get(repository))
                .flatMap(served -> officer.people().person(actor, people(served)));
    }

    @Override
    public void look(RepositoryId repository, String cause) {
        stores.repositories().get(repository);
        stores.requests().add(repository, cause, Optional.empty(), now());
    }

    @Override
    public Optional<Revision> newest(RepositoryId repository) {
        return stores.repositories().get(repository).newest();
    }

    private Verdict decide(
            RolloutId id, Actor actor, String what, String detail, Function<RolloutRow, Verdict> decision) {
        var verdict = stores.transaction()
                .execute(status -> stores.rollouts()
                        .lock(id)
                        .filter(rollout -> repositories.containsKey(rollout.repository()))
                        .map(rollout -> audited(
                                rollout.repository().value(), actor, what + " " + id, detail, decision.apply(rollout)))
                        .orElseGet(() -> new Verdict.Refused("There is no rollout " + id + ".")));
        return verdict;
    }

    private Verdict audited(String repository, Actor actor, String what, String detail, Verdict verdict) {
        var outcome = switch (verdict) {
            case Verdict.Accepted accepted -> "accepted";
            case Verdict.Refused refused -> "refused";
        };
        stores.audit()
                .write(
                        repository,
                        actor.account(),
                        what,
                        "%s: %s %s".formatted(outcome, verdict.text(), detail),
                        now());
        return verdict;
    }

    private boolean mayInScope(Optional<RepositoryId> scope, Actor actor, Repository.Role role) {
        if (scope.isPresent() && !repositories.containsKey(scope.get())) return false;
        return repositories.values().stream()
                .filter(served -> scope.isEmpty() || scope.get().equals(served.id()))
                .allMatch(served -> officer.people().may(actor, role, people(served)));
    }

    private String nameOf(Actor actor) {
        return repositories.values().stream()
                .flatMap(served -> officer.people().person(actor, people(served)).stream())
                .map(Repository.Person::name)
                .findFirst()
                .orElse(actor.account());
    }

    private Situation situation(ServedRepository served, RolloutRow rollout) {
        var shown = rollout.plan().orElse(new Plan(List.of(), List.of(), List.of(), 0));
        return judgement.situation(served, rollout, shown);
    }

    private ServedRepository served(RolloutRow rollout) {
        return java.util.Objects.requireNonNull(repositories.get(rollout.repository()));
    }

    private List<Repository.Person> people(ServedRepository served) {
        return InForce.of(served, stores.repositories().get(served.id()))
                .rules()
                .people();
    }

    private void save(RolloutRow rollout) {
        if (stores.rollouts().save(rollout, now())) publish(rollout);
    }

    private void publish(RolloutRow rollout) {
        stores.outbox().publish(new RolloutEvent.RolloutChanged(rollout.repository(), rollout.id()), now());
    }

    private static String brief(RolloutRow rollout) {
        return Decisions.brief(rollout.plan().map(Plan::digest).orElse(""));
    }

    private static Verdict stranger(Actor actor) {
        return new Verdict.Refused(
                "%s belongs to nobody in the people list of the gough.yaml in force. Add the account there, and have that accepted."
                        .formatted(actor.account()));
    }

    private static Verdict forbidden(Actor actor, Repository.Role role) {
        return new Verdict.Refused("%s does not have the role %s by the gough.yaml in force."
                .formatted(actor.account(), role.name().toLowerCase(java.util.Locale.ROOT)));
    }

    private static Verdict unknown(RepositoryId repository) {
        return new Verdict.Refused("The server settings know no repository " + repository + ".");
    }

    private Instant now() {
        return officer.clock().instant();
    }
}
