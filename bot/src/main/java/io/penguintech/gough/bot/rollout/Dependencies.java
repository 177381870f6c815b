package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.reconcile.FieldChange;
import io.penguintech.gough.reconcile.Subject;
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
 * Which change must be done before which: a name or an address can be taken only after the change that gives it up, and a
 * thing of a region stood on only after the change that makes it. Pure.
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
        var made = new HashMap<String, List<Change>>();
        for (var change : changes)
            for (var thing : change.makes())
                made.computeIfAbsent(Intent.backend(change) + " " + thing, t -> new ArrayList<>())
                        .add(change);
        var before = new HashMap<String, Set<String>>();
        if (!made.isEmpty())
            for (var change : changes)
                for (var thing : change.needs())
                    for (var maker : made.getOrDefault(Intent.backend(change) + " " + thing, List.of()))
                        if (!maker.subject().equals(change.subject()))
                            before.computeIfAbsent(change.digest(), d -> new HashSet<>())
                                    .add(maker.digest());
        for (var change : changes)
            for (var name : names(change, FieldChange::after))
                for (var giver : givenUp.getOrDefault(name, List.of()))
                    if (!giver.subject().equals(change.subject()))
                        before.computeIfAbsent(change.digest(), d -> new HashSet<>())
                                .add(giver.digest());
        var freed = new FreedRanges(changes);
        for (var change : changes)
            for (var giver : freed.before(change))
                before.computeIfAbsent(change.digest(), d -> new HashSet<>()).add(giver.digest());
        return new Dependencies(before);
    }

    /** A change that must be done before this one; empty when there is none. */
    Optional<String> missing(String digest) {
        return before.getOrDefault(digest, Set.of()).stream().sorted().findFirst();
    }

    private static List<String> names(Change change, java.util.function.Function<FieldChange, Optional<String>> side) {
        // Zones and pools may have the same name, and queries of two teams.
        var kind = switch (change.subject()) {
            case Subject.OfThing thing -> thing.kind().word();
            case Subject.OfFleet object -> object.kind().word() + " " + object.team();
            case Subject.OfHost _, Subject.OfRules _, Subject.OfOrphan _ -> "";
        };
        var scope = Intent.backend(change) + " " + kind;
        return change.fields().stream()
                .filter(field -> field.field().equals("name") || field.field().equals("hostname"))
                .map(side)
                .flatMap(Optional::stream)
                .filter(Objects::nonNull)
                .map(name -> scope + " " + name)
                .toList();
    }
}
