package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Repository;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that decides how a rollout goes on, at one moment, judged once. Pure. */
final class Situation {
    private static final int NAMED = 3;

    private final Facts facts;
    private final Set<String> busy;
    private final List<Intent> ownFailures;
    private final List<Intent> failures;
    private final Map<String, List<ApprovalStore.Yes>> yeses;
    private final List<Judged> open;
    private final Dependencies dependencies;

    /**
     * What is known.
     *
     * @param plan the fresh plan
     * @param inFlight what is under way in the repository
     * @param past what was begun and destroyed before
     * @param silences changes that are not asked about, by digest
     * @param rules by which it is judged
     * @param yeses what was said yes to and is not used up
     * @param early digests of changes that may begin outside of the change windows
     */
    record Facts(
            RolloutRow rollout,
            Plan plan,
            List<Intent> inFlight,
            Past past,
            Map<String, SilenceStore.Silence> silences,
            ApprovalRules rules,
            List<ApprovalStore.Yes> yeses,
            Set<String> early,
            Instant now) {}

    /**
     * What happened so far.
     *
     * @param begun everything that was begun for this rollout
     * @param earlier what rollouts that it took over from began, as far as a pause between waves may still count
     * @param arrived what rollouts that it took over from brought about, and nobody said retry after
     * @param failedBefore what failed last of their subjects in rollouts that it took over from, and nobody said retry after
     * @param destroyedToday how many hosts each backend lost in the last 24 hours
     * @param managed how many hosts Gough manages
     * @param refused the numbers of what was begun for this rollout and ended because a backend refused its last step for good
     */
    record Past(
            List<Intent> begun,
            List<Intent> earlier,
            List<Intent> arrived,
            List<Intent> failedBefore,
            Map<String, Integer> destroyedToday,
            int managed,
            Set<Long> refused) {
        /** Nothing but {@code begun} and {@code earlier} is waited for, nothing failed before, and nothing was refused. */
        Past(List<Intent> begun, List<Intent> earlier, Map<String, Integer> destroyedToday, int managed) {
            this(begun, earlier, earlier, List.of(), destroyedToday, managed, Set.of());
        }
    }

    /** An open change, with its digest and what the rules say about it. */
    record Judged(Change change, String digest, ApprovalRules.Answer answer) {}

    Situation(Facts facts) {
        this.facts = facts;
        busy = facts.inFlight().stream()
                .map(intent -> intent.change().subject().text())
                .collect(Collectors.toSet());
        ownFailures = facts.past().begun().stream()
                .filter(Intent::failed)
                .filter(this::unforgiven)
                .toList();
        failures = Stream.concat(failedBefore().filter(this::isStillMeant), ownFailures.stream())
                .toList();
        yeses = facts.yeses().stream().collect(Collectors.groupingBy(ApprovalStore.Yes::digest));
        open = limited(judged());
        // Of the whole plan: what waits for a change that was declined or failed waits as well.
        dependencies = Dependencies.among(facts.plan().changes());
    }

    /** What ended counts until somebody says retry after it, of all or of this host. */
    private boolean unforgiven(Intent intent) {
        if (intent.ending() == Intent.Ending.FORGIVEN || intent.ending() == Intent.Ending.EXCUSED) return false;
        return facts.rollout()
                .retriedAt()
                .flatMap(at -> intent.finishedAt().map(end -> end.isAfter(at)))
                .orElse(true);
    }

    private Stream<Intent> failedBefore() {
        return facts.past().failedBefore().stream().filter(this::unforgiven);
    }

    /**
     * Whether what failed is still to be done, or cannot be now. When something else is to be done, somebody mended the
     * document; when nothing is, the subject is as it should be.
     */
    private boolean isStillMeant(Intent failed) {
        var subject = failed.change().subject();
        return facts.plan().blocked().stream().anyMatch(one -> one.subject().equals(subject))
                || facts.plan().changes().stream().anyMatch(change -> Aim.isOneOf(failed.change(), change));
    }

