package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Who may ask hosts live questions, and what. As long as nothing is said, nobody may.
 *
 * @param roles who may ask, by role: one that people have anyway, or one of one's own choosing that lists its people
 * @param perPerson most questions of one person in an hour
 * @param inAll most questions of all together in an hour
 * @param confirmAbove more hosts than that are asked only when their number is said
 */
public record Questions(SortedMap<String, Grant> roles, int perPerson, int inAll, int confirmAbove) {
    /** Nobody; 30 and 120 questions an hour, 20 hosts. */
    public static final Questions NOBODY = new Questions(new TreeMap<>(), 30, 120, 20);

    /** Keeps an unmodifiable copy. */
    public Questions {
        roles = Collections.unmodifiableSortedMap(new TreeMap<>(roles));
    }

    /**
     * What a role may.
     *
     * @param people their names; empty for a role that people have anyway
     * @param tables tables it may read besides those that everybody may who may ask
     */
    public record Grant(SortedSet<String> people, SortedSet<String> tables) {
        /** Keeps unmodifiable copies. */
        public Grant {
            people = Collections.unmodifiableSortedSet(new TreeSet<>(people));
            tables = Collections.unmodifiableSortedSet(new TreeSet<>(tables));
        }
    }

    /**
     * The tables somebody may read besides those that everybody may who may ask; empty when they may not ask at all.
     *
     * @param person their name
     * @param has whether they have a role, or one above it
     */
    public Optional<SortedSet<String>> tables(String person, Predicate<Repository.Role> has) {
        var theirs = roles.entrySet().stream()
                .filter(role -> rank(role.getKey())
                        .map(has::test)
                        .orElseGet(() -> role.getValue().people().contains(person)))
                .map(role -> role.getValue().tables())
                .toList();
        if (theirs.isEmpty()) return Optional.empty();
        var all = new TreeSet<String>();
        theirs.forEach(all::addAll);
        return Optional.of(all);
    }

    /** The role of people that this word is; empty for one of somebody's own choosing. */
    static Optional<Repository.Role> rank(String word) {
        for (var role : Repository.Role.values())
            if (role.name().toLowerCase(java.util.Locale.ROOT).equals(word)) return Optional.of(role);
        return Optional.empty();
    }
}
