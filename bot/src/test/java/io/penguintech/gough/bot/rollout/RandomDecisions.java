package io.penguintech.gough.bot.rollout;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/** What people decide in a random history: yeses and noes, stops, lost hosts, guards. */
final class RandomDecisions {
    private final Scene scene;
    private final Random random;
    private final Tale tale;
    private final RandomDeeds deeds;
    private final Yeses yeses;
    private final WritesOracle writes;
    private final Set<String> silenced = new HashSet<>();
    private Instant refused = Instant.MIN;
    private boolean barred;
    private boolean atTheEnd;

    RandomDecisions(Scene scene, Random random, Tale tale, RandomDeeds deeds, Yeses yeses, WritesOracle writes) {
        this.scene = scene;
        this.random = random;
        this.tale = tale;
        this.deeds = deeds;
        this.yeses = yeses;
        this.writes = writes;
    }

    /** Whether somebody's yes did not count because of what they wrote: there may be too few others. */
    boolean nobodyLeft() {
        return barred;
    }

    /** Whether nobody is asked about a change any more. */
    boolean isSilenced(String digest) {
        return silenced.contains(digest);
    }

    /** Whether anybody said no to something, or cancelled it, since. */
    boolean refusedSince(Instant moment) {
        return !refused.isBefore(moment);
    }

    /** From now on people only do what Gough asks for. */
    void atTheEnd() {
        atTheEnd = true;
    }

    /** Somebody decides something. */
    void random() {
        switch (random.nextInt(14)) {
            case 0 -> no();
            case 1 -> cancel();
            case 2 -> confirmLost();
            case 3 -> bad();
            case 4, 5 -> yes(Scene.ada, "ada");
            default -> {
                yes(Scene.ben, "ben");
                yes(Scene.cyn, "cyn");
            }
        }
    }

    /** Says yes to what is asked; whether it counted. */
    boolean yes(Actor actor, String person) {
        var latest = scene.latest();
        if (latest.isEmpty() || !(latest.get().state() instanceof RolloutState.AwaitingApproval)) return false;
        var rollout = latest.get();
        var plan = rollout.plan().orElseThrow();
        var number = rollout.typed() ? OptionalInt.of(destroyed(rollout)) : OptionalInt.empty();
        var verdict = scene.service.rollouts().approve(rollout.id(), actor, plan.digest(), number, "slack");
        boolean counts = verdict instanceof Verdict.Accepted;
        if (counts) yeses.approved(person, plan);
        if (verdict.text().contains("wrote, committed or asked")
                || verdict.text().contains("asked for this")) barred = true;
        if (counts || !atTheEnd) tale.say("%s approves %s: %s", person, rollout.id(), verdict.text());
        return counts;
    }

    /** Everybody who may says yes; whether any of it counted. */
    boolean everybodySaysYes() {
        if (scene.latest()
                .filter(one -> one.state() instanceof RolloutState.AwaitingApproval)
                .isEmpty()) return false;
        boolean counted = yes(Scene.ben, "ben");
        counted |= yes(Scene.cyn, "cyn");
        return counted | yes(Scene.ada, "ada");
    }

    private static int destroyed(Rollout rollout) {
        return (int) rollout.plan().orElseThrow().changes().stream()
                .filter(change -> change.destroysHost())
                .filter(change -> rollout.progress().get(change.digest()).stage() == Rollout.Stage.WAITING)
                .count();
    }

    private void no() {
        var latest = scene.latest();
        if (latest.isEmpty() || latest.get().plan().isEmpty()) return;
        var verdict = scene.reject(Scene.ben);
        if (verdict instanceof Verdict.Accepted) silence(latest.get());
        tale.say("ben rejects: %s", verdict.text());
    }

    private void silence(Rollout rollout) {
        yeses.revoked();
        refused = scene.time.instant();
        rollout.plan().ifPresent(plan -> plan.changes().forEach(change -> silenced.add(change.digest())));
    }

    private void cancel() {
        var latest = scene.latest();
        if (latest.isEmpty()) return;
        var verdict = scene.service.rollouts().cancel(latest.get().id(), Scene.ada, "not now");
        if (verdict instanceof Verdict.Accepted) {
            writes.cancelled(latest.get().id());
            silence(latest.get());
        }
        tale.say("ada cancels %s: %s", latest.get().id(), verdict.text());
    }

    private void confirmLost() {
        for (var host : scene.service.rollouts().hosts(Scene.REPOSITORY)) {
            var lost = host.findings().stream()
                    .filter(one -> one.kind().equals("lost"))
                    .findFirst();
            if (lost.isEmpty()) continue;
            var verdict = scene.service
                    .hostDecisions()
                    .confirmLost(Scene.REPOSITORY, host.name(), lost.get().digest(), Scene.ben, "it burnt");
            if (verdict instanceof Verdict.Accepted)
                writes.confirmedLost(Integer.parseInt(host.name().value().substring(1)));
            tale.say("ben confirms that %s is lost: %s", host.name(), verdict.text());
            return;
        }
    }

    /** People who do not count, and old digests. */
    private void bad() {
        var latest = scene.latest();
        if (latest.isEmpty() || latest.get().plan().isEmpty()) return;
        var id = latest.get().id();
        for (var actor : List.of(Scene.dan, Scene.stranger)) {
            var verdict = scene.service.rollouts().approve(id, actor, scene.digest(), "slack");
            if (verdict instanceof Verdict.Accepted) tale.wrong("%s may not approve", actor);
        }
        var old = scene.service.rollouts().approve(id, Scene.ben, "0123456789abcdef", "slack");
        if (old instanceof Verdict.Accepted) tale.wrong("an old digest was approved");
        tale.say("dan and a stranger try to approve, ben with an old digest");
    }

    /** Somebody confirms what the guards say, or cannot. */
    void guard() {
        if (scene.service.rollouts().status().getFirst().guard().isPresent()) confirmGuard();
        else bad();
    }

    void confirmGuard() {
        tale.say("cyn confirms the guard: %s", scene.confirm(Scene.cyn).text());
    }

    boolean isStopped() {
        return !scene.service.rollouts().status().getFirst().stops().isEmpty();
    }

    /** Somebody stops everything; nothing that MAAS receives after this moment is excused. */
    void stop() {
        long from = deeds.lastCall() + 1;
        var verdict = scene.service.rollouts().stop(Optional.of(Scene.REPOSITORY), Scene.ada, "smoke");
        if (verdict instanceof Verdict.Accepted) writes.stoppedFrom(from);
        tale.say("ada stops everything: %s", verdict.text());
    }

    void resume() {
        writes.resumed();
        tale.say(
                "cyn resumes: %s",
                scene.service
                        .rollouts()
                        .resume(Optional.of(Scene.REPOSITORY), Scene.cyn)
                        .text());
    }

    void retry() {
        scene.latest()
                .ifPresent(rollout -> tale.say(
                        "ada retries: %s",
                        scene.service.rollouts().retry(rollout.id(), Scene.ada).text()));
    }
}
