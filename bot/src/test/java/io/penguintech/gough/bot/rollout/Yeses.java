package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Plan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who said yes to what in a random history, and which of it counts for a change that was begun. */
final class Yeses {
    private static final Duration VALID = Duration.ofHours(24);
    private static final Set<String> APPROVERS = Set.of("ada", "ben", "cyn");

    private final Clock clock;
    private final Map<String, List<Yes>> byDigest = new HashMap<>();

    private record Yes(String person, Instant at, Optional<Instant> revoked) {
        /** Whether it stood when a change was begun, and no earlier change had used it up. */
        boolean counts(BegunChanges.Begun begun) {
            return !at.isAfter(begun.at())
                    && begun.at().isBefore(at.plus(VALID))
                    && revoked.filter(begun.at()::isAfter).isEmpty()
                    && begun.before().filter(at::isBefore).isEmpty();
        }
    }

    Yeses(Clock clock) {
        this.clock = clock;
    }

    void approved(String person, Plan plan) {
        for (var change : plan.changes())
            byDigest.computeIfAbsent(change.digest(), any -> new ArrayList<>())
                    .add(new Yes(person, clock.instant(), Optional.empty()));
    }

    /** A no, or the end of a rollout: what was said yes to so far and is not begun does not count any more. */
    void revoked() {
        var now = Optional.of(clock.instant());
        byDigest.values()
                .forEach(all ->
                        all.replaceAll(yes -> yes.revoked().isPresent() ? yes : new Yes(yes.person(), yes.at(), now)));
    }

    /** Who said yes to exactly this before it was begun, is an approver, and is none of {@code barred}. */
    Set<String> people(BegunChanges.Begun begun, Set<String> barred) {
        return byDigest.getOrDefault(begun.change().digest(), List.of()).stream()
                .filter(yes -> yes.counts(begun))
                .map(Yes::person)
                .filter(APPROVERS::contains)
                .filter(person -> !barred.contains(person))
                .collect(Collectors.toSet());
    }
}
