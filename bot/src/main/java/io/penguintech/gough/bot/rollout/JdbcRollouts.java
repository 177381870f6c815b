package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.HostName;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;

/** {@link Rollouts} on the database: every decision is judged and recorded in one transaction. */
final class JdbcRollouts implements Rollouts, Requests {
    private static final String EARLY = "early";
    private static final String OVERRULE = "overrule";
    /** What is told to everybody besides being recorded. */
    private static final Set<String> ANNOUNCED = Set.of(EARLY, OVERRULE);

    private final Registrar registrar;
    private final Stores stores;
    private final Judgement judgement;
    private final Overview overview;
    private final Halts halts;
    private final Overrules overrules;
    private final Retries retries;

    /** Decisions of other kinds. */
    record Others(Halts halts, Overrules overrules) {}

    JdbcRollouts(Registrar registrar, Stores stores, Judgement judgement, Overview overview, Others others) {
        this.registrar = registrar;
        this.stores = stores;
        this.judgement = judgement;
        this.overview = overview;
        halts = others.halts();
        overrules = others.overrules();
        retries = new Retries(registrar, stores, judgement);
    }

    @Override
    public Optional<Rollout> find(RolloutId id) {
        return stores.rollouts().find(id).map(overview::rollout);
    }

    @Override
    public Optional<RolloutId> newestOfSameRevision(RolloutId id, Instant since) {
        return stores.rollouts().newestOfSameRevision(id, since);
    }

    @Override
    public List<Revision> mergesBehind(RolloutId id) {
        return stores.rollouts().mergesBehind(id);
    }

    @Override
    public Optional<Revision> revisionBefore(RolloutId id) {
        return stores.rollouts().revisionBefore(id);
    }

    @Override
    public List<Rollout> list(RepositoryId repository, Optional<RolloutId> before, int limit) {
        return stores.rollouts().list(repository, before, limit).stream()
                .map(overview::rollout)
                .toList();
    }

    @Override
    public List<Rollout> withPlan(RepositoryId repository, String digest) {
        return stores.rollouts().withPlan(repository, digest).stream()
                .map(overview::rollout)
                .toList();
    }

    @Override
    public Verdict approve(RolloutId id, Actor actor, String digest, OptionalInt destroys, String via) {
        var about = destroys.isPresent() ? "%s destroys %d".formatted(digest, destroys.getAsInt()) : digest;
        return decide(id, actor, deed("approve", about, ""), rollout -> {
            var yes = new Yes(digest, destroys, via);
            return approve(rollout, actor, yes);
        });
    }

    /** A yes as it was said. */
    private record Yes(String digest, OptionalInt destroys, String via) {}

    private Verdict approve(RolloutRow rollout, Actor actor, Yes yes) {
        var served = served(rollout);
        if (actor instanceof Actor.ApiToken(var name) && !registrar.may(served, actor, Repository.Role.APPROVER))
            return new Verdict.Refused("The token %s may not approve.".formatted(name));
        var person = registrar.person(served, actor);
        if (person.isEmpty()) return Registrar.stranger(actor);
        var wrong = Decisions.wrongQuestion(rollout, yes.digest(), now());
        if (wrong.isPresent()) return new Verdict.Refused(wrong.get());
        var situation = situation(served, rollout);
        return switch (Decisions.yes(situation, person.get(), yes.destroys())) {
            case Decisions.Decision.Refused(var why) -> new Verdict.Refused(why);
            case Decisions.Decision.Counts(var changes, var note) -> {
                var approval = approval(rollout, situation, person.get().name(), yes.via());
                record(rollout, approval, new ApprovalStore.Manner(false, yes.destroys()), changes);
                yield new Verdict.Accepted("%s said yes to plan %s of %s.%s"
                        .formatted(person.get().name(), brief(rollout), rollout.id(), note));
            }
        };
    }

    private Approval approval(RolloutRow rollout, Situation situation, String by, String via) {
        var plan = rollout.plan().map(Plan::digest).orElseThrow();
        return new Approval(
                by,
                plan,
                rollout.revision(),
                now(),
                now().plus(situation.rules().validFor()),
                via);
    }

    private void record(RolloutRow rollout, Approval approval, ApprovalStore.Manner manner, List<Change> changes) {
        stores.approvals().add(rollout.repository(), rollout.id(), approval, manner, changes);
        overrules.approved(served(rollout), rollout, changes);
        if (!rollout.paths().each().isEmpty())
            stores.rollouts().save(rollout.needing(Question.needs(situation(served(rollout), rollout))), now());
        publish(rollout);
    }

