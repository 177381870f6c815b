package io.penguintech.gough.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The names that placeholders may use. */
final class ScopeNames {
    /** The host's own name. */
    static final String HOST_NAME = "host.name";

    private static final String LABELS = "host.labels.";
    private static final String VALUES = "values.";
    private static final String REPOSITORY = "repository.";

    /** More names are not offered as suggestions. */
    private static final int MOST_NAMES = 2_000;

    private ScopeNames() {}

    /** What {@code name} stands for. */
    static Optional<Tree> lookUp(String name, Placeholders.Scope scope) {
        var nowhere = Place.ofFile("");
        if (name.equals(HOST_NAME)) return Optional.of(new Tree.Scalar(scope.host(), nowhere));
        if (name.startsWith(LABELS))
            return Optional.ofNullable(scope.labels().get(name.substring(LABELS.length())))
                    .map(label -> new Tree.Scalar(label, nowhere));
        if (name.startsWith(VALUES)) return descend(scope.values(), name.substring(VALUES.length()));
        if (name.startsWith(REPOSITORY)) return descend(scope.repository(), name.substring(REPOSITORY.length()));
        return Optional.empty();
    }

    /** Every name there is, to find what was meant. */
    static List<String> all(Placeholders.Scope scope) {
        var names = new ArrayList<String>();
        names.add(HOST_NAME);
        scope.labels().keySet().forEach(label -> names.add(LABELS + label));
        collect(VALUES, scope.values(), names);
        collect(REPOSITORY, scope.repository(), names);
        return names;
    }

    /** The label that {@code name} stands for, if it stands for one. */
    static Optional<String> labelName(String name) {
        return name.startsWith(LABELS) ? Optional.of(name.substring(LABELS.length())) : Optional.empty();
    }

    /** The path below {@code values} that {@code name} stands for, if it stands for one. */
    static Optional<String> valuePath(String name) {
        return name.startsWith(VALUES) ? Optional.of(name.substring(VALUES.length())) : Optional.empty();
    }

    /** The path below {@code repository} that {@code name} stands for, if it stands for one. */
    static Optional<String> repositoryPath(String name) {
        return name.startsWith(REPOSITORY) ? Optional.of(name.substring(REPOSITORY.length())) : Optional.empty();
    }

    /** What stands under a dotted path; a key that holds dots itself comes first. */
    static Optional<Tree> descend(Tree.Mapping map, String path) {
        var whole = map.get(path);
        int dot = path.indexOf('.');
        if (whole.isPresent() || dot < 0) return whole;
        return map.get(path.substring(0, dot))
                .flatMap(inner -> inner instanceof Tree.Mapping deeper
                        ? descend(deeper, path.substring(dot + 1))
                        : Optional.empty());
    }

    private static void collect(String prefix, Tree.Mapping map, List<String> names) {
        for (var entry : map.entries()) {
            if (names.size() >= MOST_NAMES) return;
            names.add(prefix + entry.key());
            if (entry.value() instanceof Tree.Mapping inner) collect(prefix + entry.key() + ".", inner, names);
        }
    }
}
