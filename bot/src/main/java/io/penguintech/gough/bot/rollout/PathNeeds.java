package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What rules for paths add to a question.
 *
 * @param missing how many more people there must be in all, at least
 * @param each what comes from which files, sorted; empty when no such rule is about what is asked
 */
public record PathNeeds(int missing, List<PathNeed> each) {
    /** No such rule is about what is asked. */
    public static final PathNeeds NONE = new PathNeeds(0, List.of());

    /** Keeps a copy. */
    public PathNeeds {
        each = List.copyOf(each);
    }

    /**
     * A change that is not covered.
     *
     * @param missing how many more people it needs
     * @param candidates whose yes would count and is not there
     */
    record Lack(Change change, int missing, SortedSet<String> candidates) {}

    private record Group(SortedSet<String> candidates, int missing) {}

    static PathNeeds of(ApprovalRules rules, List<Lack> lacks) {
        var each = new TreeMap<String, PathNeed>();
        for (var lack : lacks) {
            var globs = rules.claims().of(lack.change()).globs();
            if (globs.isEmpty()) continue;
            var need = new PathNeed(globs, lack.missing(), List.copyOf(lack.candidates()));
            each.put(need.words(), need);
        }
        return each.isEmpty() ? NONE : new PathNeeds(people(lacks), List.copyOf(each.values()));
    }

    /**
     * Whoever helps with most of what is missing is counted first. That is never fewer than there must be for one change;
     * where rules overlap oddly, others may do with one person less.
     */
    private static int people(List<Lack> lacks) {
        var groups = new LinkedHashSet<Group>();
        lacks.forEach(lack -> groups.add(new Group(lack.candidates(), lack.missing())));
        var all = new TreeSet<String>();
        groups.forEach(group -> all.addAll(group.candidates()));
        var chosen = new HashSet<String>();
        while (true) {
            var open = groups.stream().filter(group -> left(group, chosen) > 0).toList();
            var next = all.stream()
                    .filter(name -> !chosen.contains(name))
                    .max((one, other) -> Long.compare(helps(one, open), helps(other, open)))
                    .filter(name -> helps(name, open) > 0);
            if (next.isEmpty())
                return chosen.size()
                        + open.stream()
                                .mapToInt(group -> left(group, chosen))
                                .max()
                                .orElse(0);
            chosen.add(next.get());
        }
    }

    private static long helps(String name, Collection<Group> open) {
        return open.stream().filter(group -> group.candidates().contains(name)).count();
    }

    private static int left(Group group, Set<String> chosen) {
        return group.missing()
                - (int) group.candidates().stream().filter(chosen::contains).count();
    }
}