    /** What this rollout itself tried is not tried again until somebody says retry; another commit may try again. */
    private List<Judged> judged() {
        var failed = ownFailures.stream().map(Intent::digest).collect(Collectors.toSet());
        return facts.plan().changes().stream()
                .filter(change -> !busy.contains(change.subject().text()))
                .filter(change -> !wasRefused(change))
                .map(change -> Map.entry(change, change.digest()))
                .filter(entry -> !facts.silences().containsKey(entry.getValue()) && !failed.contains(entry.getValue()))
                .map(entry -> new Judged(
                        entry.getKey(),
                        entry.getValue(),
                        facts.rules().judge(entry.getKey(), yeses.getOrDefault(entry.getValue(), List.of()), now())))
                .toList();
    }

    /** Begun anew from where the refusal left its host, it would be refused anew: a person is to mend the cause, and to say so. */
    private boolean wasRefused(Change change) {
        return ownFailures.stream()
                .filter(intent -> facts.past().refused().contains(intent.id()))
                .map(Intent::change)
                .anyMatch(before -> aimAtTheSame(before, change));
    }

    private static boolean aimAtTheSame(Change one, Change other) {
        return one.subject().equals(other.subject())
                && Aim.bringsUp(one)
                && Aim.bringsUp(other)
                && Caller.deployment(one).equals(Caller.deployment(other));
    }

    /** More than the repository's own limit is destroyed only when everybody who said yes typed how many: else it is asked. */
    private List<Judged> limited(List<Judged> judged) {
        var changes = judged.stream().map(Judged::change).toList();
        if (!toll().exceedsOwn(changes)) return judged;
        int destroyed = destroyed(judged);
        return judged.stream().map(one -> limited(one, destroyed)).toList();
    }

    private Judged limited(Judged judged, int destroyed) {
        boolean covered = judged.answer() instanceof ApprovalRules.Answer.Covered;
        if (!covered || !judged.change().destroysHost() || beyondLimit(judged.change(), destroyed)) return judged;
        return new Judged(
                judged.change(),
                judged.digest(),
                new ApprovalRules.Answer.Asked(rules().needed(judged.change()), List.of()));
    }

    /**
     * How many hosts are still to be destroyed of those that people are asked about: numbers that were typed for a part of
     * them, as on several pull requests, do not add up to a yes to all.
     */
    private int destroyed(List<Judged> judged) {
        return Toll.destroying(judged.stream()
                        .map(Judged::change)
                        .filter(change -> rules().needed(change) > 0)
                        .toList())
                .size();
    }

    /** Whether {@code change} may be begun although the repository's own limit is reached: the number was typed. */
    boolean beyondLimit(Change change) {
        return beyondLimit(change, destroyed(open));
    }

    private boolean beyondLimit(Change change, int destroyed) {
        return rules().typed(change, yeses.getOrDefault(change.digest(), List.of()), destroyed, now());
    }

    /** How many hosts may still be destroyed. */
    Toll toll() {
        var past = facts.past();
        return Toll.of(limits(), past.managed(), rules().ceiling(), past.begun(), past.destroyedToday());
    }

    /** Whether {@code change} may begin outside of the change windows: an admin said so, or somebody broke the glass. */
    boolean mayBeginEarly(Change change) {
        var digest = change.digest();
        return facts.early().contains(digest)
                || yeses.getOrDefault(digest, List.of()).stream()
                        .anyMatch(yes -> yes.breakGlass() && now().isBefore(yes.expires()));
    }

    RolloutRow rollout() {
        return facts.rollout();
    }

    Plan plan() {
        return facts.plan();
    }

    ApprovalRules rules() {
        return facts.rules();
    }

    Instant now() {
        return facts.now();
    }

    List<Intent> inFlight() {
        return facts.inFlight();
    }

    List<Intent> begun() {
        return facts.past().begun();
    }

    /** What rollouts that this one took over from began, as far as a pause between waves may still count. */
    List<Intent> earlier() {
        return facts.past().earlier();
    }

    /** What arrived in this rollout or those it took over from, and nobody said retry after, oldest first: its hosts are to be well. */
    List<Intent> arrived() {
        return Stream.concat(facts.past().arrived().stream(), facts.past().begun().stream())
                .filter(Intent::arrived)
                .filter(this::unforgiven)
                .toList();
    }

