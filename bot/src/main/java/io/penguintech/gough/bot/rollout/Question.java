package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.HostRequest;
import io.penguintech.gough.reconcile.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a rollout shows and asks, derived from its situation. Pure. */
final class Question {
    private Question() {}

    /**
     * The rollout with the question its situation needs: the same one while it covers everything that must be asked,
     * a new one (with a new digest) as soon as something else must be.
     */
    static RolloutRow put(Situation now) {
        var rollout = now.rollout();
        var asked = now.asked();
        if (asked.isEmpty())
            return shown(now).asking(Optional.empty(), 0, List.of()).needing(PathNeeds.NONE);
        var digests = digests(rollout.plan().map(Plan::changes).orElse(List.of()));
        var same = rollout.askedUntil().isPresent()
                && asked.stream().allMatch(judged -> digests.contains(judged.digest()));
        if (same)
            return rollout.asking(rollout.askedUntil(), people(now, asked), eligible(now, asked))
                    .needing(needs(now));
        return rollout.showing(new Plan(
                        now.open(),
                        now.blocked(),
                        now.plan().findings(),
                        now.plan().unchanged()))
                .asking(Optional.of(now.now().plus(now.rules().validFor())), people(now, asked), eligible(now, asked))
                .needing(needs(now));
    }

    /** Nothing is asked: show what is applied, and add what came to it. */
    private static RolloutRow shown(Situation now) {
        var rollout = now.rollout();
        var before = rollout.plan().map(Plan::changes).orElse(List.of());
        var known = digests(before);
        var all = new ArrayList<>(before);
        now.judgedOpen().stream()
                .filter(judged -> !known.contains(judged.digest()))
                .map(Situation.Judged::change)
                .forEach(all::add);
        var plan =
                new Plan(all, now.blocked(), now.plan().findings(), now.plan().unchanged());
        return rollout.plan().filter(plan::equals).isPresent() ? rollout : rollout.showing(plan);
    }

    private static int people(Situation now, List<Situation.Judged> asked) {
        return asked.stream()
                .mapToInt(judged -> now.rules().needed(judged.change()))
                .max()
                .orElse(0);
    }

    private static List<String> eligible(Situation now, List<Situation.Judged> asked) {
        var names = new TreeSet<String>();
        var seen = new HashSet<>();
        asked.stream()
                .map(Situation.Judged::change)
                .filter(change -> seen.add(List.of(
                        change.risk(),
                        change.asked().map(HostRequest::by),
                        now.rules().claims().of(change).rules())))
                .forEach(change -> names.addAll(now.rules().eligible(change)));
        return List.copyOf(names);
    }

    /** What rules for paths add to what is asked now. */
    static PathNeeds needs(Situation now) {
        return PathNeeds.of(
                now.rules(),
                now.asked().stream().flatMap(one -> lack(now, one).stream()).toList());
    }

    private static Optional<PathNeeds.Lack> lack(Situation now, Situation.Judged judged) {
        if (!(judged.answer() instanceof ApprovalRules.Answer.Asked(var needed, var by))) return Optional.empty();
        var candidates = new TreeSet<>(now.rules().eligible(judged.change()));
        by.forEach(candidates::remove);
        return Optional.of(new PathNeeds.Lack(judged.change(), needed - by.size(), candidates));
    }

    private static Set<String> digests(Collection<Change> changes) {
        return changes.stream().map(Change::digest).collect(Collectors.toSet());
    }
}