    @Override
    public Verdict reject(RolloutId id, Actor actor, String digest, String why, String via) {
        return decide(id, actor, deed("reject", digest, why), rollout -> {
            var served = served(rollout);
            if (!registrar.may(served, actor, Repository.Role.APPROVER))
                return Registrar.forbidden(actor, Repository.Role.APPROVER);
            var wrong = Decisions.wrongQuestion(rollout, digest, now());
            if (wrong.isPresent()) return new Verdict.Refused(wrong.get());
            var by = registrar.name(served, actor);
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
        return decide(id, actor, deed("cancel", "", why), rollout -> {
            var served = served(rollout);
            if (!registrar.may(served, actor, Repository.Role.OPERATOR))
                return Registrar.forbidden(actor, Repository.Role.OPERATOR);
            var ended = ended(rollout);
            if (ended.isPresent()) return new Verdict.Refused(ended.get());
            var by = registrar.name(served, actor);
            var all = rollout.plan().map(Plan::changes).orElse(List.of()).stream()
                    .map(Change::digest)
                    .toList();
            stores.silences().add(rollout.repository(), rollout.id(), SilenceStore.Why.CANCELLED, by, all, now());
            save(rollout.in(new RolloutState.Cancelled(by, why)));
            return new Verdict.Accepted(
                    "%s is cancelled. What is under way at a backend is watched to its end.".formatted(rollout.id()));
        });
    }

    /** Why there is nothing to cancel. One that people declined or let expire may have something under way all the same. */
    private Optional<String> ended(RolloutRow rollout) {
        if (!rollout.state().isFinal()) return Optional.empty();
        if (rollout.state() instanceof RolloutState.Superseded(var by))
            return Optional.of("%s was taken over by %s: cancel that one.".formatted(rollout.id(), by));
        boolean atWork = !(rollout.state() instanceof RolloutState.Cancelled)
                && stores.journal().inFlight(rollout.repository()).stream()
                        .anyMatch(intent -> intent.rollout().equals(rollout.id()));
        return atWork
                ? Optional.empty()
                : Optional.of("%s ended already: it is %s."
                        .formatted(rollout.id(), rollout.state().word()));
    }

    @Override
    public List<InFleet> inFleets(RolloutId id) {
        return stores.rollouts()
                .find(id)
                .map(rollout -> overview.inFleets(
                        rollout.repository(), rollout.plan().map(Plan::changes).orElse(List.of())))
                .orElse(List.of());
    }

    @Override
    public Verdict retry(RolloutId id, Actor actor) {
        return decide(id, actor, deed("retry", "", ""), rollout -> retries.all(rollout, actor));
    }

    @Override
    public Verdict retry(RolloutId id, Actor actor, String host) {
        return decide(id, actor, deed("retry", host, ""), rollout -> retries.one(rollout, actor, host.strip()));
    }

    @Override
    public Verdict early(RolloutId id, Actor actor, String digest, String reason) {
        return decide(id, actor, deed(EARLY, digest, reason), rollout -> {
            var served = served(rollout);
            var objection = registrar.objection(served, actor, Repository.Role.ADMIN);
            if (objection.isPresent()) return objection.get();
            if (reason.isBlank()) return new Verdict.Refused("Say why it cannot wait for the window.");
            if (rollout.state().isFinal())
                return new Verdict.Refused("%s ended already: it is %s."
                        .formatted(rollout.id(), rollout.state().word()));
            var wrong = Decisions.wrongPlan(rollout, digest);
            if (wrong.isPresent()) return new Verdict.Refused(wrong.get());
            return letBegin(served, rollout, registrar.name(served, actor), reason);
        });
    }

    private Verdict letBegin(ServedRepository served, RolloutRow rollout, String by, String reason) {
        var changes = rollout.plan().map(Plan::changes).orElse(List.of());
        var until = now().plus(situation(served, rollout).rules().validFor());
        stores.early()
                .add(
                        rollout.repository(),
                        rollout.id(),
                        changes.stream().map(Change::digest).toList(),
                        new EarlyStore.Word(by, reason, now(), until));
        stores.requests().add(rollout.repository(), "early", Optional.empty(), now());
        return new Verdict.Accepted(
                "%s lets plan %s of %s begin outside of the change windows until %s; approvals, waves and limits stay as they are."
                        .formatted(by, brief(rollout), rollout.id(), until));
    }

    @Override
    public Verdict overrule(RolloutId id, Actor actor, String digest, String reason) {
        return decide(
                id,
                actor,
                deed(OVERRULE, digest, reason),
                rollout -> overrules.overrule(rollout, actor, digest, reason));
    }

    @Override
    public Verdict breakGlass(
            RolloutId id, Actor.LocalUser actor, String digest, SortedSet<HostName> typed, String reason) {
        return decide(id, actor, deed("break-glass", digest, reason), rollout -> {
            if (reason.isBlank()) return new Verdict.Refused("Say why: --reason TEXT.");
            var wrong = Decisions.wrongQuestion(rollout, digest, now());
            if (wrong.isPresent()) return new Verdict.Refused(wrong.get());
            var situation = situation(served(rollout), rollout);
            var asked = Decisions.asked(situation);
            var typo = Decisions.wronglyTyped(asked, typed);
            if (typo.isPresent()) return new Verdict.Refused(typo.get());
            var approval = approval(rollout, situation, actor.account(), "break-glass");
            var number = OptionalInt.of(Toll.destroying(asked).size()); // each of them was typed by name
            record(rollout, approval, new ApprovalStore.Manner(true, number), asked);
            stores.alerts()
                    .announce(
                            rollout.repository(),
                            "break-glass " + rollout.id(),
                            Alert.Severity.CRITICAL,
                            "%s broke the glass for plan %s of %s: %s"
                                    .formatted(actor.account(), brief(rollout), rollout.id(), reason),
                            now());
            return new Verdict.Accepted("Plan %s of %s goes on without its approvers; this is announced."
                    .formatted(brief(rollout), rollout.id()));
        });
    }

    @Override
    public Verdict reconcile(RepositoryId repository, Actor actor) {
        var served = registrar.served(repository);
        if (served.isEmpty()) return Registrar.unknown(repository);
        return registrar.audited(
                repository.value(), actor, Registrar.Deed.of("reconcile", ""), reconcile(served.get(), actor));
    }

    private Verdict reconcile(ServedRepository served, Actor actor) {
        if (!registrar.may(served, actor, Repository.Role.OPERATOR))
            return Registrar.forbidden(actor, Repository.Role.OPERATOR);
        stores.requests().add(served.id(), "reconcile", Optional.of(registrar.name(served, actor)), now());
        return new Verdict.Accepted("Looking at " + served.id() + ".");
    }

    @Override
    public Verdict stop(Scope scope, Actor actor, String reason) {
        return halts.stop(scope, actor, reason);
    }

    @Override
    public Verdict resume(Scope scope, Actor actor) {
        return halts.resume(scope, actor);
    }

    @Override
    public Verdict confirm(RepositoryId repository, Actor actor, String digest, String reason) {
        return halts.confirm(repository, actor, digest, reason);
    }

    @Override
    public List<RepositoryStatus> status() {
        return registrar.repositories().values().stream().map(overview::status).toList();
    }

    @Override
    public List<HostStatus> hosts(RepositoryId repository) {
        return overview.hosts(repository);
    }

    @Override
    public Optional<Repository.Role> standing(Actor.ApiToken token) {
        return registrar.standing(token);
    }

    @Override
    public Optional<Repository.Person> person(RepositoryId repository, Actor actor) {
        return registrar.served(repository).flatMap(served -> registrar.person(served, actor));
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

    private static Registrar.Deed deed(String what, String digest, String reason) {
        return new Registrar.Deed(what, digest, reason, List.of());
    }

    /** Judges a deed about a rollout and writes it down, in one transaction. */
    private Verdict decide(RolloutId id, Actor actor, Registrar.Deed deed, Function<RolloutRow, Verdict> decision) {
        return stores.transaction()
                .execute(status -> stores.rollouts()
                        .lock(id)
                        .filter(rollout ->
                                registrar.served(rollout.repository()).isPresent())
                        .map(rollout -> audited(rollout, actor, deed, decision.apply(rollout)))
                        .orElseGet(() -> new Verdict.Refused("There is no rollout " + id + ".")));
    }

    private Verdict audited(RolloutRow rollout, Actor actor, Registrar.Deed deed, Verdict verdict) {
        var hosts = verdict instanceof Verdict.Accepted ? hosts(rollout) : List.<String>of();
        var whole =
                new Registrar.Deed("%s %s".formatted(deed.what(), rollout.id()), deed.about(), deed.reason(), hosts);
        long line = registrar.write(rollout.repository().value(), actor, whole, verdict);
        if (ANNOUNCED.contains(deed.what()) && verdict instanceof Verdict.Accepted)
            stores.outbox()
                    .publish(
                            new RolloutEvent.Decided(
                                    rollout.repository(), line, "%s %s".formatted(verdict.text(), deed.reason())),
                            now());
        return verdict;
    }

    private static List<String> hosts(RolloutRow rollout) {
        return Registrar.hosts(rollout.plan().map(Plan::changes).orElse(List.of()));
    }

    private Situation situation(ServedRepository served, RolloutRow rollout) {
        return judgement.situation(served, rollout);
    }

    private ServedRepository served(RolloutRow rollout) {
        return registrar.served(rollout.repository()).orElseThrow();
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

    private Instant now() {
        return registrar.now();
    }
}
