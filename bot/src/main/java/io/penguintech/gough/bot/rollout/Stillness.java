package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Observed;
import io.penguintech.gough.schema.BackendName;
import io.penguintech.gough.schema.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that would make a rollout go on. While it stays the same, a tick need not plan again: of 10,000 hosts that would
 * keep a core busy all night for one question nobody answers.
 *
 * @param approvals how many people said yes
 * @param idle whether nothing is under way
 * @param closed why nothing, or not everything, is written
 * @param requests numbers of what people asked for
 */
record Stillness(
        Observed observed,
        Optional<String> guard,
        Set<String> confirmed,
        Optional<Revision> accepted,
        Optional<Revision> current,
        Optional<RolloutStore.Pulse> active,
        int approvals,
        boolean idle,
        Optional<String> closed,
        List<Long> requests,
        Instant at) {
    /** Time alone changes something too: limits per day, questions that expire. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Whether nothing happened since {@code before}. */
    boolean sameAs(@Nullable Stillness before) {
        return before != null
                && idle
                && at.isBefore(before.at().plus(LONGEST))
                && sameRegions(before.observed(), observed)
                && same(before.observed().fleets(), observed.fleets())
                && guard.equals(before.guard())
                && confirmed.equals(before.confirmed())
                && accepted.equals(before.accepted())
                && current.equals(before.current())
                && settled(before)
                && approvals == before.approvals()
                && closed.equals(before.closed())
                && requests.equals(before.requests());
    }

    /**
     * The rollout is the one that was settled then. One that changes by being settled is looked at once more, and one that
     * waits for a moment when that moment has come.
     */
    private boolean settled(Stillness before) {
        return active.equals(before.active()) && active.filter(this::moves).isEmpty();
    }

    private boolean moves(RolloutStore.Pulse pulse) {
        return pulse.wakesAt().map(then -> !at.isBefore(then)).orElse(pulse.applying());
    }

    /** Reading the same again changes only ages, and those decide nothing. */
    private static boolean sameRegions(Observed before, Observed now) {
        return before.regions().keySet().equals(now.regions().keySet())
                && now.regions().entrySet().stream()
                        .allMatch(entry -> entry.getValue()
                                .showsTheSameAs(
                                        Objects.requireNonNull(before.regions().get(entry.getKey()))));
    }

    /** The same objects mean that nothing new was seen. */
    @SuppressWarnings("ReferenceEquality") // see above
    private static <V> boolean same(Map<BackendName, V> before, Map<BackendName, V> now) {
        return before.keySet().equals(now.keySet())
                && now.entrySet().stream().allMatch(entry -> before.get(entry.getKey()) == entry.getValue());
    }
}
