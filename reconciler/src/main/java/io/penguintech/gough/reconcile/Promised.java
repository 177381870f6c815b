package io.penguintech.gough.reconcile;

import io.penguintech.gough.schema.ThingKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the plan being written adds to a region, each thing by its key: others of the same plan may refer to it. */
final class Promised {
    static final Promised NOTHING = new Promised();

    private final Map<ThingKind, SortedMap<String, SortedMap<String, String>>> fields = new EnumMap<>(ThingKind.class);
    private final Map<ThingKind, Set<String>> replaced = new EnumMap<>(ThingKind.class);

    /** Notes that the plan makes such a thing. */
    void add(ThingKind kind, String key, SortedMap<String, String> declared) {
        fields.computeIfAbsent(kind, any -> new TreeMap<>()).put(key, declared);
    }

    /** Notes that the plan gives what has the key {@code old} another one. */
    void replace(ThingKind kind, String old, String key, SortedMap<String, String> declared) {
        replaced.computeIfAbsent(kind, any -> new TreeSet<>()).add(old);
        add(kind, key, declared);
    }

    boolean has(ThingKind kind, String key) {
        return keys(kind).contains(key);
    }

    Set<String> keys(ThingKind kind) {
        return fields.getOrDefault(kind, new TreeMap<>()).keySet();
    }

    /** What is declared of each of them. */
    Stream<SortedMap<String, String>> of(ThingKind kind) {
        return fields.getOrDefault(kind, new TreeMap<>()).values().stream();
    }

    /** Whether what has this key will have another one. */
    boolean replaces(ThingKind kind, String key) {
        return replaced.getOrDefault(kind, Set.of()).contains(key);
    }

    /** These names as they will be. */
    SortedSet<String> with(ThingKind kind, SortedSet<String> has) {
        if (keys(kind).isEmpty()) return has;
        var all = new TreeSet<>(has);
        all.removeAll(replaced.getOrDefault(kind, Set.of()));
        all.addAll(keys(kind));
        return all;
    }
}
