package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays one map over another: maps merge, scalars and lists replace; {@code +key} appends, {@code =key} replaces,
 * {@code key: null} removes. The result holds no operators, and every value keeps the place it came from.
 */
final class MapMerge {
    private final Problems problems;

    MapMerge(Problems problems) {
        this.problems = problems;
    }

    Tree.Mapping over(Tree.Mapping base, Tree.Mapping overlay) {
        var merged = new LinkedHashMap<String, Tree.Entry>();
        for (var entry : base.entries()) merged.put(entry.key(), entry);
        for (var entry : overlay.entries()) lay(merged, entry);
        return new Tree.Mapping(List.copyOf(merged.values()), overlay.place());
    }

    private void lay(Map<String, Tree.Entry> merged, Tree.Entry entry) {
        var key = MergeKey.of(entry.key());
        var before = merged.get(key.name());
        if (entry.value() instanceof Tree.Scalar scalar && scalar.value() == null) {
            merged.remove(key.name());
            return;
        }
        var value = before == null
                ? alone(entry.value())
                : switch (key.operator()) {
                    case MERGE ->
                        before.value() instanceof Tree.Mapping old
                                        && entry.value() instanceof Tree.Mapping now
                                        && !eitherIsSecret(old, now)
                                ? over(old, now)
                                : alone(entry.value());
                    case APPEND -> append(before, entry);
                    case REPLACE -> alone(entry.value());
                };
        merged.put(key.name(), new Tree.Entry(key.name(), entry.keyPlace(), value));
    }

    /** A reference to a secret is one value, though it is written as a map. */
    private static boolean eitherIsSecret(Tree.Mapping old, Tree.Mapping now) {
        return SecretForm.isForm(old) || SecretForm.isForm(now);
    }

    /** A value that nothing lies under: its own operators have nothing to work on. */
    private Tree alone(Tree value) {
        return value instanceof Tree.Mapping map ? over(new Tree.Mapping(List.of(), map.place()), map) : value;
    }

    private Tree append(Tree.Entry before, Tree.Entry entry) {
        if (before.value() instanceof Tree.Seq old && entry.value() instanceof Tree.Seq now) {
            var items = new ArrayList<>(old.items());
            items.addAll(now.items());
            return new Tree.Seq(items, now.place());
        }
        problems.error(
                "Nothing to append to",
                ("\"%s\" appends a list to the list at %s, but one of the two is no list. Placeholders are replaced only after"
                                + " merging.")
                        .formatted(entry.key(), before.value().place()),
                entry.keyPlace());
        return before.value();
    }
}
