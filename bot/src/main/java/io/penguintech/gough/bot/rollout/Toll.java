package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.Repository;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * How many hosts may still be destroyed. Pure.
 *
 * @param own how many more this rollout may destroy by the repository's own limit
 * @param perDay how many each backend may lose in 24 hours by the server's ceiling
 * @param today how many it has lost in the last 24 hours, by backend
 */
record Toll(int own, int perDay, Map<String, Integer> today) {
    /** Keeps a copy. */
    Toll {
        today = Map.copyOf(today);
    }

    /**
     * What is left of {@code limits} after {@code begun}, all of one rollout.
     *
     * @param managed how many hosts Gough manages: what a limit in percent is of
     */
    static Toll of(
            Repository.RolloutLimits limits,
            int managed,
            Ceiling ceiling,
            Collection<Intent> begun,
            Map<String, Integer> today) {
        long destroyed =
                begun.stream().filter(intent -> intent.change().destroysHost()).count();
        long most = limits.maxDestroyedPercent().isPresent()
                ? Math.min(limits.maxDestroyed(), limits.maxDestroyedPercent().getAsInt() * (long) managed / 100)
                : limits.maxDestroyed();
        return new Toll((int) Math.max(0, most - destroyed), ceiling.maxDestroyedPerDay(), today);
    }

    /** What each backend that {@code changes} destroy hosts of has lost today. */
    static Map<String, Integer> today(Collection<Change> changes, ToIntFunction<String> lost) {
        return changes.stream()
                .filter(Change::destroysHost)
                .map(Intent::backend)
                .distinct()
                .collect(Collectors.toMap(backend -> backend, lost::applyAsInt));
    }

    /** The changes that destroy a host. */
    static List<Change> destroying(Collection<Change> changes) {
        return changes.stream().filter(Change::destroysHost).toList();
    }

    /** Whether {@code changes} destroy more hosts than the repository's own limit allows. */
    boolean exceedsOwn(Collection<Change> changes) {
        return destroying(changes).size() > own;
    }

    /** Whether {@code changes} destroy more hosts of a backend than the server allows it to lose today. */
    boolean exceedsDay(Collection<Change> changes) {
        return destroying(changes).stream()
                .collect(Collectors.groupingBy(Intent::backend, Collectors.counting()))
                .entrySet()
                .stream()
                .anyMatch(entry -> today.getOrDefault(entry.getKey(), 0) + entry.getValue() > perDay);
    }

    /** Whether saying yes to {@code changes} takes typing how many hosts they destroy. */
    boolean needsNumber(Collection<Change> changes) {
        return exceedsOwn(changes) || exceedsDay(changes);
    }
}
