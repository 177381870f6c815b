package io.penguintech.gough.schema;

import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A document whose frame is sound: kind, name and spec are there.
 *
 * @param kind what it declares
 * @param name {@code metadata.name}; of a host in lower case
 * @param namePlace where the name stands
 * @param labels {@code metadata.labels}
 * @param metadata {@code metadata}
 * @param spec {@code spec}
 * @param place where it begins
 */
record Document(
        Kind kind,
        String name,
        Place namePlace,
        SortedMap<String, String> labels,
        Tree.Mapping metadata,
        Tree.Mapping spec,
        Place place) {
    Document {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** Reads the frame of a document and checks all of it; empty when there is too little to go on. */
    static Optional<Document> read(Kind kind, Tree.Mapping root, Problems problems) {
        var check = new ShapeCheck(ShapeCheck.Stage.FINAL, problems);
        check.check(root, kind.envelope(), ShapeCheck.Path.ROOT);
        checkSpec(kind, root, problems);
        checkPlaceholders(kind, root, problems);
        if (!(root.get("spec").orElse(null) instanceof Tree.Mapping spec)
                || !(root.get("metadata").orElse(null) instanceof Tree.Mapping metadata)
                || !(metadata.get("name").orElse(null) instanceof Tree.Scalar name)
                || !(name.value() instanceof String text)) return Optional.empty();
        return Optional.of(new Document(
                kind,
                kind.isHost() ? text.toLowerCase(Locale.ROOT) : text,
                name.place(),
                labels(metadata),
                metadata,
                spec,
                root.place()));
    }

    private static void checkSpec(Kind kind, Tree.Mapping root, Problems problems) {
        var spec = root.get("spec");
        if (spec.isEmpty()) return;
        var stage = kind.merges() ? ShapeCheck.Stage.WRITTEN : ShapeCheck.Stage.FINAL;
        new ShapeCheck(stage, problems).check(spec.get(), HostSpec.written(kind), ShapeCheck.Path.ROOT.key("spec"));
    }

    private static void checkPlaceholders(Kind kind, Tree.Mapping root, Problems problems) {
        for (var entry : root.entries()) {
            var found = Placeholders.find(entry.value());
            if (kind.merges() && entry.key().equals("spec")) {
                problems.addAll(found.diagnostics());
                continue;
            }
            for (var use : found.uses())
                problems.error(
                        "Placeholder in the wrong place",
                        "Placeholders are replaced in the spec of profiles and hosts, and in templates; not here.",
                        use.place());
        }
    }

    /** Labels that are no text were refused already; their spelling still helps to check what refers to them. */
    private static SortedMap<String, String> labels(Tree.Mapping metadata) {
        var labels = new TreeMap<String, String>();
        for (var entry : new Fields(metadata).mapping("labels").entries())
            if (entry.value() instanceof Tree.Scalar scalar) labels.put(entry.key(), scalar.text());
        return labels;
    }
}
