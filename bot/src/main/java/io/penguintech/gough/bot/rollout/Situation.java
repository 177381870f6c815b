package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.Plan;
import io.penguintech.gough.schema.Repository;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that decides how a rollout goes on, at one moment. Pure.
 *
 * @param plan the fresh plan
 * @param inFlight what is under way in the repository
 * @param begun everything that was begun for this rollout
 * @param silences changes that are not asked about, by digest
 * @param rules by which it is judged
 * @param yeses what was said yes to and is not used up
 */
record Situation(
        RolloutRow rollout,
        Plan plan,
        List<Intent> inFlight,
        List<Intent> begun,
        Map<String, SilenceStore.Silence> silences,
        ApprovalRules rules,
        List<ApprovalStore.Yes> yeses,
        Instant now) {
    /** Subjects something is under way for. */
    Set<String> busy() {
        return inFlight.stream().map(intent -> intent.change().subject().text()).collect(Collectors.toSet());
    }

    /** What failed in this rollout and was not forgiven by a retry. */
    List<Intent> failures() {
        return begun.stream()
                .filter(Intent::failed)
                .filter(intent -> rollout.retriedAt()
                        .flatMap(at -> intent.finishedAt().map(end -> end.isAfter(at)))
                        .orElse(true))
                .toList();
    }

    /** Whether so much failed that nothing new is started. */
    boolean failedTooOften() {
        return failures().size() >= rules.rules().rollout().stopAfterFailures();
    }

    /** The changes of the fresh plan that are still to be begun, in its order: not under way, not silenced, not failed. */
    List<Change> open() {
        var busy = busy();
        var failed = failures().stream().map(Intent::digest).collect(Collectors.toSet());
        return plan.changes().stream()
                .filter(change -> !busy.contains(change.subject().text()))
                .filter(change -> !silences.containsKey(change.digest()))
                .filter(change -> !failed.contains(change.digest()))
                .toList();
    }

    /** Blocked subjects that nothing is under way for. */
    List<Plan.Blocked> blocked() {
        var busy = busy();
        return plan.blocked().stream()
                .filter(blocked -> !busy.contains(blocked.subject().text()))
                .toList();
    }

    /** What the rules say about each open change, in the plan's order. */
    Map<Change, ApprovalRules.Answer> answers() {
        return answers(open());
    }

    private Map<Change, ApprovalRules.Answer> answers(Collection<Change> open) {
        var answers = new LinkedHashMap<Change, ApprovalRules.Answer>();
        open.forEach(change -> answers.put(change, rules.judge(change, yeses, now)));
        return answers;
    }

    /** Changes people must be asked about. */
    List<Change> asked() {
        return answers().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof ApprovalRules.Answer.Asked)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Changes that may be begun by the rules, in order; one that waits for another to give up its name is not among them. */
    List<Change> permitted() {
        if (failedTooOften()) return List.of();
        var open = open();
        var digests = open.stream().map(Change::digest).collect(Collectors.toSet());
        var dependencies = Dependencies.among(open);
        return answers(open).entrySet().stream()
                .filter(entry -> entry.getValue() instanceof ApprovalRules.Answer.Free
                        || entry.getValue() instanceof ApprovalRules.Answer.Covered)
                .map(Map.Entry::getKey)
                .filter(change -> dependencies.missing(change, digests).isEmpty())
                .toList();
    }

    /** Whether a question of this rollout was not answered in time. */
    boolean unanswered() {
        return silences.values().stream()
                .anyMatch(
                        silence -> silence.rollout().equals(rollout.id()) && silence.why() == SilenceStore.Why.EXPIRED);
    }

    /** How many more hosts may be under way at once. */
    int room() {
        long hosts = inFlight.stream()
                .filter(intent -> intent.change() instanceof Change.OfHost)
                .count();
        return (int) Math.max(0, limits().maxParallel() - hosts);
    }

    /** How many more hosts this rollout may destroy. */
    int destroyable() {
        long destroyed = begun.stream()
                .filter(intent -> Intent.destroys(intent.change()))
                .count();
        return (int) Math.max(0, limits().maxDestroyed() - destroyed);
    }

    private Repository.RolloutLimits limits() {
        return rules.rules().rollout();
    }
}
