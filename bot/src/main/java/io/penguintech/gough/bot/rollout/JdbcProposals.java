package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Guard;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import io.penguintech.gough.schema.Risk;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@link Proposals} on the database: every decision is judged and recorded in one transaction. */
final class JdbcProposals implements Proposals {
    /** So long it takes to read a plan at least. */
    private static final Duration READING = Duration.ofMinutes(1);

    private final Registrar registrar;
    private final Stores stores;
    private final LiveGuards guards;

    JdbcProposals(Registrar registrar, Stores stores, LiveGuards guards) {
        this.registrar = registrar;
        this.stores = stores;
        this.guards = guards;
    }

    // ---- what becomes of pull requests

    @Override
    public Optional<Proposal> propose(Proposed proposed) {
        return inOne(proposed.repository(), served -> {
            var old = lock(proposed.repository(), proposed.number());
            if (old.filter(row -> row.state() == ProposalRow.State.MERGED).isPresent()) return Optional.empty();
            if (proposed.commits().isEmpty()) {
                old.ifPresent(row ->
                        retracted(served, row, proposed.head(), "It brings no commit that the branch does not have."));
                return Optional.empty();
            }
            var row = planned(served, old, proposed);
            old.filter(before -> !before.head().equals(row.head())).ifPresent(before -> overtaken(before, row));
            stores.proposals().save(row);
            changed(served, row); // also the same plan: other rules may be in force
            return Optional.of(question(served, row).proposal());
        });
    }

    /** The same question goes on while its head and its plan are the same, and it is not over. */
    private ProposalRow planned(ServedRepository served, Optional<ProposalRow> old, Proposed proposed) {
        var same = old.filter(row -> row.state() == ProposalRow.State.PLANNED
                && row.head().equals(proposed.head())
                && row.plan().digest().equals(proposed.plan().digest()));
        var open = same.filter(row -> now().isBefore(row.expires()));
        return new ProposalRow(
                proposed.repository(),
                proposed.number(),
                ProposalRow.State.PLANNED,
                "",
                proposed.title(),
                proposed.author().login(),
                proposed.author().account(),
                proposed.page().toString(),
                proposed.head(),
                proposed.base(),
                proposed.plan(),
                proposed.commits(),
                proposed.origins(),
                open.map(ProposalRow::plannedAt).orElse(now()),
                open.map(ProposalRow::expires).orElseGet(() -> now().plus(validFor(served))),
                open.flatMap(ProposalRow::shownAt),
                Optional.empty(),
                Optional.empty());
    }

    private Duration validFor(ServedRepository served) {
        return new ApprovalRules(inForce(served), served.ceiling(), Authors.NOBODY, Set.of()).validFor();
    }

    /** A newer head: what people said to the older one counts for what is harmless and still planned. */
    private void overtaken(ProposalRow before, ProposalRow row) {
        var still = row.plan().changes().stream().map(Change::digest).collect(Collectors.toSet());
        var why = "%s was pushed over %s."
                .formatted(row.head().brief(), before.head().brief());
        revoke(row, why, change -> change.risk() == Risk.DESTRUCTIVE || !still.contains(change.digest()));
    }

    private void revoke(ProposalRow row, String why, Predicate<Change> which) {
        revoke(row, yes -> true, why, which);
    }

    /** Answers whether anything counted that does not any more. */
    private boolean revoke(ProposalRow row, Predicate<ProposalRow.Yes> whose, String why, Predicate<Change> which) {
        boolean any = false;
        for (var yes : stores.proposals().yeses(row.repository(), row.number())) {
            if (!whose.test(yes)) continue;
            var digests = yes.changes().stream()
                    .filter(said -> said.voided().isEmpty() && which.test(said.change()))
                    .map(said -> said.change().digest())
                    .toList();
            if (digests.isEmpty()) continue;
            stores.proposals().revoke(yes.id(), digests, new ProposalRow.Revoked(why, now()));
            any = true;
        }
        return any;
    }

    @Override
    public void retract(RepositoryId repository, long number, Revision head, String why) {
        with(repository, number, (served, row) -> {
            if (row.state() != ProposalRow.State.MERGED) retracted(served, row, head, why);
            return row;
        });
    }

