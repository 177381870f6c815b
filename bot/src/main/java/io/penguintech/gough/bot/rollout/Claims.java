package io.penguintech.gough.bot.rollout;

import io.penguintech.gough.reconcile.Change;
import io.penguintech.gough.schema.PathRule;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which rules for paths changes are under. For one judgement, by one thread. */
final class Claims {
    /** There are no such rules. */
    static final Claims NONE = new Claims(List.of(), change -> Origin.UNKNOWN);

    private final List<PathRule> rules;
    private final Function<Change, Origin> origins;
    private final Map<String, List<PathRule>> byFile = new HashMap<>();
    private final IdentityHashMap<Change, Claim> byChange = new IdentityHashMap<>();

    Claims(List<PathRule> rules, Function<Change, Origin> origins) {
        this.rules = rules;
        this.origins = origins;
    }

    /**
     * What one change is under.
     *
     * @param rules the rules that a file of it matches, in their order; each of them must admit whoever says yes
     * @param committed whether somebody committed it: then somebody must say yes
     */
    record Claim(List<PathRule> rules, boolean committed) {
        static final Claim NONE = new Claim(List.of(), false);

        List<String> globs() {
            return rules.stream().map(rule -> rule.glob().toString()).distinct().toList();
        }

        /** Whether somebody must say yes because of these rules alone. */
        boolean asks() {
            return committed && !rules.isEmpty();
        }
    }

    Claim of(Change change) {
        if (rules.isEmpty()) return Claim.NONE;
        return byChange.computeIfAbsent(change, any -> claim(origins.apply(change)));
    }

    private Claim claim(Origin origin) {
        if (origin.files().isEmpty()) return new Claim(rules, true);
        var matching = origin.files().stream()
                .map(this::matching)
                .flatMap(Collection::stream)
                .distinct()
                .toList();
        return new Claim(rules.stream().filter(matching::contains).distinct().toList(), origin.committed());
    }

    /** Those of {@code files} that a rule is about. */
    SortedSet<String> among(Collection<String> files) {
        return files.stream().filter(file -> !matching(file).isEmpty()).collect(Collectors.toCollection(TreeSet::new));
    }

    private List<PathRule> matching(String file) {
        return byFile.computeIfAbsent(
                file,
                path -> rules.stream().filter(rule -> rule.glob().matches(path)).toList());
    }
}
