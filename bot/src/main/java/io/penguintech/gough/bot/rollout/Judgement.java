package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.source.InfraRepo;
import io.penguintech.gough.bot.source.RepositoryId;
import io.penguintech.gough.bot.source.RevisionUnavailable;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Failure;
import io.penguintech.gough.reconcile.HostRequest;
import io.penguintech.gough.reconcile.Journey;
import io.penguintech.gough.reconcile.Outcome;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.reconcile.World;
import io.penguintech.gough.schema.Diagnostic;
import io.penguintech.gough.schema.Repository;
import io.penguintech.gough.schema.Revision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gathers what decides about a rollout, and writes down what was decided. */
final class Judgement {
    private final Stores stores;
    private final World world;
    private final Intake intake;
    private final WriteGate gate;
    private final Sources sources;
    private final Clock clock;

    Judgement(Stores stores, World world, Intake intake, WriteGate gate, Sources sources, Clock clock) {
        this.stores = stores;
        this.world = world;
        this.intake = intake;
        this.gate = gate;
        this.sources = sources;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** What would make looking again worth while. */
    Stillness stillness(ServedRepository served, RepositoryRow row) {
        var pulse = stores.rollouts().pulse(served.id());
        return new Stillness(
                world.snapshot(),
                row.guard(),
                row.confirmed(),
                row.accepted(),
                row.current(),
                pulse,
                pulse.map(rollout -> stores.approvals()
                                .of(new RolloutId(rollout.id()))
                                .size())
                        .orElse(0),
                stores.journal().inFlight(served.id()).isEmpty(),
                gate.closed(served).or(gate.bars(served)::words),
                stores.hostRequests().planned(served.id(), now()).values().stream()
                        .map(HostRequest::number)
                        .toList(),
                now());
    }

    void checked(RepositoryId repository) {
        stores.repositories().checked(repository, now());
    }

    void reject(RolloutRow rollout, List<Diagnostic> diagnostics) {
        save(rollout.with(diagnostics)
                .in(new RolloutState.Rejected(
                        "The revision cannot be used with the server settings as they are now.")));
    }

    /** A guard stops the repository, unless it is stopped by it already. */
    void halt(ServedRepository served, List<Guards.Tripped> guards) {
        stores.together(() -> intake.halt(served, guards));
    }

    /** Everything that decides about {@code rollout} now. */
    Situation situation(ServedRepository served, RolloutRow rollout, Plan plan) {
        var rules = rules(served, rollout, plan.changes());
        return new Situation(new Situation.Facts(
                rollout,
                quiet(served, plan),
                stores.journal().inFlight(served.id()),
                past(rollout, rules.rules().rollout(), plan),
                stores.silences().of(served.id()),
                rules,
                stores.approvals().yeses(rollout.id()),
                stores.early().of(rollout.id(), now()),
                now()));
    }

    /** The same with the plan that people see. */
    Situation situation(ServedRepository served, RolloutRow rollout) {
        return situation(served, rollout, rollout.plan().orElse(new Plan(List.of(), List.of(), List.of(), 0)));
    }

    private Situation.Past past(RolloutRow rollout, Repository.RolloutLimits limits, Plan plan) {
        var journal = stores.journal();
        var pause = limits.waves().map(Repository.Waves::pause).orElse(Duration.ZERO);
        var healthy = limits.waves().map(Repository.Waves::healthyWithin).orElse(Duration.ZERO);
        var begun = journal.of(rollout.id());
        return new Situation.Past(
                begun,
                pause.isZero() ? List.of() : journal.before(rollout.id(), now().minus(pause)),
                healthy.isZero() ? List.of() : journal.arrivedBefore(rollout.id()),
                journal.failedBefore(rollout.id()),
                Toll.today(plan.changes(), backend -> journal.destroyedWithinADay(backend, now())),
                stores.records().hosts(rollout.repository()),
                refused(begun));
    }

    private Set<Long> refused(List<Intent> begun) {
        var failed = begun.stream().filter(Intent::failed).map(Intent::id).toList();
        if (failed.isEmpty()) return Set.of();
        return stores.journal().steps(failed).entrySet().stream()
                .filter(steps -> isRefusal(steps.getValue().getLast()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean isRefusal(Journey.Taken step) {
        return step.outcome()
                .filter(outcome -> outcome instanceof Outcome.Failed(var why)
                        && (why instanceof Failure.NeedsHuman || why instanceof Failure.Forbidden))
                .isPresent();
    }

    /** What somebody decided to live with is not put to people again. */
    private Plan quiet(ServedRepository served, Plan plan) {
        if (plan.findings().isEmpty()) return plan;
        var open = Quiet.of(Optional.of(plan), stores.findings().accepted(served.id()))
                .open();
        return new Plan(plan.changes(), plan.blocked(), open, plan.unchanged());
    }

    /** The rules that judge {@code rollout} now. */
    ApprovalRules rules(ServedRepository served, RolloutRow rollout) {
        return rules(served, rollout, rollout.plan().map(Plan::changes).orElse(List.of()));
    }

    private ApprovalRules rules(ServedRepository served, RolloutRow rollout, List<Change> changes) {
        var rules = InForce.of(served, stores.repositories().get(served.id())).rules();
        var commits = commits(served, rollout);
        var behind = behind(served, commits, changes);
        var authors = authors(commits, behind, rules.people()).and(requester(rollout));
        return new ApprovalRules(
                rules,
                served.ceiling(),
                authors,
                stores.mended().restless(served.id(), now()),
                sources.claims(served, rollout, rules.paths()));
    }

    /** Who a squashed commit, or one of a forge's own, does not name any more. */
    private List<ProposalRow.Behind> behind(
            ServedRepository served, List<InfraRepo.Commit> commits, List<Change> changes) {
        return stores.proposals()
                .behind(
                        served.id(),
                        commits.stream().map(InfraRepo.Commit::revision).toList(),
                        changes.stream().map(Change::digest).toList());
    }

    /**
     * Everybody. Of a commit that the forge made of others, whose people are all known, these are asked for their signatures:
     * the forge signs by a key of its own, if at all.
     */
    private static Authors authors(
            List<InfraRepo.Commit> commits, List<ProposalRow.Behind> behind, List<Repository.Person> people) {
        var attested = behind.stream().flatMap(one -> one.attested().stream()).collect(Collectors.toSet());
        var made = commits.stream()
                .filter(commit -> attested.contains(commit.revision()))
                .toList();
        var others = commits.stream()
                .filter(commit -> !attested.contains(commit.revision()))
                .toList();
        var theirs = behind.stream().map(one -> one.authors(people)).reduce(Authors.NOBODY, Authors::and);
        return Authors.of(others, Optional.empty(), people)
                .and(new Authors(Authors.of(made, Optional.empty(), people).persons(), true))
                .and(theirs);
    }

    private static Authors requester(RolloutRow rollout) {
        return new Authors(rollout.requester().map(List::of).map(TreeSet::new).orElseGet(TreeSet::new), true);
    }

    /** What is judged: everything since the last revision that was brought about completely. */
    private List<InfraRepo.Commit> commits(ServedRepository served, RolloutRow rollout) {
        if (rollout.base().isEmpty()) return everything(served, rollout);
        return rollout.base().equals(Optional.of(rollout.revision()))
                ? List.of()
                : served.source().commits(rollout.base(), rollout.revision());
    }

    /**
     * As long as nothing was brought about completely, which one blocked host is enough for: the commit that was taken up
     * first, and everything since. The history before that was not written for Gough.
     */
    private List<InfraRepo.Commit> everything(ServedRepository served, RolloutRow rollout) {
        var first = stores.rollouts().first(served.id()).orElse(rollout.revision());
        var newest = rollout.revision();
        if (first.equals(newest)) return served.source().commits(Optional.empty(), newest);
        var since = served.source().commits(Optional.of(first), newest);
        return Stream.concat(own(served, first).stream(), since.stream()).toList();
    }

    /** Nothing when it is not to be found any more, as after its branch was replaced: then all there is counts as since. */
    private static List<InfraRepo.Commit> own(ServedRepository served, Revision revision) {
        try {
            return served.source().commits(Optional.empty(), revision);
        } catch (RevisionUnavailable gone) {
            return List.of();
        }
    }

    /** A rollout for differences that nobody committed and nobody answered yet; empty when there are none. */
    Optional<RolloutRow> drift(ServedRepository served, Plan plan) {
        var row = stores.repositories().get(served.id());
        var silenced = stores.silences().of(served.id()).keySet();
        var busy = stores.journal().inFlight(served.id()).stream()
                .map(intent -> intent.change().subject().text())
                .collect(Collectors.toSet());
        var news = plan.changes().stream()
                .filter(change -> !silenced.contains(change.digest()))
                .filter(change -> !busy.contains(change.subject().text()))
                .toList();
        if (news.isEmpty()) return Optional.empty();
        var beginning = beginning(served, row, news);
        return stores.transaction().execute(status -> {
            var rollout = stores.rollouts().create(beginning, now());
            saveNow(rollout.in(new RolloutState.Applying()));
            return stores.rollouts().find(rollout.id());
        });
    }

    /** Its cause is that somebody asked only when nothing but that is to be done. */
    private RolloutStore.Beginning beginning(ServedRepository served, RepositoryRow row, List<Change> news) {
        var revision = row.current().orElseThrow();
        var asked = news.stream().flatMap(change -> change.asked().stream()).toList();
        boolean only = asked.size() == news.size();
        var askers = asked.stream().map(HostRequest::by).distinct().toList();
        return new RolloutStore.Beginning(
                served.id(),
                revision,
                row.converged(),
                only ? words(news) : Hands.drift(revision, news, world, now()),
                "",
                only ? "request" : "drift",
                only && askers.size() == 1 ? Optional.of(askers.getFirst()) : Optional.empty());
    }

    private static String words(List<Change> asked) {
        var first = asked.getFirst();
        var more = asked.size() > 1 ? "; and %d more".formatted(asked.size() - 1) : "";
        return "%s %s: %s%s".formatted(first.verb(), first.subject().text(), first.because(), more);
    }

    /** Writes down where {@code rollout} is now, after {@code begun}. */
    void settle(ServedRepository served, RolloutRow rollout, Plan plan, Starting.Begun begun) {
        stores.together(() -> {
            var current = stores.rollouts().lock(rollout.id()).orElseThrow();
            if (current.state().isFinal()) return;
            expire(situation(served, current, plan));
            var situation = situation(served, current, plan);
            var asking = Question.put(situation);
            var complete = situation(served, asking, plan);
            var state = NextState.of(complete, stops(served), begun.held(), begun.waits());
            saveNow(asking.in(state).waiting(state.isFinal() ? Optional.empty() : begun.waits()));
            if (converged(state) && plan.inSync()) {
                stores.repositories().converged(served.id(), current.revision());
                stores.brought().forget(served.id());
            }
        });
    }

    private NextState.Stops stops(ServedRepository served) {
        var bars = gate.bars(served);
        return new NextState.Stops(
                gate.closed(served),
                intent -> bars.reason(intent.change(), intent.revision()).isPresent());
    }

    private static boolean converged(RolloutState state) {
        return state instanceof RolloutState.Done || state instanceof RolloutState.InSync;
    }

    /** A question that nobody answered in time is not put again. */
    private void expire(Situation situation) {
        var rollout = situation.rollout();
        var over = rollout.askedUntil().filter(until -> !now().isBefore(until)).isPresent();
        if (!over) return;
        var asked = situation.asked().stream().map(Situation.Judged::digest).toList();
        stores.silences().add(rollout.repository(), rollout.id(), SilenceStore.Why.EXPIRED, "nobody", asked, now());
    }

    private void save(RolloutRow rollout) {
        stores.together(() -> saveNow(rollout));
    }

    private void saveNow(RolloutRow rollout) {
        if (stores.rollouts().save(rollout, now()))
            stores.outbox().publish(new RolloutEvent.RolloutChanged(rollout.repository(), rollout.id()), now());
    }
}