    private void retracted(ServedRepository served, ProposalRow row, Revision head, String why) {
        if (!row.head().equals(head))
            revoke(
                    row,
                    "%s was pushed over %s.".formatted(head.brief(), row.head().brief()),
                    change -> true);
        save(served, row, row.at(head).in(ProposalRow.State.RETRACTED, why));
    }

    @Override
    public void shown(RepositoryId repository, long number, Revision head, String digest, Instant at) {
        with(repository, number, (served, row) -> {
            boolean news = row.state() == ProposalRow.State.PLANNED
                    && row.shownAt().isEmpty()
                    && row.head().equals(head)
                    && row.plan().digest().equals(digest);
            if (news) stores.proposals().save(row.shown(at));
            return row;
        });
    }

    @Override
    public void closed(RepositoryId repository, long number) {
        with(repository, number, (served, row) -> {
            if (row.state() == ProposalRow.State.MERGED) return row;
            revoke(row, "The pull request was closed.", change -> true);
            save(served, row, row.in(ProposalRow.State.CLOSED, ""));
            return row;
        });
    }

    @Override
    public void merged(Merged merged) {
        inOne(merged.repository(), served -> {
            var row = lock(merged.repository(), merged.number()).orElseGet(() -> unplanned(merged));
            if (row.state() == ProposalRow.State.MERGED) return Optional.empty();
            uncounted(row, merged).ifPresent(why -> revoke(row, why, change -> true));
            var commit = merged.ours() ? merged.commit().or(() -> Optional.of(merged.head())) : merged.commit();
            save(served, row, row.over(merged, commit));
            return Optional.empty();
        });
    }

    private ProposalRow unplanned(Merged merged) {
        var row = ProposalRow.unplanned(merged, now());
        stores.proposals().save(row);
        return row;
    }

    /** Why nothing that people said counts for the merge. */
    private static Optional<String> uncounted(ProposalRow row, Merged merged) {
        if (!merged.ours()) return Optional.of("The pull request was merged into another branch.");
        if (!row.head().equals(merged.head()))
            return Optional.of("%s was merged, which nobody was asked about."
                    .formatted(merged.head().brief()));
        return merged.unheard();
    }

    private void save(ServedRepository served, ProposalRow before, ProposalRow now) {
        if (now.equals(before)) return;
        stores.proposals().save(now);
        changed(served, now);
    }

    // ---- what people say

    @Override
    public Optional<Proposal> find(RepositoryId repository, long number) {
        return registrar
                .served(repository)
                .flatMap(served -> stores.proposals()
                        .find(repository, number)
                        .map(row -> question(served, row).proposal()));
    }

    @Override
    public List<Proposal> waiting(RepositoryId repository) {
        return registrar
                .served(repository)
                .map(served -> stores.proposals().planned(repository).stream()
                        .map(row -> question(served, row).proposal())
                        .filter(proposal -> proposal.standing() instanceof Proposal.Standing.Asked)
                        .toList())
                .orElse(List.of());
    }

    @Override
    public Verdict approve(RepositoryId repository, long number, Actor actor, Yes yes) {
        var about = yes.destroys().isPresent()
                ? "%s destroys %d".formatted(yes.digest(), yes.destroys().getAsInt())
                : yes.digest();
        var deed = deed("approve", number, about, "");
        return decide(repository, number, actor, deed, (served, row) -> approve(served, row, actor, yes));
    }

