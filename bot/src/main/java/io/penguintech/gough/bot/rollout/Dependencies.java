package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.FieldChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which change must be done before which: a name can be taken only after the change that gives it up. Pure.
 *
 * @param before digests that must be done first, by digest
 */
record Dependencies(Map<String, Set<String>> before) {
    /** What hangs together among {@code changes}. */
    static Dependencies among(Collection<Change> changes) {
        var givenUp = new HashMap<String, List<Change>>();
        for (var change : changes)
            names(change, FieldChange::before)
                    .forEach(name -> givenUp.computeIfAbsent(name, n -> new ArrayList<>())
                            .add(change));
        var before = new HashMap<String, Set<String>>();
        for (var change : changes)
            for (var name : names(change, FieldChange::after))
                for (var giver : givenUp.getOrDefault(name, List.of()))
                    if (!giver.subject().equals(change.subject()))
                        before.computeIfAbsent(change.digest(), d -> new HashSet<>())
                                .add(giver.digest());
        return new Dependencies(before);
    }

    /** A change that is among {@code open} and must be done before this one; empty when there is none. */
    Optional<String> missing(String digest, Set<String> open) {
        return before.getOrDefault(digest, Set.of()).stream()
                .filter(open::contains)
                .sorted()
                .findFirst();
    }

    private static List<String> names(Change change, java.util.function.Function<FieldChange, Optional<String>> side) {
        var scope = Intent.backend(change);
        return change.fields().stream()
                .filter(field -> field.field().equals("name") || field.field().equals("hostname"))
                .map(side)
                .flatMap(Optional::stream)
                .filter(Objects::nonNull)
                .map(name -> scope + " " + name)
                .toList();
    }
}