    List<ApprovalStore.Yes> yeses() {
        return facts.yeses();
    }

    /**
     * What counts against this rollout: what failed in it, or in those it took over from and is still to be done, and was not
     * forgiven by a retry.
     */
    List<Intent> failures() {
        return failures;
    }

    /** What failed in this rollout itself and was not forgiven. */
    List<Intent> ownFailures() {
        return ownFailures;
    }

    /** Everything that retry forgives, whether it still counts or not. */
    List<Intent> forgivable() {
        return Stream.concat(failedBefore(), ownFailures.stream()).toList();
    }

    /** Whether so much failed that nothing new is started. */
    boolean failedTooOften() {
        return failures.size() >= limits().stopAfterFailures();
    }

    /** The same in words, while there is more to do; told at once, although what is under way goes on. */
    Optional<String> stoppedByFailures() {
        if (!failedTooOften() || open.isEmpty()) return Optional.empty();
        var who = failures.stream()
                .limit(NAMED)
                .map(intent -> intent.change().subject().text())
                .collect(Collectors.joining(", "));
        return Optional.of("%d %s failed (%s); nothing new begins. Mend the cause, then retry."
                .formatted(failures.size(), failures.size() == 1 ? "change" : "changes", who));
    }

    /** The changes of the fresh plan that are still to be begun, in its order: not under way, not silenced, not failed. */
    List<Judged> judgedOpen() {
        return open;
    }

    /** The same, without what is said about them. */
    List<Change> open() {
        return open.stream().map(Judged::change).toList();
    }

    /** Blocked subjects that nothing is under way for. */
    List<Plan.Blocked> blocked() {
        return facts.plan().blocked().stream()
                .filter(blocked -> !busy.contains(blocked.subject().text()))
                .toList();
    }

    /** Changes people must be asked about. */
    List<Judged> asked() {
        return open.stream()
                .filter(judged -> judged.answer() instanceof ApprovalRules.Answer.Asked)
                .toList();
    }

    /** Changes that may be begun by the rules, in order; one that waits for another to give up its name is not among them. */
    List<Change> permitted() {
        if (failedTooOften()) return List.of();
        return open.stream()
                .filter(judged -> judged.answer() instanceof ApprovalRules.Answer.Free
                        || judged.answer() instanceof ApprovalRules.Answer.Covered)
                .filter(judged -> dependencies.missing(judged.digest()).isEmpty())
                .map(Judged::change)
                .toList();
    }

    /** Why an open change is never begun although it may be: what it waits for was declined, not answered or failed. */
    Optional<String> waitsInVain() {
        var going = Stream.concat(
                        open.stream().map(Judged::digest),
                        facts.inFlight().stream().map(Intent::digest))
                .collect(Collectors.toSet());
        return open.stream()
                .flatMap(judged -> dependencies
                        .missing(judged.digest())
                        .filter(first -> !going.contains(first))
                        .flatMap(this::planned)
                        .filter(first -> !busy.contains(first.subject().text()))
                        .map(first ->
                                "%s waits for %s, which is not done: it was declined, not answered in time, or failed."
                                        .formatted(
                                                judged.change().subject().text(),
                                                first.subject().text()))
                        .stream())
                .findFirst();
    }

    private Optional<Change> planned(String digest) {
        return facts.plan().changes().stream()
                .filter(change -> change.digest().equals(digest))
                .findFirst();
    }

    /** Whether a question of this rollout was not answered in time. */
    boolean unanswered() {
        return facts.silences().values().stream()
                .anyMatch(silence ->
                        silence.rollout().equals(facts.rollout().id()) && silence.why() == SilenceStore.Why.EXPIRED);
    }

    /** How many more hosts may be under way at once; one that is only kept until its hold is over takes no room. */
    int room() {
        long hosts = facts.inFlight().stream()
                .filter(intent -> intent.change() instanceof Change.OfHost && !intent.isKept(now()))
                .count();
        return (int) Math.max(0, limits().maxParallel() - hosts);
    }

    Repository.RolloutLimits limits() {
        return facts.rules().rules().rollout();
    }
}
