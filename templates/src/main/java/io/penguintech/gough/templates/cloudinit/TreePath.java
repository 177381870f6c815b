package io.penguintech.gough.templates.cloudinit;

import io.penguintech.gough.schema.Tree;
import java.util.List;
import java.util.Optional;

/** A way through a tree, of keys and indexes. */
final class TreePath {
    private TreePath() {}

    /** The tree that {@code steps} lead to, or the last one on the way; the first step is {@code start} itself. */
    static Tree follow(Tree.Entry start, List<Object> steps) {
        var at = start.value();
        for (var step : steps.subList(Math.min(1, steps.size()), steps.size())) {
            var next = child(at, step);
            if (next.isEmpty()) return at;
            at = next.get();
        }
        return at;
    }

    private static Optional<Tree> child(Tree tree, Object step) {
        return switch (tree) {
            case Tree.Mapping map -> map.get(step.toString());
            case Tree.Seq seq
            when step instanceof Integer index && index < seq.items().size() ->
                Optional.of(seq.items().get(index));
            case Tree.Seq _, Tree.Scalar _, Tree.SecretText _ -> Optional.empty();
        };
    }

    /** As people write it: {@code users[0].name}. */
    static String shown(List<Object> steps) {
        var out = new StringBuilder();
        for (var step : steps) {
            if (step instanceof Integer index) out.append('[').append(index).append(']');
            else out.append(out.isEmpty() ? "" : ".").append(step);
        }
        return out.toString();
    }
}
