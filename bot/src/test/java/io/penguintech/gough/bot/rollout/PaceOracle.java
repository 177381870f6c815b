package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.bot.rollout.BegunChanges.Begun;
import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Risk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Judges each change of a host, once, by what else was under way or had failed when it was begun. */
final class PaceOracle {
    /** What is done to a machine that runs. */
    private static final Set<String> OF_RUNNING = Set.of("Reinstall", "Maintain", "OnRequest");

    private final RandomCommits commits;
    private final RandomLimits limits;
    private final BegunChanges begun;
    private long judged;

    PaceOracle(Scene scene, RandomCommits commits, RandomLimits limits) {
        this.commits = commits;
        this.limits = limits;
        begun = new BegunChanges(scene);
    }

    /** What was begun since and should not have been. */
    List<String> tooSoon() {
        if (begun.newest() == judged) return List.of();
        var all = begun.all();
        var wrong = new ArrayList<String>();
        for (var one : all) {
            if (one.id() <= judged) continue;
            judged = one.id();
            var earlier = all.stream().filter(other -> other.id() < one.id()).toList();
            why(one, earlier)
                    .ifPresent(why -> wrong.add("%s of %s was begun at %s, although %s"
                            .formatted(
                                    one.change().verb(), one.change().subject().text(), one.at(), why)));
        }
        return wrong;
    }

    private Optional<String> why(Begun one, List<Begun> earlier) {
        var flying = earlier.stream()
                .filter(other -> other.isUnderWay(one.at()) && !isKept(other, one.at()))
                .toList();
        if (flying.size() >= limits.parallel())
            return Optional.of("%d were under way and %d may be".formatted(flying.size(), limits.parallel()));
        long failed = count(earlier, other -> other.rollout() == one.rollout() && other.isUnforgiven(one.at()));
        if (failed >= limits.failures()) return Optional.of("%d of its rollout had failed".formatted(failed));
        if (one.change().risk().compareTo(Risk.DISRUPTIVE) < 0) return Optional.empty();
        return inWaves(one, earlier).or(() -> inGroup(one, earlier));
    }

    /** Switched off, and nothing is sent until its hold is over. */
    private static boolean isKept(Begun other, Instant moment) {
        return other.change() instanceof Change.Release release
                && moment.isBefore(other.at().plus(release.hold()));
    }

    private static long count(List<Begun> all, Predicate<Begun> which) {
        return all.stream().filter(which).count();
    }

    private Optional<Integer> ring(Begun one) {
        return Optional.ofNullable(commits.inForce().get(one.number())).map(Declared::ring);
    }

    private static boolean comes(Begun one) {
        return !(one.change() instanceof Change.Release) && one.change().risk().compareTo(Risk.DISRUPTIVE) >= 0;
    }

    private Optional<String> inWaves(Begun one, List<Begun> earlier) {
        if (!limits.waves() || !comes(one)) return Optional.empty();
        var before = earlier.stream()
                .filter(PaceOracle::comes)
                .filter(other -> other.isUnderWay(one.at()))
                .filter(other -> ring(other).isPresent() && ring(one).isPresent())
                .filter(other -> ring(other).orElseThrow() < ring(one).orElseThrow())
                .findFirst();
        if (before.isPresent())
            return Optional.of(before.get().change().subject().text() + " of the wave before was under way");
        if (limits.canary() == 0) return Optional.empty();
        var same = earlier.stream()
                .filter(PaceOracle::comes)
                .filter(other -> other.rollout() == one.rollout())
                .toList();
        boolean through = same.stream().anyMatch(other -> !other.isUnderWay(one.at()) && !other.failed());
        boolean pending = same.stream().anyMatch(other -> other.isUnderWay(one.at()) || other.isUnforgiven(one.at()));
        return pending && !through ? Optional.of("the canary was not through") : Optional.empty();
    }

    /** One of a ring at once, as far as the machine ran before. */
    private Optional<String> inGroup(Begun one, List<Begun> earlier) {
        if (!limits.groups() || !OF_RUNNING.contains(one.kind()) || ring(one).isEmpty()) return Optional.empty();
        boolean down = earlier.stream().anyMatch(other -> other.isOf(one.number()) && other.isUnforgiven(one.at()));
        return earlier.stream()
                .filter(other -> !down && other.isUnderWay(one.at()) && !other.isOf(one.number()))
                .filter(other -> other.change().risk().compareTo(Risk.DISRUPTIVE) >= 0)
                .filter(other -> ring(other).equals(ring(one)))
                .map(other -> other.change().subject().text() + " of the same group was unavailable")
                .findFirst();
    }
}
