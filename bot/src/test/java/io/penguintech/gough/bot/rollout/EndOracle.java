package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Risk;
import io.penguintech.gough.simulators.maas.MaasStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Judges how a history ends: at rest, with a reason for whatever is left over, and everybody told once. */
final class EndOracle {
    private final Scene scene;
    private final RandomCommits commits;
    private final RandomDeeds deeds;
    private final RandomDecisions decisions;
    private final RandomLimits limits;

    EndOracle(Scene scene, RandomCommits commits, RandomDeeds deeds, RandomDecisions decisions, RandomLimits limits) {
        this.scene = scene;
        this.commits = commits;
        this.deeds = deeds;
        this.decisions = decisions;
        this.limits = limits;
    }

    /** Whether nothing moves. */
    boolean rests() {
        var state = scene.latest().map(Rollout::state).orElse(new RolloutState.Requested());
        var moving = state instanceof RolloutState.Applying
                || state instanceof RolloutState.Requested
                || state instanceof RolloutState.AwaitingApproval;
        return !moving && scene.underWay() == 0;
    }

    /** What is wrong at the end. */
    List<String> wrong() {
        var wrong = new ArrayList<String>();
        var state = scene.state();
        if (!rests())
            wrong.add("it never came to rest: %s, %s"
                    .formatted(
                            state,
                            scene.database(
                                    "select subject, verb, detail, look_at from intents where finished_at is null")));
        wrong.addAll(leftOver(state));
        wrong.addAll(toldTwice());
        return wrong;
    }

    private List<String> leftOver(RolloutState state) {
        var plan = scene.service.preview(Scene.REPOSITORY);
        if (state instanceof RolloutState.Declined || plan.isEmpty()) return List.of();
        var failed =
                scene.database("select subject, digest from intents where result = 'failed' and forgiven_at is null");
        return plan.get().changes().stream()
                .filter(change -> !(decisions.nobodyLeft() && change.risk() == Risk.DESTRUCTIVE))
                .filter(change -> !decisions.isSilenced(change.digest()))
                .filter(change ->
                        failed.stream().noneMatch(row -> change.digest().equals(row.get("digest"))))
                .filter(change -> !isHeldByItsGroup(change))
                .filter(change -> !(state instanceof RolloutState.Expired
                        && (isFreedByThat(change) || (isAfterCanaries(change) && !failed.isEmpty()))))
                .filter(change -> !(state instanceof RolloutState.Stalled(var why) && isKnown(why)))
                .map(change -> "%s of %s is left over without a reason, the rollout is %s"
                        .formatted(change.verb(), change.subject().text(), state))
                .toList();
    }

    /** Another host of its ring does not run, for so long that what was approved is over meanwhile. */
    private boolean isHeldByItsGroup(Change change) {
        if (!limits.groups() || !(change instanceof Change.OfHost one)) return false;
        var name = one.subject().host().value();
        int ring = Integer.parseInt(name.substring(1)) % 2;
        return commits.inForce().values().stream()
                .filter(host -> host.ring() == ring && !host.name().equals(name))
                .anyMatch(host -> deeds.machine(host.number())
                        .filter(machine -> machine.status() == MaasStatus.DEPLOYED)
                        .isEmpty());
    }

    /** A canary that failed holds it, also while the question to people ends unanswered. */
    private boolean isAfterCanaries(Change change) {
        return limits.canary() > 0 && Pace.disturbs(change);
    }

    /** Its host was blocked by a request that nobody could grant, and was free as late as the question ended. */
    private boolean isFreedByThat(Change change) {
        return change instanceof Change.OfHost one
                && !scene.database("select id from host_requests where ending = 'expired' and host = '%s'"
                                .formatted(one.subject().host()))
                        .isEmpty();
    }

    private static boolean isKnown(String why) {
        return why.contains("failed") || why.contains("rollout.maxDestroyed") || why.contains("hosts unavailable");
    }

    /** Nobody is told the same thing twice while it lasts. */
    private List<String> toldTwice() {
        var open = new HashMap<String, String>();
        var twice = new ArrayList<String>();
        for (var event : scene.events())
            switch (event) {
                case RolloutEvent.AlertRaised(var _, var key, var severity, var text) -> {
                    if ((severity + text).equals(open.put(key, severity + text)))
                        twice.add("told twice: %s %s".formatted(key, text));
                }
                case RolloutEvent.AlertResolved(var _, var key, var _) -> open.remove(key);
                case RolloutEvent.Decided _, RolloutEvent.RolloutChanged _, RolloutEvent.ProposalChanged _ -> {}
            }
        return twice;
    }
}