    private Verdict approve(ServedRepository served, ProposalRow row, Actor actor, Yes yes) {
        if (actor instanceof Actor.ApiToken(var name) && !registrar.may(served, actor, Repository.Role.APPROVER))
            return new Verdict.Refused("The token %s may not approve.".formatted(name));
        var person = registrar.person(served, actor);
        if (person.isEmpty()) return Registrar.stranger(actor);
        var question = question(served, row);
        var wrong = question.wrongQuestion(yes.digest())
                .or(() -> ambiguous(row, yes.digest()))
                .or(() -> question.unseen(yes))
                .or(() -> hasty(row, yes))
                .or(() -> tooLate(served, yes));
        if (wrong.isPresent()) return new Verdict.Refused(wrong.get());
        return switch (question.yes(person.get(), yes.destroys())) {
            case Decisions.Decision.Refused(var why)
            when question.declined(person.get()) -> {
                relent(row, person.get().name(), question.asked());
                changed(served, row);
                yield new Verdict.Accepted("%s takes the no to plan %s of pull request %d back. It is no yes: %s"
                        .formatted(
                                person.get().name(), Decisions.brief(row.plan().digest()), row.number(), why));
            }
            case Decisions.Decision.Refused(var why) -> new Verdict.Refused(why);
            case Decisions.Decision.Counts(var changes, var note) -> {
                record(served, row, person.get().name(), yes, changes);
                yield new Verdict.Accepted("%s said yes to plan %s of pull request %d.%s"
                        .formatted(
                                person.get().name(), Decisions.brief(row.plan().digest()), row.number(), note));
            }
        };
    }

    /**
     * The digits by which people name a plan are too few to keep somebody from making two plans that have them in common, one
     * harmless and one not.
     */
    private Optional<String> ambiguous(ProposalRow row, String digest) {
        var named = digest.toLowerCase(Locale.ROOT);
        var plan = row.plan().digest();
        return named.equals(plan) || !stores.proposals().hasTwin(row, named)
                ? Optional.empty()
                : Optional.of(
                        "Two plans of pull request %d begin with %s, which does not happen by chance: somebody may have made them so. Read the newest one, then name all of it: %s."
                                .formatted(row.number(), named, plan));
    }

    /** A review names the commit and not the plan: who read another plan of it may have sent it while this one came. */
    private Optional<String> hasty(ProposalRow row, Yes yes) {
        boolean read = !yes.via().equals(Yes.REVIEW)
                || yes.at().isEmpty()
                || row.shownAt()
                        .filter(shown -> yes.at().get().isBefore(shown.plus(READING)))
                        .isEmpty();
        return read || !stores.proposals().isReplaced(row)
                ? Optional.empty()
                : Optional.of(
                        "This was said while another plan of %s took the place of the one before. Read it in the comment, then approve again, or write gough approve %s."
                                .formatted(
                                        row.head().brief(),
                                        Decisions.brief(row.plan().digest())));
    }

    /** What was said long ago, and is heard only now, does not begin to count now. */
    private Optional<String> tooLate(ServedRepository served, Yes yes) {
        return now().isBefore(until(served, yes))
                ? Optional.empty()
                : Optional.of("This was said at %s and is over. Say it again.".formatted(said(yes)));
    }

    /** When it was said; clocks differ, and nothing was said later than now. */
    private Instant said(Yes yes) {
        return yes.at().filter(now()::isAfter).orElse(now());
    }

    private Instant until(ServedRepository served, Yes yes) {
        return said(yes).plus(validFor(served));
    }

    private void record(ServedRepository served, ProposalRow row, String person, Yes yes, List<Change> changes) {
        var approval = new Approval(person, row.plan().digest(), row.head(), said(yes), until(served, yes), yes.via());
        var guarded = new LinkedHashMap<Change, List<Guard>>();
        for (var change : changes) guarded.put(change, guards.accepted(served.id(), change));
        stores.proposals().say(row, approval, yes.destroys(), guarded);
        relent(row, person, changes);
        changed(served, row);
    }

    private void relent(ProposalRow row, String person, List<Change> changes) {
        stores.proposals()
                .relent(
                        row.repository(),
                        row.number(),
                        person,
                        changes.stream().map(Change::digest).toList());
    }

