package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entries of a map as they come in: key, value, key, value. */
final class MapBuilder {
    private final Problems problems;
    private final Map<String, Tree.Entry> own = new LinkedHashMap<>();
    private final Map<String, Tree.Entry> merged = new LinkedHashMap<>();
    private Expected next = new Expected.Key();
    private Optional<Place> mergedAt = Optional.empty();

    MapBuilder(Problems problems) {
        this.problems = problems;
    }

    private sealed interface Expected {
        record Key() implements Expected {}

        record ValueOf(String key, Place place) implements Expected {}

        record MergedMap(Place place) implements Expected {}

        /** The value of a key that was refused. */
        record Ignored() implements Expected {}
    }

    boolean wantsKey() {
        return next instanceof Expected.Key;
    }

    void mergeKey(Place place) {
        mergedAt.ifPresent(first -> problems.error(
                "Duplicate key",
                "<< stands at %s already; merge several maps as <<: [*a, *b].".formatted(first),
                place));
        mergedAt = Optional.of(place);
        next = new Expected.MergedMap(place);
    }

    void add(Tree tree) {
        switch (next) {
            case Expected.Key() -> next = key(tree);
            case Expected.ValueOf(var key, var place) -> {
                own.put(key, new Tree.Entry(key, place, tree));
                next = new Expected.Key();
            }
            case Expected.MergedMap(var place) -> {
                merge(tree, place);
                next = new Expected.Key();
            }
            case Expected.Ignored() -> next = new Expected.Key();
        }
    }

    private Expected key(Tree tree) {
        if (!(tree instanceof Tree.Scalar scalar && scalar.value() instanceof String key)) {
            problems.error("Key is not text", notText(tree), tree.place());
            return new Expected.Ignored();
        }
        var first = own.get(key);
        if (first != null) {
            problems.error(
                    "Duplicate key",
                    "\"%s\" stands at %s already; keep one of the two.".formatted(key, first.keyPlace()),
                    tree.place());
            return new Expected.Ignored();
        }
        return new Expected.ValueOf(key, tree.place());
    }

    private static String notText(Tree tree) {
        return tree instanceof Tree.Scalar scalar
                ? "Write \"%s\" in quotes if it is meant as a key.".formatted(scalar.text())
                : "A list or a map cannot be a key.";
    }

    private void merge(Tree tree, Place place) {
        switch (tree) {
            case Tree.Mapping map -> map.entries().forEach(entry -> merged.putIfAbsent(entry.key(), entry));
            case Tree.Seq seq
            when seq.items().stream().allMatch(Tree.Mapping.class::isInstance) ->
                seq.items().forEach(item -> merge(item, place));
            case Tree.Seq _, Tree.Scalar _, Tree.SecretText _ ->
                problems.error("Merge key needs a map", "After << stands an alias of a map, or a list of them.", place);
        }
    }

    /** Merged entries first, where no entry of the map itself overrides them. */
    List<Tree.Entry> entries() {
        if (merged.isEmpty()) return List.copyOf(own.values());
        var all = new ArrayList<Tree.Entry>(merged.size() + own.size());
        for (var entry : merged.values()) if (!own.containsKey(entry.key())) all.add(entry);
        all.addAll(own.values());
        return all;
    }
}