    @Override
    public Verdict reject(RepositoryId repository, long number, Actor actor, String digest, String why, String via) {
        return decide(repository, number, actor, deed("reject", number, digest, why), (served, row) -> {
            var objection = registrar.objection(served, actor, Repository.Role.APPROVER);
            if (objection.isPresent()) return objection.get();
            var question = question(served, row);
            var wrong = question.wrongNo(digest);
            if (wrong.isPresent()) return new Verdict.Refused(wrong.get());
            var asked = question.asked().stream().map(Change::digest).collect(Collectors.toSet());
            if (asked.isEmpty()) return new Verdict.Refused("Nothing of this plan needs an approval.");
            var by = registrar.name(served, actor);
            stores.proposals().refuse(repository, number, asked, by, why, now());
            revoke(
                    row,
                    yes -> yes.person().equals(by),
                    "%s said no later.".formatted(by),
                    change -> asked.contains(change.digest()));
            changed(served, row);
            return new Verdict.Accepted(
                    "%s said no to plan %s of pull request %d. That stands until %s says yes, or the plan is another one."
                            .formatted(by, Decisions.brief(row.plan().digest()), number, by));
        });
    }

    @Override
    public void takeBack(RepositoryId repository, long number, String person, String via, String why) {
        with(repository, number, (served, row) -> {
            if (row.rollout().isPresent()) return row;
            boolean any =
                    revoke(row, yes -> yes.person().equals(person) && yes.via().equals(via), why, change -> true);
            if (any) changed(served, row);
            return row;
        });
    }

    // ---- the same for all

    /** People would read something else now. Call inside a transaction, after it was written. */
    private void changed(ServedRepository served, ProposalRow row) {
        stores.outbox().publish(new RolloutEvent.ProposalChanged(row.repository(), row.number()), now());
        stores.proposals()
                .wake(row.repository(), row.number(), question(served, row).wakes());
    }

    private ProposalQuestion question(ServedRepository served, ProposalRow row) {
        var rules = inForce(served);
        var approvalRules = new ApprovalRules(
                rules,
                served.ceiling(),
                row.authors(rules.people()),
                stores.mended().restless(served.id(), now()),
                new Claims(rules.paths(), row::origin));
        var toll = Toll.of(
                rules.rollout(),
                stores.records().hosts(served.id()),
                served.ceiling(),
                List.of(),
                Toll.today(row.plan().changes(), backend -> stores.journal().destroyedWithinADay(backend, now())));
        return new ProposalQuestion(
                row,
                stores.proposals().yeses(row.repository(), row.number()),
                stores.proposals().noes(row.repository(), row.number()),
                approvalRules,
                toll,
                now());
    }

    private Repository inForce(ServedRepository served) {
        return InForce.of(served, stores.repositories().get(served.id())).rules();
    }

    private static Registrar.Deed deed(String what, long number, String about, String reason) {
        return new Registrar.Deed("%s pull request %d".formatted(what, number), about, reason, List.of());
    }

    /** Judges a deed and writes it down, in one transaction. */
    private Verdict decide(
            RepositoryId repository,
            long number,
            Actor actor,
            Registrar.Deed deed,
            BiFunction<ServedRepository, ProposalRow, Verdict> decision) {
        var served = registrar.served(repository);
        if (served.isEmpty()) return Registrar.unknown(repository);
        return stores.transaction()
                .execute(status -> lock(repository, number)
                        .map(row -> registrar.audited(
                                repository.value(), actor, about(deed, row), decision.apply(served.get(), row)))
                        .orElseGet(() -> new Verdict.Refused(
                                "Pull request %d has no plan that anybody could say something to.".formatted(number))));
    }

    private static Registrar.Deed about(Registrar.Deed deed, ProposalRow row) {
        return new Registrar.Deed(
                deed.what(),
                deed.about(),
                deed.reason(),
                Registrar.hosts(row.plan().changes()));
    }

    /** Does nothing where nothing is known. */
    private void with(
            RepositoryId repository, long number, BiFunction<ServedRepository, ProposalRow, ProposalRow> work) {
        inOne(repository, served -> lock(repository, number).map(row -> work.apply(served, row)));
    }

    private <T> Optional<T> inOne(RepositoryId repository, Function<ServedRepository, Optional<T>> work) {
        return registrar
                .served(repository)
                .flatMap(served -> stores.transaction().execute(status -> work.apply(served)));
    }

    private Optional<ProposalRow> lock(RepositoryId repository, long number) {
        return stores.proposals().lock(repository, number);
    }

    private Instant now() {
        return registrar.now();
    }
}
